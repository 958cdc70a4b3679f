/** Keys of `sources.<name>` of those that read a queue of Amazon MQ (R8.10). */
import type * as z from 'zod';
import { SECOND } from '../des/time.ts';
import {
  BROKER_BATCHING_WINDOW,
  DEFAULT_STREAM_BATCH,
  LONGEST_BATCHING_WINDOW,
  MAXIMUM_STREAM_BATCH,
} from '../lambda/quotas.ts';
import { keys, oneOf } from './field.ts';
import { handlerTime } from './function-schema.ts';
import { LONGEST_TIME, share, sizeInKilobytes, time, whole } from './quantities.ts';
import { traffic } from './traffic-schema.ts';
import { showTime } from './units.ts';

const { payload: _payload, ...arrivals } = traffic;

/** Messages that a queue may hold at t = 0. */
const LARGEST_BACKLOG = 10_000_000;
/** What ActiveMQ and RabbitMQ take by default, and more than a batch holds. */
const LARGEST_MESSAGE_KB = 6 * 1_024;

const filter = keys({
  pass: share().prefault('100%').describe('Share of the messages that pass; the others are deleted unread.'),
});

const mq = keys({
  type: oneOf(['mq']).describe('An event source mapping of a queue of Amazon MQ (R8.10).'),
  broker: oneOf(['activemq', 'rabbitmq']).describe(
    'Its engine: five batches at once of ActiveMQ, one of RabbitMQ, whatever concurrency the function has (R8.10).',
  ),
  ...arrivals,
  duration: handlerTime.optional().describe("Handler time of this mapping's batches; default: the function's."),
  batchSize: whole({ min: 1, max: MAXIMUM_STREAM_BATCH, reason: 'R8.10' })
    .prefault(DEFAULT_STREAM_BATCH)
    .describe('Messages of a batch at most, up to 10,000; 6 MB at most.'),
  maximumBatchingWindow: time({ max: LONGEST_BATCHING_WINDOW, likely: 's', reason: 'R8.10' })
    .prefault(showTime(BROKER_BATCHING_WINDOW))
    .describe('How long a batch is gathered from its first message on, up to 300s.'),
  retention: time({ min: SECOND, max: LONGEST_TIME, likely: 'h' })
    .optional()
    .describe('Messages expire after this long, also while their batch is tried again. Default: never.'),
  backlog: whole({ max: LARGEST_BACKLOG }).prefault(0).describe('Messages that wait at t = 0.'),
  backlogAge: time({ max: LONGEST_TIME, likely: 'h' })
    .optional()
    .describe('Age of the oldest of them; the others were sent evenly since then. Default 0s.'),
  messageSize: sizeInKilobytes({ max: LARGEST_MESSAGE_KB, reason: 'R8.2' })
    .optional()
    .describe('Size of a message; a batch holds 6 MB at most.'),
  filter: filter.optional().describe('Filter criteria of the mapping.'),
});

/** A mapping of a broker's queue as the file has it, read. */
export type BrokerSourceSpec = z.output<typeof mq>;

/** Schemas that the documentation shows in tables of their own. */
export const brokerParts = { mq };
