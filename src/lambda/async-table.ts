/** The events in Lambda's internal queues, in flat arrays: a million of them take 39 MB. */
import type { Micros } from '../des/time.ts';
import { NO_HANDLER_TIME } from './handler-time.ts';
import type { Lineage } from './lineage.ts';
import { grown } from '../des/typed-array.ts';

/** What an event is just now, in one byte. */
export const FREE = 0;
/** It will be tried, or tried again. */
export const QUEUED = 1;
/** An attempt runs that will fail, or that is open: nobody knows yet. */
export const FAILING = 2;
/** An attempt runs that will succeed. */
export const SUCCEEDING = 3;

/** How the last attempt came out; 0 = there was none. */
export const LAST_THROTTLED = 1;
export const LAST_ERROR = 2;
export const LAST_TIMEOUT = 3;
export const LAST_REFUSED = 4;

/** Second deliveries (R6.8) draw their errors apart from the first ones, which have up to three attempts. */
const DUPLICATE_ATTEMPTS = 4;

/** One row an event. Rows are used again; the free ones are a list through `number`. */
export class AsyncTable {
  acceptedAt = new Float64Array(1024);
  /** Number of the event within its source: the subject of its draws. */
  number = new Float64Array(1024);
  /** When the last attempt that was admitted began; NaN if none was. */
  start = new Float64Array(1024);
  /** Index of the route on which it came. */
  route = new Int32Array(1024);
  /** No event has 2^16 of them: it lives for six hours at most, and its back-off grows to minutes. */
  attempts = new Uint16Array(1024);
  throttles = new Uint16Array(1024);
  /** Throttles and errors of the service: the k of the back-off. */
  backoffs = new Uint16Array(1024);
  errors = new Uint8Array(1024);
  state = new Uint8Array(1024);
  /** How its last attempt came out. */
  last = new Uint8Array(1024);
  /** Whether it waits for a further attempt. */
  waiting = new Uint8Array(1024);
  duplicate = new Uint8Array(1024);
  /** Handler times that a trace brought; made with the first of them. */
  #handlers: Float64Array | null = null;
  /** The chains that events belong to, where somebody asks; made with the first of them. */
  #lineages: (Lineage | null)[] | null = null;
  #free = -1;
  #size = 0;

  /** Rows ever used at once. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param handler handler time that the event brings, else NO_HANDLER_TIME @param lineage `null` = nobody asks for its chain
   * @returns the row
   */
  open(
    route: number,
    number: number,
    acceptedAt: Micros,
    handler: Micros,
    duplicate: boolean,
    lineage: Lineage | null,
  ): number {
    const row = this.#free >= 0 ? this.#free : this.#size++;
    if (row === this.#free) this.#free = this.number[row]!;
    else if (row === this.route.length) this.#grow();
    this.acceptedAt[row] = acceptedAt;
    this.number[row] = number;
    this.start[row] = NaN;
    this.route[row] = route;
    this.attempts[row] = 0;
    this.throttles[row] = 0;
    this.backoffs[row] = 0;
    this.errors[row] = 0;
    this.state[row] = QUEUED;
    this.last[row] = 0;
    this.waiting[row] = 0;
    this.duplicate[row] = duplicate ? 1 : 0;
    if (handler >= 0) this.#handlers ??= new Float64Array(this.route.length).fill(NO_HANDLER_TIME, 0, this.#size);
    if (this.#handlers !== null) this.#handlers[row] = handler;
    if (lineage !== null) this.#adopt(row, lineage);
    return row;
  }

  /** The chain that the event belongs to; `null` = nobody asks. */
  lineageOf(row: number): Lineage | null {
    return this.#lineages?.[row] ?? null;
  }

  /** Handler time that the event brought, else NO_HANDLER_TIME. */
  handlerOf(row: number): Micros {
    return this.#handlers === null ? NO_HANDLER_TIME : this.#handlers[row]!;
  }

  /** Which draws the next attempt has. Throttles draw nothing, so an event fails the same way however it waits. */
  attemptOf(row: number): number {
    return this.errors[row]! + this.duplicate[row]! * DUPLICATE_ATTEMPTS;
  }

  /** The event has ended now. */
  close(row: number, now: Micros): void {
    const lineage = this.lineageOf(row);
    if (lineage !== null) {
      this.#lineages![row] = null;
      lineage.tree?.release(now);
    }
    this.state[row] = FREE;
    this.number[row] = this.#free;
    this.#free = row;
  }

  /** The chain's tree is not settled before the event has ended. */
  #adopt(row: number, lineage: Lineage): void {
    this.#lineages ??= [];
    this.#lineages[row] = lineage;
    lineage.tree?.hold();
  }

  #grow(): void {
    this.acceptedAt = grown(this.acceptedAt);
    this.number = grown(this.number);
    this.start = grown(this.start);
    this.route = grown(this.route);
    this.attempts = grown(this.attempts);
    this.throttles = grown(this.throttles);
    this.backoffs = grown(this.backoffs);
    this.errors = grown(this.errors);
    this.state = grown(this.state);
    this.last = grown(this.last);
    this.waiting = grown(this.waiting);
    this.duplicate = grown(this.duplicate);
    if (this.#handlers !== null) this.#handlers = grown(this.#handlers);
  }
}
