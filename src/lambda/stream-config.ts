/** What the model is told of streams and of the event source mappings that read them (R7.1-R7.18). */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';
import type { DestinationConfig } from './config.ts';
import type { TopicReading } from './topic-config.ts';

/** From now on the stream has so many shards. */
export interface ReshardConfig {
  readonly at: Micros;
  readonly shards: number;
}

/** A Kinesis data stream, the stream of a DynamoDB table, or a Kafka topic, whose shards are called partitions. */
export interface StreamConfig {
  readonly name: string;
  /** Only Kinesis limits what a shard takes (R7.17). */
  readonly service: 'kinesis' | 'dynamodb' | 'kafka';
  /** At least 1. */
  readonly shards: number;
  /** R7.7: a record that nobody has processed by then is lost. */
  readonly retention: Micros;
  /** Bytes. */
  readonly recordSize: Distribution;
  /** Key k of `count` is drawn in proportion to 1 / k^`exponent`; `null` = every record has a key of its own. */
  readonly partitionKeys: { readonly count: number; readonly exponent: number } | null;
  /** Further consumers that share what a shard gives. */
  readonly otherConsumers: number;
  /** Records that lie in the stream at t = 0. */
  readonly backlog: number;
  /** In the order of time. */
  readonly reshard: readonly ReshardConfig[];
}

/** Records that no invocation can process before `until`; they come beside the producers' own. */
export interface PoisonConfig {
  readonly at: Micros;
  readonly records: number;
  /** From then on the function copes with them; Infinity = never. */
  readonly until: Micros;
  /** `null` = wherever their key leads. */
  readonly shard: number | null;
}

/** An event source mapping between a stream and a function. */
export interface StreamMappingConfig {
  /** Name of the stream. */
  readonly stream: string;
  /** R7.5: 1 to 10,000. */
  readonly batchSize: number;
  /** R7.5: up to 5 minutes. */
  readonly maximumBatchingWindow: Micros;
  /** R7.2: 1 to 10 batches of a shard at once. */
  readonly parallelizationFactor: number;
  /** R7.12: TRIM_HORIZON, which begins with the backlog, and not LATEST. */
  readonly fromOldest: boolean;
  /** R7.7: further attempts after function errors; Infinity = until the records are too old. */
  readonly maximumRetryAttempts: number;
  /** R7.7; Infinity = as old as the stream keeps them. */
  readonly maximumRecordAge: Micros;
  /** R7.9. */
  readonly bisect: boolean;
  /** R7.10: `ReportBatchItemFailures`. */
  readonly reportsItems: boolean;
  /** Probability in [0, 1] that an attempt at one record fails. */
  readonly itemFailures: number;
  /** R7.4, R7.17: records are pushed, and 2 MB/s a shard are the mapping's own. */
  readonly enhancedFanOut: boolean;
  /** R8.9: of a Kafka topic; left out where every shard is read by itself. */
  readonly topic?: TopicReading;
  /** R7.11. */
  readonly onFailure: DestinationConfig | null;
  readonly poison: readonly PoisonConfig[];
  /** R7.16: probability in [0, 1] that a record passes the filter. */
  readonly pass: number;
}
