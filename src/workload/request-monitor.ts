/** The port to which the workload reports what becomes of requests. */
import type { Micros } from '../des/time.ts';

/** Why a request got no success: throttled, a function error, time that ran out (client, gateway or function). */
export type Failure = 'throttled' | 'error' | 'timeout';

/** What is known of a request whose final answer is decided. Sources are numbered in the order of their names. */
export interface RequestMonitor {
  /** A request arrives: its first attempt is made now. */
  arrived(source: number, now: Micros): void;
  /** One attempt, the first included, of a request that arrived at `arrival`. */
  attempted(source: number, now: Micros, arrival: Micros, throttled: boolean): void;
  /** The answer of an attempt is not final: the client waits and tries again. Once per request. */
  postponed(source: number, arrival: Micros): void;
  /**
   * A success is on its way.
   * @param retries arrival to the last attempt @param overhead @param init @param run the parts of that attempt
   * @param late whether `postponed` was told of this request before
   */
  served(source: number, arrival: Micros, retries: Micros, overhead: Micros, init: Micros, run: Micros, throttledBefore: boolean, late: boolean): void;
  /** The final answer, after `latency`, is not a success. */
  failed(source: number, arrival: Micros, latency: Micros, failure: Failure, throttledBefore: boolean, late: boolean): void;
  /** The request has no final answer by the end of the run. */
  unfinished(source: number, arrival: Micros, throttledBefore: boolean): void;
}
