/** All replications of a scenario, on as many threads as allowed; the result does not depend on how many. */
import { fileURLToPath } from 'node:url';
import type { Micros } from '../des/time.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { outputFailure } from './failure.ts';
import type { Io } from './io.ts';
import type { ProgressBoard } from './progress-board.ts';
import type { CreateReplication, ReplicationOutcome, ReplicationTask } from './replication-task.ts';
import { replicateOnce } from './replication-task.ts';
import type { RunPaths } from './run-files.ts';
import type { StopFlag } from './stop-flag.ts';

/** What to replicate, and what to keep of it. */
export interface ReplicationPlan {
  readonly scenario: Scenario;
  /** Keep the time series of every run, not of run 1 alone. */
  readonly allSeries: boolean;
  /** How many runs there are already. */
  readonly from: number;
  /** What each further run writes while it is simulated: one entry a run. */
  readonly paths: readonly RunPaths[];
  /** Where progress is told; as many rows as there are runs. */
  readonly board: ProgressBoard;
}

/** What all replications came to. */
export interface Replicated {
  readonly records: RunRecord[];
  /** From this instant on the trace of run 1 is not whole; `null` = it is, or nobody asked. */
  readonly traceCutAt: Micros | null;
}

/**
 * Runs all replications of all plans, on as many as `jobs` threads (at least 1). Each plan's records come in the order
 * of its runs; runs that were stopped before they began are missing, so an interrupted plan may give none. Throws a
 * Failure (exit 4) where a file of a run cannot be written.
 */
export async function replicate(
  plans: readonly ReplicationPlan[],
  jobs: number,
  stop: StopFlag,
  io: Io,
): Promise<Replicated[]> {
  const tasks = plans.flatMap((plan, index) => tasksOf(plan, stop).map((task) => ({ index, task })));
  // Run by run, so that plans that are stopped have the same runs.
  tasks.sort((a, b) => a.task.run - b.task.run);
  const all = tasks.map(({ task }) => task);
  const threads = Math.min(jobs, all.length);
  const { replicationOf } = await import('../simulate.ts');
  const outcomes =
    threads > 1 && WORKER.endsWith('.js')
      ? await inWorkers(all, threads, stop)
      : await inThisThread(all, replicationOf, io);
  return plans.map((_, plan) => gathered(outcomes.filter((_outcome, k) => tasks[k]!.index === plan)));
}

function tasksOf({ scenario, allSeries, from, paths, board }: ReplicationPlan, stop: StopFlag): ReplicationTask[] {
  return paths.map((own, k) => ({
    scenario,
    run: from + k + 1,
    series: from + k === 0 || allSeries,
    paths: own,
    stop: stop.memory,
    progress: board.memory,
  }));
}

function gathered(outcomes: readonly ReplicationOutcome[]): Replicated {
  const records: RunRecord[] = [];
  let traceCutAt: Micros | null = null;
  for (const outcome of outcomes) {
    if ('problem' in outcome) throw outputFailure('requests.csv, logs or trace.json', outcome.problem);
    if (outcome.record !== null) records.push(outcome.record);
    traceCutAt ??= outcome.traceCutAt ?? null;
  }
  return { records, traceCutAt };
}

// Node 20 cannot load TypeScript in a worker: run from source, everything stays in this thread.
const WORKER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url));

/** One task after the other, with a pause for timers and signals between slices. */
export async function inThisThread(
  tasks: readonly ReplicationTask[],
  create: CreateReplication,
  io: Pick<Io, 'breathe'>,
): Promise<ReplicationOutcome[]> {
  const outcomes: ReplicationOutcome[] = [];
  for (const task of tasks) {
    const outcome = await replicateOnce(task, create, io.breathe);
    outcomes.push(outcome);
    if ('problem' in outcome) break;
  }
  return outcomes;
}

async function inWorkers(
  tasks: readonly ReplicationTask[],
  threads: number,
  stop: StopFlag,
): Promise<ReplicationOutcome[]> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina<ReplicationTask, ReplicationOutcome>({
    filename: WORKER,
    minThreads: threads,
    maxThreads: threads,
  });
  const outcomes: ReplicationOutcome[] = [];
  let next = 0;
  // Not all at once: the pool's own queue does not keep their order, and a stopped plan shall have its first runs.
  const lane = async (): Promise<void> => {
    while (next < tasks.length) {
      const index = next++;
      const outcome = await pool.run(tasks[index]!, { name: 'work' });
      outcomes[index] = outcome;
      if ('problem' in outcome) stop.raise();
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, lane));
    return outcomes;
  } catch (error) {
    stop.raise();
    throw error;
  } finally {
    await pool.destroy();
  }
}
