/** The port to which the model reports facts; statistics are made outside. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from './course.ts';

/** Provisioned concurrency of one version. */
export interface ProvisionedLevels {
  /** Configured, READY or not. */
  readonly wanted: number;
  /** READY. */
  readonly usable: number;
  /** Set aside: configured, and what is to go but is still busy. */
  readonly held: number;
}

/**
 * Facts about functions at the present instant of the simulation, reported as soon as they are decided. Functions are
 * numbered in the order of their names, versions as they stand in the function, $LATEST before them as 0.
 */
export interface Monitor {
  /** An attempt was answered 429. @param version number within the function @param throttle index into THROTTLES */
  throttled(fn: number, version: number, throttle: number): void;
  /** An attempt was admitted: it holds a unit of concurrency from now until `released`. @param course what it will come to */
  started(fn: number, course: CourseFacts): void;
  /**
   * The end of an invocation is known, which had been reported as `started` with an open course.
   * @param course what it came to @param start when it was admitted
   */
  completed(fn: number, course: CourseFacts, start: Micros): void;
  /** R9.9: a chain of requests has come back to this function too often; it was not run again. */
  loopStopped(fn: number): void;
  /** R3.20: an attempt was refused at once, without an invocation. @param course with the error */
  refused(fn: number, course: CourseFacts): void;
  /** R3.6: an attempt was admitted and holds a unit until `released`, but Restore will fail: no invocation. */
  restoreFailed(fn: number, course: CourseFacts): void;
  /** An invocation gave its unit of concurrency back. @param provisioned whether it ran on a provisioned environment */
  released(fn: number, version: number, provisioned: boolean): void;
  /** More or less is provisioned of a version. @param levels read them at once */
  provisionedChanged(fn: number, version: number, levels: ProvisionedLevels): void;
  /** Init of a provisioned environment that began or was allocated, and is paid for (R10.10). */
  provisionedInit(fn: number, version: number, init: Micros): void;
  /** An environment was created for an invocation (`onDemand`) or was there at t = 0. */
  environmentCreated(fn: number, onDemand: boolean): void;
  /** An environment of this age was stopped. */
  environmentEnded(fn: number, age: Micros): void;
  /** The functions that are not modelled hold this much of the unreserved pool from now on. */
  backgroundChanged(level: number): void;
}
