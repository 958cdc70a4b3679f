/** Invokes the function with the batches of one mapping, and sees them through: throttles, errors, answers (R8.5-R8.7, R8.11). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { lineageOf, noteBatch, settleBatch } from './batch-outcome.ts';
import { handOutAgain } from './broker-retries.ts';
import type { Batch } from './batch-table.ts';
import type { Caller } from './caller.ts';
import type { StreamRetryBackoff } from './assumption-config.ts';
import { BATCH_DUE, QUEUE_EVENT, QUEUE_EVENTS, RANK } from './events.ts';
import type { AnswerListener } from './handler-calls.ts';
import { NO_HANDLER_TIME } from './handler-time.ts';
import type { MappingSurroundings, QueueReading } from './mapping-surroundings.ts';
import type { MessageQueue } from './message-queue.ts';
import { LAST_ERROR, LAST_THROTTLED, LAST_TIMEOUT } from './message-table.ts';
import { OBSERVED_TRIES, throttleWait, type PollerGrowth } from './poller-growth.ts';
import { retryWait } from './retry-backoff.ts';

/** Told when the mapping is done with a batch. */
export interface BatchOwner {
  /** What the batch has not deleted stays hidden as long as it is. */
  drop(batch: Batch): void;
  /** Something has ended outside of `BATCH_DUE`: says what the pollers do from now on. */
  turn(now: Micros): void;
}

/** The way of a complete batch to its end. */
export class BatchInvoker implements AnswerListener {
  readonly #owner: BatchOwner;
  readonly #queue: MessageQueue;
  readonly #caller: Caller;
  readonly #growth: PollerGrowth;
  readonly #run: MappingSurroundings;
  readonly #givesUp: boolean;
  /** R8.10: a batch of a broker is tried again until it succeeds; `null` = its messages show up again in the queue. */
  readonly #again: StreamRetryBackoff | null;
  readonly #failures: Stream;
  /** R8.7: share of the messages of a successful batch that the function names as failed. */
  readonly #failing: number;
  /** Batches that wait for another try. */
  #throttled = 0;
  /** R8.6: after a throttle or an error nothing grows before the next success. */
  #backingOff = false;
  #next = 0;

  constructor(
    owner: BatchOwner,
    { name, config, queue, caller, growth }: QueueReading,
    surroundings: MappingSurroundings,
  ) {
    this.#owner = owner;
    this.#run = surroundings;
    this.#queue = queue;
    this.#caller = caller;
    this.#growth = growth;
    const { sqsThrottle, streamRetryBackoff } = surroundings.assumptions;
    this.#again = config.broker === undefined ? null : streamRetryBackoff;
    this.#givesUp = config.broker === undefined && sqsThrottle === 'observed2019';
    this.#failures = surroundings.streams.stream('item-failures', name);
    this.#failing = config.reportsItemFailures ? config.itemFailures : 0;
    if (config.reportsItemFailures) caller.onRecordFailure = queue.config.fifo ? 'stops' : 'reports';
  }

  /** Whether the pollers may grow, as far as the invocations are concerned. */
  get isWell(): boolean {
    return this.#throttled === 0 && !this.#backingOff;
  }

  /** The batch is as it will be. */
  invoke(batch: Batch, now: Micros): void {
    batch.number = this.#next++;
    this.#try(batch, now);
  }

  /** BATCH_DUE: it is tried again, or its invocation has ended. */
  due(batch: Batch, now: Micros): void {
    if (batch.state === 'running') {
      this.#end(batch, now);
      return;
    }
    this.#throttled--;
    if (this.#again !== null) handOutAgain(batch, this.#queue, now);
    if (now >= batch.hiddenUntil || batch.size === 0) this.#owner.drop(batch);
    else this.#try(batch, now);
  }

  /** The handler waited for calls, and now its answer has come. */
  answered(index: number, failed: readonly number[]): void {
    const { simulation, model, batches } = this.#run;
    const batch = batches.at(index);
    batch.failed = failed;
    batch.begin(batch.start, model.course, batch.environment);
    this.#growth.settle(simulation.now);
    this.#end(batch, simulation.now);
    this.#owner.turn(simulation.now);
  }

  /** One try to invoke the function (R8.11). */
  #try(batch: Batch, now: Micros): void {
    const caller = this.#caller;
    caller.records = batch.size;
    caller.refusals = batch.throttles;
    const lineage = lineageOf(batch, this.#queue, caller.f.fn);
    if (this.#run.model.invoke(caller, batch.number, batch.failures, NO_HANDLER_TIME, lineage) >= 0) {
      this.#run.monitor.refused(batch);
      this.#growth.halve();
      this.#backOff(batch, now);
      return;
    }
    const { course, open } = this.#run.model;
    batch.begin(now, course, this.#run.model.environmentNumber());
    if (batch.ending !== 'refused') this.#run.monitor.invoked(batch);
    if (course.open) {
      batch.dueAt = NaN;
      open.await(course.environment, this, batch.index);
    } else this.#schedule(batch, Math.max(now, course.answerAt), RANK.release);
  }

  /** R8.6, A-30: the batch is tried again until its visibility timeout ends, or given up after three tries. */
  #backOff(batch: Batch, now: Micros): void {
    this.#backingOff = true;
    batch.throttles++;
    noteBatch(batch, this.#queue, LAST_THROTTLED);
    if (this.#givesUp && batch.throttles >= OBSERVED_TRIES) {
      this.#owner.drop(batch);
      return;
    }
    this.#wait(
      batch,
      now,
      this.#again === null ? throttleWait(batch.throttles) : retryWait(batch.waits++, this.#again),
    );
  }

  #wait(batch: Batch, now: Micros, time: Micros): void {
    batch.state = 'waiting';
    this.#throttled++;
    this.#schedule(batch, Math.min(now + time, Math.max(now, batch.hiddenUntil)), RANK.retry);
  }

  /** The answer has come (R8.5-R8.7). */
  #end(batch: Batch, now: Micros): void {
    switch (batch.ending) {
      case 'success':
        settleBatch(batch, this.#queue, this.#failing, this.#failures, this.#run.monitor);
        this.#backingOff = false;
        break;
      case 'refused':
        this.#backOff(batch, now);
        return;
      case 'error':
      case 'timeout':
        noteBatch(batch, this.#queue, batch.ending === 'error' ? LAST_ERROR : LAST_TIMEOUT);
        this.#run.monitor.failed(batch);
        this.#growth.takeOne();
        this.#backingOff = true;
        if (this.#again === null) break;
        batch.failures++;
        this.#wait(batch, now, retryWait(batch.waits++, this.#again));
        return;
    }
    this.#owner.drop(batch);
  }

  #schedule(batch: Batch, at: Micros, rank: number): void {
    batch.dueAt = at;
    this.#run.simulation.schedule(at, rank, QUEUE_EVENT, batch.index * QUEUE_EVENTS + BATCH_DUE);
  }
}
