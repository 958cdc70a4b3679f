/** The port to which dependencies report. */
import type { Micros } from '../des/time.ts';

/** How a call ends for the handler that made it: `timeout` is the call's own, `abandoned` = the handler's time was up. */
export type DependencyAnswer = 'served' | 'failed' | 'timeout' | 'abandoned';

/**
 * Facts at the present instant of the simulation. Dependencies and functions are numbered in the order of their names;
 * `at` is the instant at which the call reached the dependency, of one that is given up on its way that at which it was made.
 */
export interface DependencyMonitor {
  /** A handler makes a call. */
  called(dependency: number, fn: number): void;
  /** There is no room for it, or no connection. */
  rejected(dependency: number, fn: number): void;
  /** It waits from now on. */
  queued(dependency: number, fn: number): void;
  /** Its service begins. @param queued whether it has waited */
  began(dependency: number, fn: number, at: Micros, queued: boolean): void;
  /** A place is free again. @param began when the service in it began */
  freed(dependency: number, fn: number, began: Micros): void;
  /** What the handler was answered, or whether it gave up. @param queued whether it gave up waiting for service */
  answered(dependency: number, fn: number, at: Micros, answer: DependencyAnswer, queued: boolean): void;
  /** So many connections are held from now on. */
  connected(dependency: number, held: number): void;
}
