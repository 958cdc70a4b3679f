/** The flags of `run`: checked values with their defaults, from the command line and from LSIM_* variables. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../scenario/diagnostic.ts';
import { usage } from './failure.ts';
import { FlagReader, type RawFlags } from './flag-reader.ts';
import type { ChartMode, ColorMode, CsvKind, FailOn, ProgressMode } from './choices.ts';
import { CHART_MODES, COLOR_MODES, CSV_KINDS, FAIL_ON, PROGRESS_MODES } from './choices.ts';
import type { Io } from './io.ts';
import type { TraceWindow } from './trace-file.ts';

/** Values of the scenario file that a flag replaces, as text or number; the scenario room reads them. */
export interface Overrides {
  seed?: string;
  runs?: number;
  for?: string;
  warmup?: string;
  bucket?: string;
}

/** The command line of `run`, checked. */
export interface RunOptions {
  /** As typed; `-` is standard input. */
  readonly scenarios: readonly string[];
  readonly overrides: Readonly<Overrides>;
  /** One of each scenario's variants; `null` = the scenario as it stands. */
  readonly variant: string | null;
  /** `path=value`, in order. */
  readonly set: readonly string[];
  /** As typed; `null` = reports/<scenario name>. */
  readonly out: string | null;
  /** Absolute folder that relative paths start from. */
  readonly cwd: string;
  /** As typed; empty = where the process stands. */
  readonly shownCwd: string;
  /** Worker threads, at least 1. */
  readonly jobs: number;
  readonly charts: ChartMode;
  readonly csv: ReadonlySet<CsvKind>;
  /** Runs are added until the interval of the deciding objective is so narrow, in (0, 1]; `null` = as many as asked for. */
  readonly precision: number | null;
  /** Which share of the environments is logged, in (0, 1]; `null` = no logs. */
  readonly log: number | null;
  /** Which part of run 1 is traced; `null` = no trace. */
  readonly trace: TraceWindow | null;
  readonly failOn: FailOn;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: ColorMode;
  readonly progress: ProgressMode;
}

/** Most replications of one scenario. */
export const MOST_RUNS = 10_000;
/** Most worker threads. */
export const MOST_JOBS = 1_024;

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
  const set = reader.list('set');
  const shownCwd = reader.text('cwd') ?? '';
  const options: RunOptions = {
    scenarios,
    overrides: readOverrides(reader, set),
    variant: reader.text('variant') ?? null,
    set,
    out: reader.text('out') ?? null,
    cwd: resolve(io.cwd, shownCwd),
    shownCwd,
    jobs: reader.count('jobs', MOST_JOBS) ?? io.cpus,
    charts: reader.choice('charts', CHART_MODES) ?? 'png',
    csv: reader.choices('csv', CSV_KINDS) ?? new Set<CsvKind>(['summary', 'series']),
    precision: reader.part('precision', 'a share of the value such as 1%'),
    log: reader.part('log', 'a share of the environments such as 10%'),
    trace: reader.window('trace'),
    failOn: reader.choice('fail-on', FAIL_ON) ?? 'fail',
    json: reader.flag('json'),
    quiet: reader.flag('quiet'),
    verbose: reader.flag('verbose'),
    color: reader.choice('color', COLOR_MODES) ?? 'auto',
    progress: reader.choice('progress', PROGRESS_MODES) ?? 'auto',
  };
  const problems = [...reader.problems, ...scenarioProblems(scenarios), ...outProblems(options.out)];
  return { options: problems.length === 0 ? options : null, problems };
}

/** Flags > --set > LSIM_* > file: a variable is left out where `--set` names the same key. */
export function readOverrides(reader: FlagReader, set: readonly string[]): Overrides {
  const keys = new Set(set.map((text) => text.slice(0, text.indexOf('=')).trim()));
  const overrides: Overrides = {};
  const seed = reader.key('seed', 'seed', keys.has('seed'));
  if (seed !== undefined) overrides.seed = seed;
  const runs = reader.count('runs', MOST_RUNS, keys.has('runs'));
  if (runs !== undefined) overrides.runs = runs;
  const horizon = reader.key('for', 'duration', keys.has('duration'));
  if (horizon !== undefined) overrides.for = horizon;
  const warmup = reader.key('warmup', 'warmup', keys.has('warmup'));
  if (warmup !== undefined) overrides.warmup = warmup;
  const bucket = reader.key('bucket', 'bucket', keys.has('bucket'));
  if (bucket !== undefined) overrides.bucket = bucket;
  return overrides;
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
