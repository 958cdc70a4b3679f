/** What is counted of one source of asynchronous events, as of any other source (a request is an event). */
import type { Micros } from '../des/time.ts';
import type { AsyncEventFacts } from '../lambda/async-event.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { Backlog } from './backlog.ts';
import { binOf, Histogram } from './histogram.ts';
import type { Present } from './present.ts';
import type { CountSeries, SeriesTable, SourceRecord } from './run-record.ts';
import { SourceBook } from './source-book.ts';
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
  readonly #latency = new Histogram();
  readonly #failedLatency = new Histogram();
  readonly #backlog = new Backlog();
  readonly #failures = { throttled: 0, error: 0, timeout: 0, other: 0 };
  readonly #parts = { retries: 0, overhead: 0, init: 0, run: 0 };
  #requests = 0;
  #attempts = 0;
  #throttledAttempts = 0;
  #throttledRequests = 0;
  #unfinished = 0;
  #queued = 0;

  /** @param minutes the book of calendar minutes, if any */
  constructor(name: string, present: Present, warmup: Micros, horizon: Micros, minutes: SourceBook | null) {
    this.name = name;
    this.#present = present;
    this.#watch = present.watches?.on(`sources.${name}`) ?? null;
    this.#warmup = warmup;
    this.#horizon = horizon;
    this.book = new SourceBook(present.buckets, { percentiles: [50, 95, 99], means: true, total: null });
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
    this.#requests++;
    this.minutes?.arrive();
  }

  /** An attempt is made now. */
  attempt(event: AsyncEventFacts): void {
    if (event.attempts > 1) this.book.retry();
    if (event.attempts > 1) this.#watch?.note('retries');
    if (!this.#counts(event)) return;
    this.#attempts++;
    if (event.attempts > 1) this.minutes?.retry();
  }

  /** It is throttled. */
  refuse(event: AsyncEventFacts): void {
    this.book.refuse();
    if (!this.#counts(event)) return;
    this.#throttledAttempts++;
    this.minutes?.refuse();
    if (event.throttles > 1) return;
    this.#throttledRequests++;
    this.minutes?.throttle(event.acceptedAt);
  }

  /** The attempt that starts now will be a success. */
  succeed(event: AsyncEventFacts, course: CourseFacts): void {
    if (course.answerAt > this.#horizon) {
      this.leave(event, true);
      return;
    }
    const waited = event.start - event.acceptedAt;
    const latency = waited + course.response;
    this.book.note(latency);
    this.#watch?.serve(event.acceptedAt, latency);
    if (!this.#counts(event)) return;
    this.minutes?.note(latency);
    this.#latency.add(latency, binOf(latency));
    this.#parts.retries += waited;
    this.#parts.overhead += course.overhead;
    this.#parts.init += course.init + course.restore;
    this.#parts.run += course.response - course.overhead - course.init - course.restore;
  }

  /** The event is dropped now. */
  drop(event: AsyncEventFacts): void {
    this.book.fail(event.acceptedAt);
    this.#watch?.fail(event.acceptedAt);
    if (!this.#counts(event)) return;
    this.#failures[event.last === 'none' || event.last === 'refused' ? 'other' : event.last]++;
    const latency = this.#present.now - event.acceptedAt;
    this.#failedLatency.add(latency, binOf(latency));
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
    this.#unfinished++;
    if (!running) this.#queued++;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): SourceRecord {
    const latency = this.#latency.record();
    return {
      name: this.name,
      requests: this.#requests,
      served: latency.count,
      failures: { ...this.#failures },
      unfinished: this.#unfinished,
      attempts: this.#attempts,
      throttledAttempts: this.#throttledAttempts,
      throttledRequests: this.#throttledRequests,
      latency,
      failedLatency: this.#failedLatency.record(),
      latencyParts: { ...this.#parts },
      gatewayThrottled: null,
      authorizations: 0,
      routes: [],
      events: { queued: this.#queued, backlog: this.#backlog.record(until) },
      mapping: null,
    };
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
