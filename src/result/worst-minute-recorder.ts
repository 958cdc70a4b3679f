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
 * Reads the levels of the account and of all functions at the end of each second, and so costs nothing where they
 * change. Memory for two minutes, however long the run.
 */
export class WorstMinuteRecorder implements PageWatcher {
  readonly #present: Present;
  readonly #names: readonly string[];
  readonly #levels: readonly LastSeconds[];
  /** The second under way, and its minute. */
  #second = 0;
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
    this.#levels = [
      ...account.book.levels().map(({ metric, level, plus }) => new LastSeconds('account', metric, level, plus)),
      ...functions.map((f) => new LastSeconds(`functions.${f.name}`, 'ConcurrentExecutions', f.concurrency, 0)),
    ];
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
    this.#goOn(end);
    if (this.#sum > this.#most) {
      const start = this.#minute * SECONDS;
      this.#most = this.#sum;
      this.#worst = {
        start: start * SECOND,
        levels: this.#levels.map((level) => level.first(end - start)),
        throttles: [...this.#throttles.values()].map((own) => ({ ...own, counts: own.counts.slice(0, end - start) })),
      };
    }
    if (this.#sum === 0) return;
    this.#sum = 0;
    this.#throttles = new Map();
  }

  #goOn(second: number): void {
    if (second === this.#second) return;
    for (const level of this.#levels) level.turn(this.#second, second);
    this.#second = second;
  }
}

/** A level's greatest values in the last sixty seconds. */
class LastSeconds {
  readonly #scope: string;
  readonly #metric: string;
  readonly #level: Level;
  readonly #plus: number;
  /** By second modulo sixty: a minute begins at the first of them. */
  readonly #last = new Float64Array(SECONDS);

  /** @param plus what is added to the level */
  constructor(scope: string, metric: string, level: Level, plus: number) {
    this.#scope = scope;
    this.#metric = metric;
    this.#level = level;
    this.#plus = plus;
  }

  /** The second `from` is over, and now it is second `to`; in between nothing changed. */
  turn(from: number, to: number): void {
    const last = this.#last;
    last[from % SECONDS] = this.#level.turnPart(to * SECOND) + this.#plus;
    const held = this.#level.value + this.#plus;
    for (let k = Math.max(from + 1, to - SECONDS); k < to; k++) last[k % SECONDS] = held;
  }

  /** The first seconds of the minute that is over, or breaks off. */
  first(seconds: number): SecondLevels {
    return { scope: this.#scope, metric: this.#metric, values: this.#last.slice(0, seconds) };
  }
}
