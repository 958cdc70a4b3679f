/** What is counted of one function: totals of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import { THROTTLES } from '../lambda/throttle.ts';
import { binOf, Histogram } from './histogram.ts';
import { PercentileSeries } from './percentile-series.ts';
import type { FunctionRecord, MetricSeries } from './run-record.ts';
import { CountSeries, Level, LevelSeries } from './series.ts';

/** Series of one function at one bucket width. */
export class FunctionBook {
  readonly invocations = new CountSeries();
  readonly errors = new CountSeries();
  readonly throttles = new CountSeries();
  readonly coldStarts = new CountSeries();
  readonly concurrency = new LevelSeries();
  readonly environments = new LevelSeries();
  readonly duration: PercentileSeries;
  readonly init: PercentileSeries;

  /** @param durations percentiles of Duration to keep @param inits percentiles of Init */
  constructor(durations: readonly number[], inits: readonly number[]) {
    this.duration = new PercentileSeries(durations);
    this.init = new PercentileSeries(inits);
  }
}

/** One function's share of a run. */
export class FunctionTally {
  readonly name: string;
  readonly concurrency = new Level();
  readonly environments = new Level();
  readonly throttles = new Float64Array(THROTTLES.length);
  /** Sums of the shares of the pool at this function's throttles, by function; the background stands last. */
  readonly shares: Float64Array;
  poolThrottles = 0;
  readonly book = new FunctionBook([50, 99], [50]);
  /** Calendar minutes, where an objective asks for them. */
  readonly minutes: FunctionBook | null;
  #invocations = 0;
  #errors = 0;
  #coldStarts = 0;
  readonly #duration = new Histogram();
  readonly #init = new Histogram();
  #occupiedCount = 0;
  #occupiedSum: Micros = 0;
  #created = 0;
  #ended = 0;
  #lifetimeSum: Micros = 0;
  #billedMs = 0;

  /** @param functions how many functions the account has */
  constructor(name: string, functions: number, minutes: FunctionBook | null) {
    this.name = name;
    this.shares = new Float64Array(functions + 1);
    this.minutes = minutes;
  }

  /** An invocation starts. @param counts whether it lies in the window @param finishes whether it ends within the run */
  start(
    bucket: number,
    minute: number,
    counts: boolean,
    finishes: boolean,
    cold: boolean,
    init: Micros,
    duration: Micros,
    occupied: Micros,
    failed: boolean,
    billedMs: number,
  ): void {
    const bin = binOf(duration);
    note(this.book, bucket, finishes, cold, init, duration, bin, failed);
    if (!counts) return;
    if (this.minutes !== null) note(this.minutes, minute, finishes, cold, init, duration, bin, failed);
    this.#invocations++;
    this.#billedMs += billedMs;
    if (cold) {
      this.#coldStarts++;
      // `init: 0ms` means that there is no Init phase, and so no Init Duration.
      if (init > 0) this.#init.add(init, binOf(init));
    }
    if (!finishes) return;
    if (failed) this.#errors++;
    this.#duration.add(duration, bin);
    this.#occupiedCount++;
    this.#occupiedSum += occupied;
  }

  /** An environment was created on demand in the window. */
  create(): void {
    this.#created++;
  }

  /** An environment of this age ended in the window. */
  end(age: Micros): void {
    this.#ended++;
    this.#lifetimeSum += age;
  }

  /** @param holders names of all functions by number, the background last */
  record(until: Micros, holders: readonly string[]): FunctionRecord {
    const concurrency = this.concurrency.record(until);
    const environments = this.environments.record(until);
    return {
      name: this.name,
      invocations: this.#invocations,
      errors: this.#errors,
      coldStarts: this.#coldStarts,
      throttles: this.throttles.slice(),
      pool: {
        throttles: this.poolThrottles,
        shares: holders
          .map((holder, k) => ({ holder, sum: this.shares[k]! }))
          .filter((share) => share.sum > 0),
      },
      duration: this.#duration.record(),
      init: this.#init.record(),
      occupied: { count: this.#occupiedCount, sum: this.#occupiedSum },
      concurrency,
      environments: {
        ...environments,
        created: this.#created,
        idleIntegral: environments.integral - concurrency.integral,
        ended: this.#ended,
        lifetimeSum: this.#lifetimeSum,
      },
      billing: { requests: this.#invocations, billed_ms: this.#billedMs },
    };
  }

  /** @param buckets how many the run has reached */
  series(buckets: number): readonly MetricSeries[] {
    const scope = `functions.${this.name}`;
    const { book } = this;
    const durations = book.duration.values();
    const counts = [
      { metric: 'Invocations', values: book.invocations.values() },
      { metric: 'Errors', values: book.errors.values() },
      { metric: 'Throttles', values: book.throttles.values() },
      { metric: 'coldStarts', values: book.coldStarts.values() },
    ].filter(({ values }) => values.length > 0);
    return [
      ...counts,
      { metric: 'ConcurrentExecutions', values: book.concurrency.values(buckets) },
      { metric: 'environments', values: book.environments.values(buckets) },
      { metric: 'Duration_p50_ms', values: inMilliseconds(durations[0]!) },
      { metric: 'Duration_p99_ms', values: inMilliseconds(durations[1]!) },
      { metric: 'initDuration_p50_ms', values: inMilliseconds(book.init.values()[0]!) },
    ]
      .filter(({ values }) => values.length > 0)
      .map((series) => ({ scope, ...series }));
  }
}

/** Times of a series in milliseconds. */
export function inMilliseconds(micros: Float64Array): Float64Array {
  return micros.map((value) => value / 1000);
}

function note(
  book: FunctionBook,
  bucket: number,
  finishes: boolean,
  cold: boolean,
  init: Micros,
  duration: Micros,
  bin: number,
  failed: boolean,
): void {
  book.invocations.add(bucket);
  if (cold) {
    book.coldStarts.add(bucket);
    if (init > 0) book.init.add(bucket, init, binOf(init));
  }
  if (!finishes) return;
  if (failed) book.errors.add(bucket);
  book.duration.add(bucket, duration, bin);
}
