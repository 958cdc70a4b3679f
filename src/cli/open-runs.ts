/** The scenarios of a command line, all read and checked, each with its output folder, before any is simulated. */
import { isAbsolute, join, resolve } from 'node:path';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { plannedNames } from './artifact-names.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';
import { Failure, problem } from './failure.ts';
import { folderName } from './folder-name.ts';
import type { Io } from './io.ts';
import type { LoadedScenario } from './load-scenario.ts';
import { cwdProblems, loadScenario } from './load-scenario.ts';
import { OutputFolder } from './output.ts';
import type { RunOptions } from './run-options.ts';

/** A scenario that is ready to be simulated. */
export interface OpenRun {
  /** The scenario file as typed; `-` for standard input. */
  readonly typed: string;
  readonly scenario: Scenario;
  readonly folder: OutputFolder;
}

/** What was found while opening; any exit code means that nothing may run. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly exitCodes: readonly ExitCode[];
}

/** The runs of one command line and their folders. */
export class OpenRuns {
  readonly #runs: OpenRun[] = [];
  readonly #folders: OutputFolder[] = [];

  /** In the order of the command line. */
  get all(): readonly OpenRun[] {
    return this.#runs;
  }

  /** Reads every scenario and proves every folder; finds all problems at once. */
  async open(options: RunOptions, io: Io, signal: AbortSignal): Promise<Findings> {
    const cwd = cwdProblems(options);
    if (cwd.length > 0) return { diagnostics: cwd, exitCodes: [EXIT.file] };
    const loaded: LoadedScenario[] = [];
    for (const name of options.scenarios) loaded.push(await loadScenario(name, options, io, signal));
    const diagnostics = loaded.flatMap((each) => each.diagnostics);
    const exitCodes = loaded.flatMap((each) => each.exitCodes);
    const clashes = [...sameFolders(loaded), ...nothingToNarrow(loaded, options)];
    if (clashes.length > 0) {
      diagnostics.push(...clashes);
      exitCodes.push(EXIT.invalid);
      return { diagnostics, exitCodes };
    }
    for (const each of loaded) {
      try {
        this.#openFolder(each, options);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        diagnostics.push(...error.diagnostics);
        exitCodes.push(error.exitCode);
      }
    }
    return { diagnostics, exitCodes };
  }

  /** Removes what is half done. Never throws. */
  discard(): void {
    for (const folder of this.#folders) folder.discard();
  }

  #openFolder({ typed, scenario }: LoadedScenario, options: RunOptions): void {
    const path = outputPath(scenario, options);
    // A scenario that cannot be read may still have a folder that cannot be written: both are told.
    if (path === null) return;
    const shownPath = isAbsolute(path) ? path : join(options.shownCwd, path);
    const folder = new OutputFolder(resolve(options.cwd, path), shownPath, plannedNames(options, scenario));
    this.#folders.push(folder);
    if (scenario !== null) this.#runs.push({ typed, scenario, folder });
  }
}

/** As typed or by default, relative to `options.cwd`; `null` where it depends on a name that is not known. */
function outputPath(scenario: Scenario | null, options: RunOptions): string | null {
  if (options.out !== null && options.scenarios.length === 1) return options.out;
  if (scenario !== null) return join(options.out ?? 'reports', folderName(outputName(scenario)));
  return options.out;
}

/** A variant has a folder of its own. */
function outputName({ name, variant }: Scenario): string {
  return variant === null ? name : `${name}-${variant}`;
}

function sameFolders(loaded: readonly LoadedScenario[]): Diagnostic[] {
  const owners = new Map<string, string>();
  const clashes: Diagnostic[] = [];
  for (const { shown, scenario } of loaded) {
    if (scenario === null) continue;
    // Some file systems do not tell capitals from small letters.
    const folder = folderName(outputName(scenario)).toLowerCase();
    const owner = owners.get(folder);
    if (owner === undefined) owners.set(folder, shown);
    else clashes.push(problem('E_SAME_NAME', shown, sameNameMessage(scenario.name, owner)));
  }
  return clashes;
}

function nothingToNarrow(loaded: readonly LoadedScenario[], { precision }: RunOptions): Diagnostic[] {
  if (precision === null) return [];
  return loaded
    .filter(({ scenario }) => scenario !== null && scenario.objectives.length === 0)
    .map(({ shown }) =>
      problem(
        'E_CONFLICT',
        shown,
        '--precision is about the objective that decides, and there is none; write one, or say how many --runs',
      ),
    );
}

function sameNameMessage(name: string, owner: string): string {
  return `name: ${JSON.stringify(name)} leads to the same output folder as ${owner}; change one name, or run them apart with --out`;
}
