/** Keys of `functions.<name>` about asynchronous events (R6.3-R6.7). */
import type * as z from 'zod';
import { MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS, MINIMUM_EVENT_AGE } from '../lambda/quotas.ts';
import type { DestinationType } from '../lambda/config.ts';
import { keys, oneOf, text } from './field.ts';
import { share, time, whole } from './quantities.ts';
import { showTime } from './units.ts';

const TYPES = ['sqs', 'sns', 'eventbridge', 'lambda', 's3'] as const;

const destination = keys({
  to: text(200)
    .optional()
    .describe('Name of the function or queue that gets the record; of anything else a name of your choice.'),
  type: oneOf(TYPES)
    .optional()
    .describe(
      'sqs puts messages into the queue that to names, where the scenario has queues; else it, sns, eventbridge and s3 only count what they get. Default: what to names.',
    ),
  failing: share().prefault('0%').describe('Share of deliveries that fail.'),
});

/** A destination as the file has it, read; topics are those of Kafka mappings. */
export type DestinationSpec = Omit<z.output<typeof destination>, 'type'> & {
  readonly type?: DestinationType | undefined;
};

/** Schemas that the documentation shows in tables of their own. */
export const eventInvokeParts = { destination };

/** What Lambda does with the asynchronous events of a function. */
export const eventInvokeShape = {
  maximumRetryAttempts: whole({ max: MAXIMUM_RETRY_ATTEMPTS, reason: 'R6.3' })
    .prefault(MAXIMUM_RETRY_ATTEMPTS)
    .describe('Further attempts of an asynchronous event after function errors, 0 to 2 (R6.3).'),
  maximumEventAge: time({ min: MINIMUM_EVENT_AGE, max: MAXIMUM_EVENT_AGE, likely: 's', reason: 'R6.5' })
    .prefault(showTime(MAXIMUM_EVENT_AGE))
    .describe('An asynchronous event that has not been processed by then is dropped, 60s to 6h (R6.5).'),
  onFailure: destination.optional().describe('Where a record of each dropped event goes (R6.7).'),
  onSuccess: destination.optional().describe('Where a record of each processed event goes (R6.7).'),
  deadLetter: destination.optional().describe('Dead-letter queue for dropped events, of type sqs or sns (R6.7).'),
};
