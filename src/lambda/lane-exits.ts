/** How records leave the lanes of one mapping: processed, given up, lost to the retention (R7.6, R7.7, R7.11). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { LaneSink } from './record-lane.ts';
import type { DestinationConfig } from './config.ts';
import type { StreamMappingConfig } from './stream-config.ts';
import type { LossCondition } from './stream-monitor.ts';
import type { Lane } from './stream-shard.ts';
import type { StreamSurroundings } from './stream-surroundings.ts';

/** Takes records out of lanes, and tells what became of them. */
export class LaneExits implements LaneSink {
  readonly #mapping: number;
  readonly #config: StreamMappingConfig;
  readonly #retention: Micros;
  readonly #to: StreamSurroundings;
  readonly #deliveries: Stream;
  /** What becomes of the records that leave now; `null` = they are processed. */
  #fate: LossCondition | 'unfinished' | null = null;
  #kept = false;
  #leaving: Lane | null = null;

  /** @param mapping number of the source @param retention of the stream */
  constructor(mapping: number, name: string, config: StreamMappingConfig, retention: Micros, to: StreamSurroundings) {
    this.#mapping = mapping;
    this.#config = config;
    this.#retention = retention;
    this.#to = to;
    this.#deliveries = to.streams.stream('on-failure', name);
  }

  /** R7.6, R7.7: records past the retention are lost; those above the maximum age go to the destination. */
  expire(lane: Lane): void {
    const { records } = lane;
    const { now } = this.#to.simulation;
    const { maximumRecordAge } = this.#config;
    const retention = this.#retention;
    if (records.count === 0 || now - records.headAt < Math.min(retention, maximumRecordAge)) return;
    const gone = records.before(now - retention + 1);
    this.#shorten(lane, gone);
    this.leave(lane, gone, 'RetentionExceeded');
    const old = records.before(now - maximumRecordAge);
    if (old === 0) return;
    this.#shorten(lane, old);
    this.discard(lane, old, 'RecordAgeExceeded');
  }

  /** The first records leave: the batch in hand loses them, and its further parts the rest. */
  #shorten(lane: Lane, records: number): void {
    let left = records;
    const ofBatch = Math.min(left, lane.batch);
    lane.batch -= ofBatch;
    left -= ofBatch;
    while (left > 0 && lane.parts.length > 0) {
      const part = lane.parts.at(-1)!;
      const ofPart = Math.min(left, part.records);
      part.records -= ofPart;
      left -= ofPart;
      if (part.records === 0) lane.parts.pop();
    }
  }

  /** R7.11: the records are given up, and the destination is told of it. */
  discard(lane: Lane, records: number, condition: LossCondition): void {
    const { onFailure } = this.#config;
    this.#kept = onFailure !== null && this.#delivers(lane, onFailure);
    if (onFailure !== null) this.#to.monitor.delivered(this.#mapping, records, this.#kept);
    this.leave(lane, records, condition);
  }

  /** One message tells of the batch, wherever its records are (R7.11). @returns whether the destination takes it */
  #delivers(lane: Lane, { failing, queue }: DestinationConfig): boolean {
    if (failing > 0 && this.#deliveries.uniform(lane.number, lane.tries) < failing) return false;
    return queue === null || this.#to.sender.sendTo(queue, null);
  }

  /** The first `records` leave: processed where `fate` is `null`. */
  leave(lane: Lane, records: number, fate: LossCondition | 'unfinished' | null): void {
    this.#fate = fate;
    if (fate === 'RetentionExceeded') this.#kept = false;
    this.#leaving = lane;
    lane.records.drop(records, this);
    while (lane.poison.length > 0 && lane.poison[0]!.to <= lane.records.passed) lane.poison.shift();
  }

  left(at: Micros, records: number): void {
    const { monitor } = this.#to;
    const fate = this.#fate;
    const lane = this.#leaving!;
    if (fate === null) monitor.processed(this.#mapping, at, records, lane);
    else if (fate === 'unfinished') monitor.unfinished(this.#mapping, at, records, lane.triesOfLast(records));
    else monitor.lost(this.#mapping, at, records, fate, this.#kept, lane.triesOfLast(records));
  }
}
