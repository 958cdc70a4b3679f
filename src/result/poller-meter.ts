/** Counts provisioned event pollers, and what they are billed for (R8.8, R10.14, R11.25). */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';
import { Level } from './level.ts';
import { PageMaxima } from './page-maxima.ts';
import type { Present } from './present.ts';
import type { LevelRecord } from './run-record.ts';

/** The pollers of one mapping. */
export class PollerMeter {
  readonly #present: Present;
  readonly #level: Level;
  readonly #maxima: PageMaxima;
  /** When each of them began; the last one to come is the first one to go. */
  readonly #since: Micros[] = [];
  /** What pollers that ended within a minute are billed for beyond their time. */
  #extra: Micros = 0;

  constructor(present: Present) {
    this.#present = present;
    this.#level = new Level(present);
    this.#maxima = new PageMaxima(present.buckets);
  }

  /** The window begins. */
  beginWindow(): void {
    this.#level.restart();
    this.#extra = 0;
  }

  /** So many there are from now on. */
  set(count: number): void {
    const { now } = this.#present;
    while (this.#since.length < count) this.#since.push(now);
    while (this.#since.length > count) this.#extra += Math.max(0, MINUTE - (now - this.#since.pop()!));
    this.#level.set(count);
    this.#maxima.set(count);
  }

  /** Once, at the end. @returns the level, and event poller units × seconds, each for a minute at least */
  record(until: Micros): { readonly pollers: LevelRecord; readonly unit_s: number } {
    const pollers = this.#level.record(until);
    return { pollers, unit_s: (pollers.integral + this.#extra) / SECOND };
  }

  /** By bucket. */
  values(): Float64Array {
    return this.#maxima.values();
  }
}
