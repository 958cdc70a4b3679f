/** The facts of an event as they are told. */
import type { AsyncEventFacts, LastAttempt } from './async-event.ts';
import type { AsyncRoute } from './async-route.ts';
import type { AsyncTable } from './async-table.ts';

/** By the number that the table keeps. */
const LAST_ATTEMPTS: readonly LastAttempt[] = ['none', 'throttled', 'error', 'timeout', 'refused'];

/** One object for all events, written anew for each. */
export class AsyncEvent implements AsyncEventFacts {
  fn = 0;
  source = -1;
  duplicate = false;
  acceptedAt = 0;
  attempts = 0;
  throttles = 0;
  last: LastAttempt = 'none';
  start = NaN;

  /** Becomes the event of this row. @param route on which it came */
  read(table: AsyncTable, row: number, route: AsyncRoute): this {
    this.fn = route.caller.f.fn;
    this.duplicate = table.duplicate[row] === 1;
    this.source = this.duplicate ? -1 : route.source;
    this.acceptedAt = table.acceptedAt[row]!;
    this.attempts = table.attempts[row]!;
    this.throttles = table.throttles[row]!;
    this.last = LAST_ATTEMPTS[table.last[row]!]!;
    this.start = table.start[row]!;
    return this;
  }
}
