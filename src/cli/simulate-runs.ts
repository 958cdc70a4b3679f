/** All runs of one scenario: as many as it asks for, or as it takes for `--precision`. */
import type { Micros } from '../des/time.ts';
import { LEAST_RUNS, MOST_PRECISE_RUNS, runsForPrecision } from '../result/precision.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { RunResult } from '../result/run-result.ts';
import { summarise } from '../result/summary.ts';
import { finishRuns, stageRuns } from './artifacts.ts';
import type { Io } from './io.ts';
import type { OpenRun } from './open-runs.ts';
import { ProgressBoard } from './progress-board.ts';
import { progressMode, showProgress } from './progress.ts';
import { replicate } from './replications.ts';
import type { RunPaths } from './run-files.ts';
import type { RunOptions } from './run-options.ts';
import type { StopFlag } from './stop-flag.ts';

/** What all runs came to. */
export interface Simulated {
  readonly result: RunResult;
  /** From this instant on the trace of run 1 is not whole; `null` = it is, or nobody asked. */
  readonly traceCutAt: Micros | null;
}

/**
 * Simulates a scenario and shows progress meanwhile. How many runs `--precision` takes depends on their results alone,
 * never on the number of threads. `null` where an interrupt came before anything was simulated. Throws a Failure (exit 4)
 * where a file of a run cannot be written.
 */
export async function simulateRuns(
  { scenario, folder }: OpenRun,
  options: RunOptions,
  stop: StopFlag,
  io: Io,
): Promise<Simulated | null> {
  const { csv, jobs, json, quiet, progress, precision } = options;
  let runs = precision === null ? scenario.runs : Math.max(scenario.runs, LEAST_RUNS);
  const board = new ProgressBoard(precision === null ? runs : Math.max(runs, MOST_PRECISE_RUNS));
  const subject = {
    name: scenario.name,
    horizon: scenario.duration,
    get runs() {
      return runs;
    },
  };
  const done = showProgress(progressMode(progress, json || quiet, io), subject, board, io);
  const paths: RunPaths[] = [];
  const records: RunRecord[] = [];
  let traceCutAt: Micros | null = null;
  try {
    for (;;) {
      const added = stageRuns(folder, options, scenario, paths.length, runs);
      paths.push(...added);
      const plan = { scenario, allSeries: csv.has('series-all'), from: records.length, paths: added, board };
      const [replicated] = await replicate([plan], jobs, stop, io);
      records.push(...replicated!.records);
      traceCutAt ??= replicated!.traceCutAt;
      if (records.length === 0) return null;
      const result = summarise({ ...scenario, runs }, records, precision);
      const more = result.json.precision === undefined ? null : runsForPrecision(result.json.precision, records.length);
      if (more === null || stop.isRaised()) {
        await finishRuns(folder, paths, scenario);
        return { result, traceCutAt };
      }
      runs = more;
    }
  } finally {
    done();
  }
}
