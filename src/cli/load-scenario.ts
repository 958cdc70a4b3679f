/** From a scenario's name on the command line to a validated scenario, or all that is wrong with it. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseScenario } from '../scenario/parse.ts';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { ExitCode } from './exit-code.ts';
import { EXIT } from './exit-code.ts';
import { problem } from './failure.ts';
import type { ReadProblem, ReadResult } from './files.ts';
import { decode, readScenarioFile, repositoryFiles } from './files.ts';
import type { Io } from './io.ts';
import type { RunOptions } from './run-options.ts';

/** A scenario and what was found while reading it; `scenario` is `null` iff there is an error. */
export interface LoadedScenario {
  /** As typed on the command line. */
  readonly typed: string;
  /** As diagnostics name it: as typed, or `<stdin>` for `-`. */
  readonly shown: string;
  readonly scenario: Scenario | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What the errors amount to, in no order. */
  readonly exitCodes: readonly ExitCode[];
}

/** Reads and parses one scenario. Never throws for bad input; rejects only when reading standard input is aborted. */
export async function loadScenario(
  name: string,
  options: Pick<RunOptions, 'cwd' | 'variant' | 'set' | 'overrides'>,
  io: Io,
  signal: AbortSignal,
): Promise<LoadedScenario> {
  const stdin = name === '-';
  const shown = stdin ? '<stdin>' : name;
  const path = resolve(options.cwd, name);
  const read = stdin ? decode(await io.readStdin(signal)) : readScenarioFile(path);
  if ('problem' in read) return unread(name, shown, read);
  const { scenario, diagnostics } = parseScenario(read.text, {
    file: shown,
    files: repositoryFiles(stdin ? options.cwd : dirname(path)),
    ...(options.variant === null ? {} : { variant: options.variant }),
    set: options.set,
    overrides: options.overrides,
  });
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  return { typed: name, shown, scenario, diagnostics, exitCodes: errors.map(exitCodeOf) };
}

/** E_FILE_MISSING where the folder of `--cwd` is none. */
export function cwdProblems(options: Pick<RunOptions, 'cwd' | 'shownCwd'>): Diagnostic[] {
  if (statSync(options.cwd, { throwIfNoEntry: false })?.isDirectory() === true) return [];
  return [problem('E_FILE_MISSING', '--cwd', `${JSON.stringify(options.shownCwd)} is not a folder`)];
}

/** 4 for what cannot be read, 3 for the rest: a flag that is wrong by itself was refused before any file was read. */
export function exitCodeOf(diagnostic: Diagnostic): ExitCode {
  return diagnostic.code === 'E_FILE_MISSING' || diagnostic.code === 'E_FILE_UNREADABLE' ? EXIT.file : EXIT.invalid;
}

/** Why a scenario cannot be read. @param shown as diagnostics name it */
export function unreadable(shown: string, read: Exclude<ReadResult, { text: string }>): Diagnostic {
  return problem(CODES[read.problem], shown, `the scenario cannot be read: ${read.detail}`);
}

const CODES: Readonly<Record<ReadProblem, string>> = {
  missing: 'E_FILE_MISSING',
  unreadable: 'E_FILE_UNREADABLE',
  directory: 'E_FILE_UNREADABLE',
  outside: 'E_FILE_OUTSIDE',
  'not-utf8': 'E_ENCODING',
};

function unread(typed: string, shown: string, read: Exclude<ReadResult, { text: string }>): LoadedScenario {
  const diagnostic = unreadable(shown, read);
  return { typed, shown, scenario: null, diagnostics: [diagnostic], exitCodes: [exitCodeOf(diagnostic)] };
}
