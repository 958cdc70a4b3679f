/** What is counted of the account: levels over all functions, the background included. */
import type { Micros } from '../des/time.ts';
import type { AccountRecord, MetricSeries } from './run-record.ts';
import { Level, LevelSeries } from './series.ts';

/** Levels of the account and who holds them. */
export class AccountTally {
  /** Whether a function draws on the unreserved pool. */
  readonly #shares: Uint8Array;
  /** In flight by function; the background stands last. */
  readonly #held: Float64Array;
  /** Unreserved pool, and the sum of the reservations. */
  readonly #pool: number;
  readonly #reserved: number;
  readonly #all = new Level();
  #unreserved = 0;
  #unreservedMax = 0;
  readonly #allSeries = new LevelSeries();
  readonly #unreservedSeries = new LevelSeries();
  readonly #backgroundSeries = new LevelSeries();
  #hasBackground = false;
  /** Greatest levels per calendar minute of the window. */
  readonly minutes = { concurrency: new LevelSeries(), unreserved: new LevelSeries() };
  #counting = false;

  /** @param functions in the order of their numbers */
  constructor(limit: number, functions: readonly { readonly reservedConcurrency: number | null }[]) {
    this.#shares = Uint8Array.from(functions, (f) => (f.reservedConcurrency === null ? 1 : 0));
    this.#held = new Float64Array(functions.length + 1);
    this.#reserved = functions.reduce((sum, f) => sum + (f.reservedConcurrency ?? 0), 0);
    this.#pool = limit - this.#reserved;
  }

  /** A function takes a unit. @param level what it holds then */
  claim(fn: number, now: Micros, bucket: number, minute: number, level: number): void {
    this.#held[fn] = level;
    this.#move(now, bucket, minute, 1, this.#shares[fn]!);
  }

  /** A function gives a unit back. @param level what it holds then */
  release(fn: number, now: Micros, bucket: number, minute: number, level: number): void {
    this.#held[fn] = level;
    this.#move(now, bucket, minute, -1, -this.#shares[fn]!);
  }

  /** The background holds this much from now on. */
  setBackground(now: Micros, bucket: number, minute: number, level: number): void {
    const last = this.#held.length - 1;
    const change = level - this.#held[last]!;
    this.#held[last] = level;
    this.#hasBackground = true;
    this.#backgroundSeries.set(bucket, level);
    this.#move(now, bucket, minute, change, change);
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
    this.#all.restart(now);
    this.#unreservedMax = this.#unreserved;
    this.#counting = true;
    // What already is in flight belongs to the first minute of the window.
    this.minutes.concurrency.set(minute, this.#all.value);
    this.minutes.unreserved.set(minute, this.#unreserved);
  }

  record(until: Micros): AccountRecord {
    return {
      concurrency: this.#all.record(until),
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

  #move(now: Micros, bucket: number, minute: number, change: number, unreservedChange: number): void {
    const all = this.#all.value + change;
    this.#all.set(now, all);
    this.#allSeries.set(bucket, all);
    this.#unreserved += unreservedChange;
    if (this.#unreserved > this.#unreservedMax) this.#unreservedMax = this.#unreserved;
    this.#unreservedSeries.set(bucket, this.#unreserved);
    if (!this.#counting) return;
    this.minutes.concurrency.set(minute, all);
    this.minutes.unreserved.set(minute, this.#unreserved);
  }
}
