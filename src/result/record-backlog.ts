/** How many records of a mapping were not done at most, and how long it took from there until nearly all were. */
import type { Micros } from '../des/time.ts';
import type { BacklogRecord } from './run-record.ts';

/** While records come, some always wait: with this share of its peak left a backlog is drained. */
const DRAINED = 0.01;

/** Follows the records that are not done; the caller tells the instants. */
export class RecordBacklog {
  value = 0;
  #max = 0;
  #peakAt: Micros = 0;
  /** The first instant after the peak at which nearly all records were done; NaN = not yet. */
  #drainedAt: Micros = 0;

  /** One more comes. */
  rise(at: Micros): void {
    if (++this.value <= this.#max) return;
    this.#max = this.value;
    this.#peakAt = at;
    this.#drainedAt = NaN;
  }

  /** So many are done. */
  fall(now: Micros, records: number): void {
    this.value -= records;
    if (Number.isNaN(this.#drainedAt) && this.value <= this.#max * DRAINED) this.#drainedAt = now;
  }

  /** Forgets what was before now, but for what waits. */
  restart(now: Micros): void {
    this.#max = this.value;
    this.#peakAt = now;
    this.#drainedAt = this.value > 0 ? NaN : now;
  }

  /** @param until the end of the run */
  record(until: Micros): BacklogRecord {
    const drainedAt = Number.isNaN(this.#drainedAt) ? until : this.#drainedAt;
    return { max: this.#max, drainTime: this.#max === 0 ? 0 : Math.max(0, drainedAt - this.#peakAt) };
  }
}
