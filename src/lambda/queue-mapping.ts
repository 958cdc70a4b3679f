/** An event source mapping that reads a queue: when it looks for messages, and how many batches it has in hand (R8.1-R8.4; 15.5). */
import type { Micros } from '../des/time.ts';
import { BatchFiller } from './batch-filler.ts';
import { BatchInvoker, type BatchOwner } from './batch-invoker.ts';
import type { Batch } from './batch-table.ts';
import { BATCH_DUE, MAPPING_DUE, QUEUE_EVENT, QUEUE_EVENTS, RANK } from './events.ts';
import type { MessageQueue, QueueReader } from './message-queue.ts';
import { NONE } from './message-table.ts';
import type { PollerGrowth } from './poller-growth.ts';
import { PollerThroughput } from './poller-throughput.ts';
import type { MappingSurroundings, QueueReading } from './mapping-surroundings.ts';

/** Reads one queue for one function. */
export class QueueMapping implements QueueReader, BatchOwner {
  readonly #index: number;
  readonly #source: number;
  readonly #queue: MessageQueue;
  readonly #growth: PollerGrowth;
  readonly #run: MappingSurroundings;
  /** R8.8; `null` = on demand. */
  readonly #throughput: PollerThroughput | null;
  readonly #filler: BatchFiller;
  readonly #invoker: BatchInvoker;
  /** Batches in hand. */
  #busy = 0;
  /** The batch that is not full yet. */
  #gathering: Batch | null = null;
  #dueAt: Micros = Infinity;
  #pollers = 0;
  #seesBacklog = false;

  /** @param index among the mappings @param source its number */
  constructor(index: number, source: number, reading: QueueReading, surroundings: MappingSurroundings) {
    const { config, queue, growth } = reading;
    this.#run = surroundings;
    this.#index = index;
    this.#source = source;
    this.#queue = queue;
    this.#growth = growth;
    const isProvisioned = config.provisionedPollers !== null;
    this.#throughput = isProvisioned
      ? new PollerThroughput(config.batchSize, queue.config.messageSize, growth.count)
      : null;
    this.#filler = new BatchFiller(reading, this.#throughput, surroundings);
    this.#invoker = new BatchInvoker(this, reading, surroundings);
  }

  /** Once, at t = 0. */
  start(): void {
    this.turn(0);
  }

  /** There is something to receive: looks once all that arrives in this instant has come. */
  offered(): void {
    if (this.#dueAt <= this.#run.simulation.now) return;
    // Where all pollers are busy and a backlog is known, the next look is due already, or nothing helps.
    if (this.#gathering === null && this.#busy >= this.#growth.capacity && this.#seesBacklog) return;
    this.#wake(this.#run.simulation.now, RANK.poll);
  }

  /** MAPPING_DUE: looks for messages. */
  due(): void {
    const { now } = this.#run.simulation;
    if (this.#dueAt <= now) this.#dueAt = Infinity;
    this.#growth.settle(now);
    this.#throughput?.settle(now, this.#growth.count);
    this.#poll(now);
    this.turn(now);
  }

  /** BATCH_DUE: its window is over, it is tried again, or its invocation has ended. */
  batchDue(batch: Batch): void {
    const { now } = this.#run.simulation;
    if (batch.dueAt !== now) return;
    batch.dueAt = NaN;
    this.#growth.settle(now);
    if (batch.state === 'gathering') this.#invoke(batch, now);
    else this.#invoker.due(batch, now);
    this.turn(now);
  }

  drop(batch: Batch): void {
    this.#busy--;
    this.#run.batches.close(batch);
    this.#wake(this.#run.simulation.now, RANK.retry);
  }

  /** Says what the pollers do from now on, and looks again when there is one more. */
  turn(now: Micros): void {
    const growth = this.#growth;
    const { count } = growth;
    const waits = this.#queue.head !== NONE;
    const slow = this.#throughput !== null && this.#isSlow(this.#throughput, now);
    const full = this.#busy >= growth.capacity || slow;
    this.#seesBacklog = waits;
    const grows = full && waits && this.#invoker.isWell;
    growth.turn(now, grows, !full, this.#busy === 0 && !waits);
    if (count !== this.#pollers) {
      this.#pollers = count;
      this.#run.monitor.pollers(this.#source, growth.capacity, this.#throughput === null ? null : count);
    }
    if (grows) this.#wake(growth.nextAt(), RANK.retry);
    if (this.#throughput === null) return;
    if (slow && waits) this.#wake(this.#throughput.nextAt(count), RANK.retry);
    // They are paid for as long as they are there, whether anything happens or not.
    this.#wake(growth.fallsAt(), RANK.retry);
  }

  /** R8.8: whether no poll is due. */
  #isSlow(throughput: PollerThroughput, now: Micros): boolean {
    throughput.settle(now, this.#growth.count);
    return !throughput.isDue(this.#growth.count);
  }

  /** Fills batches as long as there are pollers and messages. */
  #poll(now: Micros): void {
    for (;;) {
      let batch = this.#gathering;
      if (batch === null) {
        if (this.#busy >= this.#growth.capacity || this.#queue.head === NONE) return;
        if (this.#throughput?.isDue(this.#growth.count) === false) return;
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

  #invoke(batch: Batch, now: Micros): void {
    if (this.#gathering === batch) this.#gathering = null;
    this.#invoker.invoke(batch, now);
  }

  /** A look that comes too early looks again, so one that is scheduled before is enough. */
  #wake(at: Micros, rank: number): void {
    if (at >= this.#dueAt || at === Infinity) return;
    this.#dueAt = at;
    this.#run.simulation.schedule(at, rank, QUEUE_EVENT, this.#index * QUEUE_EVENTS + MAPPING_DUE);
  }
}
