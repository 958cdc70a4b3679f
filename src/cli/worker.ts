/** What a worker thread runs: one replication a task, without pauses. Loaded by path, as dist/cli/worker.js. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { replicationOf } from '../simulate.ts';
import type { ReplicationOutcome, ReplicationTask } from './replication-task.ts';
import { replicateOnce } from './replication-task.ts';

/** Called by the pool for each task. What there are of arrays in the outcome is handed over, not copied. */
export async function work(task: ReplicationTask): Promise<ReplicationOutcome> {
  const outcome = await replicateOnce(task, replicationOf, null);
  const movable = { [transferableSymbol]: [...buffersIn(outcome)], [valueSymbol]: outcome };
  // The pool takes the outcome out again.
  return move(movable) as unknown as ReplicationOutcome;
}

/** All that have bytes, each once. */
function buffersIn(tree: object, found = new Set<ArrayBuffer>()): ReadonlySet<ArrayBuffer> {
  for (const member of Object.values(tree) as unknown[]) {
    const buffer = ArrayBuffer.isView(member) ? member.buffer : member;
    if (buffer instanceof ArrayBuffer) {
      if (buffer.byteLength > 0) found.add(buffer);
    } else if (typeof member === 'object' && member !== null && !ArrayBuffer.isView(member)) {
      buffersIn(member, found);
    }
  }
  return found;
}
