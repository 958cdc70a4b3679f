/** A shard as one mapping reads it: its lanes, its parents, and how fast records can be read from it (R7.2, R7.17). */
import { SECOND, type Micros } from '../des/time.ts';
import type { CourseFacts } from './course.ts';
import { SHARD_READ_BYTES, SHARD_READS } from './quotas.ts';
import { RecordLane } from './record-lane.ts';

/** What a lane waits for: records, the end of a batching window, what a shard can give, a poller, or the next try of its batch. */
export type LaneState = 'idle' | 'window' | 'read' | 'poller' | 'running' | 'retry';

/** One lane of a shard: at most one batch of it is in flight, and its records keep their order (R7.2). */
export class Lane {
  readonly index: number;
  readonly shard: Shard;
  readonly records: RecordLane;
  /** Records by their numbers, from `from` to before `to`, that no invocation can process before `until`. */
  readonly poison: { readonly from: number; to: number; readonly until: Micros }[] = [];
  state: LaneState = 'idle';
  /** When it goes on; timers of other instants are superseded. */
  due: Micros = NaN;
  /** When its batching window began; NaN = no record is there yet. */
  windowFrom: Micros = NaN;
  /** Records of the batch in hand; 0 = none. They are the first ones of the lane. */
  batch = 0;
  /** Number of the batch within the mapping: whom its draws belong to. */
  number = 0;
  /** The further parts of a bisected batch, the last one next, and what counted against each when it was split off. */
  readonly parts: { records: number; readonly failures: number }[] = [];
  /** R7.7: function errors that count against the attempts. */
  failures = 0;
  /** When the batch failed that the lane stands still for; NaN = it does not. */
  blockedFrom: Micros = NaN;
  /** Times it was sent. */
  tries = 0;
  /** Waits in a row. */
  waits = 0;
  /** Of the attempt that runs: the record that fails, −1 = none; whether the handler throws; when the answer comes, NaN = not known yet. */
  failing = -1;
  thrown = false;
  answerAt: Micros = 0;
  /** Where it runs, and whether it waited for an Init or a Restore. */
  environment = -1;
  cold = false;
  overhead: Micros = 0;
  init: Micros = 0;
  restore: Micros = 0;
  response: Micros = 0;

  /** Number of the first record that was never sent. */
  #sentTo = 0;

  /** @param warmup at whose end the window begins */
  constructor(index: number, shard: Shard, warmup: Micros) {
    this.index = index;
    this.shard = shard;
    this.records = new RecordLane(warmup);
  }

  /** The next record to come is poison. */
  poisonNext(until: Micros): void {
    const number = this.records.passed + this.records.count;
    const last = this.poison.at(-1);
    if (last?.to === number && last.until === until) last.to++;
    else this.poison.push({ from: number, to: number + 1, until });
  }

  /** Another batch, or part of one, is in hand. @param failures that count against its attempts */
  beginAfresh(failures: number): void {
    this.failures = failures;
    this.waits = 0;
  }

  /** R7.9, A-27: the left half, the smaller of an odd number, goes first. */
  split(): void {
    const left = Math.floor(this.batch / 2);
    this.parts.push({ records: this.batch - left, failures: this.failures });
    this.batch = left;
    this.waits = 0;
  }

  /** The next part is in hand; where there is none, no batch is. */
  takePart(): void {
    const { records, failures } = this.parts.pop() ?? { records: 0, failures: 0 };
    this.batch = records;
    this.beginAfresh(failures);
  }

  /** One more record of the attempt that runs fails. @param place in the batch */
  failAt(place: number): void {
    if (this.failing < 0 || place < this.failing) this.failing = place;
  }

  /** The batch in hand is sent. @returns the number of this try, from 0 */
  countTry(): number {
    this.#sentTo = Math.max(this.#sentTo, this.records.passed + this.batch);
    return this.tries++;
  }

  /** How often the batch was sent that the last records to leave were in; 0 = they were in none yet. */
  triesOfLast(records: number): number {
    return this.records.passed - records < this.#sentTo ? this.tries : 0;
  }

