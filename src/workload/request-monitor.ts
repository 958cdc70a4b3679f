/** The port to which the workload reports what becomes of requests. */
import type { CourseFacts } from '../lambda/course.ts';
import type { Request } from './request.ts';

/**
 * Facts about requests at the present instant of the simulation, reported as soon as they are decided. Sources are
 * numbered in the order of their names. A request whose first attempt settles it with a success is never an object.
 */
export interface RequestMonitor {
  /** A request arrives, and its first attempt does not settle it with a success within the run. */
  arrived(source: number): void;
  /** A further attempt is made. */
  retried(request: Request): void;
  /** An attempt is throttled. */
  refused(request: Request): void;
  /** The answer of a first attempt is not final: the client waits for it and may try again. Once per request. */
  postponed(request: Request): void;
  /** A request arrives, and its first attempt will be a success. */
  served(source: number, course: CourseFacts): void;
  /** A later attempt will be a success. */
  servedLate(request: Request, course: CourseFacts): void;
  /** The last answer, at `request.answerAt`, is not a success. */
  failed(request: Request): void;
  /** The request that arrives now will have no final answer by the end of the run. */
  unfinished(source: number): void;
  /** This request has no final answer by the end of the run. */
  unfinishedLate(request: Request): void;
}
