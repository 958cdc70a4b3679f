/** What is counted of the account: levels over all functions, the background included. */
import type { Micros } from '../des/time.ts';
import type { AccountRecord, MetricSeries } from './run-record.ts';
import { Level, LevelSeries } from './level.ts';

/** Levels of the account and who holds them. */
export class AccountTally {
  /** Whether a function draws on the unreserved pool. */
  readonly #shares: Uint8Array;
  /** In flight by function; the background stands last. */
  readonly #held: Float64Array;
  /** Unreserved pool, and the sum of the reservations. */
  readonly #pool: number;
  readonly #reserved: number;
  /** Functions and background together; background alone. */
  #all = 0;
  #allMax = 0;
  readonly #background = new Level();
  #unreserved = 0;
  #unreservedMax = 0;
  readonly #allSeries = new LevelSeries();
  readonly #unreservedSeries = new LevelSeries();
  readonly #backgroundSeries = new LevelSeries();
  #hasBackground = false;
  /** Greatest levels per calendar minute of the window, where an objective asks for them. */
  readonly minutes: { readonly concurrency: LevelSeries; readonly unreserved: LevelSeries } | null;
  #counting = false;

  /** @param functions in the order of their numbers @param minutes whether to keep calendar minutes */
  constructor(
    limit: number,
    functions: readonly { readonly reservedConcurrency: number | null }[],
    minutes: boolean,
  ) {
    this.minutes = minutes ? { concurrency: new LevelSeries(), unreserved: new LevelSeries() } : null;
    this.#shares = Uint8Array.from([...functions.map((f) => (f.reservedConcurrency === null ? 1 : 0)), 1]);
    this.#held = new Float64Array(functions.length + 1);
    this.#reserved = functions.reduce((sum, f) => sum + (f.reservedConcurrency ?? 0), 0);
    this.#pool = limit - this.#reserved;
  }

  /** What a function holds from now on. */
  hold(fn: number, level: number): void {
    this.#held[fn] = level;
  }

  /** A function takes a unit. */
  claim(fn: number, bucket: number, minute: number): void {
    this.#move(bucket, minute, 1, this.#shares[fn]!);
  }

  /** A function gives a unit back. */
  release(fn: number, bucket: number, minute: number): void {
    this.#move(bucket, minute, -1, -this.#shares[fn]!);
  }

  /** The background holds this much from now on. */
  setBackground(now: Micros, bucket: number, minute: number, level: number): void {
    const change = level - this.#background.value;
    this.#held[this.#held.length - 1] = level;
    this.#hasBackground = true;
    this.#background.set(now, level);
    this.#backgroundSeries.set(bucket, level);
    this.#move(bucket, minute, change, change);
  }

  /** Number of the one that holds most of the unreserved pool; the lowest number among equals. */
  largestHolder(): number {
    const last = this.#held.length - 1;
    let holder = last;
    for (let fn = last - 1; fn >= 0; fn--) {
      if (this.#shares[fn] === 1 && this.#held[fn]! >= this.#held[holder]!) holder = fn;
    }
    return holder;
  }

  /** Share of the unreserved pool that one of its users holds; 0 where there is no pool. */
  share(holder: number): number {
    return this.#pool > 0 ? this.#held[holder]! / this.#pool : 0;
  }

  /** Adds everybody's present share of the unreserved pool. */
  addShares(sums: Float64Array): void {
    for (let k = 0; k < this.#held.length; k++) {
      if (this.#shares[k] !== 0) sums[k]! += this.share(k);
    }
  }

  /** The window begins: what was before is forgotten, but for the series. */
  restart(now: Micros, minute: number): void {
    this.#background.restart(now);
    this.#allMax = this.#all;
    this.#unreservedMax = this.#unreserved;
    this.#counting = true;
    // What already is in flight belongs to the first minute of the window.
    this.#noteMinute(minute);
  }

  /** @param functionsIntegral integral of what the functions held in the window */
  record(until: Micros, functionsIntegral: number): AccountRecord {
    return {
      concurrency: { max: this.#allMax, integral: functionsIntegral + this.#background.record(until).integral },
      unreserved: { max: this.#unreservedMax },
      claimed: { max: this.claimed(this.#unreservedMax) },
    };
  }

  /** R11.16, A-41: unreserved executions and everything that is set aside. */
  claimed(unreserved: number): number {
    return unreserved + this.#reserved;
  }

  series(buckets: number): readonly MetricSeries[] {
    const unreserved = this.#unreservedSeries.values(buckets);
    const series = [
      { metric: 'ConcurrentExecutions', values: this.#allSeries.values(buckets) },
      { metric: 'UnreservedConcurrentExecutions', values: unreserved },
      { metric: 'ClaimedAccountConcurrency', values: unreserved.map((level) => this.claimed(level)) },
    ];
    if (this.#hasBackground) series.push({ metric: 'background', values: this.#backgroundSeries.values(buckets) });
    return series.map((entry) => ({ scope: 'account', ...entry }));
  }

  #move(bucket: number, minute: number, change: number, unreservedChange: number): void {
    this.#all += change;
    if (this.#all > this.#allMax) this.#allMax = this.#all;
    this.#allSeries.set(bucket, this.#all);
    if (unreservedChange !== 0) {
      this.#unreserved += unreservedChange;
      if (this.#unreserved > this.#unreservedMax) this.#unreservedMax = this.#unreserved;
      this.#unreservedSeries.set(bucket, this.#unreserved);
    }
    if (this.#counting) this.#noteMinute(minute);
  }

  #noteMinute(minute: number): void {
    if (this.minutes === null) return;
    this.minutes.concurrency.set(minute, this.#all);
    this.minutes.unreserved.set(minute, this.#unreserved);
  }
}
