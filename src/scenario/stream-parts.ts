/** Keys that streams have in common, and sources that read them. */
import * as z from 'zod';
import {
  DEFAULT_STREAM_BATCH,
  DEFAULT_STREAM_RETENTION,
  MAXIMUM_RECORD_AGE,
  MAXIMUM_STREAM_BATCH,
  MAXIMUM_STREAM_RETENTION,
  MAXIMUM_STREAM_RETRY_ATTEMPTS,
  MINIMUM_RECORD_AGE,
} from '../lambda/quotas.ts';
import { choice, fieldNotes, flag, keys, oneOf, text } from './field.ts';
import { sizeLaw } from './law-schema.ts';
import { number, share, time, whole } from './quantities.ts';
import { showTime } from './units.ts';

const MOST_SHARDS = 10_000;
const MOST_KEYS = 10_000_000;
const MOST_RECORDS = 100_000_000;

const skew = keys({
  zipf: number({ max: 10 }).describe('Key k is drawn in proportion to 1 / k^zipf; 0 = all alike.'),
});

/** Keys by popularity. */
export const partitionKeys = keys({
  count: whole({ min: 1, max: MOST_KEYS }).describe('Different keys; all records of a key go to one shard and lane.'),
  skew: skew.optional().describe('How unlike their popularity is. Default: all alike.'),
});

/** A change of the number of shards. */
export const reshard = keys({
  at: time({ likely: 'm' }).describe('When.'),
  shards: whole({ min: 1, max: MOST_SHARDS }).describe('How many shards there are from then on.'),
});

/** Keys of `streams.<name>`. */
export const streamShape = {
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

/** Records that no invocation can process. */
export const poison = keys({
  at: time({ likely: 'm' }).describe('When they come, beside all others.'),
  records: whole({ min: 1, max: 1_000_000 }).prefault(1).describe('How many.'),
  until: time({ likely: 'h' }).optional().describe('From then on the function copes with them. Default: never.'),
  shard: whole({ max: MOST_SHARDS - 1 })
    .optional()
    .describe('Where, counted from 0. Default: wherever their keys lead.'),
});

const filter = keys({ pass: share().prefault('100%').describe('Share of the records that pass.') });

/** Where a mapping tells of records that are given up. @param types what it may be */
export function destinationOf<const Type extends string>(
  types: readonly [Type, ...Type[]],
): z.ZodType<{ readonly type?: Type | undefined; readonly to?: string | undefined; readonly failing: number }> {
  return keys({
    type: oneOf(types)
      .optional()
      .describe(
        'What is told of them: sqs puts a message into the queue that to names, where the scenario has queues; else all of them only count what they get. Default: what to names.',
      ),
    to: text(200).optional().describe('Name of the queue; of anything else a name of your choice.'),
    failing: share().prefault('0%').describe('Share of deliveries that fail.'),
  });
}

/** What all mappings can say of batches that fail, and of where they begin. */
export const mappingKeys = {
  batchSize: whole({ min: 1, max: MAXIMUM_STREAM_BATCH, reason: 'R7.5' })
    .prefault(DEFAULT_STREAM_BATCH)
    .describe('Records of a batch at most, up to 10,000; 6 MB at most (R7.5).'),
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
  poison: z.array(poison).prefault([]).describe('Records that the function cannot process.'),
  filter: filter.prefault({}).describe('Records that do not pass are done at once (R7.16).'),
};
