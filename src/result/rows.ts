/** One row of numbers for every page of time in which something happened to one thing. */
import type { ColumnKind, SeriesTable } from './run-record.ts';

/** A column of a table: what it is called outside, and how pages without a row read. */
export interface ColumnDefinition {
  /** Empty where it is for nobody outside. */
  readonly metric: string;
  readonly kind: ColumnKind;
}

const FIRST_ROWS = 16;
const MOST_ROWS = 512;

/**
 * Rows in flat arrays, one after another: memory for the pages that were touched, one place in it for all of a page, and
 * nothing is ever copied.
 */
export class Rows {
  readonly #columns: readonly ColumnDefinition[];
  /** Numbers in a row: the page, then one a column. */
  readonly #stride: number;
  readonly #full: Float64Array[] = [];
  /** Where the next row goes, unless it is full. */
  #chunk: Float64Array;
  #end = 0;

  constructor(columns: readonly ColumnDefinition[]) {
    this.#columns = columns;
    this.#stride = columns.length + 1;
    this.#chunk = new Float64Array(FIRST_ROWS * this.#stride);
  }

  /** The array in which the row of the last `append` stands. */
  get chunk(): Float64Array {
    return this.#chunk;
  }

  /** Adds a row of zeros for a page after all others. @returns where in `chunk` its first column stands */
  append(page: number): number {
    if (this.#end === this.#chunk.length) this.#grow();
    const start = this.#end;
    this.#end += this.#stride;
    this.#chunk[start] = page;
    return start + 1;
  }

  /** Everything as plain data. Nothing may be appended after this. */
  table(scope: string): SeriesTable {
    return { scope, columns: this.#columns, chunks: [...this.#full, this.#chunk.subarray(0, this.#end)] };
  }

  #grow(): void {
    this.#full.push(this.#chunk);
    const rows = Math.min(MOST_ROWS, (2 * this.#chunk.length) / this.#stride);
    this.#chunk = new Float64Array(rows * this.#stride);
    this.#end = 0;
  }
}
