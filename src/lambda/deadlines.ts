/** Deadlines of things that mostly end before them: one a row, never cancelled. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import { RANK } from './events.ts';

/**
 * A row is used again and again, and the event of an earlier deadline may still be ahead. It comes no later than the
 * present deadline, looks, and goes on to that: so a row has one event ahead, however many things pass through it.
 *
 * What ends at its very deadline has ended in time: the event comes after the releases of its instant.
 */
export class Deadlines {
  readonly #simulation: Simulation;
  readonly #kind: number;
  /** The present deadline; Infinity = none. */
  #at = new Float64Array(64).fill(Infinity);
  /** When the event that is ahead comes; Infinity = none is. */
  #ahead = new Float64Array(64).fill(Infinity);

  /** @param kind of the event; its index is the row */
  constructor(simulation: Simulation, kind: number) {
    this.#simulation = simulation;
    this.#kind = kind;
  }

  /** From now on the row has this deadline, Infinity for none. */
  set(row: number, at: Micros): void {
    while (row >= this.#at.length) this.#grow();
    this.#at[row] = at;
    if (at < this.#ahead[row]!) this.#schedule(row, at);
  }

  /** The row has no deadline any more. */
  clear(row: number): void {
    this.#at[row] = Infinity;
  }

  /** The event: whether the row's deadline is now. It has none after that. */
  isReached(row: number): boolean {
    const { now } = this.#simulation;
    const at = this.#at[row]!;
    if (this.#ahead[row] === now) this.#ahead[row] = Infinity;
    if (at === now) {
      this.#at[row] = Infinity;
      return true;
    }
    if (at < this.#ahead[row]!) this.#schedule(row, at);
    return false;
  }

  #schedule(row: number, at: Micros): void {
    this.#ahead[row] = at;
    this.#simulation.schedule(at, RANK.expire, this.#kind, row);
  }

  #grow(): void {
    const size = this.#at.length;
    this.#at = grown(this.#at).fill(Infinity, size);
    this.#ahead = grown(this.#ahead).fill(Infinity, size);
  }
}
