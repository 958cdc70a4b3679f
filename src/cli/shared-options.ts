/** Flags that several commands have alike: which scenario is simulated, where, and how it looks on the terminal. */
import { resolve } from 'node:path';
import {
  CHART_MODES,
  COLOR_MODES,
  PROGRESS_MODES,
  type ChartMode,
  type ColorMode,
  type ProgressMode,
} from './choices.ts';
import type { FlagReader } from './flag-reader.ts';
import type { Io } from './io.ts';

/** Values of the scenario file that a flag replaces, as text or number; the scenario room reads them. */
export interface Overrides {
  seed?: string;
  runs?: number;
  for?: string;
  warmup?: string;
  bucket?: string;
}

/** What a simulation starts from. */
export interface SubjectOptions {
  readonly overrides: Readonly<Overrides>;
  /** `path=value`, in order. */
  readonly set: readonly string[];
  /** Absolute folder that relative paths start from. */
  readonly cwd: string;
  /** As typed; empty = where the process stands. */
  readonly shownCwd: string;
}

/** How simulations are run and what is told of them. */
export interface RunningOptions {
  /** Worker threads, at least 1. */
  readonly jobs: number;
  readonly charts: ChartMode;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: ColorMode;
  readonly progress: ProgressMode;
}

/** Most replications of one scenario. */
export const MOST_RUNS = 10_000;
/** Most worker threads. */
export const MOST_JOBS = 1_024;

/** Reads them; problems stay with the reader. */
export function readSubject(reader: FlagReader, io: Io): SubjectOptions {
  const set = reader.list('set');
  const shownCwd = reader.text('cwd') ?? '';
  return { overrides: readOverrides(reader, set), set, cwd: resolve(io.cwd, shownCwd), shownCwd };
}

/** Reads them; problems stay with the reader. */
export function readRunning(reader: FlagReader, io: Io): RunningOptions {
  return {
    jobs: reader.count('jobs', MOST_JOBS) ?? io.cpus,
    charts: reader.choice('charts', CHART_MODES) ?? 'png',
    quiet: reader.flag('quiet'),
    verbose: reader.flag('verbose'),
    color: reader.choice('color', COLOR_MODES) ?? 'auto',
    progress: reader.choice('progress', PROGRESS_MODES) ?? 'auto',
  };
}

/** Flags > --set > LSIM_* > file: a variable is left out where `--set` names the same key. */
function readOverrides(reader: FlagReader, set: readonly string[]): Overrides {
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
