/** How many times as often the requests of a source arrive while faults are at work on it. */
import type { Micros } from '../des/time.ts';
import type { TrafficChange } from './arrival-config.ts';

/** The factor over time; instants never go back. */
export class TrafficCourse {
  readonly #changes: readonly TrafficChange[];
  #next = 0;

  /** @param changes in order, without overlap */
  constructor(changes: readonly TrafficChange[]) {
    this.#changes = changes;
  }

  /** The factor at an instant. */
  factorAt(at: Micros): number {
    while (this.#next < this.#changes.length && this.#changes[this.#next]!.to <= at) this.#next++;
    const change = this.#changes[this.#next];
    return change !== undefined && change.from <= at ? change.factor : 1;
  }

  /** The end of the stretch that `at` is in: the factor is the same up to there. */
  untilFrom(at: Micros): Micros {
    const factor = this.factorAt(at);
    const change = this.#changes[this.#next];
    if (change === undefined) return Infinity;
    return factor === 1 && change.from > at ? change.from : change.to;
  }
}
