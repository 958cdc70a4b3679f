/** What is counted of one function's asynchronous events: totals of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts, Delivery } from '../lambda/async-event.ts';
import type { DropCondition } from '../lambda/drop-condition.ts';
import { AsyncBook } from './async-book.ts';
import { Backlog } from './backlog.ts';
import { Histogram } from './histogram.ts';
import type { Present } from './present.ts';
import type { AsyncRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';

/** One function's share of a run. */
export class AsyncTally {
  readonly name: string;
  readonly book: AsyncBook;
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: AsyncBook | null;
  readonly #present: Present;
  readonly #backlog = new Backlog();
  readonly #age = new Histogram();
  #counts = nothing();
  #queued = 0;
  #running = 0;

  /** @param minutes the book of calendar minutes, if any */
  constructor(name: string, present: Present, minutes: AsyncBook | null) {
    this.name = name;
    this.#present = present;
    this.book = new AsyncBook(present.buckets, { statistics: [99, 'mean', 'max'], total: this.#age });
    this.minutes = minutes;
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    this.#counts = nothing();
    this.book.beginWindow();
    this.#backlog.restart(this.#present.now);
  }

  /** R11.17. */
  receive(): void {
    this.book.receive();
    this.#counts.received++;
    if (this.minutes !== null && this.#present.counting) this.minutes.receive();
  }

  /** R11.18. @param age since acceptance */
  attempt({ duplicate }: AsyncEventFacts, age: Micros): void {
    this.book.attempt(age);
    if (duplicate) this.#counts.duplicateAttempts++;
    if (this.minutes !== null && this.#present.counting) this.minutes.attempt(age);
  }

  /** The attempt was throttled. */
  refuse(): void {
    this.#counts.throttledAttempts++;
  }

  /** The attempt was admitted. @param requests it is billed as */
  start(requests: number): void {
    this.#counts.extraRequests += requests - 1;
  }

  /** It will be a success. */
  succeed(): void {
    this.#counts.succeeded++;
  }

  /** One more event waits for a further attempt. */
  wait(): void {
    this.book.wait();
    this.#backlog.rise(this.#present.now);
  }

  /** One event waits no longer. */
  leaveWait(): void {
    this.book.leaveWait();
    this.#backlog.fall(this.#present.now);
  }

  /** R11.19. @param kept whether a dead-letter queue or destination has it */
  drop(condition: DropCondition, kept: boolean): void {
    this.book.drop();
    this.#counts.dropped[condition]++;
    if (kept) this.#counts.kept++;
    if (this.minutes !== null && this.#present.counting) this.minutes.drop();
  }

  /** R11.5, R11.6. */
  deliver(delivery: Delivery, delivered: boolean): void {
    (delivered ? this.#counts.delivered : this.#counts.undelivered)[delivery]++;
  }

  /** An event has not ended. */
  leave(running: boolean): void {
    if (running) this.#running++;
    else this.#queued++;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): AsyncRecord {
    return {
      ...this.#counts,
      attempts: this.#age.count,
      age: this.#age.record(),
      waiting: { ...this.book.waiting.record(until), ...this.#backlog.record(until) },
      queued: this.#queued,
      running: this.#running,
    };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return this.book.tables(`functions.${this.name}`);
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    return this.book.counts(`functions.${this.name}`);
  }
}

/** Counts at the beginning of the window. */
function nothing() {
  return {
    received: 0,
    succeeded: 0,
    dropped: { RetriesExhausted: 0, EventAgeExceeded: 0, ReservedConcurrencyZero: 0, RecursiveInvocation: 0 },
    kept: 0,
    delivered: { deadLetter: 0, onFailure: 0, onSuccess: 0 },
    undelivered: { deadLetter: 0, onFailure: 0, onSuccess: 0 },
    throttledAttempts: 0,
    duplicateAttempts: 0,
    extraRequests: 0,
  };
}
