/** The SQS queues of a run and the mappings that read them (§8 of the rules). */
import type { Stream, Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { BatchTable } from './batch-table.ts';
import { brokerBounds } from './broker-retries.ts';
import type { Caller } from './caller.ts';
import type { Assumptions } from './assumption-config.ts';
import { MessageQueue } from './message-queue.ts';
import { MessageTable } from './message-table.ts';
import type { Lineage } from './lineage.ts';
import type { MessageSender } from './message-sender.ts';
import type { LambdaModel } from './model.ts';
import { PollerGrowth, type PollerBounds, pollerBounds, provisionedBounds } from './poller-growth.ts';
import type { Faultable } from './fault.ts';
import { QueueRefusal } from './queue-refusal.ts';
import type { MappingSurroundings } from './mapping-surroundings.ts';
import { QueueMapping } from './queue-mapping.ts';
import type { QueueConfig, QueueMappingConfig, RedriveConfig } from './queue-config.ts';
import type { QueueMonitor } from './queue-monitor.ts';
import { LEGACY_SQS_MAXIMUM_POLLERS, SQS_MAXIMUM_POLLERS, SQS_POLLER_GROWTH } from './quotas.ts';
import { Redrive } from './redrive.ts';
import { ZipfLaw } from './zipf-law.ts';

/** A queue, and how its messages choose their group. */
interface Entrance {
  readonly queue: MessageQueue;
  readonly groups: ZipfLaw | null;
  readonly stream: Stream;
  /** `null` = no fault is ever about it. */
  refusal: QueueRefusal | null;
}

/** Owns queues and mappings. */
export class Queues implements MessageSender {
  readonly #entrances: readonly Entrance[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #mappings: QueueMapping[] = [];
  readonly #redrives: Redrive[] = [];
  readonly #surroundings: MappingSurroundings;
  readonly #concurrency: number;

  /** @param configs in the order of their names @param concurrency account limit */
  constructor(
    configs: readonly QueueConfig[],
    concurrency: number,
    model: LambdaModel,
    simulation: Simulation,
    streams: Streams,
    monitor: QueueMonitor,
    assumptions: Assumptions,
  ) {
    const table = new MessageTable();
    this.#surroundings = { simulation, model, monitor, batches: new BatchTable(), assumptions, streams };
    this.#concurrency = concurrency;
    this.#numbers = new Map(configs.map(({ name }, index) => [name, index]));
    this.#entrances = configs.map((config, index) => ({
      queue: new MessageQueue(index, config, table, simulation, monitor),
      groups: config.messageGroups && new ZipfLaw(config.messageGroups.count, config.messageGroups.zipf),
      stream: streams.stream('message-groups', config.name),
      refusal: null,
    }));
    for (const { queue } of this.#entrances) {
      const { deadLetter } = queue.config;
      if (deadLetter !== null) queue.deadLetter = this.#entrances[this.numberOf(deadLetter)]!.queue;
    }
  }

  /** Number of a queue by its name. */
  numberOf(name: string): number {
    return this.#numbers.get(name)!;
  }

  /** Registers a mapping. @param source its number @param name its name */
  read(source: number, name: string, config: QueueMappingConfig, caller: Caller): void {
    const { queue } = this.#entrances[this.numberOf(config.queue)]!;
    const growth = new PollerGrowth(this.#boundsOf(config, queue.config));
    const reading = { name, config, queue, caller, growth };
    const mapping = new QueueMapping(this.#mappings.length, source, reading, this.#surroundings);
    this.#mappings.push(mapping);
    queue.readers.push(mapping);
  }

  /** Registers a redrive task. @param source its number */
  redrive(source: number, config: RedriveConfig): void {
    const queueOf = (index: number): MessageQueue => this.#entrances[index]!.queue;
    const from = queueOf(this.numberOf(config.from));
    const home = this.#entrances.find(({ queue }) => queue.deadLetter === from)!.queue;
    const { simulation } = this.#surroundings;
    this.#redrives.push(new Redrive(this.#redrives.length, source, config, from, home, queueOf, simulation));
  }

  /** Puts the messages there that wait at t = 0; once, when all mappings are registered. */
  start(): void {
    for (const [index, { queue }] of this.#entrances.entries()) {
      const { backlog, backlogAge } = queue.config;
      for (let k = 0; k < backlog; k++) {
        this.#put(index, -1, Math.round(-backlogAge * ((backlog - k) / backlog)), false);
      }
    }
    for (const mapping of this.#mappings) mapping.start();
    for (const redrive of this.#redrives) redrive.start();
  }

  /** A message of a source arrives now. */
  send(queue: number, source: number): void {
    if (this.#entrances[queue]!.refusal?.strikes() === true) this.#surroundings.monitor.turnedAway(source);
    else this.#put(queue, source, this.#surroundings.simulation.now, true);
  }

  /** Makes a queue ready for faults. */
  faultable(name: string): Faultable {
    const entrance = this.#entrances[this.numberOf(name)]!;
    return (entrance.refusal ??= new QueueRefusal(this.#surroundings.streams.stream('fault-refusals', name)));
  }

  sendTo(name: string, lineage: Lineage | null): boolean {
    const queue = this.numberOf(name);
    if (this.#entrances[queue]!.refusal?.strikes() === true) return false;
    this.#put(queue, -1, this.#surroundings.simulation.now, true, lineage);
    return true;
  }

  mayRefuse(name: string): boolean {
    return this.#entrances[this.numberOf(name)]!.refusal !== null;
  }

  /** REDRIVE_DUE. */
  redriveDue(index: number): void {
    this.#redrives[index]!.due();
  }

  /** QUEUE_DUE. */
  queueDue(queue: number): void {
    this.#entrances[queue]!.queue.due();
  }

  /** MAPPING_DUE. */
  mappingDue(mapping: number): void {
    this.#mappings[mapping]!.due();
  }

  /** BATCH_DUE. */
  batchDue(index: number): void {
    const batch = this.#surroundings.batches.at(index);
    this.#mappings[batch.mapping]!.batchDue(batch);
  }

  /** Reports the messages that are still there; once, after the last simulation event. */
  finish(): void {
    for (const { queue } of this.#entrances) queue.finish();
  }

  #boundsOf(
    { maximumConcurrency, provisionedPollers, broker }: QueueMappingConfig,
    { fifo }: QueueConfig,
  ): PollerBounds {
    if (broker !== undefined) return brokerBounds(broker);
    if (provisionedPollers !== null) return provisionedBounds(provisionedPollers);
    const { sqsThrottle, sqsPollerGrowth } = this.#surroundings.assumptions;
    const ceiling = sqsPollerGrowth === SQS_POLLER_GROWTH ? SQS_MAXIMUM_POLLERS : LEGACY_SQS_MAXIMUM_POLLERS;
    return pollerBounds(fifo, maximumConcurrency, this.#concurrency, sqsPollerGrowth, ceiling, sqsThrottle);
  }

  #put(index: number, source: number, sentAt: Micros, sent: boolean, lineage: Lineage | null = null): void {
    const { queue, groups, stream } = this.#entrances[index]!;
    const group = groups === null ? 0 : 1 + groups.draw(stream.uniform(queue.next, 0));
    queue.send(source, sentAt, group, sent, lineage);
  }
}
