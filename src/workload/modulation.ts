/** The on-off states of a bursty source: a two-state modulated Poisson process that keeps the mean rate. */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Burstiness } from './arrival-config.ts';

/** Subject of the draw that decides the state at t = 0; the lengths of the states are subjects 0, 1, 2 … */
const FIRST_STATE_DRAW = 1;

/**
 * States of exponential length, `on` and `off` on average; the first one is drawn by their share of time. While on, the
 * rate is `ratio` times the mean; while off, what is left: (on + off − ratio·on) / off.
 */
export class Modulation {
  readonly #burstiness: Burstiness;
  readonly #stream: Stream;
  #on: boolean;
  #states = 0;
  #until: Micros = 0;

  constructor(burstiness: Burstiness, stream: Stream) {
    this.#burstiness = burstiness;
    this.#stream = stream;
    const { on, off } = burstiness;
    this.#on = stream.uniform(0, FIRST_STATE_DRAW) >= on / (on + off);
  }

  /** Factor on the rate at an instant; instants never go back. */
  factorAt(at: Micros): number {
    while (at >= this.#until) this.#turn();
    const { ratio, on, off } = this.#burstiness;
    return this.#on ? ratio : (on + off - ratio * on) / off;
  }

  /** End of the state that the last `factorAt` was in. */
  get until(): Micros {
    return this.#until;
  }

  #turn(): void {
    this.#on = !this.#on;
    const mean = this.#on ? this.#burstiness.on : this.#burstiness.off;
    this.#until += Math.max(1, Math.round(-Math.log(this.#stream.uniform(this.#states++, 0)) * mean));
  }
}
