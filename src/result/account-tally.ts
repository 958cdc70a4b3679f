/** What is counted of the account: levels over all functions, the background included. */
import type { Micros } from '../des/time.ts';
import { Level } from './level.ts';
import type { Present } from './present.ts';
import type { AccountRecord, MetricSeries } from './run-record.ts';

/** A function as far as its account is concerned. */
export interface Holder {
  readonly reservedConcurrency: number | null;
  readonly concurrency: Level;
}

/** Levels of the account and who holds them. */
export class AccountTally {
  /** 1 for whoever draws on the unreserved pool, by function; the background stands last. */
  readonly #sharing: Uint8Array;
  /** Concurrency by function; the background stands last. */
  readonly #held: readonly Level[];
  readonly #pool: number;
  readonly #reserved: number;
  readonly #all: Level;
  /** What is drawn from the pool; `null` where nothing is reserved: then it is all there is. */
  readonly #unreserved: Level | null;
  readonly #background: Level;
  #hasBackground = false;
  /** The same levels by calendar minute of the window, where an objective asks for them. */
  readonly minutes: { readonly all: Level; readonly unreserved: Level } | null;
  readonly #present: Present;

  /** @param functions in the order of their numbers @param minutes whether to keep calendar minutes */
  constructor(limit: number, functions: readonly Holder[], present: Present, minutes: boolean) {
    this.#present = present;
    this.#sharing = Uint8Array.from([...functions.map((f) => (f.reservedConcurrency === null ? 1 : 0)), 1]);
    this.#reserved = functions.reduce((sum, f) => sum + (f.reservedConcurrency ?? 0), 0);
    this.#pool = limit - this.#reserved;
    this.#all = new Level(present.buckets);
    this.#unreserved = this.#sharing.includes(0) ? new Level(present.buckets) : null;
    this.#background = new Level(present.buckets);
    this.#held = [...functions.map((f) => f.concurrency), this.#background];
    this.minutes = minutes ? { all: new Level(present.minutes), unreserved: new Level(present.minutes) } : null;
  }

  /** A function takes a unit. */
  claim(fn: number): void {
    this.#all.rise();
    if (this.#unreserved !== null && this.#sharing[fn] === 1) this.#unreserved.rise();
    if (this.minutes !== null) this.#noteMinute();
  }

  /** A function gives a unit back. */
  release(fn: number): void {
    this.#all.fall();
    if (this.#unreserved !== null && this.#sharing[fn] === 1) this.#unreserved.fall();
    if (this.minutes !== null) this.#noteMinute();
  }

  /** The background holds this much from now on. */
  setBackground(level: number): void {
    const change = level - this.#background.value;
    if (level > 0) this.#hasBackground = true;
    this.#background.set(level);
    this.#all.set(this.#all.value + change);
    this.#unreserved?.set(this.#unreserved.value + change);
    this.#noteMinute();
  }

  /** Number of the one that holds most of the unreserved pool; the lowest number among equals. */
  largestHolder(): number {
    let holder = this.#held.length - 1;
    for (let fn = holder - 1; fn >= 0; fn--) {
      if (this.#sharing[fn] === 1 && this.#held[fn]!.value >= this.#held[holder]!.value) holder = fn;
    }
    return holder;
  }

  /** Share of the unreserved pool that one of its users holds; 0 where there is no pool, NaN for nobody (−1). */
  share(holder: number): number {
    if (holder < 0) return NaN;
    return this.#pool > 0 ? this.#held[holder]!.value / this.#pool : 0;
  }

  /** Adds everybody's present share of the unreserved pool. */
  addShares(sums: Float64Array): void {
    for (let k = 0; k < this.#held.length; k++) if (this.#sharing[k] === 1) sums[k]! += this.share(k);
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    this.#all.restart();
    this.#unreserved?.restart();
    // What already is in flight belongs to the first minute of the window.
    this.#noteMinute();
  }

  record(until: Micros): AccountRecord {
    const unreserved = (this.#unreserved ?? this.#all).record(until).max;
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
    const all = this.#all.series(buckets);
    const unreserved = this.#unreserved === null ? all : this.#unreserved.series(buckets);
    return [
      { metric: 'ConcurrentExecutions', values: all },
      { metric: 'UnreservedConcurrentExecutions', values: unreserved },
      { metric: 'ClaimedAccountConcurrency', values: this.#claimedSeries(unreserved) },
      ...(this.#hasBackground ? [{ metric: 'background', values: this.#background.series(buckets) }] : []),
    ].map((entry) => ({ scope: 'account', ...entry }));
  }

  #claimedSeries(unreserved: Float64Array): Float64Array {
    if (this.#reserved === 0) return unreserved;
    const claimed = new Float64Array(unreserved.length);
    for (let bucket = 0; bucket < claimed.length; bucket++) claimed[bucket] = this.claimed(unreserved[bucket]!);
    return claimed;
  }

  #noteMinute(): void {
    if (this.minutes === null || !this.#present.counting) return;
    this.minutes.all.set(this.#all.value);
    this.minutes.unreserved.set((this.#unreserved ?? this.#all).value);
  }
}
