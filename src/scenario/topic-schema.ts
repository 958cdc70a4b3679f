/** Keys of `sources.<name>` of those that read a Kafka topic; read, they are those of a stream. */
import type * as z from 'zod';
import { MINUTE } from '../des/time.ts';
import {
  BROKER_BATCHING_WINDOW,
  DEFAULT_MAXIMUM_KAFKA_POLLERS,
  DEFAULT_TOPIC_RETENTION,
  LONGEST_BATCHING_WINDOW,
  MAXIMUM_KAFKA_POLLERS,
  MINIMUM_KAFKA_POLLERS,
  MOST_LEAST_POLLERS,
} from '../lambda/quotas.ts';
import { keys, oneOf, text } from './field.ts';
import { pollerKeys } from './poller-schema.ts';
import { sizeLaw } from './law-schema.ts';
import { LONGEST_TIME, time, whole } from './quantities.ts';
import { destinationOf, mappingKeys, partitionKeys, streamShape } from './stream-parts.ts';
import { traffic } from './traffic-schema.ts';
import { handlerTime } from './function-schema.ts';
import { showTime } from './units.ts';

const MOST_PARTITIONS = 10_000;

const topicPollers = keys({
  ...pollerKeys(
    {
      least: MINIMUM_KAFKA_POLLERS,
      mostLeast: MOST_LEAST_POLLERS,
      most: MAXIMUM_KAFKA_POLLERS,
      usual: DEFAULT_MAXIMUM_KAFKA_POLLERS,
      reason: 'R8.9',
    },
    'As many as there can be, up to one a partition: they grow while partitions wait and all are busy.',
  ),
  pollerGroupName: text(128)
    .optional()
    .describe('Mappings with the same name share event poller units, ten pollers or 20 MB/s each. Default: its own.'),
});

const topicDestination = destinationOf(['sqs', 'sns', 's3', 'kafka']);

const shape = {
  type: oneOf(['kafka']).describe('An event source mapping of a topic of Amazon MSK or Apache Kafka (R8.9).'),
  ...traffic,
  duration: handlerTime.optional().describe("Handler time of this mapping's batches; default: the function's."),
  partitions: whole({ min: 1, max: MOST_PARTITIONS })
    .prefault(1)
    .describe('Partitions of the topic; one batch of each at once at most.'),
  retention: time({ min: MINUTE, max: LONGEST_TIME, likely: 'h' })
    .prefault(showTime(DEFAULT_TOPIC_RETENTION))
    .describe('A record that nobody has processed by then is lost.'),
  recordSize: sizeLaw.prefault('1KB').describe('Size of a record.'),
  partitionKeys: partitionKeys.optional().describe('Default: every record has a key of its own.'),
  backlog: streamShape.backlog.describe(
    'Records that lie in the topic at t = 0, for mappings that begin at TRIM_HORIZON.',
  ),
  ...mappingKeys,
  maximumBatchingWindow: time({ max: LONGEST_BATCHING_WINDOW, likely: 's', reason: 'R8.9' })
    .prefault(showTime(BROKER_BATCHING_WINDOW))
    .describe('How long a batch that is not full waits for more records, up to 300s (R8.9).'),
  provisionedPollers: topicPollers
    .optional()
    .describe(
      'Provisioned mode (R8.9): event pollers of 5 batches and 5 MB a second each, from min to max. Without it Lambda looks at the lag every minute, and has more or fewer pollers three minutes later (A-49).',
    ),
  onFailure: topicDestination
    .optional()
    .describe('Is told of records that are given up, unless the topic lost them (R7.11); 10 retries then (R8.9).'),
};

const kafka = keys(shape).transform(({ partitions, ...spec }) => ({
  ...spec,
  stream: undefined,
  shards: partitions,
  otherConsumers: 0,
  reshard: [],
  parallelizationFactor: 1,
}));

/** A mapping of a topic as the file has it, read as one of a stream. */
export type TopicMappingSpec = z.output<typeof kafka>;

/** Schemas that the documentation shows in tables of their own. */
export const topicParts = { kafka, topicPollers, topicDestination };
