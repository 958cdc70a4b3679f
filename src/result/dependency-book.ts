/** Series of one dependency at one page width. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { Level } from './level.ts';
import { PercentileSeries, timeColumns, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { Column as SeriesColumn, CountSeries, SeriesTable } from './series-record.ts';

const AFTER: SeriesColumn = { metric: '', kind: 'after' };

/** The rows of every page in which something happened to it; percentiles of the wait follow. */
const USED: readonly SeriesColumn[] = [
  { metric: 'calls', kind: 'count' },
  { metric: 'utilisation', kind: 'level' },
  AFTER,
  { metric: 'inService', kind: 'level' },
  AFTER,
  { metric: 'waiting', kind: 'level' },
  AFTER,
  { metric: 'connections', kind: 'level' },
  AFTER,
];

/** Counts the facts of the present page; a row is written when one of a later page comes. */
export class DependencyBook {
  readonly inService: Level;
  readonly waiting: Level;
  readonly connections: Level;
  readonly rejected = new Column();
  readonly failed = new Column();
  readonly timeouts = new Column();
  readonly #pages: Pages;
  readonly #rows: Rows;
  readonly #wait: PercentileSeries;
  /** Infinity where it is not limited; then nothing is utilised. */
  readonly #capacity: number;
  #page = 0;
  #calls = 0;
  /** Busy time of the present page up to `#noted`. */
  #busy = 0;
  #noted: Micros = 0;

  /** @param wait what to keep of the waits */
  constructor(pages: Pages, capacity: number, wait: Kept) {
    this.#pages = pages;
    this.#capacity = capacity;
    this.inService = new Level(pages.clock);
    this.waiting = new Level(pages.clock);
    this.connections = new Level(pages.clock);
    this.#rows = new Rows([...USED, ...timeColumns('wait', wait)]);
    this.#wait = new PercentileSeries(this.#rows, wait);
  }

  /** A call comes now. */
  call(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#calls++;
  }

  /** A service begins now. */
  begin(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#note();
    this.inService.rise();
  }

  /** A place is free now. */
  free(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#note();
    this.inService.fall();
  }

  /** A call begins to wait now. */
  queue(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.waiting.rise();
  }

  /** A call waits no longer. */
  leaveQueue(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.waiting.fall();
  }

  /** It is known now how long a call has waited. */
  wait(time: Micros): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#wait.add(time);
  }

  /** So many connections are held from now on. */
  connect(held: number): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.connections.set(held);
  }

  /** From now on levels count for the window. */
  beginWindow(): void {
    this.turn();
    for (const level of [this.inService, this.waiting, this.connections]) level.restart();
  }

  /** Writes down the pages that are over, so that they can be read before the end. */
  turn(): void {
    if (this.#pages.index !== this.#page) this.#turn();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn();
    this.#wait.finish();
  }

  /** After `turn` or `finish`. */
  tables(scope: string): readonly SeriesTable[] {
    return [this.#rows.table(scope)];
  }

  /** After `turn` or `finish`. */
  counts(scope: string): readonly CountSeries[] {
    return [
      { scope, metric: 'rejected', counts: this.rejected.counts() },
      { scope, metric: 'failed', counts: this.failed.counts() },
      { scope, metric: 'timeouts', counts: this.timeouts.counts() },
    ];
  }

  /** The busy time up to now. */
  #note(at = this.#pages.clock.now): void {
    this.#busy += this.inService.value * (at - this.#noted);
    this.#noted = at;
  }

  #turn(): void {
    const { width, clock } = this.#pages;
    const end = Math.min((this.#page + 1) * width, clock.now);
    const length = end - this.#page * width;
    this.#note(end);
    const start = this.#pages.index * width;
    ROW[0] = this.#calls;
    ROW[1] = length === 0 ? 0 : this.#busy / length / this.#capacity;
    ROW[2] = this.inService.value / this.#capacity;
    ROW[3] = this.inService.turn(start);
    ROW[4] = this.inService.value;
    ROW[5] = this.waiting.turn(start);
    ROW[6] = this.waiting.value;
    ROW[7] = this.connections.turn(start);
    ROW[8] = this.connections.value;
    this.#wait.turn(this.#page);
    this.#calls = 0;
    this.#busy = 0;
    this.#noted = start;
    this.#page = this.#pages.index;
    if (start < clock.now) this.#note();
  }
}
