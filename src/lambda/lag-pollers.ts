/** The pollers of a Kafka topic on demand: as many as the offset lag asks for, minutes later (R8.9, A-49). */
import { KAFKA_LAG_MINUTES, MAXIMUM_BATCH_BYTES } from './quotas.ts';
import type { PollerCount } from './topic-pollers.ts';
import type { Lane } from './stream-shard.ts';

/**
 * Each has one batch in hand. Every minute the lag of all partitions is looked at; what is decided is done three minutes
 * later, and until then nothing else is.
 */
export class LagPollers implements PollerCount {
  readonly hasRoom = true;
  readonly #least: number;
  readonly #most: number;
  readonly #batchSize: number;
  #count: number;
  /** What was decided, and in how many minutes it is done; 0 = nothing was. */
  #wanted = 0;
  #minutes = 0;
  /** Since the last look: most batches at once, and whether one was throttled. */
  #peak = 0;
  #throttled = false;

  /** @param partitions of the topic @param batchSize of the mapping */
  constructor(partitions: number, batchSize: number) {
    this.#least = Math.ceil(partitions / 2);
    this.#most = partitions;
    this.#batchSize = batchSize;
    this.#count = this.#least;
  }

  get count(): number {
    return this.#count;
  }

  get capacity(): number {
    return this.#count;
  }

  settle(): void {
    // They change by the minute alone.
  }

  take(_bytes: number, busy: number): void {
    if (busy > this.#peak) this.#peak = busy;
  }

  throttled(): void {
    this.#throttled = true;
  }

  invoked(): void {
    // One success says nothing of the lag.
  }

  turn(): number {
    return Infinity;
  }

  minute(lanes: readonly Lane[], busy: number): void {
    if (this.#minutes > 0) {
      if (--this.#minutes === 0) this.#count = this.#wanted;
    } else {
      this.#wanted = this.#decide(lanes);
      if (this.#wanted !== this.#count) this.#minutes = KAFKA_LAG_MINUTES;
    }
    this.#peak = busy;
    this.#throttled = false;
  }

  /** Half of them after a throttle; one for each partition that lags; where none does, those that were needed. */
  #decide(lanes: readonly Lane[]): number {
    if (this.#throttled) return Math.ceil(this.#count / 2);
    const lagging = lanes.reduce((sum, lane) => sum + (this.#lags(lane) ? 1 : 0), 0);
    if (lagging > 0) return Math.min(this.#most, Math.max(this.#count, lagging));
    return Math.min(this.#most, Math.max(this.#least, this.#peak));
  }

  /** Whether more than a batch waits beside the one in hand. */
  #lags({ records, batch }: Lane): boolean {
    return records.count > batch + this.#batchSize || records.bytes > 2 * MAXIMUM_BATCH_BYTES;
  }
}
