/** What a worker thread runs: one replication a task, without pauses. Loaded by path, as dist/cli/worker.js. */
import { Replication } from '../simulate.ts';
import type { ReplicationOutcome, ReplicationTask } from './replication-task.ts';
import { replicateOnce } from './replication-task.ts';

/** Called by the pool for each task. */
export function work(task: ReplicationTask): Promise<ReplicationOutcome> {
  return replicateOnce(task, (scenario, run, options) => new Replication(scenario, run, options), null);
}
