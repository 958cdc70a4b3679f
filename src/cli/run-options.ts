/** The flags of `run`: checked values with their defaults, from the command line and from LSIM_* variables. */
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { usage } from './failure.ts';
import { FlagReader, type RawFlags } from './flag-reader.ts';
import { CSV_KINDS, FAIL_ON, type CsvKind, type FailOn } from './choices.ts';
import type { Io } from './io.ts';
import { readRunning, readSubject, type RunningOptions, type SubjectOptions } from './shared-options.ts';
import type { TraceWindow } from './trace-file.ts';

/** The command line of `run`, checked. */
export interface RunOptions extends SubjectOptions, RunningOptions {
  /** As typed; `-` is standard input. */
  readonly scenarios: readonly string[];
  /** One of each scenario's variants; `null` = the scenario as it stands. */
  readonly variant: string | null;
  /** As typed; `null` = reports/<scenario name>. */
  readonly out: string | null;
  readonly csv: ReadonlySet<CsvKind>;
  /** Runs are added until the interval of the deciding objective is so narrow, in (0, 1]; `null` = as many as asked for. */
  readonly precision: number | null;
  /** Which share of the environments is logged, in (0, 1]; `null` = no logs. */
  readonly log: number | null;
  /** Which part of run 1 is traced; `null` = no trace. */
  readonly trace: TraceWindow | null;
  readonly failOn: FailOn;
  readonly json: boolean;
}

/**
 * Reads the flags of `run`; a flag beats its LSIM_* variable.
 * All problems at once; options are `null` iff there is one.
 */
export function readRunOptions(
  flags: RawFlags,
  scenarios: readonly string[],
  io: Io,
): { readonly options: RunOptions | null; readonly problems: readonly Diagnostic[] } {
  const reader = new FlagReader(flags, io.env);
  const options: RunOptions = {
    scenarios,
    ...readSubject(reader, io),
    ...readRunning(reader, io),
    variant: reader.text('variant') ?? null,
    out: reader.text('out') ?? null,
    csv: reader.choices('csv', CSV_KINDS) ?? new Set<CsvKind>(['summary', 'series']),
    precision: reader.part('precision', 'a share of the value such as 1%'),
    log: reader.part('log', 'a share of the environments such as 10%'),
    trace: reader.window('trace'),
    failOn: reader.choice('fail-on', FAIL_ON) ?? 'fail',
    json: reader.flag('json'),
  };
  const problems = [...reader.problems, ...scenarioProblems(scenarios), ...outProblems(options.out)];
  return { options: problems.length === 0 ? options : null, problems };
}

function scenarioProblems(scenarios: readonly string[]): Diagnostic[] {
  if (scenarios.length === 0) {
    return [usage('lsim run', 'no scenario given; name a scenario file, or - to read one from standard input')];
  }
  const twice = new Set(scenarios.filter((name, index) => scenarios.indexOf(name) !== index));
  return [...twice].map((name) => usage(name, 'the same scenario is given twice'));
}

function outProblems(out: string | null): Diagnostic[] {
  return out === '-' ? [usage('--out', 'must be a folder; for the result on standard output use --json')] : [];
}
