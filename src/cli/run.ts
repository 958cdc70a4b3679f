/** `lsim run`: read, check the folders, simulate, write, tell. */
import { resultJsonText } from '../report/json.ts';
import { summaryText, verdictLine } from '../report/terminal.ts';
import type { RunResult } from '../result/run-result.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { wantsColor, wantsUnicode } from './appearance.ts';
import { inOrder, staleNames } from './artifact-names.ts';
import { stageResult } from './artifacts.ts';
import { bugText } from './bug.ts';
import type { FailOn } from './choices.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT, strongest } from './exit-code.ts';
import { Failure } from './failure.ts';
import { Interrupts } from './interrupts.ts';
import type { Io } from './io.ts';
import { diagnosticsText } from './print-diagnostics.ts';
import type { RunOptions } from './run-options.ts';
import { shortWarnings } from './short-warnings.ts';
import { simulateRuns } from './simulate-runs.ts';
import type { OpenRun } from './open-runs.ts';
import { traceCut } from './trace-file.ts';
import { OpenRuns } from './open-runs.ts';

/** Runs the scenarios of a command line. Rejects only for errors that nobody foresaw. */
export async function run(options: RunOptions, version: string, io: Io): Promise<ExitCode> {
  const runs = new OpenRuns();
  const interrupts = new Interrupts(io, () => {
    runs.discard();
  });
  try {
    return await new RunCommand(options, version, io, interrupts).run(runs);
  } catch (error) {
    if (interrupts.happened && !(error instanceof Failure)) return EXIT.interrupted;
    throw error;
  } finally {
    runs.discard();
    interrupts.close();
  }
}

/** One execution of the command: what all its steps need. */
class RunCommand {
  readonly #options: RunOptions;
  readonly #version: string;
  readonly #io: Io;
  readonly #interrupts: Interrupts;
  readonly #json: string[] = [];

  constructor(options: RunOptions, version: string, io: Io, interrupts: Interrupts) {
    this.#options = options;
    this.#version = version;
    this.#io = io;
    this.#interrupts = interrupts;
  }

  async run(runs: OpenRuns): Promise<ExitCode> {
    const { diagnostics, exitCodes } = await runs.open(this.#options, this.#io, this.#interrupts.signal);
    await this.#tell(this.#worthTelling(diagnostics));
    if (exitCodes.length > 0) return strongest(exitCodes);
    const codes: ExitCode[] = [];
    for (const each of runs.all) codes.push(await this.#runOne(each));
    if (this.#options.json) await this.#io.stdout.write(this.#jsonText());
    if (this.#interrupts.happened) codes.push(EXIT.interrupted);
    return strongest(codes);
  }

  /** One scenario; what goes wrong with it does not keep the next from running. */
  async #runOne(run: OpenRun): Promise<ExitCode> {
    try {
      const simulated = await simulateRuns(run, this.#options, this.#interrupts.stop, this.#io);
      if (simulated === null) {
        await this.#io.stderr.write(`lsim: ${run.typed} was interrupted before it began; nothing is written\n`);
        return EXIT.interrupted;
      }
      const { result, traceCutAt } = simulated;
      if (traceCutAt !== null) await this.#tell([traceCut(run.folder.shown, traceCutAt)]);
      const names = await this.#write(run, result);
      await this.#summarise(run, result, names);
      return exitCodeOf(result, this.#options.failOn);
    } catch (error) {
      run.folder.discard();
      if (error instanceof Failure) {
        await this.#tell(error.diagnostics);
        return error.exitCode;
      }
      const { digest, seed } = run.scenario;
      const context = `lsim ${this.#version}, ${run.typed}, ${digest}, seed ${seed}`;
      await this.#io.stderr.write(bugText(error, context, this.#options.verbose));
      return EXIT.bug;
    }
  }

  async #write({ folder, scenario }: OpenRun, result: RunResult): Promise<string[]> {
    const warnings = await stageResult(folder, result, this.#options, this.#io);
    const names = inOrder(folder.commit(), scenario);
    if (!this.#interrupts.happened) folder.removeStale(staleNames(names, scenario));
    await this.#tell(warnings);
    return names;
  }

  async #summarise(run: OpenRun, result: RunResult, names: readonly string[]): Promise<void> {
    if (this.#options.json) {
      this.#json.push(resultJsonText(result));
      return;
    }
    const options = {
      version: this.#version,
      scenarioFile: run.typed,
      color: wantsColor(this.#options.color, this.#io.stdout.isTTY, this.#io.env),
      unicode: wantsUnicode(this.#io.env),
      verbose: this.#options.verbose,
      files: { directory: run.folder.shown, names },
    };
    const text = this.#options.quiet ? verdictLine(result, options) : summaryText(result, options);
    await this.#io.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** One scenario: the bytes of its result.json. Several: an array of them. */
  #jsonText(): string {
    if (this.#options.scenarios.length === 1) return this.#json.join('');
    return `[\n${this.#json.map((text) => text.trimEnd()).join(',\n')}\n]\n`;
  }

  /** Warnings stand in the summary too: on a terminal that shows both they are not said twice, elsewhere they are short. */
  #worthTelling(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    const { json, quiet, verbose } = this.#options;
    if (verbose) return diagnostics;
    const failed = diagnostics.some(({ severity }) => severity === 'error');
    if (!failed && this.#io.stdout.isTTY && this.#io.stderr.isTTY && !json && !quiet) return [];
    return shortWarnings(diagnostics);
  }

  async #tell(diagnostics: readonly Diagnostic[]): Promise<void> {
    const color = wantsColor(this.#options.color, this.#io.stderr.isTTY, this.#io.env);
    await this.#io.stderr.write(diagnosticsText(diagnostics, color));
  }
}

function exitCodeOf({ json }: RunResult, failOn: FailOn): ExitCode {
  const missed = failOn === 'warn' ? json.objectives.some((objective) => !objective.ok) : failOn === 'fail' && !json.ok;
  return missed ? EXIT.missed : EXIT.done;
}
