/** An event source mapping that reads a stream: its shards and lanes, and how it comes to their records (R7.1-R7.4). */
import type { Stream } from '../des/random.ts';
import { meanOf } from '../des/sampler.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import { RANK, STREAM_EVENT } from './events.ts';
import { DYNAMODB_POLL_INTERVAL, KINESIS_POLL_INTERVAL, MAXIMUM_BATCH_BYTES } from './quotas.ts';
import { StreamBatches } from './stream-batches.ts';
import type { StreamMappingConfig } from './stream-config.ts';
import type { RecordLane } from './record-lane.ts';
import type { RecordStream, StreamReader } from './stream.ts';
import { Lane, parentsOf, Shard } from './stream-shard.ts';
import type { StreamSurroundings } from './stream-surroundings.ts';
import { SHARD_POLL, timer } from './stream-timers.ts';
import type { TopicPollers } from './topic-pollers.ts';
import { topicPollersOf } from './topic-readers.ts';

/** Size of a poison record. */
const POISON_BYTES = 1_024;

/** Reads the shards of one stream and invokes one function with their records, a batch a lane at most. */
export class StreamMapping implements StreamReader {
  /** Number of the source. */
  readonly index: number;
  readonly name: string;
  readonly config: StreamMappingConfig;
  readonly stream: RecordStream;
  readonly batches: StreamBatches;
  readonly pushes: boolean;
  readonly #to: StreamSurroundings;
  /** Mappings and other consumers that share what a shard gives, this one included; 0 = nothing limits it. */
  readonly #consumers: number;
  readonly #filter: Stream;
  readonly #poisoned: Stream;
  /** R8.9: of a topic; `null` = shards are read by themselves. */
  readonly #pollers: TopicPollers | null;
  #shards: readonly Shard[] = [];
  /** Of all lanes of all shards: a record takes the shortest way. */
  #records: readonly RecordLane[] = [];

  /** @param index number of the source @param consumers without enhanced fan-out, this one included */
  constructor(
    index: number,
    name: string,
    config: StreamMappingConfig,
    stream: RecordStream,
    consumers: number,
    caller: Caller,
    to: StreamSurroundings,
  ) {
    this.index = index;
    this.name = name;
    this.config = config;
    this.stream = stream;
    this.#pollers = topicPollersOf(index, name, config, stream.config.shards, to);
    this.batches = new StreamBatches(index, name, config, stream.config.retention, caller, to, this.#pollers);
    this.pushes = config.enhancedFanOut || this.#pollers !== null;
    this.#to = to;
    this.#consumers = stream.config.service !== 'kinesis' ? 0 : config.enhancedFanOut ? 1 : consumers;
    this.#filter = to.streams.stream('filter', name);
    this.#poisoned = to.streams.stream('poison', name);
  }

  /** Those that are open, as this mapping reads them. */
  get shards(): readonly Shard[] {
    return this.#shards;
  }

  /** Opens the shards and lays the backlog into them; once, at t = 0. */
  start(): void {
    this.#open(this.stream.shards, []);
    this.#pollers?.start(this);
    if (this.config.fromOldest) this.#layBacklog(this.stream.config.backlog);
  }

  offer(): void {
    const { stream } = this;
    const { monitor } = this.#to;
    monitor.arrived(this.index, stream.at);
    if (!this.#passes(stream.next, 0)) {
      monitor.filtered(this.index, stream.at);
      return;
    }
    const { parallelizationFactor } = this.config;
    const shard = Math.floor(stream.place * stream.shards);
    const lane = shard * parallelizationFactor + Math.floor(stream.lane * parallelizationFactor);
    this.#records[lane]!.push(stream.at, stream.bytes);
    if (this.pushes) this.#pushed(this.#laneOf(shard, stream.lane));
  }

  reshard(shards: number): void {
    const before = this.#shards;
    for (const shard of before) shard.closed = true;
    this.#open(shards, before);
  }

  /** Poison `k` of the configuration comes now. */
  poison(k: number): void {
    const { records, shard: given, until } = this.config.poison[k]!;
    const { now } = this.#to.simulation;
    for (let record = 0; record < records; record++) {
      const place = this.#poisoned.uniform(k, 2 * record);
      const shard = given ?? Math.floor(place * this.stream.shards);
      const lane = this.#laneOf(shard % this.stream.shards, this.#poisoned.uniform(k, 2 * record + 1));
      this.#to.monitor.arrived(this.index, now);
      lane.poisonNext(until);
      lane.records.push(now, POISON_BYTES);
      if (this.pushes) this.#pushed(lane);
    }
  }

  /** SHARD_POLL (R7.4): a look at the shard; lanes that have no batch in hand take one. */
  poll(shard: Shard): void {
    if (shard.isNext) for (const lane of shard.lanes) if (lane.batch === 0) this.batches.begin(lane);
    if (this.#pollers === null && (!shard.closed || shard.count > 0))
      this.#schedulePoll(shard, this.#to.simulation.now + 1);
  }

  /** R7.4: enhanced fan-out, like the long poll of a topic, hands a record on at once; all of one instant come together. */
  #pushed(lane: Lane): void {
    if (lane.batch > 0 || lane.state === 'read' || lane.state === 'poller') return;
    const { batchSize, maximumBatchingWindow } = this.config;
    const isOpen = !Number.isNaN(lane.windowFrom) && maximumBatchingWindow > 0;
    const full = lane.records.count >= batchSize || lane.records.bytes >= MAXIMUM_BATCH_BYTES;
    if (isOpen && !full) return;
    this.batches.until(lane, 'window', this.#to.simulation.now, RANK.poll);
  }

  /** A fault that held the shard is over: records of a topic are not looked for at intervals. */
  freed(shard: Shard): void {
    if (this.#pollers !== null) this.#schedulePoll(shard, this.#to.simulation.now);
  }

  #laneOf(shard: number, lane: number): Lane {
    const { lanes } = this.#shards[shard]!;
    return lanes[Math.floor(lane * lanes.length)]!;
  }

  #open(shards: number, before: readonly Shard[]): void {
    const { registry, simulation, warmup } = this.#to;
    const { enhancedFanOut, parallelizationFactor } = this.config;
    const { now } = simulation;
    this.#shards = Array.from({ length: shards }, (_, number) => {
      const parents = parentsOf(number, shards, before);
      const index = registry.shards.length;
      const shard = new Shard(index, number, shards, parents, this.#consumers, enhancedFanOut, now);
      registry.shards.push({ mapping: this, shard });
      for (let k = 0; k < parallelizationFactor; k++) {
        const lane = new Lane(registry.lanes.length, shard, warmup);
        shard.lanes.push(lane);
        registry.lanes.push({ mapping: this, lane });
      }
      this.#schedulePoll(shard, now);
      return shard;
    });
    this.#records = this.#shards.flatMap(({ lanes }) => lanes.map(({ records }) => records));
  }

