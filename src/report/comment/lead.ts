/** What stands between heading and table: the verdict in full, why, and what would help; or why there is no table. */
import type { Comparison, ComparisonSide } from '../../result/comparison.ts';
import { count, plural } from '../../result/quantity.ts';
import { code, fence, prose } from './markdown-text.ts';
import type { Writer } from './sentence.ts';
import { relativeText } from './values.ts';

/** Notes on what was not compared, and suggestions, at most. */
const MOST_NOTES = 3;
const MOST_SUGGESTIONS = 2;
/** Errors of an invalid scenario at most. */
const MOST_PROBLEMS = 10;

/** @param rows where only so many rows are left to the table, the verdict stands alone */
export function leadBlocks(comparison: Comparison, write: Writer, rows: number): string[] {
  const { verdict, cause, suggestions, base, complete } = comparison;
  const first = `**${stopped(write(verdict))}**`;
  if (rows < MOST_PROBLEMS) return rows === 0 ? [] : [first];
  const helpful = suggestions.slice(0, MOST_SUGGESTIONS);
  const why = [...(cause === null || cause === verdict ? [] : [cause]), ...helpful];
  const notes = [
    ...(complete || base.result === null ? [] : [STOPPED_EARLY]),
    ...leadNotes(comparison).map((note) => stopped(write(note))),
    ...firstErrorOf(base, write),
  ];
  return [[first, ...why.map((text) => stopped(write(text)))].join('\n'), notes.join('\n')];
}

/** What was not compared, as far as the lead says it; the other notes are among the assumptions. */
export function leadNotes({ base, notes }: Comparison): readonly string[] {
  if (base.result !== null || notes.length > 0) return notes.slice(0, MOST_NOTES);
  return [
    `there is no baseline: ${base.label} ${base.status === 'missing' ? 'does not exist' : 'is not a valid scenario'}`,
  ];
}

const STOPPED_EARLY = '⚠️ Not complete: a side was stopped before its end, and its figures are those up to then.';

/** Where the head is no scenario: which one, and its errors as the terminal shows them. */
export function invalidBlocks({ head }: Comparison, rows: number): string[] {
  const { label, status, problems } = head;
  const what = status === 'missing' ? 'does not exist' : 'is not a valid scenario';
  const shown = problems.slice(0, Math.min(MOST_PROBLEMS, rows));
  const text = shown.map(({ code: id, file, line, column, message, frame }) =>
    [`${line > 0 ? `${file}:${String(line)}:${String(column)}` : file}  ${id}  ${message}`, frame.trimEnd()]
      .filter((part) => part !== '')
      .join('\n'),
  );
  const more = problems.length - shown.length;
  return [
    `**${code(label)} ${what}.**`,
    ...(text.length > 0 ? [fence(text.join('\n\n'))] : []),
    ...(more > 0 ? [`and ${count(more)} more`] : []),
  ];
}

/** `Checked 6 functions, 3 objectives; largest change +0.2 % cost, not significant` */
export function unchangedLine({ functions, objectives, largestChange }: Comparison): string {
  const checked = [plural(Object.keys(functions).length, 'function'), plural(objectives.length, 'objective')].join(
    ', ',
  );
  if (largestChange === null) return `Checked ${checked}; every difference is exactly zero`;
  const { on, label, relative, change } = largestChange;
  const whose = on === '' ? '' : ` of ${code(on)}`;
  const size = relative === null ? 'from zero' : relativeText(relative);
  const weight = change === 'unclear' ? 'not significant' : 'under `--min-change`';
  return `Checked ${checked}; largest change ${size} ${prose(label)}${whose}, ${weight}`;
}

/** Of a baseline that is no scenario. */
function firstErrorOf({ problems, status }: ComparisonSide, write: Writer): string[] {
  const [first] = problems;
  if (status !== 'invalid' || first === undefined) return [];
  const place = first.line === 0 ? first.file : `${first.file}:${String(first.line)}:${String(first.column)}`;
  const more = problems.length > 1 ? ` (and ${count(problems.length - 1)} more)` : '';
  return [`Its first error: ${code(first.code)} at ${code(place)}, ${write(first.message)}${more}`];
}

/** With a capital at the beginning, unless that is a name, and a full stop at the end. */
function stopped(written: string): string {
  const sentence = written.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  return /[.!?:]$/.test(sentence) ? sentence : `${sentence}.`;
}
