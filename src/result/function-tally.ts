/** What is counted of one function: totals of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { THROTTLES } from '../lambda/throttle.ts';
import { NOTHING_BILLED } from './billing-record.ts';
import { FunctionBook } from './function-book.ts';
import { Histogram } from './histogram.ts';
import { Level } from './level.ts';
import type { Present } from './present.ts';
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
  readonly book: FunctionBook;
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: { readonly book: FunctionBook; readonly concurrency: Level } | null;
  readonly #present: Present;
  #unfinished = 0;
  #errors = 0;
  #coldStarts = 0;
  readonly #duration = new Histogram();
  readonly #init = new Histogram();
  /** Overhead and Init of finished invocations: what they occupied beyond their Duration. */
  #beforeDuration: Micros = 0;
  #created = 0;
  #ended = 0;
  #lifetimes: Micros = 0;
  #billedMs = 0;

  /** @param functions how many functions the account has @param minutes the book of calendar minutes, if any */
  constructor(name: string, functions: number, present: Present, minutes: FunctionBook | null) {
    this.name = name;
    this.#present = present;
    this.concurrency = new Level(present.buckets);
    this.environments = new Level(present.buckets);
    this.shares = new Float64Array(functions + 1);
    const totals = { duration: this.#duration, init: this.#init };
    this.book = new FunctionBook(present.buckets, { durations: [50, 99], inits: [50], totals });
    this.minutes = minutes && { book: minutes, concurrency: new Level(present.minutes) };
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    this.concurrency.restart();
    this.environments.restart();
    this.book.beginWindow();
    this.throttles.fill(0);
    this.#unfinished = 0;
    this.#errors = 0;
    this.#coldStarts = 0;
    this.#beforeDuration = 0;
    this.#created = 0;
    this.#ended = 0;
    this.#lifetimes = 0;
    this.#billedMs = 0;
    this.noteMinute();
  }

  /** The minutes of the window follow the level of concurrency. */
  noteMinute(): void {
    if (this.minutes !== null && this.#present.counting) this.minutes.concurrency.set(this.concurrency.value);
  }

  /** An invocation starts. @param finishes whether it ends within the run */
  start(course: CourseFacts, finishes: boolean): void {
    this.concurrency.rise();
    this.book.start(course, finishes);
    if (this.minutes !== null && this.#present.counting) this.#startInMinute(course, finishes);
    this.#billedMs += course.billedMs;
    if (course.cold) {
      this.#coldStarts++;
      if (finishes) this.#beforeDuration += course.overhead + course.init;
    }
    if (!finishes) this.#unfinished++;
    else if (course.ending !== 'success') this.#errors++;
  }

  /** An invocation ends. */
  release(): void {
    this.concurrency.fall();
    if (this.minutes !== null) this.noteMinute();
  }

  /** An attempt is throttled. */
  throttle(throttle: number): void {
    this.book.throttle();
    this.throttles[throttle]!++;
    if (this.#present.counting) this.minutes?.book.throttle();
  }

  /** An environment is created. */
  create(onDemand: boolean): void {
    this.environments.rise();
    if (onDemand) this.#created++;
  }

  /** An environment of this age ends. */
  end(age: Micros): void {
    this.environments.fall();
    this.#ended++;
    this.#lifetimes += age;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.book.finish();
  }

  /** After `finish`. @param holders names of all functions by number, the background last */
  record(until: Micros, holders: readonly string[]): FunctionRecord {
    const concurrency = this.concurrency.record(until);
    const environments = this.environments.record(until);
    const finished = this.#duration.count;
    const shares = holders.map((holder, k) => ({ holder, sum: this.shares[k]! }));
    return {
      name: this.name,
      invocations: finished + this.#unfinished,
      errors: this.#errors,
      coldStarts: this.#coldStarts,
      throttles: this.throttles.slice(),
      pool: { throttles: this.poolThrottles, shares: shares.filter(({ sum }) => sum > 0) },
      duration: this.#duration.record(),
      init: this.#init.record(),
      occupied: { count: finished, sum: this.#duration.sum + this.#beforeDuration },
      concurrency,
      environments: {
        ...environments,
        created: this.#created,
        idleIntegral: environments.integral - concurrency.integral,
        ended: this.#ended,
        lifetimeSum: this.#lifetimes,
      },
      billing: { ...NOTHING_BILLED, requests: finished + this.#unfinished, billed_ms: this.#billedMs },
    };
  }

  /** After `finish`. @param buckets how many the run has reached */
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

  #startInMinute(course: CourseFacts, finishes: boolean): void {
    this.noteMinute();
    this.minutes!.book.start(course, finishes);
  }
}
