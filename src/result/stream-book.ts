/** Series of one mapping or producer of a stream at one page width: records by arrival, batches by their own instant. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { Level } from './level.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { Column as SeriesColumn, CountSeries, SeriesTable } from './series-record.ts';

/** The rows of every page in which batches were sent or records ended; statistics of the age follow. */
const SENT: readonly SeriesColumn[] = [
  { metric: 'backlog', kind: 'level' },
  { metric: '', kind: 'after' },
];

/** Counts the facts of the present page; a row is written when one of a later page comes. */
export class StreamBook {
  /** Records that are not done. */
  readonly backlog: Level;
  readonly requests = new Column();
  readonly failed = new Column();
  readonly lost = new Column();
  readonly unfinished = new Column();
  readonly retries = new Column();
  readonly throttledAttempts = new Column();
  readonly pages: Pages;
  readonly #sent: Rows;
  readonly #age: PercentileSeries;
  #page = 0;

  /** @param age what to keep of IteratorAge */
  constructor(pages: Pages, age: Kept) {
    this.pages = pages;
    this.backlog = new Level(pages.clock);
    this.#sent = new Rows([...SENT, ...timeColumns('IteratorAge', age)]);
    this.#age = new PercentileSeries(this.#sent, age);
  }

  /** A batch whose last record is so old is sent now. */
  send(age: Micros): void {
    if (this.pages.index !== this.#page) this.#turn();
    this.#age.add(age);
  }

  /** So many records are not done now. */
  level(waiting: number): void {
    if (this.pages.index !== this.#page) this.#turn();
    this.backlog.set(waiting);
  }

  /** From now on ages count for the total, and the level for the window. */
  beginWindow(): void {
    if (this.pages.index !== this.#page) this.#turn();
    this.backlog.restart();
    this.#age.beginWindow();
  }

  /** Writes down the pages that are over, so that they can be read before the end. */
  turn(): void {
    if (this.pages.index !== this.#page) this.#turn();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn();
    this.#age.finish();
  }

  /** After `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#sent.table(scope)];
  }

  /** After `finish`. */
  counts(scope: string): readonly CountSeries[] {
    const { requests, failed, lost, unfinished, retries, throttledAttempts } = this;
    return Object.entries({ requests, failed, lost, unfinished, retries, throttledAttempts }).map(
      ([metric, column]) => ({
        scope,
        metric,
        counts: column.counts(),
      }),
    );
  }

  #turn(): void {
    ROW[0] = this.backlog.turn(this.pages.index * this.pages.width);
    ROW[1] = this.backlog.value;
    this.#age.turn(this.#page);
    this.#page = this.pages.index;
  }
}
