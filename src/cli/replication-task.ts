/** One replication from start to record: the same work in this thread and in a worker. */
import type { EnvironmentLog } from '../lambda/environment-log.ts';
import type { RequestLog } from '../workload/request-log.ts';
import type { Micros } from '../des/time.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { systemCode, systemReason } from './failure.ts';
import { ProgressBoard } from './progress-board.ts';
import { RunFiles, type RunPaths } from './run-files.ts';
import type { Advancing } from './slices.ts';
import { Slicer } from './slices.ts';
import { StopFlag } from './stop-flag.ts';

/** Structured-cloneable. */
export interface ReplicationTask {
  readonly scenario: Scenario;
  /** 1-based. */
  readonly run: number;
  readonly series: boolean;
  readonly paths: RunPaths;
  readonly stop: SharedArrayBuffer;
  readonly progress: SharedArrayBuffer;
}

/**
 * `record` is `null` where the run was stopped before it began; `problem` = a file could not be written; from `traceCutAt`
 * on the trace is not whole.
 */
export type ReplicationOutcome =
  { readonly record: RunRecord | null; readonly traceCutAt?: Micros } | { readonly problem: string };

/** What a task drives; `Replication` of simulate.ts in earnest. */
export interface Replicating extends Advancing {
  readonly now: number;
  readonly events: number;
  record(): RunRecord;
}

export type CreateReplication = (
  scenario: Scenario,
  run: number,
  options: {
    readonly series: boolean;
    readonly requestLog: RequestLog | null;
    readonly environmentLog: EnvironmentLog | null;
  },
) => Replicating;

/**
 * Runs a task until its horizon or until the stop flag is raised; what was reached is recorded then.
 * @param breathe awaited between slices; `null` where nothing waits for its turn in this thread
 */
export async function replicateOnce(
  task: ReplicationTask,
  create: CreateReplication,
  breathe: (() => Promise<void>) | null,
): Promise<ReplicationOutcome> {
  const stop = new StopFlag(task.stop);
  if (stop.isRaised()) return { record: null };
  const board = new ProgressBoard(task.progress);
  try {
    const files = new RunFiles(task.paths, task.scenario, task.run);
    const { requestLog, environmentLog } = files;
    const replication = create(task.scenario, task.run, { series: task.series, requestLog, environmentLog });
    const slicer = new Slicer(replication);
    while (!stop.isRaised() && !slicer.step()) {
      board.report(task.run, replication.now, replication.events);
      if (breathe !== null) await breathe();
    }
    board.report(task.run, replication.now, replication.events);
    // What is still unanswered is told as the run is recorded.
    const record = replication.record();
    const traceCutAt = files.close(record.until);
    return { record, ...(traceCutAt === null ? {} : { traceCutAt }) };
  } catch (error) {
    // Only these files touch the system here.
    if (fileFailed(error)) return { problem: systemReason(error) };
    throw error;
  }
}

function fileFailed(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && systemCode(error) !== '';
}
