/** The queues of a run: the sources that write into them, and the mappings that read them. */
import type { Streams } from './des/random.ts';
import type { Simulation } from './des/simulation.ts';
import type { Micros } from './des/time.ts';
import type { Assumptions } from './lambda/assumption-config.ts';
import type { AccountConfig } from './lambda/config.ts';
import {
  BATCH_DUE,
  MAPPING_DUE,
  MESSAGE_ARRIVAL,
  QUEUE_DUE,
  QUEUE_EVENT,
  QUEUE_EVENTS,
  RANK,
  REDRIVE_DUE,
} from './lambda/events.ts';
import type { Faultable } from './lambda/fault.ts';
import type { MessageSender } from './lambda/message-sender.ts';
import type { LambdaModel } from './lambda/model.ts';
import type { QueueConfig } from './lambda/queue-config.ts';
import type { QueueMonitor } from './lambda/queue-monitor.ts';
import { readersOf, type ReadersOf } from './lambda/call-graph.ts';
import { Queues } from './lambda/queues.ts';
import { inOrderOfNames } from './result/order.ts';
import { arrivalsOf, type Arrivals } from './workload/arrivals.ts';
import { hasQueue, readsQueue, type AnySourceConfig } from './workload/config.ts';
import { MessageLog } from './workload/message-log.ts';
import type { RequestLog } from './workload/request-log.ts';

interface Writer {
  readonly index: number;
  readonly arrivals: Arrivals;
  /** Number of the queue that it writes into. */
  readonly queue: number;
}

/** What is to be known of a scenario. */
export interface QueueSetting {
  readonly queues: readonly QueueConfig[];
  readonly sources: readonly AnySourceConfig[];
  readonly account: AccountConfig;
  readonly assumptions: Assumptions;
  /** Nothing arrives from this instant on. */
  readonly duration: Micros;
}

/** Plays the sources that write into queues, and connects those that read them. */
export class QueueRun {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #streams: Streams;
  readonly #queues: Queues;
  readonly #horizon: Micros;
  /** The functions that messages of a queue come to. */
  readonly readers: ReadersOf;
  /** By number; other sources are not among them. */
  readonly #writers = new Map<number, Writer>();

  constructor(
    setting: QueueSetting,
    simulation: Simulation,
    model: LambdaModel,
    streams: Streams,
    monitor: QueueMonitor,
    log: RequestLog | null,
  ) {
    const { queues, sources, account, assumptions, duration } = setting;
    this.readers = readersOf(queues, sources);
    const named = inOrderOfNames(queues);
    this.#simulation = simulation;
    this.#model = model;
    this.#streams = streams;
    const names = named.map(({ name }) => name);
    const told = log === null ? monitor : new MessageLog(monitor, log, inOrderOfNames(sources), names, simulation);
    this.#queues = new Queues(named, account.concurrency, model, simulation, streams, told, assumptions);
    this.#horizon = duration;
  }

  /**
   * Registers the mappings, fills the queues and schedules each source's first message; once, at t = 0.
   * @param sources in the order of their names @param functionNumber of a function by its name
   */
  start(sources: readonly AnySourceConfig[], functionNumber: (name: string) => number): void {
    const streams = this.#streams;
    for (const [index, config] of sources.entries()) {
      if (!hasQueue(config) || !config.enabled) continue;
      const { name } = config;
      if (config.type === 'redrive') {
        this.#queues.redrive(index, config.redrive);
        continue;
      }
      if (readsQueue(config)) {
        const { qualifier, duration, perRecord } = config;
        const who = { source: name, qualifier, mode: 'mapping' as const, duration, perRecord };
        this.#queues.read(index, name, config.mapping, this.#model.caller(functionNumber(config.function), who));
      }
      const own = { arrivals: streams.stream('arrivals', name), modulation: streams.stream('modulation', name) };
      this.#writers.set(index, {
        index,
        arrivals: arrivalsOf(config.arrivals, own, this.#horizon),
        queue: this.#queues.numberOf(readsQueue(config) ? config.mapping.queue : config.queue),
      });
    }
    this.#queues.start();
    for (const writer of this.#writers.values()) this.#scheduleArrival(writer);
  }

  /** Where handlers and destinations send messages. */
  get sender(): MessageSender {
    return this.#queues;
  }

  /** The simulation events of queues. @returns whether it is one */
  handle(kind: number, code: number): boolean {
    if (kind === REDRIVE_DUE) this.#queues.redriveDue(code);
    else if (kind === QUEUE_EVENT) this.#play(code);
    else return false;
    return true;
  }

  #play(code: number): void {
    const index = Math.floor(code / QUEUE_EVENTS);
    switch (code % QUEUE_EVENTS) {
      case MESSAGE_ARRIVAL:
        this.#arrive(index);
        break;
      case QUEUE_DUE:
        this.#queues.queueDue(index);
        break;
      case MAPPING_DUE:
        this.#queues.mappingDue(index);
        break;
      case BATCH_DUE:
        this.#queues.batchDue(index);
        break;
    }
  }

  /** Makes a queue ready for faults. */
  faultable(queue: string): Faultable {
    return this.#queues.faultable(queue);
  }

  /** Reports the messages that are still there; once, after the last simulation event. */
  finish(): void {
    this.#queues.finish();
  }

  /** MESSAGE_ARRIVAL: a message of this source arrives. */
  #arrive(index: number): void {
    const writer = this.#writers.get(index)!;
    this.#scheduleArrival(writer);
    this.#queues.send(writer.queue, index);
  }

  #scheduleArrival(writer: Writer): void {
    const { arrivals } = writer;
    if (arrivals.next() && arrivals.at < this.#horizon) {
      this.#simulation.schedule(arrivals.at, RANK.arrive, QUEUE_EVENT, writer.index * QUEUE_EVENTS + MESSAGE_ARRIVAL);
    }
  }
}
