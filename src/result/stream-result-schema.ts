/** The part of the schema of result.json that is about streams. */
import { z } from 'zod';
import { amount, counted, level, maxBand, maximum, share, statistics } from './result-schema-parts.ts';

const ages = statistics.describe(
  'From the arrival of the last record of a batch to its being sent, at every try (R11.12)',
);
const oldest = amount.describe('The greatest age that a record reached before it was done');
const lost = counted.describe('Records that were given up, and nobody has');
const deadLettered = counted.describe('Records that were given up, and of which an on-failure destination knows');

/** Keys of a source that is a mapping of a stream. */
export const mappingFigures = {
  iteratorAge_ms: ages.exactOptional(),
  blocked: z
    .strictObject({
      times: counted.describe('How often failed batches held up a shard until they were done with (R7.6)'),
      max_s: amount.describe('For how long at most'),
      shard: amount.describe('Which shard that was, counted from 0'),
    })
    .exactOptional(),
  DestinationDeliveryFailures: counted.exactOptional(),
};

/** Keys of a source that is a mapping of a Kafka topic, beside those of queues. */
export const topicFigures = {
  OffsetLag: level
    .describe('Of a Kafka topic: records that were not done, by CloudWatch its offset lag')
    .exactOptional(),
  EventPollerUnit: level
    .describe('Of a Kafka mapping in provisioned mode: event poller units, those of its whole group')
    .exactOptional(),
};

/** One stream. */
export const stream = z
  .strictObject({
    records: counted.describe('Written'),
    refused: counted.describe('Records that a shard at its write limit did not take'),
    hottestShard: z.strictObject({
      shard: amount.describe('The one that most records went to, counted from 0'),
      share: share.describe('Its share of all records, refused ones included'),
      refused: counted,
    }),
    iteratorAge_ms: ages,
    backlogMax: maximum.describe('Most records of a mapping that were not done'),
    backlogMaxBand: maxBand,
    oldestAgeMax_s: oldest,
    oldestAgeMaxBand_s: maxBand,
    drainTime_s: amount.describe(
      'From then until 1 % of that was left or the mapping had caught up; else from when it began to the end of the run',
    ),
    lost,
    deadLettered,
  })
  .describe('All mappings of a stream together; backlog, age and drain time are those of the worst')
  .meta({ id: 'stream' });
