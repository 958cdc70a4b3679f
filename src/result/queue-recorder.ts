/** Records the facts of queues, of the mappings that read them and of whoever writes into them. */
import type { Micros } from '../des/time.ts';
import type { BatchFacts, MessageEnd, MessageFacts, QueueMonitor } from '../lambda/queue-monitor.ts';
import { MessageSourceTally } from './message-source-tally.ts';
import { sourceBookFor } from './objective-minutes.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import { QueueTally } from './queue-tally.ts';
import type { Setup, SetupSource } from './setup.ts';

/** Listens to queues; queues and sources are numbered in the order of their names, as there. */
export class QueueRecorder implements QueueMonitor {
  readonly queues: readonly QueueTally[];
  readonly sources: readonly MessageSourceTally[];
  readonly #present: Present;
  readonly #bySource: readonly (MessageSourceTally | null)[];

  constructor(setup: Setup, present: Present) {
    this.#present = present;
    this.queues = inOrderOfNames(setup.queues).map(({ name, visibilityTimeout }) => {
      return new QueueTally(name, visibilityTimeout, present, isEmptied(name, setup.sources));
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
    this.queues[queue]!.leave(message, end);
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

/** Whether somebody takes messages out of a queue; what others hold stays there, with faults and without. */
function isEmptied(queue: string, sources: readonly SetupSource[]): boolean {
  return sources.some(({ enabled, mapping, redrive }) => {
    return enabled && (mapping?.queue === queue || redrive?.from === queue);
  });
}
