/** One replication from start to record: the same work in this thread and in a worker. */
import type { RequestLog } from '../workload/request-log.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { systemCode, systemReason } from './failure.ts';
import { ProgressBoard } from './progress-board.ts';
import { RequestFile } from './request-file.ts';
import type { Advancing } from './slices.ts';
import { Slicer } from './slices.ts';
import { StopFlag } from './stop-flag.ts';

/** Structured-cloneable. */
export interface ReplicationTask {
  readonly scenario: Scenario;
  /** 1-based. */
  readonly run: number;
  readonly series: boolean;
  /** An existing file that takes this run's rows of requests.csv; `null` = none wanted. */
  readonly requestsPath: string | null;
  readonly stop: SharedArrayBuffer;
  readonly progress: SharedArrayBuffer;
}

/** `record` is `null` where the run was stopped before it began; `problem` = the rows could not be written. */
export type ReplicationOutcome = { readonly record: RunRecord | null } | { readonly problem: string };

/** What a task drives; `Replication` of simulate.ts in earnest. */
export interface Replicating extends Advancing {
  readonly now: number;
  readonly events: number;
  record(): RunRecord;
}

export type CreateReplication = (
  scenario: Scenario,
  run: number,
  options: { readonly series: boolean; readonly requestLog: RequestLog | null },
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
    const requests = task.requestsPath === null ? null : new RequestFile(task.requestsPath, task.run);
    try {
      const replication = create(task.scenario, task.run, { series: task.series, requestLog: requests });
      const slicer = new Slicer(replication);
      while (!stop.isRaised() && !slicer.step()) {
        board.report(task.run, replication.now, replication.events);
        if (breathe !== null) await breathe();
      }
      board.report(task.run, replication.now, replication.events);
      return { record: replication.record() };
    } finally {
      requests?.close();
    }
  } catch (error) {
    // Only the request file touches the system here.
    if (requestsFailed(error)) return { problem: systemReason(error) };
    throw error;
  }
}

function requestsFailed(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && systemCode(error) !== '';
}
