/** The event pollers of a Kafka topic in provisioned mode: 5 batches and 5 MB/s each (R8.9, A-50). */
import { SECOND, type Micros } from '../des/time.ts';
import { PollerGrowth } from './poller-growth.ts';
import type { PollerUnits } from './poller-units.ts';
import { KAFKA_POLLER_BYTES, KAFKA_POLLER_CONCURRENCY, PROVISIONED_POLLER_GROWTH } from './quotas.ts';
import type { PollerCount } from './topic-pollers.ts';
import type { ProvisionedTopicPollers } from './topic-config.ts';
import type { Lane } from './stream-shard.ts';

/** Between minimum and maximum they grow while partitions wait and all are busy, and shrink while some are not, like those of a queue. */
export class SteadyPollers implements PollerCount {
  readonly #growth: PollerGrowth;
  readonly #units: PollerUnits;
  readonly #read: (bytes: number) => void;
  /** What may be read, in 1/10⁶ of a byte; a batch may take it below 0. */
  #bytes: number;
  #at: Micros = 0;
  #counted = 0;
  /** Whether the last batch that was tried was not throttled. */
  #isWell = true;

  /** @param partitions no more pollers than these @param units what they are billed by @param read is told of bytes that are read */
  constructor(
    { min, max }: ProvisionedTopicPollers,
    partitions: number,
    units: PollerUnits,
    read: (bytes: number) => void,
  ) {
    const least = Math.min(min, partitions);
    this.#growth = new PollerGrowth({
      start: least,
      floor: least,
      most: Math.min(max, partitions),
      perMinute: PROVISIONED_POLLER_GROWTH,
      restsLower: false,
      batches: KAFKA_POLLER_CONCURRENCY,
    });
    this.#units = units;
    this.#read = read;
    this.#bytes = this.#perSecond() * SECOND;
  }

  get count(): number {
    return this.#growth.count;
  }

  get capacity(): number {
    return this.#growth.capacity;
  }

  get hasRoom(): boolean {
    return this.#bytes >= 0;
  }

  settle(now: Micros): void {
    const perSecond = this.#perSecond();
    this.#bytes = Math.min(perSecond * SECOND, this.#bytes + (now - this.#at) * perSecond);
    this.#at = now;
    this.#growth.settle(now);
  }

  take(bytes: number): void {
    this.#bytes -= bytes * SECOND;
    this.#units.read(bytes);
    this.#read(bytes);
  }

  throttled(): void {
    this.#isWell = false;
  }

  invoked(): void {
    this.#isWell = true;
  }

  turn(now: Micros, busy: number, waits: boolean): Micros {
    const growth = this.#growth;
    const grows = waits && this.#isWell;
    const full = busy >= growth.capacity || !this.hasRoom;
    growth.turn(now, grows, !full, false);
    if (growth.count !== this.#counted) this.#units.add(growth.count - this.#counted);
    this.#counted = growth.count;
    const readable = waits && !this.hasRoom ? now + Math.ceil(-this.#bytes / this.#perSecond()) : Infinity;
    return Math.min(readable, growth.nextAt(), growth.fallsAt());
  }

  minute(_lanes: readonly Lane[], _busy: number, now: Micros): void {
    this.#units.minute(now);
  }

  #perSecond(): number {
    return this.#growth.count * KAFKA_POLLER_BYTES;
  }
}
