/** The one entrance to the room: the text of a scenario → a scenario or everything that is wrong with it. */
import { applyFlag, applySets } from './assignment.ts';
import { CsvFiles, type FilePort } from './csv-files.ts';
import type { Diagnostic } from './diagnostic.ts';
import { Report } from './report.ts';
import { resolveScenario } from './resolve.ts';
import type { Scenario } from './scenario.ts';
import { SourceText } from './source-text.ts';
import { toPlain, type MapNode, type Origin, type TreeNode } from './tree.ts';
import { kindOf } from './hints.ts';
import { checkVariants } from './variants.ts';
import { Workbench } from './workbench.ts';
import { readYaml } from './yaml-tree.ts';

export type { FilePort } from './csv-files.ts';

/** What a caller says beside the text. */
export interface ParseOptions {
  /** As shown in diagnostics: a path, or `<stdin>`. */
  readonly file: string;
  readonly files: FilePort;
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
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and validates a scenario. Never throws for any text; all problems are told at once. */
export function parseScenario(text: string, options: ParseOptions): ParsedScenario {
  const source = new SourceText(options.file, text);
  const origin: Origin = { file: options.file, text: source, argument: null };
  const report = new Report(origin);
  const root = readRoot(source, origin, report);
  if (root === null) return { scenario: null, diagnostics: report.diagnostics() };
  const changed = applyFlags(applySets(root, options.set, report), options);
  const readable = !report.failed;
  const bench = new Workbench(changed, report, new CsvFiles(options.files, options.file));
  const scenario = resolveScenario(bench, nameOf(options.file));
  // A tree with holes would make every variant look wrong.
  if (readable) checkVariants(bench);
  return { scenario: report.failed ? null : scenario, diagnostics: report.diagnostics() };
}

function readRoot(source: SourceText, origin: Origin, report: Report): MapNode | null {
  const start = { origin, start: 0, end: 0 };
  const root = readYaml(source.text, origin, report);
  if (root?.kind === 'map') return root;
  if (root !== null && !isNothing(root))
    report.error(
      'E_TYPE',
      root.place,
      [],
      `a scenario is a map of keys such as name: and duration:, found ${kindOf(toPlain(root))}`,
    );
  else if (!report.failed)
    report.error('E_EMPTY', start, [], 'the scenario is empty; it needs at least duration, functions and sources');
  return null;
}

function isNothing(node: TreeNode): boolean {
  return node.kind === 'scalar' && node.value === null;
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
