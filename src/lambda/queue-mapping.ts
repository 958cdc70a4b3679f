/** An event source mapping that reads a queue: batches, invocations, back-off (R8.1-R8.7; 15.5). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { BatchFiller } from './batch-filler.ts';
import { noteBatch, settleBatch } from './batch-outcome.ts';
import type { Batch } from './batch-table.ts';
import type { Caller } from './caller.ts';
import { BATCH_DUE, MAPPING_DUE, QUEUE_EVENT, QUEUE_EVENTS, RANK } from './events.ts';
import type { AnswerListener } from './handler-calls.ts';
import type { MessageQueue, QueueReader } from './message-queue.ts';
import { LAST_ERROR, LAST_THROTTLED, LAST_TIMEOUT, NONE } from './message-table.ts';
import { OBSERVED_TRIES, throttleWait, type PollerGrowth } from './poller-growth.ts';
import type { QueueMappingConfig } from './queue-config.ts';
import type { MappingSurroundings } from './mapping-surroundings.ts';

/** Reads one queue for one function. */
export class QueueMapping implements QueueReader, AnswerListener {
  readonly #index: number;
  readonly #source: number;
  readonly #queue: MessageQueue;
  readonly #caller: Caller;
  readonly #growth: PollerGrowth;
  readonly #run: MappingSurroundings;
  readonly #givesUp: boolean;
  readonly #filler: BatchFiller;
  readonly #failures: Stream;
  /** R8.7: share of the messages of a successful batch that the function names as failed. */
  readonly #failing: number;
  /** Batches in hand, and those of them that wait for another try. */
  #busy = 0;
  #throttled = 0;
  /** R8.6: after a throttle or an error nothing grows before the next success. */
  #backingOff = false;
  /** The batch that is not full yet. */
  #gathering: Batch | null = null;
  #next = 0;
  #dueAt: Micros = Infinity;
  #pollers = 0;
  #seesBacklog = false;

  /** @param index among the mappings @param source its number @param name of the source, for its draws */
  constructor(
    index: number,
    source: number,
    name: string,
    config: QueueMappingConfig,
    queue: MessageQueue,
    caller: Caller,
    growth: PollerGrowth,
    surroundings: MappingSurroundings,
  ) {
    const { monitor, assumptions, streams } = surroundings;
    this.#run = surroundings;
    this.#index = index;
    this.#source = source;
    this.#queue = queue;
    this.#caller = caller;
    this.#growth = growth;
    this.#givesUp = assumptions.sqsThrottle === 'observed2019';
    this.#filler = new BatchFiller(config, queue, monitor, streams.stream('filter', name));
    this.#failures = streams.stream('item-failures', name);
    this.#failing = config.reportsItemFailures ? config.itemFailures : 0;
  }

