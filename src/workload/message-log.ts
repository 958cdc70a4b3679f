/** Writes a line for each message of a source to the log of requests, and hands every fact on. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { BatchFacts, MessageEnd, MessageFacts, QueueMonitor } from '../lambda/queue-monitor.ts';
import { readsQueue, type AnySourceConfig } from './config.ts';
import type { RequestLog } from './request-log.ts';

/** What a line says of how a message ended; one that was redriven has a line of its new source, too. */
const STATUS: Readonly<Record<MessageEnd, string>> = {
  processed: '200',
  filtered: 'filtered',
  lost: 'lost',
  deadLettered: 'dead-lettered',
  redriven: 'redriven',
};

/** Messages that no source sent have no line. */
export class MessageLog implements QueueMonitor {
  readonly #monitor: QueueMonitor;
  readonly #log: RequestLog;
  readonly #sources: readonly AnySourceConfig[];
  /** Name of the function that reads a queue, by its number; empty where nobody does. */
  readonly #readers: readonly string[];
  readonly #simulation: Simulation;

  /** @param sources in the order of their names @param queues names in their order */
  constructor(
    monitor: QueueMonitor,
    log: RequestLog,
    sources: readonly AnySourceConfig[],
    queues: readonly string[],
    simulation: Simulation,
  ) {
    this.#monitor = monitor;
    this.#log = log;
    this.#sources = sources;
    this.#simulation = simulation;
    this.#readers = queues.map((name) => {
      const reader = sources.find((source) => readsQueue(source) && source.mapping.queue === name);
      return reader?.function ?? '';
    });
  }

  entered(queue: number, source: number, sent: boolean, moved: boolean): void {
    this.#monitor.entered(queue, source, sent, moved);
  }

  turnedAway(source: number): void {
    this.#monitor.turnedAway(source);
    const { now } = this.#simulation;
    this.#log.row(this.#sources[source]!.name, '', now, NaN, now, -1, false, 'refused', 1);
  }

  hidden(queue: number): void {
    this.#monitor.hidden(queue);
  }

  shown(queue: number): void {
    this.#monitor.shown(queue);
  }

  left(queue: number, message: MessageFacts, end: MessageEnd, batch: BatchFacts | null): void {
    this.#monitor.left(queue, message, end, batch);
    this.#row(queue, message, end === 'processed' ? batch : null, this.#simulation.now, STATUS[end]);
  }

  oldest(queue: number, enteredAt: Micros): void {
    this.#monitor.oldest(queue, enteredAt);
  }

  polled(source: number): void {
    this.#monitor.polled(source);
  }

  refused(batch: BatchFacts): void {
    this.#monitor.refused(batch);
  }

  invoked(batch: BatchFacts): void {
    this.#monitor.invoked(batch);
  }

  failed(batch: BatchFacts): void {
    this.#monitor.failed(batch);
  }

  itemFailed(batch: BatchFacts): void {
    this.#monitor.itemFailed(batch);
  }

  pollers(source: number, batches: number, provisioned: number | null): void {
    this.#monitor.pollers(source, batches, provisioned);
  }

  unfinished(queue: number, message: MessageFacts): void {
    this.#monitor.unfinished(queue, message);
    this.#row(queue, message, null, NaN, 'unfinished');
  }

  #row(queue: number, message: MessageFacts, batch: BatchFacts | null, end: Micros, status: string): void {
    const { source, sentAt, receives } = message;
    if (source < 0) return;
    const fn = batch === null ? this.#readers[queue]! : this.#sources[batch.source]!.function;
    const { start = NaN, environment = -1, cold = false } = batch ?? {};
    this.#log.row(this.#sources[source]!.name, fn, sentAt, start, end, environment, cold, status, receives);
  }
}
