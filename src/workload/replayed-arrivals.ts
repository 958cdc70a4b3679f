/** The instants of a trace as they stand. */
import type { Micros } from '../des/time.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';

/** Row by row. */
export class ReplayedArrivals {
  at: Micros = 0;
  handler: Micros = NO_HANDLER_TIME;
  readonly #at: Float64Array;
  readonly #durations: Float64Array | null;
  #row = 0;

  constructor(at: Float64Array, durations: Float64Array | null) {
    this.#at = at;
    this.#durations = durations;
  }

  next(): boolean {
    const row = this.#row++;
    if (row >= this.#at.length) return false;
    if (this.#durations !== null) this.handler = this.#durations[row]!;
    this.at = this.#at[row]!;
    return true;
  }
}
