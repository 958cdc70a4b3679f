/** Keys of `sources.<name>` of those that read a queue, or write into one. */
import * as z from 'zod';
import { SECOND } from '../des/time.ts';
import {
  DEFAULT_MAXIMUM_POLLERS,
  DEFAULT_SQS_BATCH,
  MAXIMUM_BATCHING_WINDOW,
  MAXIMUM_MAXIMUM_CONCURRENCY,
  MAXIMUM_PROVISIONED_POLLERS,
  MAXIMUM_REDRIVE_RATE,
  MAXIMUM_SQS_BATCH,
  MINIMUM_MAXIMUM_CONCURRENCY,
  MINIMUM_PROVISIONED_POLLERS,
  MOST_LEAST_POLLERS,
} from '../lambda/quotas.ts';
import { choice, fieldNotes, isMap, keys, oneOf, text } from './field.ts';
import { pollerKeys } from './poller-schema.ts';
import { rate, share, time, whole } from './quantities.ts';
import { queueKeys, queueSchema, type QueueSpec } from './queue-schema.ts';
import { basic, traffic } from './traffic-schema.ts';

const { function: _function, payload: _payload, duration, ...arrivals } = traffic;

const queue = choice<string | QueueSpec>(
  'the name of a queue, or its keys',
  [],
  [
    { when: isMap, schema: queueSchema },
    { when: (value) => value !== undefined && value !== null, schema: text(200) },
  ],
);
fieldNotes.add(queue, { syntax: 'a name or a map' });

const filter = keys({
  pass: share().prefault('100%').describe('Share of the messages that pass; the others are deleted unread (R8.13).'),
});

const provisionedPollers = keys(
  pollerKeys(
    {
      least: MINIMUM_PROVISIONED_POLLERS,
      mostLeast: MOST_LEAST_POLLERS,
      most: MAXIMUM_PROVISIONED_POLLERS,
      usual: DEFAULT_MAXIMUM_POLLERS,
      reason: 'R8.8',
    },
    'As many as there can be: 100 more a minute while messages wait and all are busy.',
  ),
);

const sqs = keys({
  type: oneOf(['sqs']).describe('Event source mapping of a queue (R8.1-R8.7). Arrivals of its own are optional.'),
  function: basic.function,
  ...arrivals,
  duration,
  queue: queue
    .optional()
    .describe("The queue: its name, or its keys, which may stand here as well; its name is the source's then."),
  ...queueKeys,
  batchSize: whole({ min: 1, max: MAXIMUM_SQS_BATCH, reason: 'R8.2' })
    .prefault(DEFAULT_SQS_BATCH)
    .describe('Messages of an invocation, at most; more than 10 need a batching window (R8.2).'),
  maximumBatchingWindow: time({ max: MAXIMUM_BATCHING_WINDOW, step: SECOND, likely: 's', reason: 'R8.2' })
    .prefault('0s')
    .describe('How long a batch is gathered from its first message on; up to 20s where little comes (R8.2).'),
  maximumConcurrency: whole({
    min: MINIMUM_MAXIMUM_CONCURRENCY,
    max: MAXIMUM_MAXIMUM_CONCURRENCY,
    reason: 'R8.3',
  })
    .optional()
    .describe('Batches at once, at most (R8.3).'),
  provisionedPollers: provisionedPollers
    .optional()
    .describe(
      'Provisioned mode (R8.8): event pollers of 10 batches, 10 polls a second and 1 MB a second each, from min to max; not with maximumConcurrency.',
    ),
  functionResponseTypes: z
    .array(oneOf(['ReportBatchItemFailures']))
    .prefault([])
    .describe('[ReportBatchItemFailures]: the function names the messages that failed, the others are deleted (R8.7).'),
  itemFailures: share().optional().describe('Share of the messages that it names.'),
  filter: filter.optional().describe('Filter criteria of the mapping.'),
});

const producer = keys({
  type: oneOf(['sqs-producer']).describe('Who writes into a queue.'),
  queue: text(200).describe('Name of the queue.'),
  ...arrivals,
});

const redrive = keys({
  type: oneOf(['redrive']).describe('A task that moves messages of a dead-letter queue back to where they came from.'),
  from: text(200).describe('Name of the dead-letter queue.'),
  at: time({ likely: 'm' }).describe('When it begins; it moves what is visible then.'),
  rate: rate({ positive: true })
    .prefault(`${String(MAXIMUM_REDRIVE_RATE)}/s`)
    .describe(
      'Messages that are moved in a second, evenly spaced; AWS lets you ask for at most 500/s. Each counts as new: its age begins again.',
    ),
  enabled: basic.enabled,
});

/** An event source mapping of a queue as the file has it, read. */
export type QueueSourceSpec = z.output<typeof sqs>;
/** A writer into a queue as the file has it, read. */
export type ProducerSpec = z.output<typeof producer>;

/** A redrive task as the file has it, read. */
export type RedriveSpec = z.output<typeof redrive>;

/** Schemas that the documentation shows in tables of their own. */
export const queueSourceParts = { sqs, producer, redrive, filter, provisionedPollers };
