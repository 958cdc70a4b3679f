/** Goes through the rows of a table. */
import type { Micros } from '../des/time.ts';
import {
  codeOf,
  LONG,
  mostTimesOf,
  readNumber,
  readTime,
  statisticBytes,
  statisticsOf,
  SUMMARY,
  summaryBytes,
  TIME_BYTES,
  WIDTHS,
} from './row-format.ts';
import { statisticOfFew } from './samples.ts';
import type { SeriesTable, Statistic } from './series-record.ts';

const NOTHING = new DataView(new ArrayBuffer(0));

/** Stands before the first row until `pass` is called. */
export class RowCursor {
  /** Of the present row; −1 before the first, Infinity after the last. */
  page = -1;
  /** How many times stand in the present row; −1 = a summary of them. */
  times = 0;
  readonly #chunks: SeriesTable['chunks'];
  readonly #plain: number;
  readonly #statistics: readonly Statistic[];
  readonly #summaryBytes: number;
  #chunk = -1;
  #view: DataView = NOTHING;
  /** Where the next row begins, this row's plain numbers do, and its times do. */
  #next = 0;
  #numbersAt = 0;
  #timesAt = 0;
  /** Of the widths of page and plain numbers. */
  #codes = 0;
  /** The times of the present row in order. */
  readonly #sorted: Float64Array;

  constructor({ columns, chunks }: SeriesTable) {
    this.#chunks = chunks;
    this.#statistics = statisticsOf(columns);
    this.#plain = columns.length - this.#statistics.length;
    this.#summaryBytes = summaryBytes(this.#statistics);
    this.#sorted = new Float64Array(mostTimesOf(this.#statistics));
  }

  /** Goes to the next row. @returns whether there is one */
  pass(): boolean {
    while (this.#next === this.#view.byteLength) {
      const bytes = this.#chunks[++this.#chunk];
      if (bytes === undefined) {
        this.page = Infinity;
        return false;
      }
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#next = 0;
    }
    this.#readHead();
    return true;
  }

  /** A plain number of the present row. @param column among all columns */
  number(column: number): number {
    let at = this.#numbersAt;
    const codes = this.#codes;
    if (codes === 0) return this.#view.getUint8(at + column);
    for (let k = 0; k < column; k++) at += WIDTHS[codeOf(codes, k)]!;
    return readNumber(this.#view, at, codeOf(codes, column));
  }

  /** One of the times of the present row, in the order in which they came. */
  time(k: number): Micros {
    return readTime(this.#view, this.#timesAt + k * TIME_BYTES);
  }

  /** What a column says of the times of the present row; NaN where there are none. @param column among all columns */
  statistic(column: number): Micros {
    const index = column - this.#plain;
    const statistic = this.#statistics[index]!;
    if (this.times >= 0) return this.#ofTimes(statistic);
    let at = this.#timesAt;
    for (let k = 0; k < index; k++) at += statisticBytes(this.#statistics[k]!);
    return statistic === 'mean' ? this.#view.getFloat64(at) : readTime(this.#view, at);
  }

  #readHead(): void {
    const view = this.#view;
    let at = this.#next;
    const head = view.getUint8(at);
    const long = head >= LONG;
    this.#codes = long ? view.getUint32(at) & 0xff_ffff : 0;
    at += long ? 4 : 1;
    const passed = this.#codes & 3;
    this.page += readNumber(view, at, passed);
    at += WIDTHS[passed]!;
    this.#numbersAt = at;
    if (this.#codes === 0) at += this.#plain;
    else for (let k = 0; k < this.#plain; k++) at += WIDTHS[codeOf(this.#codes, k)]!;
    this.#timesAt = at;
    const times = head & (LONG - 1);
    this.times = times === SUMMARY ? -1 : times;
    this.#next = at + (times === SUMMARY ? this.#summaryBytes : times * TIME_BYTES);
  }

  #ofTimes(statistic: Statistic): Micros {
    const count = this.times;
    if (count === 0) return NaN;
    const sorted = this.#sorted.subarray(0, count);
    for (let k = 0; k < count; k++) sorted[k] = this.time(k);
    return statisticOfFew(statistic, sorted.sort(), 0, count);
  }
}
