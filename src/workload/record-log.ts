/** Writes a line for each record of a source to the log of requests, and hands every fact on. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { BatchCourse, LossCondition, StreamMonitor } from '../lambda/stream-monitor.ts';
import { isStreamMapping, type AnySourceConfig } from './config.ts';
import type { RequestLog } from './request-log.ts';

/** A record of a mapping has a line when it is done with; one of a producer when it is written. */
export class RecordLog implements StreamMonitor {
  readonly #monitor: StreamMonitor;
  readonly #log: RequestLog;
  readonly #sources: readonly AnySourceConfig[];
  readonly #simulation: Simulation;

  /** @param sources in the order of their names */
  constructor(monitor: StreamMonitor, log: RequestLog, sources: readonly AnySourceConfig[], simulation: Simulation) {
    this.#monitor = monitor;
    this.#log = log;
    this.#sources = sources;
    this.#simulation = simulation;
  }

  written(stream: number, producer: number, shard: number, at: Micros): void {
    this.#monitor.written(stream, producer, shard, at);
    // What a mapping's own arrivals write is told of when the mapping has it.
    if (!isStreamMapping(this.#sources[producer]!)) this.#written(producer, at, '200');
  }

  refused(stream: number, producer: number, shard: number, at: Micros): void {
    this.#monitor.refused(stream, producer, shard, at);
    this.#written(producer, at, 'refused');
  }

  arrived(mapping: number, at: Micros): void {
    this.#monitor.arrived(mapping, at);
  }

  filtered(mapping: number, at: Micros): void {
    this.#monitor.filtered(mapping, at);
    this.#rows(mapping, at, 1, null, this.#simulation.now, 'filtered');
  }

  sent(mapping: number, records: number, age: Micros, attempt: number): void {
    this.#monitor.sent(mapping, records, age, attempt);
  }

  throttled(mapping: number, records: number, isThrottle: boolean): void {
    this.#monitor.throttled(mapping, records, isThrottle);
  }

  invoked(mapping: number, records: number): void {
    this.#monitor.invoked(mapping, records);
  }

  failed(mapping: number, records: number): void {
    this.#monitor.failed(mapping, records);
  }

  unblocked(mapping: number, shard: number, time: Micros): void {
    this.#monitor.unblocked(mapping, shard, time);
  }

  processed(mapping: number, at: Micros, records: number, course: BatchCourse): void {
    this.#monitor.processed(mapping, at, records, course);
    this.#rows(mapping, at, records, course, this.#simulation.now, '200');
  }

  lost(mapping: number, at: Micros, records: number, condition: LossCondition, kept: boolean, tries: number): void {
    this.#monitor.lost(mapping, at, records, condition, kept, tries);
    this.#rows(mapping, at, records, null, this.#simulation.now, kept ? 'dead-lettered' : 'lost', tries);
  }

  pollers(mapping: number, batches: number, count: number): void {
    this.#monitor.pollers(mapping, batches, count);
  }

  units(mapping: number, units: number): void {
    this.#monitor.units(mapping, units);
  }

  read(mapping: number, bytes: number): void {
    this.#monitor.read(mapping, bytes);
  }

  delivered(mapping: number, records: number, delivered: boolean): void {
    this.#monitor.delivered(mapping, records, delivered);
  }

  unfinished(mapping: number, at: Micros, records: number, tries: number): void {
    this.#monitor.unfinished(mapping, at, records, tries);
    this.#rows(mapping, at, records, null, NaN, 'unfinished', tries);
  }

  #written(producer: number, at: Micros, status: string): void {
    this.#log.row(this.#sources[producer]!.name, '', at, NaN, at, -1, false, status, 1);
  }

  #rows(
    mapping: number,
    at: Micros,
    records: number,
    course: BatchCourse | null,
    end: Micros,
    status: string,
    tries = course?.tries ?? 0,
  ): void {
    const { name, function: fn } = this.#sources[mapping]!;
    const start = course === null ? NaN : end - course.response;
    const environment = course?.environment ?? -1;
    const cold = course?.cold ?? false;
    for (let k = 0; k < records; k++) this.#log.row(name, fn, at, start, end, environment, cold, status, tries);
  }
}
