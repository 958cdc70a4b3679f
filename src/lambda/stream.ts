/** A stream: where records go by their key, and how much its shards take (R7.17). */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Streams } from '../des/random.ts';
import { SECOND, type Micros } from '../des/time.ts';
import { PartitionKeys } from './partition-keys.ts';
import { RecordDraws, type ProducerStreams } from './record-draws.ts';
import { SHARD_WRITE_BYTES, SHARD_WRITE_RECORDS } from './quotas.ts';
import type { StreamConfig } from './stream-config.ts';
import type { StreamMonitor } from './stream-monitor.ts';

/** Reads the stream: takes note of every record that is written. */
export interface StreamReader {
  /** Whether it wants every record at once (R7.4). */
  readonly pushes: boolean;
  /** The record stands in the stream's `at`, `place`, `lane` and `bytes`. */
  offer(): void;
  /** The stream has `shards` shards from now on. */
  reshard(shards: number): void;
}

/** Writes the records of all producers to its shards, in the order of time. */
export class RecordStream {
  readonly config: StreamConfig;
  readonly readers: StreamReader[] = [];
  readonly keys: PartitionKeys | null;
  shards: number;
  /** The record in hand: when it came, where its key leads in [0, 1), where among the lanes, and its bytes. */
  at: Micros = 0;
  place = 0;
  lane = 0;
  bytes = 0;
  /** Records that were written or refused: the number of the next one. */
  next = 0;
  readonly #index: number;
  readonly #monitor: StreamMonitor;
  readonly #size: Sampler;
  /** By the number of the producer. */
  readonly #draws: (RecordDraws | undefined)[] = [];
  /** What each shard takes, in 1/10⁶ of a record and of a byte, so that every sum is whole. */
  #records!: Float64Array;
  #bytes!: Float64Array;
  #since!: Float64Array;

  /** @param index in the order of the names */
  constructor(index: number, config: StreamConfig, streams: Streams, monitor: StreamMonitor) {
    const { partitionKeys } = config;
    this.config = config;
    this.shards = config.shards;
    this.keys =
      partitionKeys &&
      new PartitionKeys(partitionKeys.count, partitionKeys.exponent, streams.stream('partition-keys', config.name));
    this.#index = index;
    this.#monitor = monitor;
    this.#size = roundedSamplerOf(config.recordSize);
    this.#fill(0);
  }

  /** Record `number` of a producer is written, or refused, at `at`. */
  write(producer: ProducerStreams, number: number, at: Micros): void {
    this.next++;
    this.at = at;
    const draws = (this.#draws[producer.index] ??= new RecordDraws(producer, this.keys, this.#size));
    const record = draws.of(number);
    this.place = draws.places[record]!;
    this.lane = draws.lanes[record]!;
    this.bytes = draws.bytes[record]!;
    const shard = Math.floor(this.place * this.shards);
    if (this.config.service === 'kinesis' && !this.#takes(shard, at)) {
      this.#monitor.refused(this.#index, producer.index, shard, at);
      return;
    }
    this.#monitor.written(this.#index, producer.index, shard, at);
    for (const reader of this.readers) reader.offer();
  }

  /** From now on there are so many shards, all of them fresh. */
  reshard(shards: number, now: Micros): void {
    this.shards = shards;
    this.#fill(now);
    for (const reader of this.readers) reader.reshard(shards);
  }

  /** R7.17: 1,000 records and 1 MB a second, as much as that at once. */
  #takes(shard: number, at: Micros): boolean {
    const elapsed = at - this.#since[shard]!;
    this.#since[shard] = at;
    const records = Math.min(SHARD_WRITE_RECORDS * SECOND, this.#records[shard]! + elapsed * SHARD_WRITE_RECORDS);
    const bytes = Math.min(SHARD_WRITE_BYTES * SECOND, this.#bytes[shard]! + elapsed * SHARD_WRITE_BYTES);
    const takes = records >= SECOND && bytes >= this.bytes * SECOND;
    this.#records[shard] = takes ? records - SECOND : records;
    this.#bytes[shard] = takes ? bytes - this.bytes * SECOND : bytes;
    return takes;
  }

  #fill(now: Micros): void {
    this.#records = new Float64Array(this.shards).fill(SHARD_WRITE_RECORDS * SECOND);
    this.#bytes = new Float64Array(this.shards).fill(SHARD_WRITE_BYTES * SECOND);
    this.#since = new Float64Array(this.shards).fill(now);
  }
}
