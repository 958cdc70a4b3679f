/** Keeps the seconds of the minute under way, and of the worst minute so far: for runs whose buckets are wider. */
import { SECOND, type Micros } from '../des/time.ts';
import type { AccountTally } from './account-tally.ts';
import type { FunctionTally } from './function-tally.ts';
import type { Level } from './level.ts';
import type { PageWatcher, Present } from './present.ts';
import type { SecondLevels, SecondThrottles, WorstMinute } from './worst-minute-record.ts';

/** Seconds in a minute. */
const SECONDS = 60;

/**
 * Reads the levels of the account at the end of each second, and follows those of the functions: they may be many, and
 * few of them change in a second. Memory for two minutes, however long the run.
 */
export class WorstMinuteRecorder implements PageWatcher {
  readonly #present: Present;
  readonly #names: readonly string[];
  /** Of the account; they stand before the functions in all that follows. */
  readonly #levels: readonly WatchedLevel[];
  readonly #scopes: readonly { readonly scope: string; readonly metric: string }[];
  /** The present levels. */
  readonly #values: Float64Array;
  /** The greatest values of all levels in each of the last sixty seconds: by second modulo sixty, then by level. */
  readonly #last: Float64Array;
  /** The second under way, and its minute. */
  #second = 0;
  /** Where its levels stand. */
  #row = 0;
  #minute = 0;
  /** Throttles of that minute, and by function and reason. */
  #sum = 0;
  #throttles = new Map<number, SecondThrottles>();
  #most = 0;
  #worst: WorstMinute | null = null;

  /** @param functions in the order of their numbers */
  constructor(account: AccountTally, functions: readonly FunctionTally[], present: Present) {
    this.#present = present;
    this.#names = functions.map(({ name }) => name);
    this.#levels = account.book.levels();
    this.#scopes = [
      ...this.#levels.map(({ metric }) => ({ scope: 'account', metric })),
      ...functions.map(({ name }) => ({ scope: `functions.${name}`, metric: 'ConcurrentExecutions' })),
    ];
    this.#values = new Float64Array(this.#scopes.length);
    this.#last = new Float64Array(SECONDS * this.#scopes.length);
  }

  /** Where the second under way ends. */
  get end(): Micros {
    return (this.#second + 1) * SECOND;
  }

  /** The second under way is over. */
  turn(): void {
    const second = Math.floor(this.#present.now / SECOND);
    const minuteEnd = (this.#minute + 1) * SECONDS;
    if (second >= minuteEnd) {
      this.#close(minuteEnd);
      this.#minute = Math.floor(second / SECONDS);
    }
    this.#goOn(second);
  }

  /** An invocation of this function begins now. */
  rise(fn: number): void {
    const k = this.#levels.length + fn;
    const level = ++this.#values[k]!;
    if (level > this.#last[this.#row + k]!) this.#last[this.#row + k] = level;
  }

  /** It ends now. */
  fall(fn: number): void {
    const k = this.#levels.length + fn;
    const level = this.#values[k]!--;
    // What ends with the second before is no part of this one.
    if (level > this.#last[this.#row + k]! && this.#present.now > this.#second * SECOND)
      this.#last[this.#row + k] = level;
  }

  /** An attempt is throttled. @param throttle index into THROTTLES */
  throttle(fn: number, throttle: number): void {
    if (!this.#present.counting) return;
    const key = 8 * fn + throttle;
    let own = this.#throttles.get(key);
    if (own === undefined) {
      own = { function: this.#names[fn]!, throttle, counts: new Float64Array(SECONDS) };
      this.#throttles.set(key, own);
    }
    own.counts[this.#second % SECONDS]!++;
    this.#sum++;
  }

  /** The worst minute up to `until`; call once, at the end. `null` = nothing was throttled. */
  finish(until: Micros): WorstMinute | null {
    const start = this.#minute * SECONDS;
    this.#close(Math.min(start + SECONDS, Math.max(start + 1, Math.ceil(until / SECOND))));
    return this.#worst;
  }

  /** The minute under way is over, or the run. @param end the second after its last one */
  #close(end: number): void {
    this.#write(end);
    if (this.#sum > this.#most) {
      const start = this.#minute * SECONDS;
      this.#most = this.#sum;
      this.#worst = {
        start: start * SECOND,
        levels: this.#scopes.map((_, k) => this.#first(k, end - start)),
        throttles: [...this.#throttles.values()].map((own) => ({ ...own, counts: own.counts.slice(0, end - start) })),
      };
    }
    this.#begin(end);
    if (this.#sum === 0) return;
    this.#sum = 0;
    this.#throttles = new Map();
  }

  /** The second under way is over, and now it is second `second`; in between nothing changed. */
  #goOn(second: number): void {
    this.#write(second);
    this.#begin(second);
  }

  /** Writes down the second under way, and all before `second`. */
  #write(second: number): void {
    if (second === this.#second) return;
    const values = this.#values;
    const last = this.#last;
    const account = this.#levels.length;
    for (let k = 0; k < account; k++) {
      const { level, plus } = this.#levels[k]!;
      last[this.#row + k] = level.turnPart(second * SECOND) + plus;
      values[k] = level.value + plus;
    }
    for (let k = account; k < values.length; k++) {
      if (values[k]! > last[this.#row + k]!) last[this.#row + k] = values[k]!;
    }
    for (let between = Math.max(this.#second + 1, second - SECONDS); between < second; between++) {
      const row = (between % SECONDS) * values.length;
      for (let k = 0; k < values.length; k++) last[row + k] = values[k]!;
    }
  }

  #begin(second: number): void {
    if (second === this.#second) return;
    const { length } = this.#values;
    this.#second = second;
    this.#row = (second % SECONDS) * length;
    for (let k = 0; k < length; k++) this.#last[this.#row + k] = 0;
  }

  /** A level in the first seconds of the minute that is over, or breaks off. */
  #first(level: number, seconds: number): SecondLevels {
    const { scope, metric } = this.#scopes[level]!;
    const values = Float64Array.from({ length: seconds }, (_, k) => this.#last[k * this.#scopes.length + level]!);
    return { scope, metric, values };
  }
}

interface WatchedLevel {
  readonly metric: string;
  readonly level: Level;
  /** What is added to it. */
  readonly plus: number;
}
