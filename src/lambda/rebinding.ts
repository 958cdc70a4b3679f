/** A request that waits for a new environment moves to one that becomes free earlier (A-15, `rebindOnWarmFree`). */
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';

/**
 * When each environment at work becomes free of all that it is promised for.
 *
 * A what-if: AWS binds a request to the environment that was started for it. Everything is decided when the request
 * comes, so it can move to an environment that was at work then, not to one that was started after it.
 */
export class Rebinding {
  #freeAt = new Float64Array(256);
  /** What it has to do: its start or the invocation that runs, and those that wait for it. */
  #invocations = new Int32Array(256);
  #size = 0;

  /** An invocation, or its start, is placed in this environment and will leave it at `freeAt`. */
  place(environment: number, freeAt: Micros): void {
    while (environment >= this.#freeAt.length) {
      this.#freeAt = grown(this.#freeAt);
      this.#invocations = grown(this.#invocations);
    }
    this.#size = Math.max(this.#size, environment + 1);
    this.#freeAt[environment] = freeAt;
    this.#invocations[environment]!++;
  }

  /** An invocation leaves. @returns whether the environment is free now */
  leave(environment: number): boolean {
    const left = --this.#invocations[environment]!;
    return left === 0;
  }

  /** When an environment becomes free. */
  freeAt(environment: number): Micros {
    return this.#freeAt[environment]!;
  }

  /** The environment at work that has done all that it is promised for first, before `before`; −1 = none. */
  earliest(before: Micros, fits: (environment: number) => boolean): number {
    let best = -1;
    let bestAt = before;
    for (let environment = 0; environment < this.#size; environment++) {
      const at = this.#freeAt[environment]!;
      if (this.#invocations[environment]! > 0 && at < bestAt && fits(environment)) {
        best = environment;
        bestAt = at;
      }
    }
    return best;
  }
}
