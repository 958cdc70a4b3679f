/** The one entrance to the room: the text of a scenario → a scenario or everything that is wrong with it. */
import { applyFlag, applySets } from './assignment.ts';
import { CsvFiles } from './csv-files.ts';
import type { Diagnostic } from './diagnostic.ts';
import { readFile, withBase } from './extended-files.ts';
import { withInheritance } from './extended-functions.ts';
import type { FilePort } from './file-port.ts';
import { Report } from './report.ts';
import { resolveScenario } from './resolve.ts';
import type { Scenario } from './scenario.ts';
import { SourceText } from './source-text.ts';
import type { MapNode, Origin } from './tree.ts';
import { applyVariant, checkVariants } from './variants.ts';
import { Workbench } from './workbench.ts';

export type { FilePort } from './file-port.ts';

/** What a caller says beside the text. */
export interface ParseOptions {
  /** As shown in diagnostics: a path, or `<stdin>`. */
  readonly file: string;
  /** Where everything comes from that the text names: files that it extends, CSV files. */
  readonly files: FilePort;
  /** One of the file's `variants`, applied before `set`; without it the scenario is the file as it stands. */
  readonly variant?: string;
  /** `path=value` arguments of `--set`, in order. */
  readonly set: readonly string[];
  /** Flags that beat the file and `--set`; validated like the file's keys. */
  readonly overrides: {
    readonly seed?: string;
    readonly runs?: number;
    readonly for?: string;
    readonly warmup?: string;
    readonly bucket?: string;
  };
}

/** `scenario` is `null` exactly when one of the diagnostics is an error. */
export interface ParsedScenario {
  readonly scenario: Scenario | null;
  /**
   * What was validated, each value with its place: the file on top of what it extends, then the variant, `set` and
   * overrides; functions as they are written, without what they extend. `null` where it could not be read.
   */
  readonly tree: MapNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and validates a scenario. Never throws for any text; all problems are told at once. */
export function parseScenario(text: string, options: ParseOptions): ParsedScenario {
  const source = new SourceText(options.file, text);
  const origin: Origin = { file: options.file, text: source, folder: '', note: null };
  const report = new Report(origin);
  const own = readFile(source, origin, report);
  const file = own === null ? null : withBase(own, options, report);
  if (file === null) return { scenario: null, tree: null, diagnostics: report.diagnostics() };
  const variant = options.variant ?? null;
  const varied = variant === null ? file : applyVariant(file, variant, options.file, report);
  const tree = varied === null ? null : applyFlags(applySets(varied, options.set, report), options);
  if (tree === null) return { scenario: null, tree, diagnostics: report.diagnostics() };
  const readable = !report.failed;
  const csv = new CsvFiles(options.files, options.file);
  const scenario = resolveScenario(new Workbench(withInheritance(tree, report), report, csv), nameOf(options.file));
  // A tree with holes would make every variant look wrong.
  if (readable) {
    const base = variant === null ? tree : applyFlags(applySets(file, options.set, new Report(origin)), options);
    checkVariants(base, variant, report, csv);
  }
  const failed = scenario === null || report.failed;
  return { scenario: failed ? null : { ...scenario, variant }, tree, diagnostics: report.diagnostics() };
}

const FLAGS = [
  ['seed', '--seed', 'seed'],
  ['runs', '--runs', 'runs'],
  ['for', '--for', 'duration'],
  ['warmup', '--warmup', 'warmup'],
  ['bucket', '--bucket', 'bucket'],
] as const;

function applyFlags(root: MapNode, { overrides }: ParseOptions): MapNode {
  let result = root;
  for (const [option, flag, key] of FLAGS) {
    const value = overrides[option];
    if (value !== undefined) result = applyFlag(result, flag, key, value);
  }
  return result;
}

/** The file's name without folder and extension. */
function nameOf(file: string): string {
  const base = /[^/\\]*$/u.exec(file)?.[0] ?? '';
  const name = base.replace(/\.ya?ml$/iu, '').replace(/[\p{Cc}\p{Cs}<>]/gu, '');
  return name === '' ? 'scenario' : [...name].slice(0, 200).join('');
}
