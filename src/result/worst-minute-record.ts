/** What a run keeps of its worst minute: plain data that workers can send. */
import type { Micros } from '../des/time.ts';

/** What was in use: of the account ConcurrentExecutions, perhaps ClaimedAccountConcurrency and background; of a function ConcurrentExecutions. */
export interface SecondLevels {
  /** `account` or `functions.<name>`. */
  readonly scope: string;
  readonly metric: string;
  /** The greatest within each second. */
  readonly values: Float64Array;
}

/** Throttles of one function for one reason in the seconds of a minute. */
export interface SecondThrottles {
  readonly function: string;
  /** Index into THROTTLES. */
  readonly throttle: number;
  /** One number a second. */
  readonly counts: Float64Array;
}

/** One calendar minute; what does not reach its end has fewer seconds. */
export interface WorstMinute {
  /** Where it begins. */
  readonly start: Micros;
  readonly levels: readonly SecondLevels[];
  /** What the window counts of it. */
  readonly throttles: readonly SecondThrottles[];
}
