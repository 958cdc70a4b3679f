/** `lsim compare`: read both sides, simulate them together, compare, write, tell. */
import { compareResults, type ComparedSide } from '../result/compare.ts';
import type { Comparison } from '../result/comparison.ts';
import { remedyOf } from '../result/remedies.ts';
import { comparisonJsonText } from '../report/json.ts';
import { settingDifferences } from '../scenario/setting-differences.ts';
import { isGiven, keysAt } from '../scenario/tree.ts';
import { withReplications } from '../scenario/with-replications.ts';
import { wantsColor, wantsUnicode } from './appearance.ts';
import type { CompareOptions, SideWanted } from './compare-options.ts';
import { differingFiles, problemsOf, SideReader, type Side } from './compare-sides.ts';
import { ComparisonFolder } from './comparison-folder.ts';
import { EXIT, strongest, type ExitCode } from './exit-code.ts';
import { Failure, problem } from './failure.ts';
import { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { cwdProblems } from './load-scenario.ts';
import { diagnosticsText } from './print-diagnostics.ts';
import { reproduction } from './reproduction.ts';
import { courseOf, simulateSides, type SimulatedSide } from './simulate-sides.ts';

/** Compares what a command line names. Throws a Failure; rejects otherwise only for errors that nobody foresaw. */
export async function compare(options: CompareOptions, version: string, io: Io): Promise<ExitCode> {
  const folders: ComparisonFolder[] = [];
  const discard = (): void => {
    for (const folder of folders) folder.discard();
  };
  const interrupts = new Interrupts(io, discard);
  try {
    return await new CompareCommand(options, version, io, interrupts, folders).run();
  } catch (error) {
    if (interrupts.happened && !(error instanceof Failure)) return EXIT.interrupted;
    throw error;
  } finally {
    discard();
    interrupts.close();
  }
}

/** One comparison, and how it is told. */
interface Told {
  readonly comparison: Comparison;
  readonly text: string;
}

class CompareCommand {
  readonly #options: CompareOptions;
  readonly #version: string;
  readonly #io: Io;
  readonly #interrupts: Interrupts;
  readonly #folders: ComparisonFolder[];

  constructor(options: CompareOptions, version: string, io: Io, interrupts: Interrupts, folders: ComparisonFolder[]) {
    this.#options = options;
    this.#version = version;
    this.#io = io;
    this.#interrupts = interrupts;
    this.#folders = folders;
  }

  async run(): Promise<ExitCode> {
    const problems = cwdProblems(this.#options);
    if (problems.length > 0) throw new Failure(EXIT.file, problems);
    const { base, heads } = aligned(await this.#read(), this.#options);
    await this.#tell([base, ...heads]);
    const folders = heads.map((head) => this.#open(base, head, heads.length > 1));
    const runnable = heads.some(isRunnable);
    const sides = await simulateSides(
      [...(runnable ? [base] : []), ...heads],
      this.#options,
      this.#interrupts.stop,
      this.#io,
    );
    const codes: ExitCode[] = [];
    const told: Told[] = [];
    const simulatedBase = runnable ? sides[0]! : { side: base, result: null };
    for (const [index, head] of sides.slice(runnable ? 1 : 0).entries()) {
      if (isRunnable(head.side) && [simulatedBase, head].some(wasStopped)) continue;
      const one = await this.#compareOne(simulatedBase, head, folders[index]!);
      told.push(one);
      codes.push(one.comparison.failOn.exitCode as ExitCode);
    }
    if (told.length === 0)
      await this.#io.stderr.write('lsim: interrupted before both sides had a whole run; nothing is written\n');
    await this.#io.stdout.write(this.#output(told));
    if (this.#interrupts.happened) codes.push(EXIT.interrupted);
    return strongest(codes);
  }

  /** A base that cannot be read stops everything, unless it is that of another commit. */
  async #read(): Promise<{ base: Side; heads: readonly Side[] }> {
    const { base: wanted, heads } = this.#options;
    const reader = new SideReader(this.#options, this.#io, this.#interrupts.signal);
    const base = await reader.read(wanted, 'base');
    if (base.exitCode !== null && base.ref === null) throw new Failure(base.exitCode, base.diagnostics);
    const read: Side[] = [];
    for (const head of heads ?? variantsOf(base)) read.push(await reader.read(head, 'head'));
    return { base, heads: read };
  }

  async #tell(sides: readonly Side[]): Promise<void> {
    const color = wantsColor(this.#options.color, this.#io.stderr.isTTY, this.#io.env);
    // Warnings are the same on both sides, and stand in compare.json.
    const errors = sides.flatMap(({ diagnostics, ref }) =>
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map((each) => (ref === null ? each : { ...each, file: `${ref.commit.slice(0, 7)}:${each.file}` })),
    );
    await this.#io.stderr.write(diagnosticsText(errors, color));
  }

  #open(base: Side, head: Side, oneOfMany: boolean): ComparisonFolder {
    const folder = new ComparisonFolder(base, head, oneOfMany, this.#options);
    this.#folders.push(folder);
    return folder;
  }

  async #compareOne(base: SimulatedSide, head: SimulatedSide, folder: ComparisonFolder): Promise<Told> {
    const { minChange, failOn } = this.#options;
    const files = differingFiles(base.side, head.side);
    const comparison = compareResults({
      lsim: this.#version,
      base: comparedSide(base),
      head: comparedSide(head),
      minChange,
      failOn,
      configuration:
        base.side.scenario === null || head.side.scenario === null
          ? null
          : settingDifferences(base.side.tree!, head.side.tree!),
      concurrency: courseOf(base, head),
      notes: files.map((file) => `${file}, which the scenario reads, is not the same on both sides`),
      reproduce: reproduction(base.side, head.side, this.#options),
    });
    const { names, warnings } = await folder.write(comparison, base, head, this.#io);
    await this.#io.stderr.write(
      diagnosticsText(warnings, wantsColor(this.#options.color, this.#io.stderr.isTTY, this.#io.env)),
    );
    return { comparison, text: await this.#text(comparison, { directory: folder.shown, names }) };
  }

  async #text(comparison: Comparison, files: { directory: string; names: readonly string[] }): Promise<string> {
    const { format, quiet, verbose } = this.#options;
    if (format === 'json') return comparisonJsonText(comparison);
    if (format === 'markdown') {
      const { commentBody, PLAIN_COMMENT } = await import('../report/comment.ts');
      return commentBody(comparison, PLAIN_COMMENT);
    }
    const { comparisonText, comparisonVerdictLine } = await import('../report/terminal/comparison.ts');
    const color = wantsColor(this.#options.color, this.#io.stdout.isTTY, this.#io.env);
    const look = { color, unicode: wantsUnicode(this.#io.env) };
    if (quiet) {
      const variant = this.#options.heads?.length === 1 ? null : comparison.head.variant;
      return `${variant === null ? '' : `${variant}: `}${comparisonVerdictLine(comparison, look)}\n`;
    }
    return comparisonText(comparison, { ...look, version: this.#version, verbose, files });
  }

  /** One comparison: as it is. Several: an array in JSON, else one after the other. */
  #output(told: readonly Told[]): string {
    const texts = told.map(({ text }) => text);
    if (texts.length <= 1) return texts.join('');
    if (this.#options.format !== 'json') return texts.join(this.#options.quiet ? '' : '\n');
    return `[\n${texts.map((text) => text.trimEnd()).join(',\n')}\n]\n`;
  }
}

/** Whether a scenario that could be simulated has no run to show for it. */
function wasStopped({ side, result }: SimulatedSide): boolean {
  return side.scenario !== null && result === null;
}

/** A head that can be simulated, or has been. */
function isRunnable({ scenario, saved }: Side): boolean {
  return scenario !== null || saved !== null;
}

function variantsOf(base: Side): readonly SideWanted[] {
  const names = base.tree === null ? [] : keysAt(base.tree, ['variants']);
  const message = 'has no variants to be compared with; name a second scenario, or a commit by --base-ref';
  if (names.length === 0) throw new Failure(EXIT.invalid, [problem('E_NO_VARIANT', base.label, message)]);
  return names.map((variant) => ({ ...base.wanted, variant }));
}

/** Where neither a flag nor a file says. */
const RUNS = 16;

/** Gives every scenario the same seed and number of runs, so that each run has its partner. */
function aligned(
  { base, heads }: { base: Side; heads: readonly Side[] },
  { overrides }: CompareOptions,
): { base: Side; heads: readonly Side[] } {
  const all = [...heads, base];
  const saved = all.find((side) => side.saved !== null)?.saved?.json;
  const seed = saved?.seed ?? all.find(({ scenario }) => scenario !== null)?.scenario?.seed;
  const said = all.find(({ scenario, tree }) => scenario !== null && isGiven(tree!, ['runs']))?.scenario?.runs;
  const runs = overrides.runs ?? saved?.perRun.length ?? said ?? RUNS;
  const align = (side: Side): Side =>
    side.scenario === null
      ? side
      : { ...side, scenario: withReplications(side.scenario, overrides.seed ?? seed!, runs) };
  return { base: align(base), heads: heads.map(align) };
}

function comparedSide({ side, result }: SimulatedSide): ComparedSide {
  const { label, wanted, ref, saved, exitCode } = side;
  const json = saved?.json ?? result?.json ?? null;
  const remedies = result === null ? [] : result.json.causes.map((cause) => remedyOf(result.setup, cause));
  const origin = { label, status: statusOf(side, json !== null), file: wanted.file, variant: wanted.variant, ref };
  return { ...origin, problems: problemsOf(side), json, exitCode, remedies };
}

function statusOf({ saved, missing, scenario }: Side, hasResult: boolean): ComparedSide['status'] {
  if (saved !== null) return 'saved';
  if (hasResult) return 'simulated';
  if (missing) return 'missing';
  return scenario === null ? 'invalid' : 'skipped';
}
