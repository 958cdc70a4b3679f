/** Lambda's internal queues of asynchronous events: acceptance, attempts, retries, drops (§6; 15.3). */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts, AsyncMonitor } from './async-event.ts';
import type { DropCondition } from './drop-condition.ts';
import { AsyncDestinations } from './async-destinations.ts';
import { AsyncLines } from './async-lines.ts';
import { AsyncEvent } from './async-facts.ts';
import { AsyncRoute } from './async-route.ts';
import {
  AsyncTable,
  FAILING,
  LAST_ERROR,
  LAST_REFUSED,
  LAST_THROTTLED,
  LAST_TIMEOUT,
  QUEUED,
  SUCCEEDING,
} from './async-table.ts';
import type { Caller } from './caller.ts';
import type { Assumptions } from './config.ts';
import { ASYNC_ATTEMPT, ASYNC_ENDED, ASYNC_EXPIRED, RANK } from './events.ts';
import type { LambdaModel } from './model.ts';

/** What the queues need to know of the assumptions. */
type AsyncAssumptions = Pick<Assumptions, 'functionErrorWaits' | 'asyncRetry' | 'asyncDuplicates' | 'asyncPollLatency'>;

/**
 * One queue a function. An event always has exactly one thing ahead of it: its next attempt, the end of the attempt
 * that runs, its maximum age, or (`asyncRetry: queue`) its turn in the line. So nothing is ever cancelled.
 */
export class AsyncQueue {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #monitor: AsyncMonitor;
  readonly #assumptions: AsyncAssumptions;
  readonly #streams: Streams;
  readonly #table = new AsyncTable();
  readonly #routes: AsyncRoute[] = [];
  readonly #destinations: AsyncDestinations;
  /** `asyncRetry: queue`; `null` = each event has its own timer. */
  readonly lines: AsyncLines | null;
  readonly #event = new AsyncEvent();

