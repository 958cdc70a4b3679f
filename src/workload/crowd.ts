/** How many users of a closed loop are there while faults change the traffic. */
import type { Micros } from '../des/time.ts';
import type { TrafficChange } from './arrival-config.ts';

/**
 * `count` users, and while a fault multiplies the traffic so many times as many: the others join when it begins and go
 * once they have their answer when it is over. With a factor below 1 as many of them pause until it is over.
 */
export class Crowd {
  readonly #count: number;
  readonly #changes: readonly TrafficChange[];
  #gone = 0;
  /** Who pauses, by change. */
  readonly #pausing: number[];

  /** @param changes in order, without overlap */
  constructor(count: number, changes: readonly TrafficChange[]) {
    this.#count = count;
    this.#changes = changes;
    this.#pausing = changes.map(() => 0);
  }

  /** When each further user joins. */
  joining(): readonly Micros[] {
    return this.#changes.flatMap((change, k) => {
      return Array.from({ length: this.#joiningAt(k) }, () => change.from);
    });
  }

  /** A user would send at `at`. @returns that instant, a later one before which it pauses, or Infinity: it goes */
  stays(at: Micros): Micros {
    if (this.#changes.length === 0) return at;
    const k = this.#changes.findIndex(({ from, to }) => from <= at && at < to);
    const joined = this.#changes.reduce((sum, { from }, j) => (from <= at ? sum + this.#joiningAt(j) : sum), 0);
    if (joined - this.#gone > Math.max(0, this.#wanted(k) - this.#count)) {
      this.#gone++;
      return Infinity;
    }
    if (k < 0 || this.#pausing[k]! >= this.#count - this.#wanted(k)) return at;
    this.#pausing[k]!++;
    return this.#changes[k]!.to;
  }

  #wanted(k: number): number {
    return k < 0 ? this.#count : Math.round(this.#count * this.#changes[k]!.factor);
  }

  /** As many as are missing when the change begins. */
  #joiningAt(k: number): number {
    const before = k > 0 && this.#changes[k - 1]!.to === this.#changes[k]!.from ? this.#wanted(k - 1) : this.#count;
    return Math.max(0, this.#wanted(k) - Math.max(before, this.#count));
  }
}
