/** The port to which the model tells the life of every environment, one by one; it is there where somebody asked. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from './course.ts';

/** Which environment. */
export interface EnvironmentId {
  /** Number of the function, in the order of the names. */
  readonly fn: number;
  /** Number of the version within its function; $LATEST is 0. */
  readonly version: number;
  /** Number within its function, in the order of creation. */
  readonly environment: number;
}

/** Whose attempt an invocation is. */
export interface AttemptId {
  /** Name of the source. */
  readonly source: string;
  /** Number of the request within its source. */
  readonly request: number;
  /** 0 for the first. */
  readonly attempt: number;
  /** Of an asynchronous event: Lambda's own retries keep its request id; a caller's retry is a request of its own. */
  readonly isEvent: boolean;
}

/** Facts at the instant `now`, told as soon as they are decided. */
export interface EnvironmentLog {
  /** An environment begins to exist, idle or for the invocation that is told next. */
  created(id: EnvironmentId, now: Micros): void;
  /** An environment that was created now had its Init before, ahead of requests (R4.4). @param failed R3.5 */
  prepared(id: EnvironmentId, init: Micros, failed: boolean, now: Micros): void;
  /**
   * An attempt was admitted and has the environment from now on, though it may end before it is an invocation (R3.6).
   * @param course what it will come to; take it at once
   */
  invoked(id: EnvironmentId, attempt: AttemptId, course: CourseFacts, now: Micros): void;
  /** The environment is gone. */
  ended(id: EnvironmentId, now: Micros): void;
}

/** Whose invocation is logged. */
export interface LoggedCaller {
  readonly source: string;
  readonly mode: string;
}

/** What is logged, and in which place of the table it runs. */
export interface LoggedCourse extends CourseFacts {
  readonly environment: number;
}

/** One log that tells several; `null` where there is none to tell. */
export function logs(all: readonly EnvironmentLog[]): EnvironmentLog | null {
  if (all.length <= 1) return all[0] ?? null;
  return {
    created: (id, now) => {
      for (const log of all) log.created(id, now);
    },
    prepared: (id, init, failed, now) => {
      for (const log of all) log.prepared(id, init, failed, now);
    },
    invoked: (id, attempt, course, now) => {
      for (const log of all) log.invoked(id, attempt, course, now);
    },
    ended: (id, now) => {
      for (const log of all) log.ended(id, now);
    },
  };
}
