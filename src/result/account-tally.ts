/** What is counted of the account: levels over all functions, the background included. */
import { MINUTE, type Micros } from '../des/time.ts';
import { Level } from './level.ts';
import type { AccountRecord, MetricSeries } from './run-record.ts';

/** Levels of the account and who holds them. */
export class AccountTally {
  /** 1 for whoever draws on the unreserved pool, by function; the background stands last. */
  readonly #sharing: Uint8Array;
  /** In flight by function; the background stands last. */
  readonly #held: Int32Array;
  readonly #pool: number;
  readonly #reserved: number;
  /** Whether anything is reserved: else what is unreserved is everything. */
  readonly #divided: boolean;
  readonly #all: Level;
  readonly #unreserved: Level;
  readonly #background: Level;
  /** The same levels by calendar minute of the window, where an objective asks for them. */
  readonly minutes: { readonly all: Level; readonly unreserved: Level } | null;
  #counting = false;

  /**
   * @param functions in the order of their numbers @param width of a bucket
   * @param minutes whether to keep calendar minutes
   */
  constructor(
    limit: number,
    functions: readonly { readonly reservedConcurrency: number | null }[],
    width: Micros,
    minutes: boolean,
  ) {
    this.#sharing = Uint8Array.from([...functions.map((f) => (f.reservedConcurrency === null ? 1 : 0)), 1]);
    this.#held = new Int32Array(functions.length + 1);
    this.#reserved = functions.reduce((sum, f) => sum + (f.reservedConcurrency ?? 0), 0);
    this.#pool = limit - this.#reserved;
    this.#divided = this.#sharing.includes(0);
    this.#all = new Level(width);
    this.#unreserved = this.#divided ? new Level(width) : this.#all;
    this.#background = new Level(width);
    this.minutes = minutes ? { all: new Level(MINUTE), unreserved: new Level(MINUTE) } : null;
  }

  /** A function takes a unit. */
  claim(fn: number, now: Micros, bucket: number, minute: number): void {
    this.#held[fn]!++;
    this.#all.rise(now, bucket);
    if (this.#divided && this.#sharing[fn] === 1) this.#unreserved.rise(now, bucket);
    if (this.minutes !== null) this.#noteMinute(now, minute);
  }

  /** A function gives a unit back. */
  release(fn: number, now: Micros, bucket: number, minute: number): void {
    this.#held[fn]!--;
    this.#all.fall(now, bucket);
    if (this.#divided && this.#sharing[fn] === 1) this.#unreserved.fall(now, bucket);
    if (this.minutes !== null) this.#noteMinute(now, minute);
  }

  /** The background holds this much from now on. */
  setBackground(now: Micros, bucket: number, minute: number, level: number): void {
    const change = level - this.#background.value;
    this.#held[this.#held.length - 1] = level;
    this.#background.set(now, bucket, level);
    this.#all.set(now, bucket, this.#all.value + change);
    if (this.#divided) this.#unreserved.set(now, bucket, this.#unreserved.value + change);
    if (this.minutes !== null) this.#noteMinute(now, minute);
  }

  /** Number of the one that holds most of the unreserved pool; the lowest number among equals. */
  largestHolder(): number {
    let holder = this.#held.length - 1;
    for (let fn = holder - 1; fn >= 0; fn--) {
      if (this.#sharing[fn] === 1 && this.#held[fn]! >= this.#held[holder]!) holder = fn;
    }
    return holder;
  }

  /** Share of the unreserved pool that one of its users holds; 0 where there is no pool. */
  share(holder: number): number {
    return this.#pool > 0 ? this.#held[holder]! / this.#pool : 0;
  }

  /** Adds everybody's present share of the unreserved pool. */
  addShares(sums: Float64Array): void {
    for (let k = 0; k < this.#held.length; k++) if (this.#sharing[k] === 1) sums[k]! += this.share(k);
  }

  /** The window begins: what was before is forgotten, but for the series. */
  restart(now: Micros, bucket: number, minute: number): void {
    this.#all.restart(now, bucket);
    if (this.#divided) this.#unreserved.restart(now, bucket);
    this.#counting = true;
    // What already is in flight belongs to the first minute of the window.
    this.#noteMinute(now, minute);
  }

  record(until: Micros): AccountRecord {
    const unreserved = this.#unreserved.record(until).max;
    return {
      concurrency: this.#all.record(until),
      unreserved: { max: unreserved },
      claimed: { max: this.claimed(unreserved) },
    };
  }

  /** R11.16, A-41: unreserved executions and everything that is set aside. */
  claimed(unreserved: number): number {
    return unreserved + this.#reserved;
  }

  /** @param buckets how many the run has reached */
  series(buckets: number): readonly MetricSeries[] {
    const unreserved = this.#unreserved.series(buckets);
    const background = this.#background.series(buckets);
    return [
      { metric: 'ConcurrentExecutions', values: this.#all.series(buckets) },
      { metric: 'UnreservedConcurrentExecutions', values: unreserved },
      { metric: 'ClaimedAccountConcurrency', values: unreserved.map((level) => this.claimed(level)) },
      ...(background.some((level) => level > 0) ? [{ metric: 'background', values: background }] : []),
    ].map((entry) => ({ scope: 'account', ...entry }));
  }

  #noteMinute(now: Micros, minute: number): void {
    if (this.minutes === null || !this.#counting) return;
    this.minutes.all.set(now, minute, this.#all.value);
    this.minutes.unreserved.set(now, minute, this.#unreserved.value);
  }
}
