/** What a result has of the asynchronous events of a function. */
import type { Delivery } from '../lambda/async-event.ts';
import type { DropCondition } from '../lambda/drop-condition.ts';
import type { MaxMean, Statistics } from './figure-shapes.ts';

/** Asynchronous events of one function: facts of the window by their own instant, what is open at its end. */
export interface AsyncResult {
  readonly AsyncEventsReceived: number;
  readonly AsyncEventsDropped: number;
  /** At each attempt, throttled ones included (R11.18). */
  readonly AsyncEventAge: Statistics;
  readonly DeadLetterErrors: number;
  readonly DestinationDeliveryFailures: number;
  readonly asyncEvents: {
    readonly succeeded: number;
    readonly dropped: Readonly<Record<DropCondition, number>>;
    /** Dropped events that a dead-letter queue or an on-failure destination has. */
    readonly deadLettered: number;
    /** Dropped events that nobody has. */
    readonly lost: number;
    /** Records that arrived, by where they were sent. */
    readonly delivered: Readonly<Record<Delivery, number>>;
    readonly attempts: number;
    readonly throttledAttempts: number;
    readonly duplicateAttempts: number;
    /** At the end: failing attempts that still ran, and events that were to be tried. */
    readonly running: number;
    readonly queued: number;
  };
  /** Events that wait for a further attempt; from the greatest number until none did. */
  readonly asyncQueue: MaxMean & { readonly drainTime_s: number };
}
