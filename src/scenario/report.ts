/** Collects what is wrong with a scenario while it is read, and turns it into diagnostics in the text's order. */
import type { Diagnostic } from './diagnostic.ts';
import { showPath } from './path.ts';
import { quotable } from './source-text.ts';
import type { ScenarioWarning } from './scenario.ts';
import type { Origin, Path, Place } from './tree.ts';

/** Frames are shown for this many diagnostics; the rest have their place alone. */
const FRAMES = 20;
/** Beyond this many errors, only the number of further ones is told. */
const LONGEST_LIST = 200;

interface Finding {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly place: Place | null;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** The list of findings of one scenario. A finding that is already there is not added again. */
export class Report {
  readonly #findings: Finding[] = [];
  readonly #seen = new Set<string>();
  readonly #paths = new Set<string>();
  /** The origin whose findings come first. */
  readonly #main: Origin;

  constructor(main: Origin) {
    this.#main = main;
  }

  /** Whether there is an error among the findings. */
  get failed(): boolean {
    return this.#findings.some((finding) => finding.severity === 'error');
  }

  /** Whether there is a finding about exactly this path. */
  knows(path: Path): boolean {
    return this.#paths.has(showPath(path));
  }

  /** An error; `what` says what is wrong, what was expected and the way out; the path is put in front. */
  error(code: string, place: Place | null, path: Path, what: string): void {
    this.#add(code, 'error', place, path, what);
  }

  /** A warning, in the same form. */
  warning(code: string, place: Place | null, path: Path, what: string): void {
    this.#add(code, 'warning', place, path, what);
  }

  /** The warnings as they travel with the scenario, in the order in which they were found. */
  warnings(): readonly ScenarioWarning[] {
    return this.#findings
      .filter(({ severity }) => severity === 'warning')
      .map(({ code, message }) => ({ id: code, text: message }));
  }

  /** Adds the errors of another report that this one does not have, each message with a word in front. */
  addErrorsOf(other: Report, word: string): void {
    for (const finding of other.#findings) {
      const known = this.#seen.has(identity(finding));
      if (finding.severity === 'error' && !known) this.#push({ ...finding, message: `${word}${finding.message}` });
    }
  }

  /** Errors first in the main text's order, then those of other origins by name, then warnings in the same order. */
  diagnostics(): readonly Diagnostic[] {
    const sorted = this.#findings.toSorted(
      (a, b) => this.#order(a) - this.#order(b) || byFile(a, b) || a.line - b.line || a.column - b.column,
    );
    const all = sorted.map((finding, index) => diagnostic(finding, index < FRAMES));
    const errors = all.filter(({ severity }) => severity === 'error');
    const more = errors.length - LONGEST_LIST;
    if (more <= 0) return all;
    return [...errors.slice(0, LONGEST_LIST), furtherErrors(this.#main.file, more), ...all.slice(errors.length)];
  }

  #add(code: string, severity: Diagnostic['severity'], place: Place | null, path: Path, what: string): void {
    const note = place?.origin.note ?? null;
    const start = path.length === 0 ? '' : `${showPath(path)}: `;
    const message = `${start}${what}${note === null ? '' : ` (${quotable(note, 123)})`}`;
    this.#paths.add(showPath(path));
    const position = place?.origin.text?.position(place.start) ?? { line: 0, column: 0 };
    this.#push({ code, severity, place, message, ...position });
  }

  #push(finding: Finding): void {
    const key = identity(finding);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#findings.push(finding);
  }

  #order(finding: Finding): number {
    return (finding.severity === 'warning' ? 2 : 0) + (finding.place?.origin === this.#main ? 0 : 1);
  }
}

function byFile(a: Finding, b: Finding): number {
  const [first, second] = [a.place?.origin.file ?? '', b.place?.origin.file ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}

function identity(finding: Finding): string {
  return JSON.stringify([finding.code, finding.place?.origin.file, finding.line, finding.column, finding.message]);
}

function diagnostic(finding: Finding, withFrame: boolean): Diagnostic {
  const { code, severity, place, message, line, column } = finding;
  const frame = withFrame && place?.origin.text ? place.origin.text.frame(place.start, place.end) : '';
  return { code, severity, file: place?.origin.file ?? '', line, column, message, frame };
}

function furtherErrors(file: string, more: number): Diagnostic {
  const message = `and ${String(more)} more; mend the first ones and look again`;
  return { code: 'E_MORE', severity: 'error', file, line: 0, column: 0, message, frame: '' };
}
