/** Series of one source at one page width: requests by arrival, attempts by their own instant. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { Column as SeriesColumn, CountSeries, SeriesTable } from './series-record.ts';

/** The rows of every page with an arrival; percentiles and mean of the latency follow. */
const ARRIVED: readonly SeriesColumn[] = [{ metric: 'requests', kind: 'count' }];

/** Counts the facts of the present page; a row is written when one of a later page comes. */
export class SourceBook {
  readonly #pages: Pages;
  #page = 0;
  #requests = 0;
  readonly #latency: PercentileSeries;
  readonly #failed = new Column();
  readonly #unfinished = new Column();
  readonly #throttled = new Column();
  readonly #retries = new Column();
  readonly #throttledAttempts = new Column();
  readonly #arrived: Rows;

  /** @param latency what to keep of it */
  constructor(pages: Pages, latency: Kept) {
    this.#pages = pages;
    this.#arrived = new Rows([...ARRIVED, ...timeColumns('latency', latency)]);
    this.#latency = new PercentileSeries(this.#arrived, latency);
  }

  /** A request arrives now. */
  arrive(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#requests++;
  }

  /** A request arrives now, and is served after `latency`. */
  serve(latency: Micros): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#requests++;
    this.#latency.add(latency);
  }

  /** A request of some earlier instant is served: its latency stands in the present page. */
  note(latency: Micros): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#latency.add(latency);
  }

  /** A further attempt is made now. */
  retry(): void {
    this.#retries.add(this.#pages.index, 1);
  }

  /** An attempt is throttled now. */
  refuse(): void {
    this.#throttledAttempts.add(this.#pages.index, 1);
  }

  /** The answer of the request that arrives now will come later. */
  postpone(): void {
    this.#latency.postpone();
  }

  /** The request that arrived then and was postponed is settled: with a latency, or without where `bin` is −1. */
  settle(arrival: Micros, latency: Micros, bin: number): void {
    this.#latency.settle(this.#pages.of(arrival), latency, bin);
  }

  /** A request that arrived then fails. */
  fail(arrival: Micros): void {
    this.#failed.add(this.#pages.of(arrival), 1);
  }

  /** A request that arrived then has no final answer. */
  leave(arrival: Micros): void {
    this.#unfinished.add(this.#pages.of(arrival), 1);
  }

  /** A request that arrived then had a throttled attempt. */
  throttle(arrival: Micros): void {
    this.#throttled.add(this.#pages.of(arrival), 1);
  }

  /** The window begins. */
  beginWindow(): void {
    this.#latency.beginWindow();
  }

  /** Writes down the pages that are over, so that they can be read before the end. */
  turn(): void {
    if (this.#pages.index !== this.#page) this.#turn();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn();
    this.#latency.finish();
  }

  /** After `turn` or `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#arrived.table(scope)];
  }

  /** After `turn` or `finish`. */
  counts(scope: string): readonly CountSeries[] {
    return [
      { scope, metric: 'failed', counts: this.#failed.counts() },
      { scope, metric: 'unfinished', counts: this.#unfinished.counts() },
      { scope, metric: 'throttled', counts: this.#throttled.counts() },
      { scope, metric: 'retries', counts: this.#retries.counts() },
      { scope, metric: 'throttledAttempts', counts: this.#throttledAttempts.counts() },
    ];
  }

  #turn(): void {
    ROW[0] = this.#requests;
    this.#latency.turn(this.#page);
    this.#requests = 0;
    this.#page = this.#pages.index;
  }
}
