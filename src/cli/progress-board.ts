/** How far each replication has come, in memory that worker threads share. */
import type { Micros } from '../des/time.ts';

/** Two numbers a run: the simulated time reached, and the events executed. Read for display only. */
export class ProgressBoard {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Float64Array;

  /** From a number of runs, or from the memory of another thread's board. */
  constructor(from: number | SharedArrayBuffer) {
    this.memory = typeof from === 'number' ? new SharedArrayBuffer(from * 16) : from;
    this.#cells = new Float64Array(this.memory);
  }

  /** @param run 1-based */
  report(run: number, now: Micros, events: number): void {
    this.#cells[2 * run - 2] = now;
    this.#cells[2 * run - 1] = events;
  }

  /** Sums over all runs, and how many have reached `horizon`. */
  totals(horizon: Micros): { readonly now: Micros; readonly events: number; readonly finished: number } {
    let now = 0;
    let events = 0;
    let finished = 0;
    for (let index = 0; index < this.#cells.length; index += 2) {
      const reached = this.#cells[index] ?? 0;
      now += reached;
      events += this.#cells[index + 1] ?? 0;
      if (reached >= horizon) finished += 1;
    }
    return { now, events, finished };
  }
}
