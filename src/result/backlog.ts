/** How much waited at most, and how long it took from there until nothing waited. */
import type { Micros } from '../des/time.ts';
import type { BacklogRecord } from './run-record.ts';

/** Follows what waits; the caller tells the instants. */
export class Backlog {
  #value = 0;
  #max = 0;
  #peakAt: Micros = 0;
  /** The first instant after the peak at which nothing waited; NaN = not yet. */
  #drainedAt: Micros = 0;

  /** One more waits. */
  rise(now: Micros): void {
    if (++this.#value > this.#max) this.#peak(now);
  }

  /** One waits no longer. */
  fall(now: Micros): void {
    if (--this.#value === 0 && Number.isNaN(this.#drainedAt)) this.#drainedAt = now;
  }

  /** Forgets what was before now, but for what waits. */
  restart(now: Micros): void {
    this.#max = 0;
    this.#drainedAt = now;
    if (this.#value > 0) this.#peak(now);
  }

  /** @param until the end of the run */
  record(until: Micros): BacklogRecord {
    if (this.#max === 0) return { max: 0, drainTime: 0 };
    return { max: this.#max, drainTime: (Number.isNaN(this.#drainedAt) ? until : this.#drainedAt) - this.#peakAt };
  }

  #peak(now: Micros): void {
    this.#max = this.#value;
    this.#peakAt = now;
    this.#drainedAt = NaN;
  }
}
