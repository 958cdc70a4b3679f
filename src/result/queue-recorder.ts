/** Records the facts of queues, of the mappings that read them and of whoever writes into them. */
import type { Micros } from '../des/time.ts';
import type { BatchFacts, MessageEnd, MessageFacts, QueueMonitor } from '../lambda/queue-monitor.ts';
import { SQS_LONG_POLL } from '../lambda/quotas.ts';
import { MessageSourceTally } from './message-source-tally.ts';
import { sourceBookFor } from './objective-minutes.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import { QueueTally } from './queue-tally.ts';
import type { Setup, SetupSource } from './setup.ts';
import { Turnover } from './turnover.ts';

/** Listens to queues; queues and sources are numbered in the order of their names, as there. */
export class QueueRecorder implements QueueMonitor {
  readonly queues: readonly QueueTally[];
  readonly sources: readonly MessageSourceTally[];
  readonly #present: Present;
  readonly #bySource: readonly (MessageSourceTally | null)[];

  constructor(setup: Setup, present: Present) {
    this.#present = present;
    this.queues = inOrderOfNames(setup.queues).map((queue) => {
      const isEmptied = emptiers(queue.name, setup.sources).length > 0;
      return new QueueTally(queue, present, isEmptied, turnoverOf(queue.name, setup.sources));
    });
    this.#bySource = inOrderOfNames(setup.sources).map((source) => {
      if (!sendsMessages(source)) return null;
      const minutes = sourceBookFor(source.name, null, present.minutes, setup.objectives);
      return new MessageSourceTally(source.name, source.mapping?.queue ?? null, present, setup.warmup, minutes);
    });
    this.sources = this.#bySource.filter((tally) => tally !== null);
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of [...this.queues, ...this.sources]) tally.beginWindow();
  }

  entered(queue: number, source: number, sent: boolean, moved: boolean): void {
    this.#present.tick();
    this.queues[queue]!.enter(sent, moved);
    if (source >= 0) this.#bySource[source]!.arrive();
  }

  turnedAway(source: number): void {
    this.#present.tick();
    this.#bySource[source]!.turnAway();
  }

  hidden(queue: number): void {
    this.#present.tick();
    this.queues[queue]!.hide();
  }

  shown(queue: number): void {
    this.#present.tick();
    this.queues[queue]!.show();
  }

  left(queue: number, message: MessageFacts, end: MessageEnd, batch: BatchFacts | null): void {
    this.#present.tick();
    this.queues[queue]!.leave(message, end, batch);
    if (message.source >= 0) this.#bySource[message.source]!.end(message, end, batch);
    if (batch !== null) this.#mappingOf(batch).delete(end);
  }

  oldest(queue: number, enteredAt: Micros): void {
    this.#present.tick();
    this.queues[queue]!.age(enteredAt);
  }

  polled(source: number): void {
    this.#bySource[source]!.poll();
  }

  refused(batch: BatchFacts): void {
    this.#present.tick();
    this.#mappingOf(batch).refuse();
  }

  invoked(batch: BatchFacts): void {
    this.#present.tick();
    this.#mappingOf(batch).invoke(batch.size);
  }

  failed(batch: BatchFacts): void {
    this.#mappingOf(batch).fail(batch.size);
  }

  itemFailed(batch: BatchFacts): void {
    this.#mappingOf(batch).fail(1);
  }

  pollers(source: number, batches: number, provisioned: number | null): void {
    this.#present.tick();
    this.#bySource[source]!.setPollers(batches, provisioned);
  }

  unfinished(queue: number, message: MessageFacts): void {
    this.queues[queue]!.remain(message.visible);
    if (message.source >= 0) this.#bySource[message.source]!.leave(message);
  }

  #mappingOf({ source }: BatchFacts): MessageSourceTally {
    return this.#bySource[source]!;
  }
}

/** Whether the requests of a source are messages of a queue. */
export function sendsMessages({ type }: SetupSource): boolean {
  return type === 'sqs' || type === 'mq' || type === 'sqs-producer' || type === 'redrive';
}

/** Who takes messages out of a queue; what others hold stays there, with faults and without. */
function emptiers(queue: string, sources: readonly SetupSource[]): readonly SetupSource[] {
  return sources.filter(({ enabled, mapping, redrive }) => {
    return enabled && (mapping?.queue === queue || redrive?.from === queue);
  });
}

/** Of all mappings that read a queue; with a batching window a poll of SQS may take its time (R8.2). */
function turnoverOf(queue: string, sources: readonly SetupSource[]): Turnover | null {
  const mappings = emptiers(queue, sources).flatMap(({ mapping }) => mapping ?? []);
  if (mappings.length === 0) return null;
  const holds = mappings.map(({ maximumBatchingWindow, broker }) => {
    return maximumBatchingWindow > 0 && broker === undefined
      ? Math.max(maximumBatchingWindow, SQS_LONG_POLL)
      : maximumBatchingWindow;
  });
  return new Turnover(Math.max(...holds));
}
