/** One row of numbers for every page of time in which something happened to one thing, written into few bytes. */
import {
  codeOf,
  LONG,
  mostTimesOf,
  statisticBytes,
  statisticsOf,
  SUMMARY,
  summaryBytes,
  TIME_BYTES,
  widthCode,
  WIDTHS,
  writeNumber,
  writeTime,
} from './row-format.ts';
import type { Column, SeriesTable, Statistic } from './series-record.ts';

/** The plain numbers of the row that is appended next: one place for all tables, which the processor has at hand. */
export const ROW = new Float64Array(12);

const FIRST_BYTES = 64;
const MOST_BYTES = 4_096;
const NONE = new Float64Array(0);

/** Where a row stands whose times are not known yet. */
export interface HeldRow {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Of its times. */
  readonly at: number;
}

/**
 * Rows one after another, as `row-format.ts` says: there is memory for the pages that were touched, and little of it.
 * The times of a page stand in its row as they are, as long as a summary of them were hardly shorter.
 */
export class Rows {
  #bytes = new Uint8Array(FIRST_BYTES);
  #end = 0;
  #page = -1;
  /** Columns before those of times. */
  readonly #plain: number;
  /** What the longest row takes. */
  readonly #longest: number;
  /** So many times may stand in a row. */
  readonly mostTimes: number;
  readonly #summaryBytes: number;
  readonly #statistics: readonly Statistic[];
  readonly #columns: readonly Column[];
  readonly #full: Uint8Array[] = [];
  #view = new DataView(this.#bytes.buffer);

  /** @param columns at most 11, those of times last */
  constructor(columns: readonly Column[]) {
    this.#columns = columns;
    this.#statistics = statisticsOf(columns);
    this.#plain = columns.length - this.#statistics.length;
    this.mostTimes = mostTimesOf(this.#statistics);
    this.#summaryBytes = summaryBytes(this.#statistics);
    this.#longest = 4 + 8 * (1 + this.#plain) + Math.max(this.#summaryBytes, TIME_BYTES * this.mostTimes);
  }

  /** A row for a page after all others: the numbers of `ROW`, and the times that stand from `from` to `to`. */
  append(page: number, times: Float64Array = NONE, from = 0, to = 0): void {
    let at = this.#begin(page, to - from);
    const bytes = this.#bytes;
    for (let k = from; k < to; k++, at += TIME_BYTES) writeTime(bytes, at, times[k]!);
    this.#end = at;
  }

  /** The same of a page with more times. @param summary a value a statistic */
  appendSummary(page: number, summary: Float64Array): void {
    this.fill(this.hold(page), summary);
  }

  /** The same of a page whose times will be known later. @returns where to `fill` them in then */
  hold(page: number): HeldRow {
    const at = this.#begin(page, SUMMARY);
    this.#end = at + this.#summaryBytes;
    return { bytes: this.#bytes, view: this.#view, at };
  }

  /** The times of a held row are known. @param summary a value a statistic */
  fill({ bytes, view, at }: HeldRow, summary: Float64Array): void {
    for (let k = 0, place = at; k < this.#statistics.length; k++) {
      const statistic = this.#statistics[k]!;
      if (statistic === 'mean') view.setFloat64(place, summary[k]!);
      else writeTime(bytes, place, summary[k]!);
      place += statisticBytes(statistic);
    }
  }

  /** Everything as plain data. */
  table(scope: string): SeriesTable {
    return { scope, columns: this.#columns, chunks: [...this.#full, this.#bytes.slice(0, this.#end)] };
  }

  /** Writes what stands before the times. @returns where they begin */
  #begin(page: number, times: number): number {
    if (this.#end + this.#longest > this.#bytes.length) this.#renew();
    const passed = page - this.#page;
    this.#page = page;
    const bytes = this.#bytes;
    const plain = this.#plain;
    let at = this.#end;
    let most = passed;
    let whole = true;
    for (let k = 0; k < plain; k++) {
      const value = ROW[k]!;
      if (value > most) most = value;
      if (value >>> 0 !== value) whole = false;
    }
    if (!whole || most > 255) return this.#beginLong(passed, times);
    bytes[at++] = times;
    bytes[at++] = passed;
    for (let k = 0; k < plain; k++) bytes[at++] = ROW[k]!;
    return at;
  }

  #beginLong(passed: number, times: number): number {
    const view = this.#view;
    let codes = widthCode(passed);
    for (let k = 0; k < this.#plain; k++) codes |= widthCode(ROW[k]!) << (2 * (k + 1));
    let at = this.#end;
    view.setUint32(at, ((LONG | times) << 24) | codes);
    at += 4;
    writeNumber(view, at, passed, codes & 3);
    at += WIDTHS[codes & 3]!;
    for (let k = 0; k < this.#plain; k++) {
      const code = codeOf(codes, k);
      writeNumber(view, at, ROW[k]!, code);
      at += WIDTHS[code]!;
    }
    return at;
  }

  /** Every row stands in one array as a whole. */
  #renew(): void {
    if (this.#end > 0) this.#full.push(this.#bytes.subarray(0, this.#end));
    const length = Math.min(MOST_BYTES, 2 * this.#bytes.length);
    this.#bytes = new Uint8Array(Math.max(length, this.#longest));
    this.#view = new DataView(this.#bytes.buffer);
    this.#end = 0;
  }
}
