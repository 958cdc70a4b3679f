/** Lambda's internal queues of asynchronous events: acceptance, attempts, retries, drops (§6; 15.3). */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { AsyncMonitor } from './async-event.ts';
import type { DropCondition } from './drop-condition.ts';
import { AsyncDestinations } from './async-destinations.ts';
import { AsyncLines } from './async-lines.ts';
import { AsyncRoute } from './async-route.ts';
import { AsyncRows } from './async-rows.ts';
import {
  type AsyncTable,
  FAILING,
  LAST_ERROR,
  LAST_REFUSED,
  LAST_THROTTLED,
  LAST_TIMEOUT,
  QUEUED,
  SUCCEEDING,
} from './async-table.ts';
import type { Caller } from './caller.ts';
import type { Assumptions } from './assumption-config.ts';
import { ASYNC_ATTEMPT, ASYNC_ENDED, ASYNC_EXPIRED, RANK } from './events.ts';
import type { AnswerListener } from './handler-calls.ts';
import type { Lineage } from './lineage.ts';
import type { MessageSender } from './message-sender.ts';
import type { LambdaModel } from './model.ts';

/** What the queues need to know of the assumptions. */
type AsyncAssumptions = Pick<Assumptions, 'functionErrorWaits' | 'asyncRetry' | 'asyncDuplicates' | 'asyncPollLatency'>;

/**
 * One queue a function. An event always has exactly one thing ahead of it: its next attempt, the end of the attempt
 * that runs, its maximum age, or (`asyncRetry: queue`) its turn in the line. So nothing is ever cancelled.
 */
export class AsyncQueue implements AnswerListener {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #monitor: AsyncMonitor;
  readonly #assumptions: AsyncAssumptions;
  readonly #streams: Streams;
  readonly rows: AsyncRows;
  readonly #table: AsyncTable;
  readonly #destinations: AsyncDestinations;
  /** `asyncRetry: queue`; `null` = each event has its own timer. */
  readonly lines: AsyncLines | null;

  /** @param functionNumber of a function by its name */
  constructor(
    model: LambdaModel,
    simulation: Simulation,
    streams: Streams,
    monitor: AsyncMonitor,
    assumptions: AsyncAssumptions,
    messages: MessageSender,
    functionNumber: (name: string) => number,
  ) {
    this.#model = model;
    this.#simulation = simulation;
    this.#streams = streams;
    this.#monitor = monitor;
    this.#assumptions = assumptions;
    this.rows = new AsyncRows(monitor);
    this.#table = this.rows.table;
    this.#destinations = new AsyncDestinations(this, model, monitor, messages, functionNumber);
    this.lines = assumptions.asyncRetry === 'queue' ? new AsyncLines(simulation, this.rows, this) : null;
    if (this.lines !== null) model.gate.concurrency.watcher = this.lines;
  }

