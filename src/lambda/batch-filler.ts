/** How a mapping fills a batch, and when the batch is complete (R8.2, R8.13). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Batch } from './batch-table.ts';
import type { LoopGuard } from './loop-guard.ts';
import type { MappingSurroundings, QueueReading } from './mapping-surroundings.ts';
import type { PollerThroughput } from './poller-throughput.ts';
import type { MessageQueue } from './message-queue.ts';
import { NONE } from './message-table.ts';
import type { QueueMappingConfig } from './queue-config.ts';
import type { QueueMonitor } from './queue-monitor.ts';
import { MAXIMUM_BATCH_KB, SQS_LONG_POLL } from './quotas.ts';

/** Fills the batches of one mapping. */
export class BatchFiller {
  readonly #config: QueueMappingConfig;
  readonly #queue: MessageQueue;
  readonly #monitor: QueueMonitor;
  readonly #filter: Stream;
  /** R8.2: messages of a batch, at most: as many as fit into the payload. */
  readonly #most: number;

  readonly #fn: number;
  readonly #loopGuard: LoopGuard;

  /** R8.8; `null` = on demand, as fast as there are pollers. */
  readonly #throughput: PollerThroughput | null;

  constructor(
    { name, config, queue, caller }: QueueReading,
    throughput: PollerThroughput | null,
    { monitor, model, streams }: MappingSurroundings,
  ) {
    this.#fn = caller.f.fn;
    this.#throughput = throughput;
    this.#loopGuard = model.loopGuard;
    this.#config = config;
    this.#queue = queue;
    this.#monitor = monitor;
    this.#filter = streams.stream('filter', name);
    const { messageSize } = queue.config;
    const fitting = messageSize > 0 ? Math.max(1, Math.floor(MAXIMUM_BATCH_KB / messageSize)) : Infinity;
    this.#most = Math.min(config.batchSize, fitting);
  }

  /** Receives until the batch is full or nothing is visible; what the filter keeps out is deleted (R8.13). */
  fill(batch: Batch, now: Micros): void {
    const queue = this.#queue;
    const { table } = queue;
    const { filterPass } = this.#config;
    while (batch.size < this.#most) {
      if (this.#throughput !== null && !this.#throughput.hasAny) break;
      const row = queue.receive();
      if (row === NONE) break;
      this.#throughput?.take();
      this.#monitor.polled(batch.source);
      if (filterPass < 1 && this.#filter.uniform(table.number[row]!, 0) >= filterPass) {
        queue.delete(row, 'filtered', batch);
        continue;
      }
      if (this.#loopGuard.stops(this.#fn, table.lineageOf(row))) {
        queue.stop(row);
        continue;
      }
      if (batch.size === 0) {
        batch.since = now;
        batch.hiddenUntil = table.hiddenUntil[row]!;
      }
      batch.add(row, table.receipt[row]!);
    }
    queue.endReceive();
  }

  /**
   * R8.2: without a window a batch is what is there. With one it is complete when it is full, or with the first message
   * that comes after the end of the window. @param before its size before it was filled
   */
  isComplete(batch: Batch, before: number, now: Micros): boolean {
    const { maximumBatchingWindow, broker } = this.#config;
    if (maximumBatchingWindow === 0 || batch.size >= this.#most) return true;
    if (broker !== undefined) return now >= batch.since + maximumBatchingWindow;
    return now >= batch.since + maximumBatchingWindow && batch.size > before;
  }

  /**
   * R8.2: the window begins with the first message. One below 20 s may take that long where nothing else comes: the
   * long poll that was under way at its end comes back with the next message, or after 20 s. A broker hands messages on
   * as they come (R8.10): its window ends when it ends.
   */
  deadlineOf(batch: Batch): Micros {
    const { maximumBatchingWindow, broker } = this.#config;
    return (
      batch.since + (broker === undefined ? Math.max(maximumBatchingWindow, SQS_LONG_POLL) : maximumBatchingWindow)
    );
  }
}
