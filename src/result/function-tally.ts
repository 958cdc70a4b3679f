/** What is counted of one function: totals of the window, and series over the whole run. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { Course } from '../lambda/invocation.ts';
import { THROTTLES } from '../lambda/throttle.ts';
import { FunctionBook } from './function-book.ts';
import { binOf, Histogram } from './histogram.ts';
import { Level } from './level.ts';
import type { FunctionRecord, MetricSeries } from './run-record.ts';

/** One function's share of a run. */
export class FunctionTally {
  readonly name: string;
  readonly concurrency: Level;
  readonly environments: Level;
  readonly throttles = new Float64Array(THROTTLES.length);
  /** Sums of the shares of the pool at this function's throttles, by function; the background stands last. */
  readonly shares: Float64Array;
  poolThrottles = 0;
  readonly book = new FunctionBook([50, 99], [50]);
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: { readonly book: FunctionBook; readonly concurrency: Level } | null;
  #unfinished = 0;
  #errors = 0;
  #coldStarts = 0;
  readonly #duration = new Histogram();
  readonly #init = new Histogram();
  #occupied: Micros = 0;
  #created = 0;
  #ended = 0;
  #lifetimes: Micros = 0;
  #billedMs = 0;

  /** @param functions how many functions the account has @param width of a bucket */
  constructor(name: string, functions: number, width: Micros, minutes: FunctionBook | null) {
    this.name = name;
    this.concurrency = new Level(width);
    this.environments = new Level(width);
    this.shares = new Float64Array(functions + 1);
    this.minutes = minutes && { book: minutes, concurrency: new Level(MINUTE) };
  }

  /** An invocation starts. @param counts whether it lies in the window @param finishes whether it ends within the run */
  start(bucket: number, minute: number, course: Course, counts: boolean, finishes: boolean): void {
    const bin = binOf(course.duration);
    this.book.start(bucket, course, bin, finishes);
    if (!counts) return;
    if (this.minutes !== null) this.minutes.book.start(minute, course, bin, finishes);
    this.#billedMs += course.billedMs;
    if (course.cold) {
      this.#coldStarts++;
      if (course.init > 0) this.#init.add(course.init, binOf(course.init));
    }
    if (!finishes) {
      this.#unfinished++;
      return;
    }
    if (course.ending !== 'success') this.#errors++;
    this.#duration.add(course.duration, bin);
    this.#occupied += course.time;
  }

  /** An environment was created on demand in the window. */
  create(): void {
    this.#created++;
  }

  /** An environment of this age ended in the window. */
  end(age: Micros): void {
    this.#ended++;
    this.#lifetimes += age;
  }

  /** @param holders names of all functions by number, the background last */
  record(until: Micros, holders: readonly string[]): FunctionRecord {
    const concurrency = this.concurrency.record(until);
    const environments = this.environments.record(until);
    const invocations = this.#duration.count + this.#unfinished;
    const shares = holders.map((holder, k) => ({ holder, sum: this.shares[k]! }));
    return {
      name: this.name,
      invocations,
      errors: this.#errors,
      coldStarts: this.#coldStarts,
      throttles: this.throttles.slice(),
      pool: { throttles: this.poolThrottles, shares: shares.filter(({ sum }) => sum > 0) },
      duration: this.#duration.record(),
      init: this.#init.record(),
      occupied: { count: this.#duration.count, sum: this.#occupied },
      concurrency,
      environments: {
        ...environments,
        created: this.#created,
        idleIntegral: environments.integral - concurrency.integral,
        ended: this.#ended,
        lifetimeSum: this.#lifetimes,
      },
      billing: { requests: invocations, billed_ms: this.#billedMs },
    };
  }

  /** After the books are finished. @param buckets how many the run has reached */
  series(buckets: number): readonly MetricSeries[] {
    const { book } = this;
    return [
      { metric: 'Invocations', values: book.invocations.occurrences() },
      { metric: 'Errors', values: book.errors.occurrences() },
      { metric: 'Throttles', values: book.throttles.occurrences() },
      { metric: 'coldStarts', values: book.coldStarts.occurrences() },
      { metric: 'ConcurrentExecutions', values: this.concurrency.series(buckets) },
      { metric: 'environments', values: this.environments.series(buckets) },
      { metric: 'Duration_p50_ms', values: book.duration.percentile(50) },
      { metric: 'Duration_p99_ms', values: book.duration.percentile(99) },
      { metric: 'initDuration_p50_ms', values: book.init.percentile(50) },
    ]
      .filter(({ values }) => values.length > 0)
      .map((series) => ({ scope: `functions.${this.name}`, ...series }));
  }
}
