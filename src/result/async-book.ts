/** Series of one function's asynchronous events at one page width. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { Level } from './level.ts';
import type { Objective } from './objective.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { Column as SeriesColumn, CountSeries, SeriesTable } from './series-record.ts';

/** The rows of every page in which events were tried, began to wait or no longer did; statistics of the age follow. */
const TRIED: readonly SeriesColumn[] = [
  { metric: 'asyncQueue', kind: 'level' },
  { metric: '', kind: 'after' },
];

/** Counts the facts of the present page; a row is written when one of a later page comes. */
export class AsyncBook {
  /** Events that wait for a further attempt. */
  readonly waiting: Level;
  readonly #received = new Column();
  readonly #dropped = new Column();
  readonly #pages: Pages;
  readonly #tried: Rows;
  readonly #age: PercentileSeries;
  #page = 0;

  /** @param age what to keep of AsyncEventAge */
  constructor(pages: Pages, age: Kept) {
    this.#pages = pages;
    this.waiting = new Level(pages.clock);
    this.#tried = new Rows([...TRIED, ...timeColumns('AsyncEventAge', age)]);
    this.#age = new PercentileSeries(this.#tried, age);
  }

  /** An event is accepted now. */
  receive(): void {
    this.#received.add(this.#pages.index, 1);
  }

  /** An event is dropped now. */
  drop(): void {
    this.#dropped.add(this.#pages.index, 1);
  }

  /** An event of this age is tried now. */
  attempt(age: Micros): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#age.add(age);
  }

  /** One more event waits for a further attempt. */
  wait(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.waiting.rise();
  }

  /** One event waits no longer. */
  leaveWait(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.waiting.fall();
  }

  /** From now on ages count for the total, and the level for the window. */
  beginWindow(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.waiting.restart();
    this.#age.beginWindow();
  }

  /** Writes down the pages that are over, so that they can be read before the end. */
  turn(): void {
    if (this.#pages.index !== this.#page) this.#turn();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn();
    this.#age.finish();
  }

  /** After `turn` or `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#tried.table(scope)];
  }

  /** After `turn` or `finish`. */
  counts(scope: string): readonly CountSeries[] {
    return [
      { scope, metric: 'AsyncEventsReceived', counts: this.#received.counts() },
      { scope, metric: 'AsyncEventsDropped', counts: this.#dropped.counts() },
    ];
  }

  #turn(): void {
    ROW[0] = this.waiting.turn(this.#pages.index * this.#pages.width);
    ROW[1] = this.waiting.value;
    this.#age.turn(this.#page);
    this.#page = this.#pages.index;
  }
}

/** The book of a function's events by calendar minute: `null` where no objective is about them. */
export function asyncBookFor(name: string, minutes: Pages, objectives: readonly Objective[]): AsyncBook | null {
  const metrics = objectives.flatMap(({ subject }) => {
    return subject.kind === 'function' && subject.name === name ? [subject.metric] : [];
  });
  if (!metrics.some(({ kind }) => kind === 'dropped' || kind === 'eventAge')) return null;
  const statistics = metrics.flatMap((metric) => (metric.kind === 'eventAge' ? [metric.q] : []));
  return new AsyncBook(minutes, { statistics, total: null });
}
