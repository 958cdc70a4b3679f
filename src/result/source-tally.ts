/** What is counted of one source: totals of the requests of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { Failure } from '../workload/request-monitor.ts';
import { inMilliseconds } from './function-tally.ts';
import { binOf, Histogram } from './histogram.ts';
import { PercentileSeries } from './percentile-series.ts';
import type { MetricSeries, SourceRecord } from './run-record.ts';
import { CountSeries } from './series.ts';

/** Series of one source at one bucket width: requests by arrival, attempts by their own instant. */
export class SourceBook {
  readonly requests = new CountSeries();
  readonly served = new CountSeries();
  readonly failed = new CountSeries();
  readonly throttled = new CountSeries();
  readonly attempts = new CountSeries();
  readonly throttledAttempts = new CountSeries();
  readonly latency: PercentileSeries;

  /** @param percentiles of latency to keep */
  constructor(percentiles: readonly number[]) {
    this.latency = new PercentileSeries(percentiles);
  }
}

/** One source's share of a run. */
export class SourceTally {
  readonly name: string;
  readonly book = new SourceBook([50, 95, 99]);
  /** Calendar minutes, where an objective asks for them. */
  readonly minutes: SourceBook | null;
  readonly #failures = { throttled: 0, error: 0, timeout: 0 };
  #requests = 0;
  #served = 0;
  #unfinished = 0;
  #attempts = 0;
  #throttledAttempts = 0;
  #throttledRequests = 0;
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

  arrive(bucket: number, minute: number, counts: boolean): void {
    this.book.requests.add(bucket);
    if (!counts) return;
    this.#requests++;
    this.minutes?.requests.add(minute);
  }

  attempt(bucket: number, minute: number, counts: boolean, throttled: boolean): void {
    this.book.attempts.add(bucket);
    if (throttled) this.book.throttledAttempts.add(bucket);
    if (!counts) return;
    this.#attempts++;
    this.minutes?.attempts.add(minute);
    if (!throttled) return;
    this.#throttledAttempts++;
    this.minutes?.throttledAttempts.add(minute);
  }

  /** A request arrived in the window was served. */
  serve(retries: Micros, overhead: Micros, init: Micros, run: Micros, bin: number): void {
    this.#served++;
    this.#retries += retries;
    this.#overhead += overhead;
    this.#init += init;
    this.#run += run;
    this.#latency.add(retries + overhead + init + run, bin);
  }

  /** A request arrived in the window failed. */
  fail(latency: Micros, failure: Failure): void {
    this.#failures[failure]++;
    this.#failedLatency.add(latency, binOf(latency));
  }

  /** A request arrived in the window has no final answer. */
  leave(): void {
    this.#unfinished++;
  }

  /** A request arrived in the window had a throttled attempt. */
  throttle(): void {
    this.#throttledRequests++;
  }

  record(): SourceRecord {
    return {
      name: this.name,
      requests: this.#requests,
      served: this.#served,
      failures: { ...this.#failures, other: 0 },
      unfinished: this.#unfinished,
      attempts: this.#attempts,
      throttledAttempts: this.#throttledAttempts,
      throttledRequests: this.#throttledRequests,
      latency: this.#latency.record(),
      failedLatency: this.#failedLatency.record(),
      latencyParts: { retries: this.#retries, overhead: this.#overhead, init: this.#init, run: this.#run },
    };
  }

  series(): readonly MetricSeries[] {
    const scope = `sources.${this.name}`;
    const { book } = this;
    const [p50, p95, p99] = book.latency.values();
    return [
      { metric: 'requests', values: book.requests.values() },
      { metric: 'served', values: book.served.values() },
      { metric: 'failed', values: book.failed.values() },
      { metric: 'attempts', values: book.attempts.values() },
      { metric: 'throttledAttempts', values: book.throttledAttempts.values() },
      { metric: 'latency_p50_ms', values: inMilliseconds(p50!) },
      { metric: 'latency_p95_ms', values: inMilliseconds(p95!) },
      { metric: 'latency_p99_ms', values: inMilliseconds(p99!) },
      { metric: 'latency_mean_ms', values: inMilliseconds(book.latency.means()) },
    ]
      .filter(({ values }) => values.length > 0)
      .map((series) => ({ scope, ...series }));
  }
}
