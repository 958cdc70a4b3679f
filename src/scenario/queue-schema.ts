/** Keys of `queues.<name>`, and of a queue that stands inside the mapping that reads it. */
import type * as z from 'zod';
import { SECOND } from '../des/time.ts';
import {
  DEFAULT_RETENTION,
  DEFAULT_VISIBILITY_TIMEOUT,
  MAXIMUM_MESSAGE_KB,
  MAXIMUM_RECEIVE_COUNT,
  MAXIMUM_RETENTION,
  MAXIMUM_VISIBILITY_TIMEOUT,
  MINIMUM_RETENTION,
} from '../lambda/quotas.ts';
import { flag, keys, text } from './field.ts';
import { number, sizeInKilobytes, time, whole } from './quantities.ts';
import { showTime } from './units.ts';

/** Messages that a queue may hold at t = 0. */
const LARGEST_BACKLOG = 10_000_000;
const MOST_GROUPS = 1_000_000;

const skew = keys({
  zipf: number({ max: 10 }).describe(
    'The k-th busiest group has 1 / k^zipf as many messages as the busiest; 0 = all alike.',
  ),
});

const messageGroups = keys({
  count: whole({ min: 1, max: MOST_GROUPS }).describe('How many there are.'),
  skew: skew.optional().describe('How unevenly messages fall on them: { zipf: 0.8 }; default: evenly.'),
});

/** The keys of a queue without their defaults: what is left out is `undefined`. */
export const queueKeys = {
  visibilityTimeout: time({
    max: MAXIMUM_VISIBILITY_TIMEOUT,
    step: SECOND,
    likely: 's',
    reason: 'R8.5: whole seconds, at most 12h',
  })
    .optional()
    .describe(
      `How long a received message is hidden, from its receive on (R8.5, R8.13); default ${showTime(DEFAULT_VISIBILITY_TIMEOUT)}.`,
    ),
  retention: time({ min: MINIMUM_RETENTION, max: MAXIMUM_RETENTION, step: SECOND, likely: 'h', reason: 'R8.5' })
    .optional()
    .describe(
      `How long a message is kept at most, from its sending on (R8.5); default ${showTime(DEFAULT_RETENTION)}.`,
    ),
  maxReceiveCount: whole({ min: 1, max: MAXIMUM_RECEIVE_COUNT })
    .optional()
    .describe('Receives after which the next one moves a message to the dead-letter queue (R8.5).'),
  deadLetter: text(200).optional().describe('The queue that takes these messages.'),
  fifo: flag().optional().describe('A FIFO queue: messages of a group come in order, one batch at a time (R8.4).'),
  messageGroups: messageGroups
    .optional()
    .describe(
      'Message groups. Of a FIFO queue; without them all messages are one group. Of a standard queue: its tenants (fair queues, R8.13).',
    ),
  backlog: whole({ max: LARGEST_BACKLOG }).optional().describe('Messages that wait at t = 0; default 0.'),
  backlogAge: time({ max: MAXIMUM_RETENTION, likely: 'h' })
    .optional()
    .describe('Age of the oldest of them; the others were sent evenly since then. Default 0s.'),
  messageSize: sizeInKilobytes({ max: MAXIMUM_MESSAGE_KB, reason: 'SQS quota' })
    .optional()
    .describe('Size of a message; a batch holds 6 MB at most (R8.2).'),
};

/** A queue of its own. */
export const queueSchema = keys(queueKeys);

/** A queue as the file has it, read. */
export type QueueSpec = z.output<typeof queueSchema>;

/** Schemas that the documentation shows in tables of their own. */
export const queueParts = { queue: queueSchema, messageGroups, skew };
