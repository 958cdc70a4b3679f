/** What is counted of one source: totals of the requests of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { Request } from '../workload/request.ts';
import { Histogram, binOf } from './histogram.ts';
import type { Present } from './present.ts';
import type { CountSeries, SeriesTable, SourceRecord } from './run-record.ts';
import { SourceBook } from './source-book.ts';

/** One source's share of a run. */
export class SourceTally {
  readonly name: string;
  readonly book: SourceBook;
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: SourceBook | null;
  readonly #present: Present;
  readonly #warmup: Micros;
  readonly #failures = { throttled: 0, error: 0, timeout: 0, other: 0 };
  #requests = 0;
  #retried = 0;
  #throttledAttempts = 0;
  #throttledRequests = 0;
  #unfinished = 0;
  #retries: Micros = 0;
  #overhead: Micros = 0;
  #init: Micros = 0;
  readonly #latency = new Histogram();
  readonly #failedLatency = new Histogram();

  /** @param minutes the book of calendar minutes, if any */
  constructor(name: string, present: Present, warmup: Micros, minutes: SourceBook | null) {
    this.name = name;
    this.#present = present;
    this.#warmup = warmup;
    this.book = new SourceBook(present.buckets, { percentiles: [50, 95, 99], means: true, total: this.#latency });
    this.minutes = minutes;
  }

  /** The window begins. */
  beginWindow(): void {
    this.book.beginWindow();
    this.#requests = 0;
    this.#overhead = 0;
    this.#init = 0;
  }

  /** A request arrives now. */
  arrive(): void {
    this.book.arrive();
    this.#requests++;
    if (this.minutes !== null && this.#present.counting) this.minutes.arrive();
  }

  /** A further attempt is made now. */
  retry(request: Request): void {
    this.book.retry();
    if (!this.#counts(request)) return;
    this.#retried++;
    this.minutes?.retry();
  }

  /** An attempt is throttled now. */
  refuse(request: Request): void {
    this.book.refuse();
    if (!this.#counts(request)) return;
    this.#throttledAttempts++;
    this.minutes?.refuse();
  }

  /** The answer of the first attempt is not final. */
  postpone(request: Request): void {
    this.book.postpone();
    if (this.#counts(request)) this.minutes?.postpone();
  }

  /** A request arrives now, and its first attempt is a success. */
  serve(course: CourseFacts): void {
    this.book.serve(course.response);
    this.#requests++;
    if (course.cold || course.overhead > 0) this.#addParts(course);
    if (this.minutes !== null && this.#present.counting) this.minutes.serve(course.response);
  }

  /** A retry is a success. */
  serveLate(request: Request, course: CourseFacts): void {
    const retries = this.#present.now - request.arrival;
    const latency = retries + course.response;
    const bin = binOf(latency);
    this.#settle(request, latency, bin);
    if (!this.#counts(request)) return;
    this.#retries += retries;
    this.#addParts(course);
    this.#latency.add(latency, bin);
  }

  /** The last answer is not a success. */
  fail(request: Request): void {
    this.book.fail(request.arrival);
    this.#settle(request, 0, -1);
    if (!this.#counts(request)) return;
    const latency = request.answerAt - request.arrival;
    this.#failures[request.failure]++;
    this.#failedLatency.add(latency, binOf(latency));
    this.minutes?.fail(request.arrival);
  }

  /** A request that arrived then has no final answer. */
  leave(arrival: Micros): void {
    this.book.leave(arrival);
    if (arrival >= this.#warmup) this.#unfinished++;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(): SourceRecord {
    const latency = this.#latency.record();
    const before = this.#retries + this.#overhead + this.#init;
    return {
      name: this.name,
      requests: this.#requests,
      served: latency.count,
      failures: { ...this.#failures },
      unfinished: this.#unfinished,
      attempts: this.#requests + this.#retried,
      throttledAttempts: this.#throttledAttempts,
      throttledRequests: this.#throttledRequests,
      latency,
      failedLatency: this.#failedLatency.record(),
      // The parts add up to the latency, so the last one needs no sum of its own.
      latencyParts: { retries: this.#retries, overhead: this.#overhead, init: this.#init, run: latency.sum - before },
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

  /** Requests count in the window in which they arrived. */
  #counts(request: Request): boolean {
    return request.arrival >= this.#warmup;
  }

  #addParts(course: CourseFacts): void {
    this.#overhead += course.overhead;
    this.#init += course.init + course.restore;
  }

  /** The request that was perhaps postponed is settled, with a latency or (`bin` −1) without. */
  #settle(request: Request, latency: Micros, bin: number): void {
    const { arrival, late, throttled } = request;
    const counts = this.#counts(request);
    if (late) {
      this.book.settle(arrival, latency, bin);
      if (counts) this.minutes?.settle(arrival, latency, bin);
    }
    if (!throttled || !counts) return;
    this.#throttledRequests++;
    this.minutes?.throttle(arrival);
  }
}
