/** The port to which the model reports facts; statistics are made outside. */
import type { Micros } from '../des/time.ts';

/**
 * Facts about functions, reported as soon as they are decided. Functions are numbered in the order of their names.
 * Calls come in the order of the clock.
 */
export interface Monitor {
  /** An attempt was answered 429. @param throttle index into THROTTLES */
  throttled(fn: number, now: Micros, throttle: number): void;
  /**
   * An attempt was admitted: it holds a unit of concurrency from `now` until `released`.
   * @param cold whether it waits for an on-demand Init
   * @param init length of the Init phase, 0 if none
   * @param duration CloudWatch's Duration (R11.7)
   * @param end when it will have ended
   * @param failed whether it ends in a function error
   * @param billedMs billed duration in ms (R10.3-R10.6)
   */
  started(
    fn: number,
    now: Micros,
    cold: boolean,
    init: Micros,
    duration: Micros,
    end: Micros,
    failed: boolean,
    billedMs: number,
  ): void;
  /** An invocation gave its unit of concurrency back. */
  released(fn: number, now: Micros): void;
  /** An environment was created for an invocation (`onDemand`) or was there at t = 0. */
  environmentCreated(fn: number, now: Micros, onDemand: boolean): void;
  /** An environment of this age was stopped. */
  environmentEnded(fn: number, now: Micros, age: Micros): void;
  /** The functions that are not modelled hold this much of the unreserved pool from `now` on. */
  backgroundChanged(now: Micros, level: number): void;
}
