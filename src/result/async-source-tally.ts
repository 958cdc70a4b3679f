/** What is counted of one source of asynchronous events, as of any other source (a request is an event). */
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts } from '../lambda/async-event.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { Backlog } from './backlog.ts';
import type { Present } from './present.ts';
import type { SourceRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import { SourceBook } from './source-book.ts';
import { SourceTotals } from './source-totals.ts';
import type { Watch } from './watch.ts';

/**
 * Events count in the window in which they were accepted. Only the series of latencies is by the start of the attempt
 * that succeeds: with hours between the two, too many buckets would have to be kept open.
 */
export class AsyncSourceTally {
  readonly name: string;
  readonly book: SourceBook;
  /** Nothing stands in front of Lambda. */
  readonly routes: readonly never[] = [];
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: SourceBook | null;
  readonly #present: Present;
  readonly #watch: Watch | null;
  readonly #warmup: Micros;
  readonly #horizon: Micros;
  readonly #totals = new SourceTotals();
  readonly #backlog = new Backlog();
  #queued = 0;

  /** @param minutes the book of calendar minutes, if any */
  constructor(name: string, present: Present, warmup: Micros, horizon: Micros, minutes: SourceBook | null) {
    this.name = name;
    this.#present = present;
    this.#watch = present.watches?.on(`sources.${name}`) ?? null;
    this.#warmup = warmup;
    this.#horizon = horizon;
    this.book = new SourceBook(present.buckets, { statistics: [50, 95, 99, 'mean'], total: null });
    this.minutes = minutes;
  }

  /** The window begins. */
  beginWindow(): void {
    this.#backlog.restart(this.#present.now);
  }

  /** An event is accepted now. */
  arrive(): void {
    this.book.arrive();
    this.#watch?.note('begun');
    if (!this.#present.counting) return;
    this.#totals.requests++;
    this.minutes?.arrive();
  }

  /** An attempt is made now. */
  attempt(event: AsyncEventFacts): void {
    if (event.attempts > 1) this.book.retry();
    if (event.attempts > 1) this.#watch?.note('retries');
    if (!this.#counts(event)) return;
    this.#totals.attempts++;
    if (event.attempts > 1) this.minutes?.retry();
  }

  /** It is throttled. */
  refuse(event: AsyncEventFacts): void {
    this.book.refuse();
    if (!this.#counts(event)) return;
    this.#totals.throttledAttempts++;
    this.minutes?.refuse();
    if (event.throttles > 1) return;
    this.#totals.throttledRequests++;
    this.minutes?.throttle(event.acceptedAt);
  }

  /** The attempt that starts now will be a success. */
  succeed(event: AsyncEventFacts, course: CourseFacts): void {
    if (course.answerAt > this.#horizon) {
      this.leave(event, true);
      return;
    }
    const latency = event.start - event.acceptedAt + course.response;
    this.book.note(latency);
    this.#watch?.serve(event.acceptedAt, latency);
    if (!this.#counts(event)) return;
    this.minutes?.note(latency);
    this.#totals.serve(latency, course.response, course.overhead, course.init + course.restore);
  }

  /** The event is dropped now. */
  drop(event: AsyncEventFacts): void {
    this.book.fail(event.acceptedAt);
    this.#watch?.fail(event.acceptedAt);
    if (!this.#counts(event)) return;
    const reason = event.last === 'none' || event.last === 'refused' ? 'other' : event.last;
    this.#totals.fail(reason, this.#present.now - event.acceptedAt);
    this.minutes?.fail(event.acceptedAt);
  }

  /** One more event waits for a further attempt. */
  wait(): void {
    this.#backlog.rise(this.#present.now);
  }

  /** One event waits no longer. */
  leaveWait(): void {
    this.#backlog.fall(this.#present.now);
  }

  /** The event has not ended by the end of the run. */
  leave(event: AsyncEventFacts, running: boolean): void {
    this.book.leave(event.acceptedAt);
    if (!this.#counts(event)) return;
    this.#totals.unfinished++;
    if (!running) this.#queued++;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): SourceRecord {
    const events = { queued: this.#queued, backlog: this.#backlog.record(until) };
    return { ...this.#totals.record(this.name), events };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return this.book.tables(`sources.${this.name}`);
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    return this.book.counts(`sources.${this.name}`);
  }

  #counts(event: AsyncEventFacts): boolean {
    return event.acceptedAt >= this.#warmup;
  }
}
