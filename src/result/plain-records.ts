/** What records have in many places. */
import type { Micros } from '../des/time.ts';

/**
 * A log-linear histogram of times in microseconds, with the bins of `histogram.ts`.
 * `counts[k]` belongs to bin `first + k`; `sum` and `max` are exact. Empty: count 0, no counts.
 */
export interface HistogramRecord {
  readonly count: number;
  readonly sum: Micros;
  readonly max: Micros;
  readonly first: number;
  readonly counts: Uint32Array | Float64Array;
}

/** A level over the window: its greatest value and its integral over time (level × microseconds). */
export interface LevelRecord {
  readonly max: number;
  readonly integral: number;
}

/** A level of things that wait: its greatest value, and from then until nothing waited, or the run ended. */
export interface BacklogRecord {
  readonly max: number;
  readonly drainTime: Micros;
}
