/** What is counted of the account: levels over all functions, the background included, and who holds the pool. */
import type { Micros } from '../des/time.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import { isProvisioned } from '../lambda/provisioned-config.ts';
import { AccountBook, type AccountShape } from './account-book.ts';
import type { Present } from './present.ts';
import type { AccountRecord } from './run-record.ts';
import type { SeriesTable } from './series-record.ts';

/** Levels of the account and who holds them. */
export class AccountTally {
  /** 1 for whoever draws on the unreserved pool, by function; the background stands last. */
  readonly #sharing: Uint8Array;
  /** Units of the unreserved pool by function; the background stands last. */
  readonly #held: Float64Array;
  /** Who holds most of it; −1 = not known. */
  #largest = -1;
  /** The unreserved pool, and what is left of it beside what is provisioned. */
  readonly #pool: number;
  #left: number;
  readonly book: AccountBook;
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: AccountBook | null;
  readonly #present: Present;

  /**
   * @param limit account limit @param functions in the order of their numbers @param background whether there is any
   * @param minutes whether to keep calendar minutes
   */
  constructor(
    limit: number,
    functions: readonly FunctionConfig[],
    background: boolean,
    present: Present,
    minutes: boolean,
  ) {
    const reserved = functions.map((f) => f.reservedConcurrency);
    const sum = reserved.reduce<number>((total, units) => total + (units ?? 0), 0);
    const shape: AccountShape = {
      reserved: sum,
      apart: functions.some((f) => f.reservedConcurrency !== null || isProvisioned(f)),
      background,
      provisioned: functions.some((f) => f.reservedConcurrency === null && isProvisioned(f)),
    };
    this.#present = present;
    this.#sharing = Uint8Array.from([...reserved.map((units) => (units === null ? 1 : 0)), 1]);
    this.#held = new Float64Array(this.#sharing.length);
    this.#pool = limit - sum;
    this.#left = this.#pool;
    this.book = new AccountBook(present.buckets, shape);
    this.minutes = minutes ? new AccountBook(present.minutes, shape) : null;
  }

  /** A function takes a unit. @param provisioned one that was set aside for it */
  claim(fn: number, provisioned: boolean): void {
    const shared = this.#sharing[fn] === 1 && !provisioned;
    if (shared) this.#hold(fn, 1);
    this.book.claim(shared);
    if (this.minutes !== null && this.#present.counting) this.minutes.claim(shared);
  }

  /** A function gives a unit back. */
  release(fn: number, provisioned: boolean): void {
    const shared = this.#sharing[fn] === 1 && !provisioned;
    if (shared) this.#hold(fn, -1);
    this.book.release(shared);
    if (this.minutes !== null && this.#present.counting) this.minutes.release(shared);
  }

  /** So much more or less is set aside for what is provisioned of a function (R4.7, R11.16). */
  setAside(fn: number, units: number): void {
    if (this.#sharing[fn] === 0) return;
    this.#left -= units;
    this.book.setAside(units);
    if (this.minutes !== null && this.#present.counting) this.minutes.setAside(units);
  }

  /** The background holds this much from now on. */
  setBackground(level: number): void {
    const last = this.#held.length - 1;
    this.#hold(last, level - this.#held[last]!);
    this.book.setBackground(level);
    if (this.minutes !== null && this.#present.counting) this.minutes.setBackground(level);
  }

  /** Number of the one that holds most of the unreserved pool; the lowest number among equals. */
  largestHolder(): number {
    if (this.#largest < 0) this.#largest = this.#findLargest();
    return this.#largest;
  }

  /** Share of the unreserved pool that one of its users holds; 0 where there is no pool, NaN for nobody (−1). */
  share(holder: number): number {
    return holder < 0 ? NaN : this.#left > 0 ? this.#held[holder]! / this.#left : 0;
  }

  /** Adds to `sums` what everybody holds of the unreserved pool now: units of the whole pool, not shares. */
  addHeld(sums: Float64Array): void {
    const held = this.#held;
    // What is left beside provisioned concurrency counts as the whole pool.
    const scale = this.#left > 0 ? this.#pool / this.#left : 1;
    for (let k = 0; k < held.length; k++) sums[k]! += held[k]! * scale;
  }

  /** What a sum of held units is as a share of the pool. */
  sharesOf(sum: number): number {
    return this.#pool > 0 ? sum / this.#pool : 0;
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    this.book.beginWindow();
    // What already is in flight belongs to the first minute of the window.
    this.minutes?.enter(this.book);
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): AccountRecord {
    return this.book.record(until);
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return this.book.tables();
  }

  /** The largest holder is looked up only where it may have changed: many throttles follow one another. */
  #hold(holder: number, more: number): void {
    const units = this.#held[holder]! + more;
    this.#held[holder] = units;
    const largest = this.#largest;
    if (largest < 0) return;
    if (holder === largest) {
      if (more < 0) this.#largest = -1;
    } else {
      const most = this.#held[largest]!;
      if (units > most || (units === most && holder < largest)) this.#largest = holder;
    }
  }

  #findLargest(): number {
    const held = this.#held;
    let holder = held.length - 1;
    for (let fn = holder - 1; fn >= 0; fn--) {
      if (this.#sharing[fn] === 1 && held[fn]! >= held[holder]!) holder = fn;
    }
    return holder;
  }
}