  /** The function runs with it. @param failing the record that fails, −1 = none @param environment its number within the function */
  run(failing: number, environment: number): void {
    this.state = 'running';
    this.failing = failing;
    this.answerAt = NaN;
    this.environment = environment;
  }

  /** How the attempt that runs ends. */
  take(course: CourseFacts, at: Micros): void {
    this.thrown = course.answer !== 'success';
    if (this.thrown) this.failing = 0;
    this.answerAt = at;
    this.cold = course.cold;
    this.overhead = course.overhead;
    this.init = course.init;
    this.restore = course.restore;
    this.response = course.response;
  }
}

/** One shard. Those that a resharding made are read when their parents are (R7.2: order by key). */
export class Shard {
  readonly index: number;
  readonly number: number;
  /** Of how many. */
  readonly of: number;
  readonly parents: readonly Shard[];
  readonly lanes: Lane[] = [];
  closed = false;
  /** A fault: nothing is read from it. */
  isStuck = false;
  /** The poller has what came up to this instant. */
  readAt: Micros = -1;
  /** What may be read, in 1/10⁶ of a byte and of a read; Infinity = as much as there is. */
  #bytes: number;
  #reads: number;
  readonly #bytesPerSecond: number;
  readonly #readsPerSecond: number;
  #since: Micros;

  /** @param consumers that share it, this one included; 0 = nothing limits its reading */
  constructor(
    index: number,
    number: number,
    of: number,
    parents: readonly Shard[],
    consumers: number,
    push: boolean,
    now: Micros,
  ) {
    this.index = index;
    this.number = number;
    this.of = of;
    this.parents = parents;
    this.#bytesPerSecond = consumers === 0 ? Infinity : SHARD_READ_BYTES / consumers;
    this.#readsPerSecond = consumers === 0 || push ? Infinity : SHARD_READS / consumers;
    this.#bytes = this.#bytesPerSecond * SECOND;
    this.#reads = Math.max(1, this.#readsPerSecond) * SECOND;
    this.#since = now;
  }

  /** Records that wait in its lanes. */
  get count(): number {
    return this.lanes.reduce((sum, lane) => sum + lane.records.count, 0);
  }

  /** Whether all that came before it, by key, is done. */
  get isNext(): boolean {
    return !this.isStuck && this.parents.every((parent) => parent.isNext && parent.count === 0);
  }

  /** R7.17: how long the next batch has to wait. @param lastAt when its last record came */
  wait(now: Micros, lastAt: Micros): Micros {
    this.#refill(now);
    const bytes = this.#bytes < 0 ? -this.#bytes / this.#bytesPerSecond : 0;
    const reads = lastAt > this.readAt && this.#reads < SECOND ? (SECOND - this.#reads) / this.#readsPerSecond : 0;
    return Math.ceil(Math.max(bytes, reads));
  }

  /** A batch is taken. @param bytes of it, and of what the filter kept from it */
  spend(now: Micros, lastAt: Micros, bytes: number): void {
    this.#bytes -= bytes * SECOND;
    if (lastAt <= this.readAt) return;
    this.readAt = now;
    this.#reads -= SECOND;
  }

  #refill(now: Micros): void {
    const elapsed = now - this.#since;
    this.#since = now;
    if (elapsed === 0) return;
    this.#bytes = Math.min(this.#bytesPerSecond * SECOND, this.#bytes + elapsed * this.#bytesPerSecond);
    this.#reads = Math.min(Math.max(1, this.#readsPerSecond) * SECOND, this.#reads + elapsed * this.#readsPerSecond);
  }
}

/** The shards of before whose keys go to shard `number` of `of`. */
export function parentsOf(number: number, of: number, before: readonly Shard[]): readonly Shard[] {
  const from = number / of;
  const to = (number + 1) / of;
  return before.filter((shard) => shard.number / shard.of < to && (shard.number + 1) / shard.of > from);
}
