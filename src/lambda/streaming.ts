/** All streams of a run and the mappings that read them. */
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { Faultable } from './fault.ts';
import { RANK, STREAM_EVENT, TOPIC_EVENT } from './events.ts';
import type { StreamConfig, StreamMappingConfig } from './stream-config.ts';
import { StreamMapping } from './stream-mapping.ts';
import { RecordStream } from './stream.ts';
import type { StreamSurroundings } from './stream-surroundings.ts';
import { StuckShards } from './stuck-shards.ts';
import { topicEvent } from './topic-pollers.ts';
import {
  LANE_DUE,
  LANE_ENDS,
  numberOf,
  purposeOf,
  RECORD_COMES,
  SHARD_POLL,
  STREAM_CHANGES,
  timer,
} from './stream-timers.ts';

/** Whoever writes to the streams. */
export interface Upstream {
  /** Records that came without an event of the calendar. */
  readonly quiet: number;
  /** Writes every record that comes by `until`, and has not been written yet. */
  advance(until: Micros): void;
  /** The event comes that it scheduled for its next record. */
  arrive(): void;
}

/**
 * Plays the mappings. Records are not events of their own: whenever somebody looks at a stream, its producers write what
 * has come until then. Only enhanced fan-out, which pushes each record on at once, has them come one by one.
 */
export class Streaming {
  /** In the order of their names. */
  readonly streams: readonly RecordStream[];
  readonly #mappings: StreamMapping[] = [];
  readonly #to: StreamSurroundings;
  readonly #changes: (() => void)[] = [];
  #upstream: Upstream | null = null;

  /** @param configs in the order of their names */
  constructor(configs: readonly StreamConfig[], to: Omit<StreamSurroundings, 'registry'>) {
    this.#to = { ...to, registry: { shards: [], lanes: [], topics: [], units: new Map() } };
    this.streams = configs.map((config, index) => new RecordStream(index, config, to.streams, to.monitor));
  }

  /** Lets a mapping read its stream. @param index number of the source @param consumers of a shard, without enhanced fan-out */
  connect(index: number, name: string, config: StreamMappingConfig, consumers: number, caller: Caller): void {
    const stream = this.streams.find((one) => one.config.name === config.stream)!;
    if (config.reportsItems) caller.onRecordFailure = 'stops';
    const mapping = new StreamMapping(index, name, config, stream, consumers, caller, this.#to);
    this.#mappings.push(mapping);
    stream.readers.push(mapping);
  }

  /** Makes a stream ready for faults. */
  faultable(name: string): Faultable {
    const readers = this.#mappings.filter(({ stream }) => stream.config.name === name);
    return new StuckShards(
      () => readers.flatMap(({ shards }) => shards),
      (shard) => {
        this.#to.registry.shards[shard.index]!.mapping.freed(shard);
      },
    );
  }

  /** Begins to read; once, at t = 0, when all mappings are connected. */
  start(upstream: Upstream): void {
    this.#upstream = upstream;
    for (const mapping of this.#mappings) {
      mapping.start();
      mapping.config.poison.forEach(({ at }, k) => {
        this.#change(at, () => {
          mapping.poison(k);
        });
      });
    }
    for (const stream of this.streams) {
      for (const { at, shards } of stream.config.reshard) {
        this.#change(at, () => {
          stream.reshard(shards, at);
        });
      }
    }
  }

  /** The simulation events of streams: a shard is polled, a lane goes on, or a stream changes. @returns whether it is one */
  handle(kind: number, index: number): boolean {
    if (kind === STREAM_EVENT) this.#act(index);
    else if (kind === TOPIC_EVENT) this.#turn(index);
    else return false;
    return true;
  }

  /** Arrivals of records that are not in the calendar, and are events like any other. */
  get quietEvents(): number {
    return this.#upstream?.quiet ?? 0;
  }

  /** Writes what has come by now; what is not done then is unfinished. Once, after the last event. */
  finish(): void {
    this.#upstream?.advance(this.#to.simulation.now);
    for (const { mapping, lane } of this.#to.registry.lanes) mapping.batches.settle(lane);
  }

  /** The pollers of a topic go on. */
  #turn(code: number): void {
    const { registry, simulation } = this.#to;
    const { topic, purpose } = topicEvent(code);
    this.#upstream!.advance(simulation.now);
    registry.topics[topic]!.act(purpose);
  }

  #act(index: number): void {
    const { registry, simulation } = this.#to;
    const number = numberOf(index);
    this.#upstream!.advance(simulation.now);
    switch (purposeOf(index)) {
      case LANE_DUE: {
        const { mapping, lane } = registry.lanes[number]!;
        mapping.batches.due(lane);
        return;
      }
      case LANE_ENDS: {
        const { mapping, lane } = registry.lanes[number]!;
        mapping.batches.ended(lane);
        return;
      }
      case SHARD_POLL: {
        const { mapping, shard } = registry.shards[number]!;
        mapping.poll(shard);
        return;
      }
      case RECORD_COMES:
        this.#upstream!.arrive();
        return;
      default:
        this.#changes[number]!();
    }
  }

  #change(at: Micros, act: () => void): void {
    this.#to.simulation.schedule(at, RANK.control, STREAM_EVENT, timer(STREAM_CHANGES, this.#changes.length));
    this.#changes.push(act);
  }
}