  /** Registers a way for events. @param source its number, −1 for a destination @param payload of an event in KB */
  route(caller: Caller, source: number, sender: string, payload: number): AsyncRoute {
    const route = new AsyncRoute(this.rows.nextRoute, caller, source, sender, payload, this.#streams);
    this.rows.add(route);
    return route;
  }

  /**
   * R6.1, R6.2: an event is accepted with 202, whatever the function's limits are. R6.11: with a reservation of 0 it
   * goes straight on to dead-letter queue and destination, untried; R9.9: so it does where a loop has come back to the
   * function too often.
   * @param number within its sender @param handler handler time that the event brings, else NO_HANDLER_TIME
   * @param lineage the chain of calls that it belongs to, where somebody asks
   */
  accept(route: AsyncRoute, number: number, handler: Micros, lineage: Lineage | null = null): void {
    const { now } = this.#simulation;
    const row = this.#table.open(route.index, number, now, handler, false, lineage);
    this.#monitor.received(this.rows.look(row));
    if (this.#model.loopGuard.stops(route.caller.f.fn, lineage)) {
      this.#drop(row, 'RecursiveInvocation');
      return;
    }
    if (route.caller.f.config.reservedConcurrency === 0) {
      this.#drop(row, 'ReservedConcurrencyZero');
      return;
    }
    this.#poll(row);
    if (route.isDuplicated(number, this.#assumptions.asyncDuplicates)) {
      this.#poll(this.#table.open(route.index, number, now, handler, true, lineage));
    }
  }

  /** ASYNC_ATTEMPT: the event is due. */
  attempt(row: number): void {
    if (this.lines !== null) {
      this.lines.come(row, this.rows.routeOf(row).caller.f.fn);
      return;
    }
    if (this.attemptNow(row) < 0) return;
    this.rows.wait(row);
    this.#retryAt(row, this.#simulation.now + this.rows.backoffOf(row));
  }

  /** One attempt (R1.11, R1.14). @returns −1 when it was admitted, else the index into THROTTLES */
  attemptNow(row: number): number {
    const table = this.#table;
    const route = this.rows.routeOf(row);
    table.attempts[row]!++;
    this.#monitor.attempted(this.rows.look(row), this.#simulation.now - table.acceptedAt[row]!);
    const lineage = table.lineageOf(row);
    const { caller } = route;
    const throttle = this.#model.invoke(
      caller,
      table.number[row]!,
      table.attemptOf(row),
      table.handlerOf(row),
      lineage,
    );
    if (throttle < 0) {
      this.#begin(row, route);
      return throttle;
    }
    table.throttles[row]!++;
    table.backoffs[row]!++;
    table.last[row] = LAST_THROTTLED;
    this.#monitor.refused(this.rows.look(row));
    return throttle;
  }

  /** Whether the event would be admitted now. */
  admits(row: number): boolean {
    return this.#model.admits(this.rows.routeOf(row).caller, this.#table.number[row]!, this.#table.attemptOf(row));
  }

  /** ASYNC_ENDED: the attempt that ran is over; R6.3: after a function error there may be another. */
  ended(row: number): void {
    const table = this.#table;
    if (table.state[row] === SUCCEEDING) {
      this.#destinations.deliver(this.rows.routeOf(row), table.number[row]!, 'onSuccess', table.lineageOf(row));
      table.close(row, this.#simulation.now);
      return;
    }
    table.state[row] = QUEUED;
    if (table.last[row] === LAST_REFUSED) {
      this.rows.wait(row);
      this.#retryAt(row, this.#simulation.now + this.rows.backoffOf(row));
      return;
    }
    const errors = ++table.errors[row]!;
    if (errors > this.rows.routeOf(row).config.maximumRetryAttempts) {
      this.#drop(row, 'RetriesExhausted');
      return;
    }
    const { functionErrorWaits } = this.#assumptions;
    const wait = functionErrorWaits[Math.min(errors, functionErrorWaits.length) - 1]!;
    this.rows.wait(row);
    this.#retryAt(row, this.#simulation.now + wait);
  }

  /** The open invocation of an event has its answer; where extensions go on, its end is still to come. */
  answered(row: number): void {
    if (!this.#decide(row, this.rows.routeOf(row))) return;
    const { end } = this.#model.course;
    if (end > this.#simulation.now) this.#simulation.schedule(end, RANK.release, ASYNC_ENDED, row);
    else this.ended(row);
  }

  /** ASYNC_EXPIRED, R6.5, A-45: the event is dropped at the very moment its age reaches the maximum. */
  expire(row: number): void {
    this.#drop(row, 'EventAgeExceeded');
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
    this.rows.leaveWait(row);
    if (course.invokeError !== null) {
      table.backoffs[row]!++;
      table.last[row] = LAST_REFUSED;
      table.state[row] = FAILING;
      this.#simulation.schedule(course.end, RANK.release, ASYNC_ENDED, row);
      return;
    }
    table.start[row] = this.#simulation.now;
    this.#monitor.started(this.rows.look(row), route.requests);
    if (course.open) {
      table.state[row] = FAILING;
      this.#model.open.await(course.environment, this, row);
    } else if (this.#decide(row, route)) this.#simulation.schedule(course.end, RANK.release, ASYNC_ENDED, row);
  }

  /** What the attempt comes to is known. @returns whether its end has a consequence for the event */
  #decide(row: number, route: AsyncRoute): boolean {
    const table = this.#table;
    const { course } = this.#model;
    const success = course.ending === 'success';
    if (success) {
      const event = this.rows.look(row);
      this.#monitor.succeeded(event, course);
      if (route.config.onSuccess === null || event.duplicate) {
        table.close(row, this.#simulation.now);
        return false;
      }
    } else {
      table.last[row] = course.ending === 'timeout' ? LAST_TIMEOUT : LAST_ERROR;
    }
    table.state[row] = success ? SUCCEEDING : FAILING;
    return true;
  }

  /** The next attempt, or, where that would be too late, the end of the event's life. */
  #retryAt(row: number, at: Micros): void {
    const deadline = this.rows.deadlineOf(row);
    if (at <= deadline) this.#simulation.schedule(at, RANK.retry, ASYNC_ATTEMPT, row);
    else this.#simulation.schedule(Math.max(deadline, this.#simulation.now), RANK.retry, ASYNC_EXPIRED, row);
  }

  /** R6.6, R6.7: discarded, and perhaps handed on. */
  #drop(row: number, condition: DropCondition): void {
    const table = this.#table;
    const route = this.rows.routeOf(row);
    this.rows.leaveWait(row);
    const kept = table.duplicate[row] === 0 && this.#destinations.keep(route, table.number[row]!, table.lineageOf(row));
    this.#monitor.dropped(this.rows.look(row), condition, kept);
    table.close(row, this.#simulation.now);
  }
}
