/** Time inside the simulator: whole microseconds since the start of the run. */

/**
 * An instant or a span in whole microseconds. A year is 3.2e13, far below 2^53, so sums stay exact.
 */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;

/** Milliseconds as whole microseconds, rounded to the nearest. */
export function fromMilliseconds(milliseconds: number): Micros {
  return Math.round(milliseconds * MILLISECOND);
}

/** Microseconds as seconds, for what leaves the simulator (names end in `_s`). */
export function toSeconds(micros: Micros): number {
  return micros / SECOND;
}

/** Microseconds as milliseconds, for what leaves the simulator (names end in `_ms`). */
export function toMilliseconds(micros: Micros): number {
  return micros / MILLISECOND;
}
