/** Series of one function at one page width. */
import type { CourseFacts } from '../lambda/course.ts';
import { Column } from './column.ts';
import type { Histogram } from './histogram.ts';
import { PercentileSeries } from './percentile-series.ts';
import type { Pages } from './present.ts';

/** Which times a book keeps. */
export interface FunctionTimes {
  /** Percentiles of Duration. */
  readonly durations: readonly number[];
  /** Percentiles of Init. */
  readonly inits: readonly number[];
  /** Where the times of the window are counted as a whole; `null` = elsewhere. */
  readonly totals: { readonly duration: Histogram; readonly init: Histogram } | null;
}

/** Invocations of the present page are a plain number; they are written down when the next page begins. */
export class FunctionBook {
  readonly invocations = new Column(0);
  readonly errors = new Column(0);
  readonly throttles = new Column(0);
  readonly coldStarts = new Column(0);
  readonly duration: PercentileSeries;
  readonly init: PercentileSeries;
  readonly #pages: Pages;
  #page = 0;
  #invocations = 0;

  constructor(pages: Pages, { durations, inits, totals }: FunctionTimes) {
    this.#pages = pages;
    this.duration = new PercentileSeries(pages, {
      percentiles: durations,
      means: false,
      total: totals?.duration ?? null,
    });
    this.init = new PercentileSeries(pages, { percentiles: inits, means: false, total: totals?.init ?? null });
  }

  /** An attempt is throttled now. */
  throttle(): void {
    this.throttles.add(this.#pages.index, 1);
  }

  /** An invocation starts now. @param finishes whether it ends within the run */
  start(course: CourseFacts, finishes: boolean): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    this.#invocations++;
    if (course.cold) {
      this.coldStarts.add(this.#page, 1);
      // `init: 0ms` means that there is no Init phase, and so no Init Duration.
      if (course.init > 0) this.init.add(course.init);
    }
    if (!finishes) return;
    if (course.ending !== 'success') this.errors.add(this.#page, 1);
    this.duration.add(course.duration);
  }

  /** From now on the times count for the totals. */
  beginWindow(): void {
    this.duration.beginWindow();
    this.init.beginWindow();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn(this.#page);
    this.duration.finish();
    this.init.finish();
  }

  #turn(page: number): void {
    if (this.#invocations > 0) this.invocations.put(this.#page, this.#invocations);
    this.#invocations = 0;
    this.#page = page;
  }
}
