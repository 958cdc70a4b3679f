/** What is counted of one source: totals of the requests of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { Course } from '../lambda/invocation.ts';
import type { Request } from '../workload/requests.ts';
import { Histogram, binOf } from './histogram.ts';
import type { MetricSeries, SourceRecord } from './run-record.ts';
import { SourceBook } from './source-book.ts';

/** One source's share of a run. */
export class SourceTally {
  readonly name: string;
  readonly book = new SourceBook([50, 95, 99]);
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: SourceBook | null;
  readonly #failures = { throttled: 0, error: 0, timeout: 0 };
  #requests = 0;
  #retried = 0;
  #throttledAttempts = 0;
  #throttledRequests = 0;
  #unfinished = 0;
  #retries: Micros = 0;
  #overhead: Micros = 0;
  #init: Micros = 0;
  #run: Micros = 0;
  readonly #latency = new Histogram();
  readonly #failedLatency = new Histogram();

  constructor(name: string, minutes: SourceBook | null) {
    this.name = name;
    this.minutes = minutes;
  }

  /** A request arrives now. */
  arrive(bucket: number, minute: number, counts: boolean): void {
    this.book.arrive(bucket);
    if (!counts) return;
    this.#requests++;
    if (this.minutes !== null) this.minutes.arrive(minute);
  }

  /** A further attempt is made now. @param counts whether its request arrived in the window */
  retry(bucket: number, minute: number, counts: boolean): void {
    this.book.retries.add(bucket, 1);
    if (!counts) return;
    this.#retried++;
    this.minutes?.retries.add(minute, 1);
  }

  /** An attempt is throttled now. @param counts whether its request arrived in the window */
  refuse(bucket: number, minute: number, counts: boolean): void {
    this.book.throttledAttempts.add(bucket, 1);
    if (!counts) return;
    this.#throttledAttempts++;
    this.minutes?.throttledAttempts.add(minute, 1);
  }

  /** The first attempt of a request that arrives now is a success. */
  serve(bucket: number, minute: number, course: Course, counts: boolean): void {
    const { time } = course;
    const bin = binOf(time);
    this.book.latency.add(bucket, time, bin);
    if (!counts) return;
    if (this.minutes !== null) this.minutes.latency.add(minute, time, bin);
    this.#overhead += course.overhead;
    this.#init += course.init;
    this.#run += course.duration;
    this.#latency.add(time, bin);
  }

  /** A retry of a request of the window is a success. @param retries its arrival to this attempt */
  serveLate(retries: Micros, course: Course, bin: number): void {
    this.#retries += retries;
    this.#overhead += course.overhead;
    this.#init += course.init;
    this.#run += course.duration;
    this.#latency.add(retries + course.time, bin);
  }

  /** A request of the window failed. */
  fail(request: Request, minute: number): void {
    const latency = request.answerAt - request.arrival;
    this.#failures[request.failure]++;
    this.#failedLatency.add(latency, binOf(latency));
    this.minutes?.failed.add(minute, 1);
  }

  /** A request of the window has no final answer. */
  leave(): void {
    this.#unfinished++;
  }

  /** A request of the window had a throttled attempt. */
  noteThrottled(minute: number): void {
    this.#throttledRequests++;
    this.minutes?.throttled.add(minute, 1);
  }

  record(): SourceRecord {
    return {
      name: this.name,
      requests: this.#requests,
      served: this.#latency.count,
      failures: { ...this.#failures, other: 0 },
      unfinished: this.#unfinished,
      attempts: this.#requests + this.#retried,
      throttledAttempts: this.#throttledAttempts,
      throttledRequests: this.#throttledRequests,
      latency: this.#latency.record(),
      failedLatency: this.#failedLatency.record(),
      latencyParts: { retries: this.#retries, overhead: this.#overhead, init: this.#init, run: this.#run },
    };
  }

  /** After the books are finished. */
  series(): readonly MetricSeries[] {
    const { book } = this;
    const attempts = book.attempts();
    const served = book.served();
    return [
      { metric: 'requests', values: book.requests.occurrences() },
      { metric: 'served', values: served },
      { metric: 'failed', values: book.failed.occurrences() },
      { metric: 'attempts', values: attempts },
      { metric: 'throttledAttempts', values: book.throttledAttempts.occurrences() },
      { metric: 'latency_p50_ms', values: book.latency.percentile(50) },
      { metric: 'latency_p95_ms', values: book.latency.percentile(95) },
      { metric: 'latency_p99_ms', values: book.latency.percentile(99) },
      { metric: 'latency_mean_ms', values: book.latency.means() },
    ]
      .filter(({ values }) => values.some((value) => !Number.isNaN(value)))
      .map((series) => ({ scope: `sources.${this.name}`, ...series }));
  }
}
