/** A level over time, such as concurrency: maximum and integral of the window, and the maximum of each page. */
import type { Micros } from '../des/time.ts';
import type { Clock } from './present.ts';
import type { LevelRecord } from './run-record.ts';

/**
 * Follows one level; integrals are exact in whole units × microseconds. Its owner says when a page of time is over.
 *
 * A level belongs to a page if it held for some time in it, or was risen to in it: what ends at a page's very first
 * instant is no part of it, a peak of one instant is.
 */
export class Level {
  /** The present level. */
  value = 0;
  #pageMax = 0;
  /** Sum of the instants of all falls less those of all rises: plus level × now, it is the integral up to now. */
  #balance = 0;
  readonly #clock: Clock;
  /** A level that held until after this instant counts in the present page. */
  #start: Micros = 0;
  #max = 0;
  /** Greatest value of the present page before the window began in it. */
  #maxBefore = 0;
  /** Of the parts of the present page that are over. */
  #partsMax = 0;
  /** Of the present part before the window, or another page, began in it. */
  #partBefore = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The level rises by one now. */
  rise(): void {
    this.#balance -= this.#clock.now;
    if (++this.value > this.#pageMax) this.#pageMax = this.value;
  }

  /** The level falls by one now. */
  fall(): void {
    if (this.value > this.#pageMax) this.#noteHeld();
    this.#balance += this.#clock.now;
    this.value--;
  }

  /** The level becomes `level` now. */
  set(level: number): void {
    this.#noteHeld();
    this.#balance += (this.value - level) * this.#clock.now;
    if (level > this.value && level > this.#pageMax) this.#pageMax = level;
    this.value = level;
  }

  /** Forgets what was before now, where the window begins; the page keeps it. */
  restart(): void {
    this.#noteHeld();
    this.#partBefore = Math.max(this.#partBefore, this.#pageMax);
    this.#maxBefore = Math.max(this.#partsMax, this.#pageMax);
    this.#partsMax = 0;
    this.#pageMax = 0;
    this.#max = 0;
    this.#start = this.#clock.now;
    this.#balance = -this.value * this.#start;
  }

  /** The present page is over, its last level held to its end. @param start of the next page @returns its maximum */
  turn(start: Micros): number {
    this.#noteHeld();
    const pageMax = this.#presentMax();
    const before = this.#maxBefore;
    if (this.#pageMax > this.#partBefore) this.#partBefore = this.#pageMax;
    if (pageMax > this.#max) this.#max = pageMax;
    this.#pageMax = 0;
    this.#maxBefore = 0;
    this.#partsMax = 0;
    this.#start = Math.max(start, this.#start);
    return pageMax > before ? pageMax : before;
  }

  /** The present part of a page is over, its last level held to its end. @param start of the next part @returns its maximum */
  turnPart(start: Micros): number {
    const partMax = Math.max(this.value, this.#pageMax, this.#partBefore);
    this.#partsMax = this.#presentMax();
    this.#pageMax = 0;
    this.#partBefore = 0;
    this.#start = start;
    return partMax;
  }

  /** Maximum and integral of the window that ends at `until`. */
  record(until: Micros): LevelRecord {
    return {
      max: Math.max(this.#max, this.#partsMax, this.#pageMax, until > this.#start ? this.value : 0),
      integral: this.#balance + this.value * until,
    };
  }

  /** Of the present page since the window began, its last level held to its end. */
  #presentMax(): number {
    const most = this.#partsMax > this.#pageMax ? this.#partsMax : this.#pageMax;
    return this.value > most ? this.value : most;
  }

  /** The present level counts in this page if it held for some time in it. */
  #noteHeld(): void {
    if (this.value > this.#pageMax && this.#clock.now > this.#start) this.#pageMax = this.value;
  }
}
