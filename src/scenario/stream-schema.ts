/** Keys of `streams.<name>`, and of sources that read or write a stream. */
import type * as z from 'zod';
import { LONGEST_BATCHING_WINDOW, MAXIMUM_PARALLELIZATION_FACTOR } from '../lambda/quotas.ts';
import { choice, fieldNotes, flag, isMap, keys, oneOf, text } from './field.ts';
import { handlerTime } from './function-schema.ts';
import { sizeLaw } from './law-schema.ts';
import { time, whole } from './quantities.ts';
import { destinationOf, mappingKeys, partitionKeys, poison, reshard, streamShape } from './stream-parts.ts';
import { topicParts, type TopicMappingSpec } from './topic-schema.ts';
import { basic, traffic } from './traffic-schema.ts';

/** `streams.<name>`. */
export const streamSchema = keys(streamShape);

/** A stream as the file has it, read. */
export type StreamSpec = z.output<typeof streamSchema>;

const inline = choice<string | StreamSpec>(
  'the name of a stream or its keys',
  [],
  [
    { when: isMap, schema: streamSchema },
    { when: (value) => value !== undefined && value !== null, schema: text(200) },
  ],
);
fieldNotes.add(inline, { syntax: 'a name or a map' });

const destination = destinationOf(['sqs', 'sns', 's3']);

const mappingShape = {
  ...traffic,
  duration: handlerTime.optional().describe("Handler time of this mapping's batches; default: the function's."),
  stream: inline.optional().describe('What is read; the keys of a stream of its own may stand here, or beside.'),
  shards: streamShape.shards.unwrap().optional().describe('Of a stream of its own, as all keys of streams.'),
  retention: streamShape.retention.unwrap().optional().describe('Of a stream of its own.'),
  recordSize: sizeLaw.optional().describe('Of a stream of its own.'),
  partitionKeys: partitionKeys.optional().describe('Of a stream of its own.'),
  otherConsumers: streamShape.otherConsumers.unwrap().optional().describe('Of a stream of its own.'),
  backlog: streamShape.backlog.unwrap().optional().describe('Of a stream of its own.'),
  reshard: streamShape.reshard.unwrap().optional().describe('Of a stream of its own.'),
  ...mappingKeys,
  maximumBatchingWindow: time({ max: LONGEST_BATCHING_WINDOW, likely: 's', reason: 'R7.5' })
    .prefault('0s')
    .describe('How long a batch that is not full waits for more records, up to 300s (R7.5).'),
  parallelizationFactor: whole({ min: 1, max: MAXIMUM_PARALLELIZATION_FACTOR, reason: 'R7.2' })
    .prefault(1)
    .describe('Batches of one shard at once, 1 to 10; records of a key keep their order (R7.2).'),
  onFailure: destination
    .optional()
    .describe('Is told of records that are given up, unless the stream lost them (R7.11).'),
};

const kinesis = keys({
  type: oneOf(['kinesis']).describe('An event source mapping of a Kinesis data stream (R7.1).'),
  ...mappingShape,
  enhancedFanOut: flag()
    .prefault(false)
    .describe('Records are pushed as they come, and 2 MB/s a shard are its own (R7.4, R7.17).'),
});

const dynamodb = keys({
  type: oneOf(['dynamodb']).describe('An event source mapping of the stream of a DynamoDB table (R7.1).'),
  ...mappingShape,
  enhancedFanOut: flag().prefault(false).describe('Of Kinesis alone: nothing but false fits here (R7.4).'),
});

const { enabled } = basic;
const { arrivals, burstiness, rate, curve, stages, trace } = traffic;

const streamProducer = keys({
  type: oneOf(['kinesis-producer']).describe('Writes records to a stream; who is refused does not try again (R7.17).'),
  stream: text(200).describe('Name of the stream.'),
  enabled,
  arrivals,
  burstiness,
  rate,
  curve,
  stages,
  trace,
});

/** A mapping as the file has it, read. */
export type StreamMappingSpec = z.output<typeof kinesis> | z.output<typeof dynamodb> | TopicMappingSpec;

/** A producer as the file has it, read. */
export type StreamProducerSpec = z.output<typeof streamProducer>;

/** Whether a source reads a stream. */
export function isStreamMappingSpec<Spec extends { readonly type: string }>(
  spec: Spec,
): spec is Extract<Spec, StreamMappingSpec> {
  return spec.type === 'kinesis' || spec.type === 'dynamodb' || spec.type === 'kafka';
}

/** Schemas that the documentation shows in tables of their own. */
export const streamParts = {
  stream: streamSchema,
  partitionKeys,
  reshard,
  kinesis,
  dynamodb,
  streamProducer,
  poison,
  recordDestination: destination,
  ...topicParts,
};
