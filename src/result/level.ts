/** A level over time, such as concurrency: maximum and integral of the window, and the maximum of each page. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import type { Clock, Pages } from './present.ts';
import type { LevelRecord } from './run-record.ts';

/**
 * Follows one level; integrals are exact in whole units × microseconds.
 *
 * A level belongs to a page if it held for some time in it, or was risen to in it: what ends at a page's very first
 * instant is no part of it, a peak of one instant is.
 */
export class Level {
  readonly #pages: Pages;
  readonly #clock: Clock;
  readonly #column = new Column(0);
  /** The present level. */
  value = 0;
  /** Sum of the instants of all falls less those of all rises: plus level × now, it is the integral up to now. */
  #balance = 0;
  #max = 0;
  #page = 0;
  /** A level that held until after this instant counts in the present page. */
  #start: Micros = 0;
  #pageMax = 0;
  /** Greatest value of the present page before the window began in it. */
  #maxBefore = 0;

  constructor(pages: Pages) {
    this.#pages = pages;
    this.#clock = pages.clock;
  }

  /** The level rises by one now. */
  rise(): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    this.#balance -= this.#clock.now;
    if (++this.value > this.#pageMax) this.#pageMax = this.value;
  }

  /** The level falls by one now. */
  fall(): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    if (this.value > this.#pageMax) this.#noteHeld();
    this.#balance += this.#clock.now;
    this.value--;
  }

  /** The level becomes `level` now. */
  set(level: number): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    this.#noteHeld();
    this.#balance += (this.value - level) * this.#clock.now;
    if (level > this.value && level > this.#pageMax) this.#pageMax = level;
    this.value = level;
  }

  /** Forgets what was before now, where the window begins; the series keeps it. */
  restart(): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    this.#noteHeld();
    this.#maxBefore = this.#pageMax;
    this.#pageMax = 0;
    this.#max = 0;
    this.#start = this.#clock.now;
    this.#balance = -this.value * this.#start;
  }

  /** Maximum and integral of the window that ends at `until`. */
  record(until: Micros): LevelRecord {
    return {
      max: Math.max(this.#max, this.#pageMax, until > this.#start ? this.value : 0),
      integral: this.#balance + this.value * until,
    };
  }

  /** The maximum of each of the first `length` pages; the last level holds to their end. Nothing may follow. */
  series(length: number): Float64Array {
    if (length > this.#page) this.#turn(length);
    return this.#column.values().subarray(0, length);
  }

  /** The present level counts in this page if it held for some time in it. */
  #noteHeld(): void {
    if (this.value > this.#pageMax && this.#clock.now > this.#start) this.#pageMax = this.value;
  }

  /** Writes the page down; its last level held to its end. */
  #turn(page: number): void {
    const level = this.value;
    if (level > this.#pageMax) this.#pageMax = level;
    this.#column.put(this.#page, Math.max(this.#pageMax, this.#maxBefore));
    for (let silent = this.#page + 1; silent < page; silent++) this.#column.put(silent, level);
    if (this.#pageMax > this.#max) this.#max = this.#pageMax;
    this.#pageMax = 0;
    this.#maxBefore = 0;
    this.#page = page;
    this.#start = page * this.#pages.width;
  }
}
