/** What becomes of the messages of a batch when its invocation has ended (R8.5-R8.7). */
import type { Stream } from '../des/random.ts';
import type { Batch } from './batch-table.ts';
import type { Lineage } from './lineage.ts';
import type { MessageQueue } from './message-queue.ts';
import { LAST_ITEM } from './message-table.ts';
import type { QueueMonitor } from './queue-monitor.ts';

/**
 * R8.7: deletes what succeeded; on a FIFO queue nothing behind the first failure is done. A message whose visibility
 * timeout has ended meanwhile is somebody else's, or will be: the receipt is worth nothing any more.
 * @param share in [0, 1] of the messages that the function names as failed @param failures decides which
 */
export function settleBatch(
  batch: Batch,
  queue: MessageQueue,
  share: number,
  failures: Stream,
  monitor: QueueMonitor,
): void {
  const { table } = queue;
  let stopped = false;
  for (let k = 0; k < batch.size; k++) {
    const row = batch.rows[k]!;
    if (table.receipt[row] !== batch.receipts[k]) continue;
    const fails =
      stopped ||
      batch.failed.includes(k) ||
      (share > 0 && failures.uniform(table.number[row]!, table.receives[row]!) < share);
    if (!fails) {
      queue.delete(row, 'processed', batch);
      continue;
    }
    table.note(row, LAST_ITEM);
    monitor.itemFailed(batch);
    stopped = queue.config.fifo;
  }
}

/** The chain of the message that has come back to the function most often (R9.9). @param fn its number */
export function lineageOf(batch: Batch, { table }: MessageQueue, fn: number): Lineage | null {
  if (!table.isFollowed) return null;
  let longest: Lineage | null = null;
  for (let k = 0; k < batch.size; k++) {
    const lineage = table.lineageOf(batch.rows[k]!);
    if (lineage !== null && (longest === null || lineage.invocationsOf(fn) > longest.invocationsOf(fn)))
      longest = lineage;
  }
  return longest;
}

/** Writes down how the receive of the messages came out that are still the batch's own. @param last a LAST_ of the table */
export function noteBatch(batch: Batch, queue: MessageQueue, last: number): void {
  const { table } = queue;
  for (let k = 0; k < batch.size; k++) {
    const row = batch.rows[k]!;
    if (table.receipt[row] === batch.receipts[k]) table.note(row, last);
  }
}
