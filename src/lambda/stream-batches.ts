/** The batches of one mapping: when one is sent, and what its records come to (R7.5-R7.11, §15.4). */
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import { RANK, STREAM_EVENT } from './events.ts';
import type { AnswerListener } from './handler-calls.ts';
import { NO_HANDLER_TIME } from './handler-time.ts';
import { MAXIMUM_BATCH_BYTES } from './quotas.ts';
import { LaneExits } from './lane-exits.ts';
import { RecordFailures } from './record-failures.ts';
import { retryWait } from './retry-backoff.ts';
import type { StreamMappingConfig } from './stream-config.ts';
import type { Lane } from './stream-shard.ts';
import type { StreamSurroundings } from './stream-surroundings.ts';
import { LANE_DUE, LANE_ENDS, timer } from './stream-timers.ts';
import type { TopicPollers } from './topic-pollers.ts';

/** Takes batches from lanes, sends them, and tries again what fails. */
export class StreamBatches implements AnswerListener {
  readonly #mapping: number;
  readonly #config: StreamMappingConfig;
  readonly #caller: Caller;
  readonly #to: StreamSurroundings;
  readonly #failures: RecordFailures;
  readonly #exits: LaneExits;
  /** `null` = every shard is read by itself. */
  readonly #pollers: TopicPollers | null;
  #batches = 0;
  #over = false;

  /** @param mapping number of the source @param retention of the stream @param pollers of a topic (R8.9) */
  constructor(
    mapping: number,
    name: string,
    config: StreamMappingConfig,
    retention: Micros,
    caller: Caller,
    to: StreamSurroundings,
    pollers: TopicPollers | null,
  ) {
    this.#pollers = pollers;
    this.#mapping = mapping;
    this.#config = config;
    this.#caller = caller;
    this.#to = to;
    this.#failures = new RecordFailures(name, config.itemFailures, to.streams);
    this.#exits = new LaneExits(mapping, name, config, retention, to);
  }

