/** Keys of `streams.<name>`, and of sources that read or write a stream. */
import * as z from 'zod';
import {
  DEFAULT_STREAM_BATCH,
  DEFAULT_STREAM_RETENTION,
  LONGEST_BATCHING_WINDOW,
  MAXIMUM_PARALLELIZATION_FACTOR,
  MAXIMUM_RECORD_AGE,
  MAXIMUM_STREAM_BATCH,
  MAXIMUM_STREAM_RETENTION,
  MAXIMUM_STREAM_RETRY_ATTEMPTS,
  MINIMUM_RECORD_AGE,
} from '../lambda/quotas.ts';
import { choice, fieldNotes, flag, isMap, keys, oneOf, text } from './field.ts';
import { handlerTime } from './function-schema.ts';
import { sizeLaw } from './law-schema.ts';
import { number, share, time, whole } from './quantities.ts';
import { basic, traffic } from './traffic-schema.ts';
import { showTime } from './units.ts';

const MOST_SHARDS = 10_000;
const MOST_KEYS = 10_000_000;
const MOST_RECORDS = 100_000_000;

const skew = keys({
  zipf: number({ max: 10 }).describe('Key k is drawn in proportion to 1 / k^zipf; 0 = all alike.'),
});

const partitionKeys = keys({
  count: whole({ min: 1, max: MOST_KEYS }).describe('Different keys; all records of a key go to one shard and lane.'),
  skew: skew.optional().describe('How unlike their popularity is. Default: all alike.'),
});

const reshard = keys({
  at: time({ likely: 'm' }).describe('When.'),
  shards: whole({ min: 1, max: MOST_SHARDS }).describe('How many shards there are from then on.'),
});

const streamShape = {
  shards: whole({ min: 1, max: MOST_SHARDS })
    .prefault(1)
    .describe('Each takes 1,000 records/s and 1 MB/s and gives 2 MB/s (Kinesis, R7.17).'),
  retention: time({ min: DEFAULT_STREAM_RETENTION, max: MAXIMUM_STREAM_RETENTION, likely: 'h', reason: 'R7.7' })
    .prefault(showTime(DEFAULT_STREAM_RETENTION))
    .describe('A record that nobody has processed by then is lost; 24h to 365d, DynamoDB always 24h (R7.7).'),
  recordSize: sizeLaw.prefault('1KB').describe('Size of a record.'),
  partitionKeys: partitionKeys.optional().describe('Default: every record has a key of its own.'),
  otherConsumers: whole({ max: 20 })
    .prefault(0)
    .describe('Further consumers that share what a shard gives, without enhanced fan-out (R7.17).'),
  backlog: whole({ max: MOST_RECORDS })
    .prefault(0)
    .describe('Records that lie in the stream at t = 0, for mappings that begin at TRIM_HORIZON.'),
  reshard: z
    .array(reshard)
    .prefault([])
    .describe('Changes of the number of shards; the new ones are read when those before them are empty.'),
};

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

const age = choice<number>(
  '-1 or a time from 60s to 7d',
  [],
  [
    { when: (value) => value === -1, schema: whole({ min: -1, max: -1 }) },
    {
      when: () => true,
      schema: time({ min: MINIMUM_RECORD_AGE, max: MAXIMUM_RECORD_AGE, likely: 's', reason: 'R7.7' }),
    },
  ],
);
fieldNotes.add(age, { syntax: '-1 or a time' });

const poison = keys({
  at: time({ likely: 'm' }).describe('When they come, beside all others.'),
  records: whole({ min: 1, max: 1_000_000 }).prefault(1).describe('How many.'),
  until: time({ likely: 'h' }).optional().describe('From then on the function copes with them. Default: never.'),
  shard: whole({ max: MOST_SHARDS - 1 })
    .optional()
    .describe('Where, counted from 0. Default: wherever their keys lead.'),
});

const destination = keys({
  type: oneOf(['sqs', 'sns', 's3'])
    .optional()
    .describe(
      'What is told of them: sqs puts a message into the queue that to names, where the scenario has queues; else all of them only count what they get. Default: what to names.',
    ),
  to: text(200).optional().describe('Name of the queue; of anything else a name of your choice.'),
  failing: share().prefault('0%').describe('Share of deliveries that fail.'),
});

const filter = keys({ pass: share().prefault('100%').describe('Share of the records that pass.') });

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
  batchSize: whole({ min: 1, max: MAXIMUM_STREAM_BATCH, reason: 'R7.5' })
    .prefault(DEFAULT_STREAM_BATCH)
    .describe('Records of a batch at most, up to 10,000; 6 MB at most (R7.5).'),
  maximumBatchingWindow: time({ max: LONGEST_BATCHING_WINDOW, likely: 's', reason: 'R7.5' })
    .prefault('0s')
    .describe('How long a batch that is not full waits for more records, up to 300s (R7.5).'),
  parallelizationFactor: whole({ min: 1, max: MAXIMUM_PARALLELIZATION_FACTOR, reason: 'R7.2' })
    .prefault(1)
    .describe('Batches of one shard at once, 1 to 10; records of a key keep their order (R7.2).'),
  startingPosition: oneOf(['LATEST', 'TRIM_HORIZON'])
    .optional()
    .describe('TRIM_HORIZON begins with the backlog (R7.12). Default: TRIM_HORIZON where there is one.'),
  maximumRetryAttempts: whole({ min: -1, max: MAXIMUM_STREAM_RETRY_ATTEMPTS, reason: 'R7.7' })
    .prefault(-1)
    .describe('Further attempts after function errors, up to 10,000; -1 = until the records are too old (R7.7).'),
  maximumRecordAge: age
    .prefault(-1)
    .describe('Older records are given up, 60s to 7d; -1 = as the stream keeps them (R7.7).'),
  bisectBatchOnFunctionError: flag().prefault(false).describe('Whether a failed batch is split in two (R7.9, A-27).'),
  functionResponseTypes: z
    .array(oneOf(['ReportBatchItemFailures']))
    .prefault([])
    .describe('ReportBatchItemFailures: the function tells which record failed, and what came before is done (R7.10).'),
  itemFailures: share().prefault('0%').describe('Probability that an attempt at one record fails.'),
  onFailure: destination
    .optional()
    .describe('Is told of records that are given up, unless the stream lost them (R7.11).'),
  poison: z.array(poison).prefault([]).describe('Records that the function cannot process.'),
  filter: filter.prefault({}).describe('Records that do not pass are done at once (R7.16).'),
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
export type StreamMappingSpec = z.output<typeof kinesis> | z.output<typeof dynamodb>;

/** A producer as the file has it, read. */
export type StreamProducerSpec = z.output<typeof streamProducer>;

/** Whether a source reads a stream. */
export function isStreamMappingSpec<Spec extends { readonly type: string }>(
  spec: Spec,
): spec is Extract<Spec, StreamMappingSpec> {
  return spec.type === 'kinesis' || spec.type === 'dynamodb';
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
};
