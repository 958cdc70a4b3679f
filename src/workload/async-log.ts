/** Writes the lines of asynchronous events to the log of requests, and hands every fact on. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts, AsyncMonitor, Delivery } from '../lambda/async-event.ts';
import type { DropCondition } from '../lambda/drop-condition.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { LambdaModel } from '../lambda/model.ts';
import type { RequestLog } from './request-log.ts';

/** The names that lines need, in the order of the numbers. */
export interface LoggedNames {
  readonly sources: readonly string[];
  readonly functions: readonly string[];
}

/** One line an event that a source sent; those that destinations send have none. */
export class AsyncLog implements AsyncMonitor {
  readonly #monitor: AsyncMonitor;
  readonly #log: RequestLog;
  readonly #names: LoggedNames;
  readonly #simulation: Simulation;
  readonly #horizon: Micros;
  readonly #model: LambdaModel;

  constructor(
    monitor: AsyncMonitor,
    log: RequestLog,
    names: LoggedNames,
    simulation: Simulation,
    model: LambdaModel,
    horizon: Micros,
  ) {
    this.#model = model;
    this.#monitor = monitor;
    this.#log = log;
    this.#names = names;
    this.#simulation = simulation;
    this.#horizon = horizon;
  }

  received(event: AsyncEventFacts): void {
    this.#monitor.received(event);
  }

  attempted(event: AsyncEventFacts, age: Micros): void {
    this.#monitor.attempted(event, age);
  }

  refused(event: AsyncEventFacts): void {
    this.#monitor.refused(event);
  }

  started(event: AsyncEventFacts, requests: number): void {
    this.#monitor.started(event, requests);
  }

  succeeded(event: AsyncEventFacts, course: CourseFacts): void {
    this.#monitor.succeeded(event, course);
    const ended = course.answerAt <= this.#horizon;
    const environment = this.#model.environmentNumber();
    this.#row(
      event,
      event.start,
      ended ? course.answerAt : NaN,
      environment,
      course.cold,
      ended ? '200' : 'unfinished',
    );
  }

  waits(event: AsyncEventFacts): void {
    this.#monitor.waits(event);
  }

  waited(event: AsyncEventFacts): void {
    this.#monitor.waited(event);
  }

  dropped(event: AsyncEventFacts, condition: DropCondition, kept: boolean): void {
    this.#monitor.dropped(event, condition, kept);
    this.#row(event, startOf(event), this.#simulation.now, -1, false, condition);
  }

  delivered(fn: number, delivery: Delivery, delivered: boolean): void {
    this.#monitor.delivered(fn, delivery, delivered);
  }

  unfinished(event: AsyncEventFacts, running: boolean): void {
    this.#monitor.unfinished(event, running);
    this.#row(event, startOf(event), NaN, -1, false, 'unfinished');
  }

  #row(event: AsyncEventFacts, start: Micros, end: Micros, place: number, cold: boolean, status: string): void {
    const { source, fn, acceptedAt, attempts } = event;
    if (source < 0) return;
    const { sources, functions } = this.#names;
    this.#log.row(sources[source]!, functions[fn]!, acceptedAt, start, end, place, cold, status, attempts);
  }
}

/** The last attempt's start; NaN where that attempt was throttled or refused. */
function startOf({ last, start }: AsyncEventFacts): Micros {
  return last === 'throttled' || last === 'refused' ? NaN : start;
}
