/** How many records of a mapping were not done at most, and how long it took from there until nearly all were. */
import type { Micros } from '../des/time.ts';
import { DYNAMODB_POLL_INTERVAL, KINESIS_POLL_INTERVAL } from '../lambda/quotas.ts';
import { Backlog } from './backlog.ts';
import type { SetupSource } from './setup.ts';
import { Turnover } from './turnover.ts';

/** While records come, some always wait: with this share of its peak left a backlog is drained. */
const DRAINED = 0.01;

/** How often a shard is looked at (R7.4); records of a topic come by a long poll. */
const POLL_INTERVALS: ReadonlyMap<string, Micros> = new Map([
  ['kinesis', KINESIS_POLL_INTERVAL],
  ['dynamodb', DYNAMODB_POLL_INTERVAL],
]);

/** Follows the records that are not done. */
export class RecordBacklog extends Backlog {
  readonly calls: Turnover;
  /** Records that were there when the round began and are not done. */
  #owed = 0;

  /** @param source the mapping */
  constructor({ type, streamMapping }: Pick<SetupSource, 'type' | 'streamMapping'>) {
    const calls = new Turnover((streamMapping?.maximumBatchingWindow ?? 0) + (POLL_INTERVALS.get(type) ?? 0));
    super(calls, DRAINED);
    this.calls = calls;
  }

  override rise(at: Micros): void {
    super.rise(at);
    if (at <= this.calls.since) this.#owed++;
  }

  /** So many records that came at `at` are done. */
  done(now: Micros, records: number, at: Micros): void {
    this.fall(now, records);
    if (at <= this.calls.since) this.#owed -= records;
    if (!this.isNothing(this.#owed)) return;
    this.turn(now);
    this.#owed = this.value;
  }

  protected override begin(at: Micros): void {
    super.begin(at);
    this.calls.begin(at);
  }

  override restart(now: Micros): void {
    super.restart(now);
    this.calls.begin(now);
    this.#owed = this.value;
  }
}