  /** R7.5: takes a batch if it is time for one, or waits until it is. */
  begin(lane: Lane): void {
    const { records, shard } = lane;
    const { batchSize, maximumBatchingWindow: window, pass } = this.#config;
    const { now } = this.#to.simulation;
    if (!shard.isNext || this.#over) return;
    this.#exits.expire(lane);
    if (records.count === 0) {
      if (now >= lane.windowFrom + window) lane.windowFrom = NaN;
      return;
    }
    if (window > 0) {
      if (Number.isNaN(lane.windowFrom)) lane.windowFrom = now;
      const full = records.count >= batchSize || records.bytes >= MAXIMUM_BATCH_BYTES;
      if (!full && now < lane.windowFrom + window) {
        this.until(lane, 'window', lane.windowFrom + window, RANK.poll);
        return;
      }
    }
    const batch = records.measure(batchSize, MAXIMUM_BATCH_BYTES);
    const wait = shard.wait(now, records.lastAt);
    if (wait > 0) {
      this.until(lane, 'read', now + wait, RANK.poll);
      return;
    }
    if (!this.#admits(lane, records.size / pass)) return;
    shard.spend(now, records.lastAt, records.size / pass);
    lane.windowFrom = NaN;
    lane.number = this.#batches++;
    lane.batch = batch;
    lane.tries = 0;
    lane.beginAfresh(0);
    this.#send(lane);
  }

  /** A poller of the topic has come to the lane. */
  resume(lane: Lane): void {
    lane.state = 'idle';
    if (lane.batch > 0) this.#retry(lane);
    else this.begin(lane);
  }

  /** LANE_DUE: what the lane waited for has come. */
  due(lane: Lane): void {
    if (lane.due !== this.#to.simulation.now) return;
    lane.due = NaN;
    if (lane.state === 'retry') this.#retry(lane);
    else if (lane.batch === 0) this.begin(lane);
  }

  /** LANE_ENDS: the answer to the lane's batch has come. */
  ended(lane: Lane): void {
    const { batch, failing, thrown } = lane;
    lane.state = 'idle';
    this.#pollers?.done(false);
    if (failing < 0) {
      this.#exits.leave(lane, batch, null);
      this.#next(lane);
      return;
    }
    this.#to.monitor.failed(this.#mapping, thrown ? batch : batch - failing);
    if (Number.isNaN(lane.blockedFrom)) lane.blockedFrom = this.#to.simulation.now;
    if (!thrown) this.#checkpoint(lane);
    else if (this.#config.bisect && batch > 1) lane.split();
    else lane.failures++;
    if (lane.failures > this.#config.maximumRetryAttempts) {
      this.#exits.discard(lane, lane.batch, 'RetryAttemptsExhausted');
      this.#next(lane);
    } else this.#wait(lane);
  }

  /** The run is over: what ends at its very horizon has ended; everything else is unfinished. */
  settle(lane: Lane): void {
    this.#over = true;
    if (lane.state === 'running' && lane.answerAt <= this.#to.simulation.now) this.ended(lane);
    this.#unblock(lane);
    this.#exits.leave(lane, lane.records.count, 'unfinished');
  }

  /** The lane goes on at `at`, unless something else comes before. */
  until(lane: Lane, state: 'window' | 'read' | 'retry', at: Micros, rank: number): void {
    lane.state = state;
    if (lane.due === at) return;
    lane.due = at;
    this.#to.simulation.schedule(at, rank, STREAM_EVENT, timer(LANE_DUE, lane.index));
  }

  /** Sends the batch in hand. */
  #send(lane: Lane): void {
    const { simulation, model, monitor } = this.#to;
    const { now } = simulation;
    const { batch, records } = lane;
    records.measure(batch, Infinity);
    monitor.sent(this.#mapping, batch, now - records.lastAt, lane.tries);
    const failing = this.#failures.firstOf(lane, now);
    const caller = this.#caller;
    caller.records = batch;
    caller.fails = failing >= 0 && !this.#config.reportsItems;
    const throttle = model.invoke(caller, lane.number, lane.countTry(), NO_HANDLER_TIME);
    const { course, open } = model;
    if (throttle >= 0 || course.invokeError !== null) {
      // R7.6: the function did not run: the attempts stay as they are.
      this.#pollers?.done(throttle >= 0);
      monitor.throttled(this.#mapping, batch, throttle >= 0);
      this.#wait(lane);
      return;
    }
    monitor.invoked(this.#mapping, batch);
    lane.run(failing, model.environmentNumber());
    if (course.open) open.await(course.environment, this, lane.index);
    else this.#ends(lane, course.answerAt);
  }

  /** The handler of a lane's batch waited for calls, and now its answer has come. */
  answered(index: number, failed: readonly number[]): void {
    const { lane } = this.#to.registry.lanes[index]!;
    if (failed.length > 0) lane.failAt(failed[0]!);
    this.#ends(lane, this.#to.simulation.now);
  }

  /** The model's course tells how the batch ends. @param at when its answer comes */
  #ends(lane: Lane, at: Micros): void {
    const { model, simulation } = this.#to;
    lane.take(model.course, at);
    simulation.schedule(at, RANK.retry, STREAM_EVENT, timer(LANE_ENDS, lane.index));
  }

  /** The batch is tried again, less what has become too old meanwhile. */
  #retry(lane: Lane): void {
    lane.state = 'idle';
    this.#exits.expire(lane);
    if (lane.batch > 0) this.#again(lane);
    else this.#next(lane);
  }

  /** The batch in hand is sent when there is a poller for it. */
  #again(lane: Lane): void {
    if (this.#admits(lane, 0)) this.#send(lane);
  }

  /** R8.9: whether a poller is free for the lane; if not it waits for one. @param bytes that are read for it */
  #admits(lane: Lane, bytes: number): boolean {
    if (this.#pollers === null || this.#pollers.admit(lane, bytes)) return true;
    lane.state = 'poller';
    return false;
  }

  /** The part in hand is done: the other half of a bisected batch, or the next batch at once (R7.4). */
  #next(lane: Lane): void {
    lane.takePart();
    if (lane.batch === 0) this.#unblock(lane);
    if (this.#over) return;
    if (lane.batch > 0) {
      this.#exits.expire(lane);
      if (lane.batch > 0) this.#again(lane);
      else this.#next(lane);
      return;
    }
    const { maximumBatchingWindow: window } = this.#config;
    if (window > 0) {
      lane.windowFrom = this.#to.simulation.now;
      this.until(lane, 'window', lane.windowFrom + window, RANK.poll);
    }
    this.begin(lane);
  }

  #unblock(lane: Lane): void {
    if (Number.isNaN(lane.blockedFrom)) return;
    const { monitor, simulation } = this.#to;
    monitor.unblocked(this.#mapping, lane.shard.number, simulation.now - lane.blockedFrom);
    lane.blockedFrom = NaN;
  }

  /** R7.10, R7.18: what came before the first failing record is done; the rest is the batch. */
  #checkpoint(lane: Lane): void {
    const done = lane.failing;
    this.#exits.leave(lane, done, null);
    lane.batch -= done;
    // R7.9: a split at the record that was returned takes no attempt.
    if (done === 0 || !this.#config.bisect) lane.failures++;
    // as long as it is the same record that fails, the waits go on growing.
    if (done > 0) lane.waits = 0;
  }

  /** the batch waits for its next try. */
  #wait(lane: Lane): void {
    const { backoff, simulation } = this.#to;
    this.until(lane, 'retry', simulation.now + retryWait(lane.waits++, backoff), RANK.retry);
  }
}
