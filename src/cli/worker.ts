/** What a worker thread runs: one replication a task, without pauses. Loaded by path, as dist/cli/worker.js. */
import { replicationOf } from '../simulate.ts';
import type { ReplicationOutcome, ReplicationTask } from './replication-task.ts';
import { replicateOnce } from './replication-task.ts';

/** Called by the pool for each task. */
export function work(task: ReplicationTask): Promise<ReplicationOutcome> {
  return replicateOnce(task, replicationOf, null);
}
