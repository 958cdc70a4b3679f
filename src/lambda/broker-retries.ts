/** Amazon MQ: the whole batch is tried again until it succeeds, or its messages expire (R8.10). */
import type { Micros } from '../des/time.ts';
import type { Batch } from './batch-table.ts';
import type { MessageQueue } from './message-queue.ts';
import { MQ_CONCURRENCY } from './quotas.ts';
import type { Broker } from './queue-config.ts';
import type { PollerBounds } from './poller-growth.ts';

/** R8.10: so many batches at once, whatever the function may have; errors and throttles change nothing. */
export function brokerBounds(broker: Broker): PollerBounds {
  const most = MQ_CONCURRENCY[broker];
  return { start: most, floor: most, most, perMinute: 0, restsLower: false, batches: 1 };
}

/** A batch is to be tried again: what has expired meanwhile leaves it, all else is handed out once more. */
export function handOutAgain(batch: Batch, queue: MessageQueue, now: Micros): void {
  const { table, config } = queue;
  let left = 0;
  for (let k = 0; k < batch.size; k++) {
    const row = batch.rows[k]!;
    const receipt = batch.receipts[k]!;
    if (table.sentAt[row]! + config.retention <= now) {
      queue.delete(row, 'lost', null);
      continue;
    }
    table.receives[row]!++;
    batch.rows[left] = row;
    batch.receipts[left++] = receipt;
  }
  batch.size = left;
}