  /** @param functionNumber of a function by its name */
  constructor(
    model: LambdaModel,
    simulation: Simulation,
    streams: Streams,
    monitor: AsyncMonitor,
    assumptions: AsyncAssumptions,
    functionNumber: (name: string) => number,
  ) {
    this.#model = model;
    this.#simulation = simulation;
    this.#streams = streams;
    this.#monitor = monitor;
    this.#assumptions = assumptions;
    this.#destinations = new AsyncDestinations(this, model, monitor, functionNumber);
    this.lines = assumptions.asyncRetry === 'queue' ? new AsyncLines(simulation, this.#table, this) : null;
    if (this.lines !== null) model.gate.concurrency.watcher = this.lines;
  }

  /** Registers a way for events. @param source its number, −1 for a destination @param payload of an event in KB */
  route(caller: Caller, source: number, sender: string, payload: number): AsyncRoute {
    const route = new AsyncRoute(this.#routes.length, caller, source, sender, payload, this.#streams);
    this.#routes.push(route);
    return route;
  }

  /**
   * R6.1, R6.2: an event is accepted with 202, whatever the function's limits are. R6.11: with a reservation of 0 it
   * goes straight on to dead-letter queue and destination, untried.
   * @param number within its sender @param handler handler time that the event brings, else NaN
   */
  accept(route: AsyncRoute, number: number, handler: Micros): void {
    const { now } = this.#simulation;
    const row = this.#table.open(route.index, number, now, handler, false);
    this.#monitor.received(this.#look(row));
    if (route.caller.f.config.reservedConcurrency === 0) {
      this.#drop(row, 'ReservedConcurrencyZero');
      return;
    }
    this.#poll(row);
    if (route.isDuplicated(number, this.#assumptions.asyncDuplicates)) {
      this.#poll(this.#table.open(route.index, number, now, handler, true));
    }
  }

  /** ASYNC_ATTEMPT: the event is due. */
  attempt(row: number): void {
    if (this.lines !== null) {
      this.lines.come(row, this.#routeOf(row).caller.f.fn);
      return;
    }
    if (this.attemptNow(row) < 0) return;
    this.wait(row);
    this.#retryAt(row, this.#simulation.now + this.backoffOf(row));
  }

  /** One attempt (R1.11, R1.14). @returns −1 when it was admitted, else the index into THROTTLES */
  attemptNow(row: number): number {
    const table = this.#table;
    const route = this.#routeOf(row);
    table.attempts[row]!++;
    this.#monitor.attempted(this.#look(row), this.#simulation.now - table.acceptedAt[row]!);
    const throttle = this.#model.invoke(route.caller, table.number[row]!, table.attemptOf(row), table.handlerOf(row));
    if (throttle < 0) {
      this.#begin(row, route);
      return throttle;
    }
    table.throttles[row]!++;
    table.backoffs[row]!++;
    table.last[row] = LAST_THROTTLED;
    this.#monitor.refused(this.#look(row));
    return throttle;
  }

  /** Whether the event would be admitted now. */
  admits(row: number): boolean {
    return this.#model.admits(this.#routeOf(row).caller, this.#table.number[row]!, this.#table.attemptOf(row));
  }

  /** R6.4, A-23: how long the event waits after its last throttle or error of the service. */
  backoffOf(row: number): Micros {
    const table = this.#table;
    return this.#routeOf(row).backoff(table.number[row]!, table.backoffs[row]!, table.duplicate[row] === 1);
  }

  /** R6.5: the instant beyond which the event is not tried. */
  deadlineOf(row: number): Micros {
    return this.#table.acceptedAt[row]! + this.#routeOf(row).config.maximumEventAge;
  }

  /** The event waits for a further attempt from now on, if it did not before. */
  wait(row: number): void {
    if (this.#table.waiting[row] === 1) return;
    this.#table.waiting[row] = 1;
    this.#monitor.waits(this.#look(row));
  }

  /** ASYNC_ENDED: the attempt that ran is over; R6.3: after a function error there may be another. */
  ended(row: number): void {
    const table = this.#table;
    if (table.state[row] === SUCCEEDING) {
      this.#destinations.deliver(this.#routeOf(row), table.number[row]!, 'onSuccess');
      table.close(row);
      return;
    }
    table.state[row] = QUEUED;
    if (table.last[row] === LAST_REFUSED) {
      this.wait(row);
      this.#retryAt(row, this.#simulation.now + this.backoffOf(row));
      return;
    }
    const errors = ++table.errors[row]!;
    if (errors > this.#routeOf(row).config.maximumRetryAttempts) {
      this.#drop(row, 'RetriesExhausted');
      return;
    }
    const { functionErrorWaits } = this.#assumptions;
    const wait = functionErrorWaits[Math.min(errors, functionErrorWaits.length) - 1]!;
    this.wait(row);
    this.#retryAt(row, this.#simulation.now + wait);
  }

  /** ASYNC_EXPIRED, R6.5, A-45: the event is dropped at the very moment its age reaches the maximum. */
  expire(row: number): void {
    this.#drop(row, 'EventAgeExceeded');
  }

  /** Reports the events that have not ended; once, after the last simulation event. */
  finish(): void {
    const table = this.#table;
    for (let row = 0; row < table.size; row++) {
      const state = table.state[row];
      // A success that still runs was reported when it began.
      if (state === QUEUED || state === FAILING) this.#monitor.unfinished(this.#look(row), state === FAILING);
    }
  }

  /** the first attempt comes a moment later. */
  #poll(row: number): void {
    const at = this.#simulation.now + this.#assumptions.asyncPollLatency;
    this.#simulation.schedule(at, RANK.retry, ASYNC_ATTEMPT, row);
  }

  /** The attempt was admitted; what it will come to is known. */
  #begin(row: number, route: AsyncRoute): void {
    const table = this.#table;
    const { course } = this.#model;
    this.#leaveWait(row);
    if (course.invokeError !== null) {
      table.backoffs[row]!++;
      table.last[row] = LAST_REFUSED;
      table.state[row] = FAILING;
      this.#simulation.schedule(course.end, RANK.release, ASYNC_ENDED, row);
      return;
    }
    table.start[row] = this.#simulation.now;
    const event = this.#look(row);
    this.#monitor.started(event, route.requests);
    const success = course.ending === 'success';
    if (success) {
      this.#monitor.succeeded(event, course);
      if (route.config.onSuccess === null || event.duplicate) {
        table.close(row);
        return;
      }
    } else {
      table.last[row] = course.ending === 'timeout' ? LAST_TIMEOUT : LAST_ERROR;
    }
    table.state[row] = success ? SUCCEEDING : FAILING;
    this.#simulation.schedule(course.end, RANK.release, ASYNC_ENDED, row);
  }

  /** The next attempt, or, where that would be too late, the end of the event's life. */
  #retryAt(row: number, at: Micros): void {
    const deadline = this.deadlineOf(row);
    if (at <= deadline) this.#simulation.schedule(at, RANK.retry, ASYNC_ATTEMPT, row);
    else this.#simulation.schedule(Math.max(deadline, this.#simulation.now), RANK.retry, ASYNC_EXPIRED, row);
  }

  /** R6.6, R6.7: discarded, and perhaps handed on. */
  #drop(row: number, condition: DropCondition): void {
    const table = this.#table;
    const route = this.#routeOf(row);
    this.#leaveWait(row);
    const kept = table.duplicate[row] === 0 && this.#destinations.keep(route, table.number[row]!);
    this.#monitor.dropped(this.#look(row), condition, kept);
    table.close(row);
  }

  #leaveWait(row: number): void {
    if (this.#table.waiting[row] === 0) return;
    this.#table.waiting[row] = 0;
    this.#monitor.waited(this.#look(row));
  }

  #routeOf(row: number): AsyncRoute {
    return this.#routes[this.#table.route[row]!]!;
  }

  #look(row: number): AsyncEventFacts {
    return this.#event.read(this.#table, row, this.#routeOf(row));
  }
}