  /** There is something to receive: looks once all that arrives in this instant has come. */
  offered(): void {
    if (this.#dueAt <= this.#run.simulation.now) return;
    // Where all pollers are busy and a backlog is known, the next look is due already, or nothing helps.
    if (this.#gathering === null && this.#busy >= this.#growth.count && this.#seesBacklog) return;
    this.#wake(this.#run.simulation.now, RANK.poll);
  }

  /** MAPPING_DUE: looks for messages. */
  due(): void {
    const { now } = this.#run.simulation;
    if (this.#dueAt <= now) this.#dueAt = Infinity;
    this.#growth.settle(now);
    this.#poll(now);
    this.#turn(now);
  }

  /** BATCH_DUE: its window is over, it is tried again, or its invocation has ended. */
  batchDue(batch: Batch): void {
    const { now } = this.#run.simulation;
    if (batch.dueAt !== now) return;
    batch.dueAt = NaN;
    this.#growth.settle(now);
    switch (batch.state) {
      case 'gathering':
        this.#invoke(batch, now);
        break;
      case 'waiting':
        this.#throttled--;
        if (now >= batch.hiddenUntil) this.#drop(batch);
        else this.#try(batch, now);
        break;
      case 'running':
        this.#end(batch, now);
        break;
    }
    this.#turn(now);
  }

  /** Fills batches as long as there are pollers and messages. */
  #poll(now: Micros): void {
    for (;;) {
      let batch = this.#gathering;
      if (batch === null) {
        if (this.#busy >= this.#growth.count || this.#queue.head === NONE) return;
        batch = this.#run.batches.open(this.#index, this.#source);
        this.#busy++;
      }
      const before = batch.size;
      this.#filler.fill(batch, now);
      if (batch.size === 0) {
        // Filters and dead-letter queues have taken it all.
        this.#busy--;
        this.#run.batches.close(batch);
        return;
      }
      if (!this.#filler.isComplete(batch, before, now)) {
        this.#gather(batch, before === 0);
        return;
      }
      this.#invoke(batch, now);
    }
  }

  /** The batch waits for more. */
  #gather(batch: Batch, isNew: boolean): void {
    this.#gathering = batch;
    if (!isNew) return;
    batch.dueAt = this.#filler.deadlineOf(batch);
    this.#run.simulation.schedule(batch.dueAt, RANK.retry, QUEUE_EVENT, batch.index * QUEUE_EVENTS + BATCH_DUE);
  }

  /** The batch is as it will be. */
  #invoke(batch: Batch, now: Micros): void {
    if (this.#gathering === batch) this.#gathering = null;
    batch.number = this.#next++;
    this.#try(batch, now);
  }

  /** One try to invoke the function (R8.11). */
  #try(batch: Batch, now: Micros): void {
    const caller = this.#caller;
    caller.records = batch.size;
    const throttle = this.#run.model.invoke(caller, batch.number, 0, NaN);
    if (throttle >= 0) {
      this.#run.monitor.refused(batch);
      this.#growth.halve();
      this.#backOff(batch, now);
      return;
    }
    const { course, open } = this.#run.model;
    batch.begin(now, course);
    if (batch.ending !== 'refused') this.#run.monitor.invoked(batch);
    if (course.open) {
      batch.dueAt = NaN;
      open.await(course.environment, this, batch.index);
      return;
    }
    batch.dueAt = Math.max(now, course.answerAt);
    this.#run.simulation.schedule(batch.dueAt, RANK.release, QUEUE_EVENT, batch.index * QUEUE_EVENTS + BATCH_DUE);
  }

  /** The handler waited for calls, and now its answer has come. */
  answered(index: number): void {
    const { simulation, model, batches } = this.#run;
    const batch = batches.at(index);
    batch.begin(batch.start, model.course);
    this.#growth.settle(simulation.now);
    this.#end(batch, simulation.now);
    this.#turn(simulation.now);
  }

  /** R8.6, A-30: the batch is tried again until its visibility timeout ends, or given up after three tries. */
  #backOff(batch: Batch, now: Micros): void {
    this.#backingOff = true;
    batch.throttles++;
    noteBatch(batch, this.#queue, LAST_THROTTLED);
    if (this.#givesUp && batch.throttles >= OBSERVED_TRIES) {
      this.#drop(batch);
      return;
    }
    batch.state = 'waiting';
    this.#throttled++;
    batch.dueAt = Math.min(now + throttleWait(batch.throttles), Math.max(now, batch.hiddenUntil));
    this.#run.simulation.schedule(batch.dueAt, RANK.retry, QUEUE_EVENT, batch.index * QUEUE_EVENTS + BATCH_DUE);
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
        break;
    }
    this.#drop(batch);
  }

  /** The mapping is done with this batch; what it has not deleted stays hidden as long as it is. */
  #drop(batch: Batch): void {
    this.#busy--;
    this.#run.batches.close(batch);
    this.#wake(this.#run.simulation.now, RANK.retry);
  }

  /** Says what the pollers do from now on, and looks again when there is one more. */
  #turn(now: Micros): void {
    const growth = this.#growth;
    const { count } = growth;
    const waits = this.#queue.head !== NONE;
    const full = this.#busy >= count;
    this.#seesBacklog = waits;
    const grows = full && waits && this.#throttled === 0 && !this.#backingOff;
    growth.turn(now, grows, !full, this.#busy === 0 && !waits);
    if (count !== this.#pollers) {
      this.#pollers = count;
      this.#run.monitor.pollers(this.#source, count);
    }
    if (grows) this.#wake(growth.nextAt(), RANK.retry);
  }

  /** A look that comes too early looks again, so one that is scheduled before is enough. */
  #wake(at: Micros, rank: number): void {
    if (at >= this.#dueAt || at === Infinity) return;
    this.#dueAt = at;
    this.#run.simulation.schedule(at, rank, QUEUE_EVENT, this.#index * QUEUE_EVENTS + MAPPING_DUE);
  }
}
