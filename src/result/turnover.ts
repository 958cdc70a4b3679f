/** Whether a reader keeps up: goes by the rounds in which all that waits at an instant is gone. */
import type { Micros } from '../des/time.ts';

/** What the reader was called with while its batch was under way: all of it counts as one invocation. */
interface Call {
  readonly overhead: Micros;
  readonly init: Micros;
  readonly restore?: Micros;
  readonly response: Micros;
}

/**
 * A reader that keeps up lets nothing wait longer than `hold` (its batching window and the way to it) and two
 * invocations, the one under way and its own, going by the longest that succeeded so far.
 */
export class Turnover {
  /** When the round began: it ends when all that was there then is gone. */
  since: Micros = 0;
  readonly #hold: Micros;
  #longest: Micros = 0;
  /** End of the last round that took too long. */
  #lateUntil = -Infinity;

  /** @param hold how long a reader that keeps up lets something wait before it calls */
  constructor(hold: Micros) {
    this.#hold = hold;
  }

  /** How long a round may take. */
  get inTime(): Micros {
    return this.#hold + 2 * this.#longest;
  }

  /** An invocation succeeded. */
  call({ overhead, init, restore = 0, response }: Call): void {
    const time = overhead + init + restore + response;
    if (time > this.#longest) this.#longest = time;
  }

  /** Something comes where nothing waited, or all before now is to be forgotten. */
  begin(at: Micros): void {
    this.since = at;
  }

  /** All that was there when the round began is gone: the next one begins. @returns whether it was gone in time */
  turn(now: Micros): boolean {
    const isInTime = this.#isInTime(now);
    if (!isInTime) this.#lateUntil = now;
    this.since = now;
    return isInTime;
  }

  /** Whether the reader kept up from `at` until now. */
  keptUp(at: Micros, now: Micros): boolean {
    return this.#lateUntil < at && this.#isInTime(now);
  }

  #isInTime(now: Micros): boolean {
    return now - this.since <= this.inTime;
  }
}
