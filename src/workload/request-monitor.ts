/** The port to which the workload reports what becomes of requests. */
import type { Request, Service } from './request.ts';

/**
 * Facts about requests at the present instant of the simulation, reported as soon as they are decided. Sources are
 * numbered in the order of their names, routes in the order of the file (0 where a source has none). A request of a
 * source without routes that is settled by its first attempt with a success is never an object.
 */
export interface RequestMonitor {
  /** A request arrives, and it is not told at once that its first attempt settles it with a success. */
  arrived(source: number, route: number): void;
  /** A further attempt is made, or another item of a Map state is begun. */
  retried(request: Request): void;
  /** Lambda throttles an attempt. */
  refused(request: Request): void;
  /** A gateway answers an attempt at this function 429 itself: Lambda never sees it (R5.9). */
  turnedAway(request: Request, fn: number): void;
  /** The authorizer of a source is invoked. */
  authorizing(source: number): void;
  /** The answer of a first attempt is not final: the client waits for it and may try again. Once per request. */
  postponed(request: Request): void;
  /** A request arrives, and its first attempt, one invocation of the only function, will be a success. */
  served(source: number, service: Service): void;
  /** The request will be a success by the invocation that was admitted at `request.start`. */
  servedLate(request: Request, service: Service): void;
  /** The last answer, at `request.answerAt`, is not a success. */
  failed(request: Request): void;
  /** The request that arrives now will have no final answer by the end of the run. */
  unfinished(source: number): void;
  /** This request has no final answer by the end of the run. */
  unfinishedLate(request: Request): void;
}
