/** One row of numbers for every page of time in which something happened to one thing. */
import { packRows, Shelf, type Packed } from './packed.ts';
import type { ColumnKind, SeriesTable } from './series-record.ts';

/** A column of a table: what it is called outside, and how pages without a row read. */
export interface ColumnDefinition {
  /** Empty where it is for nobody outside. */
  readonly metric: string;
  readonly kind: ColumnKind;
}

const FIRST_ROWS = 16;
const MOST_ROWS = 128;

/**
 * Rows in a flat array, one after another; when it is full they are packed column by column, and the array is used
 * again. So there is memory for the pages that were touched, and little of it.
 */
export class Rows {
  readonly #columns: readonly ColumnDefinition[];
  /** Numbers in a row: the page, then one a column. */
  readonly #stride: number;
  readonly #full: (Packed | Chunk)[] = [];
  readonly #shelf = new Shelf();
  #last: Chunk;
  /** Its rows. */
  #values: Float64Array;
  /** Where the next row goes, unless it is full. */
  #end = 0;

  constructor(columns: readonly ColumnDefinition[]) {
    this.#columns = columns;
    this.#stride = columns.length + 1;
    this.#values = new Float64Array(FIRST_ROWS * this.#stride);
    this.#last = new Chunk(this.#values);
  }

  /** The array in which the row of the last `append` stands. */
  get chunk(): Float64Array {
    return this.#values;
  }

  /** Adds a row of zeros for a page after all others. @returns where in `chunk` its first column stands */
  append(page: number): number {
    if (this.#end === this.#values.length) this.#begin();
    const start = this.#end;
    this.#end += this.#stride;
    this.#values[start] = page;
    return start + 1;
  }

  /** The row of the last `append` will be written to later. @returns where it stands; to be handed to `letGo` then */
  hold(): Chunk {
    this.#last.held++;
    return this.#last;
  }

  /** A row that was held has all its numbers. */
  letGo(chunk: Chunk): void {
    if (--chunk.held === 0 && chunk !== this.#last) chunk.pack(this.#stride, this.#shelf);
  }

  /** Everything as plain data. */
  table(scope: string): SeriesTable {
    const chunks = this.#full.map((full) => {
      return full instanceof Chunk ? (full.packed ?? packRows(full.values, this.#stride, this.#shelf)) : full;
    });
    const last = packRows(this.#values.subarray(0, this.#end), this.#stride, this.#shelf);
    return { scope, columns: this.#columns, chunks: [...chunks, last] };
  }

  #begin(): void {
    const length = Math.min(MOST_ROWS * this.#stride, 2 * this.#values.length);
    this.#end = 0;
    if (this.#last.held > 0) {
      this.#full.push(this.#last);
      this.#renew(length);
      return;
    }
    this.#full.push(packRows(this.#values, this.#stride, this.#shelf));
    if (length === this.#values.length) this.#values.fill(0);
    else this.#renew(length);
  }

  #renew(length: number): void {
    this.#values = new Float64Array(length);
    this.#last = new Chunk(this.#values);
  }
}

/** Rows that stand in one array. */
class Chunk {
  /** Empty once they are packed. */
  values: Float64Array;
  packed: Packed | null = null;
  /** Rows that will still be written to. */
  held = 0;

  constructor(values: Float64Array) {
    this.values = values;
  }

  pack(stride: number, shelf: Shelf): void {
    this.packed = packRows(this.values, stride, shelf);
    this.values = NONE;
  }
}

export type { Chunk };

const NONE = new Float64Array(0);