  /** Shards are looked at in turn, each at the same offset within every interval; shard 0 at the whole of it. */
  #schedulePoll(shard: Shard, from: Micros): void {
    if (this.#pollers !== null) {
      this.#to.simulation.schedule(from, RANK.poll, STREAM_EVENT, timer(SHARD_POLL, shard.index));
      return;
    }
    const interval = this.stream.config.service === 'kinesis' ? KINESIS_POLL_INTERVAL : DYNAMODB_POLL_INTERVAL;
    const offset = Math.floor((interval * shard.number) / shard.of);
    const at = offset + Math.max(0, Math.ceil((from - offset) / interval)) * interval;
    this.#to.simulation.schedule(at, RANK.poll, STREAM_EVENT, timer(SHARD_POLL, shard.index));
  }

  /** R7.12: the records of before t = 0, as their keys lead them; they count from t = 0. */
  #layBacklog(backlog: number): void {
    const shares = this.#sharesOfLanes();
    const bytes = Math.max(1, Math.round(meanOf(this.stream.config.recordSize)));
    let share = 0;
    let laid = 0;
    for (const [index, lane] of this.#shards.flatMap((shard) => shard.lanes).entries()) {
      share += shares[index]!;
      const end = index === shares.length - 1 ? backlog : Math.round(backlog * share);
      for (; laid < end; laid++) {
        this.#to.monitor.arrived(this.index, 0);
        if (this.#passes(laid, 1)) lane.records.push(0, bytes);
        else this.#to.monitor.filtered(this.index, 0);
      }
    }
  }

  /** R7.16: whether a record passes the filter. @param draw 0 for records of the stream, 1 for those of the backlog */
  #passes(record: number, draw: number): boolean {
    return this.config.pass >= 1 || this.#filter.uniform(record, draw) < this.config.pass;
  }

  /** Share of the records that each lane has in the long run. */
  #sharesOfLanes(): Float64Array {
    const { parallelizationFactor } = this.config;
    const { keys, shards } = this.stream;
    const shares = new Float64Array(shards * parallelizationFactor);
    if (keys === null) return shares.fill(1 / shares.length);
    for (let key = 0; key < keys.count; key++) {
      const shard = Math.floor(keys.placeOf(key) * shards);
      shares[shard * parallelizationFactor + Math.floor(keys.laneOf(key) * parallelizationFactor)]! +=
        keys.weights[key]!;
    }
    return shares;
  }
}
