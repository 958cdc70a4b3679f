/** The part of the schema of result.json that is about asynchronous events. */
import { z } from 'zod';
import { amount, counted, maxBand, maximum, statistics } from './result-schema-parts.ts';

/** Keys of a function that events can come to. */
export const asyncFigures = {
  AsyncEventsReceived: counted
    .describe('Asynchronous events accepted; these keys only where some can come')
    .exactOptional(),
  AsyncEventsDropped: counted.describe('Discarded without success, kept elsewhere or not').exactOptional(),
  AsyncEventAge: statistics.describe('At each attempt, throttled ones included').exactOptional(),
  DeadLetterErrors: counted.exactOptional(),
  DestinationDeliveryFailures: counted.exactOptional(),
  asyncEvents: z
    .strictObject({
      succeeded: counted,
      dropped: z.strictObject({
        RetriesExhausted: counted,
        EventAgeExceeded: counted,
        ReservedConcurrencyZero: counted,
        RecursiveInvocation: counted,
      }),
      deadLettered: counted.describe('Dropped events that a dead-letter queue or an on-failure destination has'),
      lost: counted.describe('Dropped events that nobody has'),
      delivered: z
        .strictObject({ deadLetter: counted, onFailure: counted, onSuccess: counted })
        .describe('Records that arrived'),
      attempts: counted,
      throttledAttempts: counted,
      duplicateAttempts: counted.describe('Attempts of second deliveries'),
      running: counted.describe('At the end: failing attempts that still ran'),
      queued: counted.describe('At the end: events that were to be tried'),
    })
    .exactOptional(),
  asyncQueue: z
    .strictObject({
      max: maximum,
      mean: amount,
      drainTime_s: amount.describe('From the greatest number until none waited, or the run ended'),
      maxBand,
    })
    .describe('Events that waited for a further attempt')
    .exactOptional(),
};

/** One reading of `asyncRetry`. */
export const asyncReading = z
  .strictObject({ AsyncEventsDropped: amount, AsyncEventAge_p99_ms: amount })
  .meta({ id: 'asyncReading' });
