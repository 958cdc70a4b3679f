/** Series of one function at one page width. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { Column } from './column.ts';
import type { Histogram } from './histogram.ts';
import { Level } from './level.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { Column as SeriesColumn, CountSeries, SeriesTable } from './series-record.ts';

/** Which times a book keeps. */
export interface FunctionTimes {
  /** Percentiles of Duration. */
  readonly durations: readonly number[];
  /** Percentiles of Init. */
  readonly inits: readonly number[];
  /** Where the times of the window are counted as a whole; `null` = elsewhere. */
  readonly totals: { readonly duration: Histogram; readonly init: Histogram } | null;
}

/** The rows of every page with an invocation; percentiles of Duration follow. */
const BUSY: readonly SeriesColumn[] = [
  { metric: 'Invocations', kind: 'count' },
  { metric: 'ConcurrentExecutions', kind: 'level' },
  { metric: '', kind: 'after' },
];
/** The rows of pages in which environments came, began or went; percentiles of Init follow. */
const CHANGED: readonly SeriesColumn[] = [
  { metric: 'environments', kind: 'level' },
  { metric: '', kind: 'after' },
];

/** Counts the facts of the present page; a row is written when one of a later page comes. */
export class FunctionBook {
  readonly #pages: Pages;
  #page = 0;
  #invocations = 0;
  readonly concurrency: Level;
  readonly #duration: PercentileSeries;
  readonly environments: Level;
  readonly errors = new Column();
  readonly throttles = new Column();
  readonly coldStarts = new Column();
  readonly #busy: Rows;
  readonly #changed: Rows;
  readonly #init: PercentileSeries;
  #changedPage = 0;

  constructor(pages: Pages, { durations, inits, totals }: FunctionTimes) {
    const duration: Kept = { statistics: durations, total: totals?.duration ?? null };
    const init: Kept = { statistics: inits, total: totals?.init ?? null };
    this.#pages = pages;
    this.concurrency = new Level(pages.clock);
    this.environments = new Level(pages.clock);
    this.#busy = new Rows([...BUSY, ...timeColumns('Duration', duration)]);
    this.#duration = new PercentileSeries(this.#busy, duration);
    this.#changed = new Rows([...CHANGED, ...timeColumns('initDuration', init)]);
    this.#init = new PercentileSeries(this.#changed, init);
  }

  /** An attempt is throttled now. */
  throttle(): void {
    this.throttles.add(this.#pages.index, 1);
  }

  /** An invocation starts now; the end of an open one is told later. @param finishes whether it ends within the run */
  start(course: CourseFacts, finishes: boolean): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#invocations++;
    this.concurrency.rise();
    if (course.cold) this.#startCold(course);
    if (course.open) this.#duration.postpone();
    if (!finishes) return;
    if (course.ending !== 'success') this.errors.add(this.#page, 1);
    this.#duration.add(course.duration);
  }

  /** The end of an invocation is known that started then and was postponed. @param bin of its Duration; −1 = after the run */
  settle(course: CourseFacts, start: Micros, bin: number): void {
    const page = this.#pages.of(start);
    if (bin >= 0 && course.ending !== 'success') this.errors.add(page, 1);
    this.#duration.settle(page, course.duration, bin);
  }

  /** A unit of concurrency is claimed now, and no invocation starts. */
  claim(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.concurrency.rise();
  }

  /** An invocation ends now. */
  release(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.concurrency.fall();
  }

  /** An environment is created now. */
  create(): void {
    if (this.#pages.index !== this.#changedPage) this.#turnChanged();
    this.environments.rise();
  }

  /** An environment ends now. */
  end(): void {
    if (this.#pages.index !== this.#changedPage) this.#turnChanged();
    this.environments.fall();
  }

  /** So many invocations are in flight now: where a book begins in the middle of a run. */
  enter(inFlight: number): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.concurrency.set(inFlight);
  }

  /** From now on times count for the totals, and levels for the window. */
  beginWindow(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    if (this.#pages.index !== this.#changedPage) this.#turnChanged();
    this.concurrency.restart();
    this.environments.restart();
    this.#duration.beginWindow();
    this.#init.beginWindow();
  }

  /** Writes down the pages that are over, so that they can be read before the end. */
  turn(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    if (this.#pages.index !== this.#changedPage) this.#turnChanged();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn();
    this.#turnChanged();
    this.#duration.finish();
    this.#init.finish();
  }

  /** After `turn` or `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#busy.table(scope), this.#changed.table(scope)];
  }

  /** After `turn` or `finish`. */
  counts(scope: string): readonly CountSeries[] {
    return [
      { scope, metric: 'Errors', counts: this.errors.counts() },
      { scope, metric: 'Throttles', counts: this.throttles.counts() },
      { scope, metric: 'coldStarts', counts: this.coldStarts.counts() },
    ];
  }

  #startCold(course: CourseFacts): void {
    this.coldStarts.add(this.#page, 1);
    if (this.#pages.index !== this.#changedPage) this.#turnChanged();
    // `init: 0ms` means that there is no Init phase, and so no Init Duration.
    if (course.init > 0) this.#init.add(course.init);
  }

  #turn(): void {
    ROW[0] = this.#invocations;
    ROW[1] = this.concurrency.turn(this.#pages.index * this.#pages.width);
    ROW[2] = this.concurrency.value;
    this.#duration.turn(this.#page);
    this.#invocations = 0;
    this.#page = this.#pages.index;
  }

  #turnChanged(): void {
    ROW[0] = this.environments.turn(this.#pages.index * this.#pages.width);
    ROW[1] = this.environments.value;
    this.#init.turn(this.#changedPage);
    this.#changedPage = this.#pages.index;
  }
}
