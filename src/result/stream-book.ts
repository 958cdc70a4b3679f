/** Series of one mapping or producer of a stream at one page width: records by arrival, batches by their own instant. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { Level } from './level.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';
import { Rows, type ColumnDefinition } from './rows.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';

/** The rows of every page in which batches were sent or records ended; percentiles and mean of the age follow. */
const SENT: readonly ColumnDefinition[] = [
  { metric: 'backlog', kind: 'level' },
  { metric: '', kind: 'after' },
  { metric: 'IteratorAge_max_ms', kind: 'time' },
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
  #oldest: Micros = -1;

  /** @param age what to keep of IteratorAge */
  constructor(pages: Pages, age: Kept) {
    this.pages = pages;
    this.backlog = new Level(pages.clock);
    this.#sent = new Rows([...SENT, ...timeColumns('IteratorAge', age)]);
    this.#age = new PercentileSeries(this.#sent, SENT.length, age);
  }

  /** A batch whose last record is so old is sent now. */
  send(age: Micros): void {
    if (this.pages.index !== this.#page) this.#turn();
    if (age > this.#oldest) this.#oldest = age;
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
    const row = this.#sent.append(this.#page);
    const { chunk } = this.#sent;
    chunk[row] = this.backlog.turn(this.pages.index * this.pages.width);
    chunk[row + 1] = this.backlog.value;
    chunk[row + 2] = this.#oldest < 0 ? NaN : this.#oldest;
    this.#age.turn(this.#page, row);
    this.#oldest = -1;
    this.#page = this.pages.index;
  }
}
