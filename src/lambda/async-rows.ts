/** The events in Lambda's internal queues, each with the route on which it came, and what is told of them. */
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts, AsyncMonitor } from './async-event.ts';
import { AsyncEvent } from './async-facts.ts';
import type { AsyncRoute } from './async-route.ts';
import { AsyncTable, FAILING, QUEUED } from './async-table.ts';

/** Reads rows as events. */
export class AsyncRows {
  readonly table = new AsyncTable();
  readonly #monitor: AsyncMonitor;
  readonly #routes: AsyncRoute[] = [];
  readonly #event = new AsyncEvent();

  constructor(monitor: AsyncMonitor) {
    this.#monitor = monitor;
  }

  /** The number of the next route. */
  get nextRoute(): number {
    return this.#routes.length;
  }

  /** Events can come on this route, which has the next number. */
  add(route: AsyncRoute): void {
    this.#routes.push(route);
  }

  /** The route on which an event came. */
  routeOf(row: number): AsyncRoute {
    return this.#routes[this.table.route[row]!]!;
  }

  /** The facts of an event; written anew for the next one. */
  look(row: number): AsyncEventFacts {
    return this.#event.read(this.table, row, this.routeOf(row));
  }

  /** The event waits for a further attempt from now on, if it did not before. */
  wait(row: number): void {
    if (this.table.waiting[row] === 1) return;
    this.table.waiting[row] = 1;
    this.#monitor.waits(this.look(row));
  }

  /** It waits no longer, if it did. */
  leaveWait(row: number): void {
    if (this.table.waiting[row] === 0) return;
    this.table.waiting[row] = 0;
    this.#monitor.waited(this.look(row));
  }

  /** R6.4, A-23: how long the event waits after its last throttle or error of the service. */
  backoffOf(row: number): Micros {
    const table = this.table;
    return this.routeOf(row).backoff(table.number[row]!, table.backoffs[row]!, table.duplicate[row] === 1);
  }

  /** R6.5: the instant beyond which the event is not tried. */
  deadlineOf(row: number): Micros {
    return this.table.acceptedAt[row]! + this.routeOf(row).config.maximumEventAge;
  }

  /** Reports the events that have not ended; once, after the last simulation event. */
  finish(): void {
    for (let row = 0; row < this.table.size; row++) {
      const state = this.table.state[row];
      // A success that still runs was reported when it began.
      if (state === QUEUED || state === FAILING) this.#monitor.unfinished(this.look(row), state === FAILING);
    }
  }
}
