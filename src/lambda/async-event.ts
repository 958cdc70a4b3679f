/** What is told of an asynchronous event, and the port to which Lambda's internal queue reports (§6 of the rules). */
import type { Micros } from '../des/time.ts';
import type { CourseFacts, Ending } from './course.ts';
import type { DropCondition } from './drop-condition.ts';

/** Where a record of an event can go (R6.7). */
export type Delivery = 'deadLetter' | 'onFailure' | 'onSuccess';

/** How the last attempt of an event came out; `none` = it was never tried, `refused` = an error of the service (R5.4). */
export type LastAttempt = 'none' | 'throttled' | 'refused' | Exclude<Ending, 'success'>;

/** The facts of one event; the object is written anew for every event, so take what you need at once. */
export interface AsyncEventFacts {
  /** Number of the function. */
  readonly fn: number;
  /** Number of the source; −1 where a destination sent it, or where it is the second delivery of an event (R6.8). */
  readonly source: number;
  /** A second delivery of an event (R6.8): what becomes of it is no event's ending. */
  readonly duplicate: boolean;
  readonly acceptedAt: Micros;
  /** Attempts made, throttled ones included. */
  readonly attempts: number;
  /** Throttled ones among them. */
  readonly throttles: number;
  readonly last: LastAttempt;
  /** When the last attempt that was admitted began; NaN if none was. */
  readonly start: Micros;
}

/** Facts about asynchronous events at the present instant of the simulation. */
export interface AsyncMonitor {
  /** An event was accepted (R6.1). */
  received(event: AsyncEventFacts): void;
  /** An attempt is made, admitted or not (R11.18). `event.attempts` counts it. @param age since acceptance */
  attempted(event: AsyncEventFacts, age: Micros): void;
  /** That attempt was throttled. */
  refused(event: AsyncEventFacts): void;
  /** The attempt was admitted. @param requests how many requests it is billed as (R6.13) */
  started(event: AsyncEventFacts, requests: number): void;
  /** The attempt that was just admitted will be a success. */
  succeeded(event: AsyncEventFacts, course: CourseFacts): void;
  /** From now on the event waits for a further attempt: it was throttled, it failed, or others are before it. */
  waits(event: AsyncEventFacts): void;
  /** It no longer waits: it is being run, or dropped. */
  waited(event: AsyncEventFacts): void;
  /** The event is discarded without success (R11.19). @param kept whether a dead-letter queue or destination has it */
  dropped(event: AsyncEventFacts, condition: DropCondition, kept: boolean): void;
  /** A record was sent on. @param delivered whether it arrived there (R11.5, R11.6) */
  delivered(fn: number, delivery: Delivery, delivered: boolean): void;
  /** At the end of the run the event has not ended. @param running it is being run, else it waits */
  unfinished(event: AsyncEventFacts, running: boolean): void;
}
