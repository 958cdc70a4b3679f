/** Rows of numbers, column by column, each column as narrow as holds it exactly. */

/** Structured-cloneable. Many stand in one buffer: hundreds of functions have thousands of these. */
export interface Packed {
  readonly rows: number;
  readonly bytes: ArrayBuffer;
  /** Where in the buffer the first column begins. */
  readonly start: number;
  /** Of a number of each column: whole ones of at least 0 take 1, 2 or 4 bytes, all others 8. */
  readonly widths: readonly number[];
}

/** In a `Float64Array` they are as they were; in all others one more, and 0 stands for NaN. */
export type PackedColumn = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const SHELF_BYTES = 4_096;
const NO_BYTES = new ArrayBuffer(0);

/** Room for packed rows, a buffer at a time. */
export class Shelf {
  #end = 0;
  bytes = NO_BYTES;
  ones = new Uint8Array(NO_BYTES);
  twos = new Uint16Array(NO_BYTES);
  fours = new Uint32Array(NO_BYTES);
  eights = new Float64Array(NO_BYTES);

  /** @param size a multiple of 8 @returns where in the present buffer there is room */
  take(size: number): number {
    if (this.#end + size > this.bytes.byteLength) this.#renew(size);
    const start = this.#end;
    this.#end += size;
    return start;
  }

  #renew(size: number): void {
    this.#end = 0;
    this.bytes = new ArrayBuffer(Math.max(size, SHELF_BYTES));
    this.ones = new Uint8Array(this.bytes);
    this.twos = new Uint16Array(this.bytes);
    this.fours = new Uint32Array(this.bytes);
    this.eights = new Float64Array(this.bytes);
  }
}

/** @param values rows of `stride` numbers, one after another */
export function packRows(values: Float64Array, stride: number, shelf: Shelf): Packed {
  const rows = values.length / stride;
  const widths = widthsOf(values, stride);
  const places = placesOf(rows);
  let at = shelf.take(places * widths.reduce((sum, width) => sum + width));
  const packed = { rows, bytes: shelf.bytes, start: at, widths };
  for (let column = 0; column < stride; column++) {
    pack(values, column, stride, shelf, at, widths[column]!);
    at += places * widths[column]!;
  }
  return packed;
}

/** The numbers of a column, to be read by `numberAt`. */
export function columnOf({ rows, bytes, start, widths }: Packed, column: number): PackedColumn {
  const at = start + placesOf(rows) * widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  switch (widths[column]) {
    case 1:
      return new Uint8Array(bytes, at, rows);
    case 2:
      return new Uint16Array(bytes, at, rows);
    case 4:
      return new Uint32Array(bytes, at, rows);
    default:
      return new Float64Array(bytes, at, rows);
  }
}

/** The number in a row. */
export function numberAt(numbers: PackedColumn, row: number): number {
  const number = numbers[row]!;
  if (numbers instanceof Float64Array) return number;
  return number === 0 ? NaN : number - 1;
}

/** Columns have room for eights of rows, so that each begins where any width may. */
function placesOf(rows: number): number {
  return Math.ceil(rows / 8) * 8;
}

/** One column; a loop for each kind of array, for one that writes to all four takes twice as long. */
function pack(values: Float64Array, column: number, stride: number, shelf: Shelf, at: number, width: number): void {
  let place = at / width;
  if (width === 1) for (let k = column; k < values.length; k += stride) shelf.ones[place++] = values[k]! + 1;
  else if (width === 2) for (let k = column; k < values.length; k += stride) shelf.twos[place++] = values[k]! + 1;
  else if (width === 4) for (let k = column; k < values.length; k += stride) shelf.fours[place++] = values[k]! + 1;
  else for (let k = column; k < values.length; k += stride) shelf.eights[place++] = values[k]!;
}

/** The same combinations come again and again, and are kept once. */
const known = new Map<number, readonly number[]>();

function widthsOf(values: Float64Array, stride: number): readonly number[] {
  let code = 1;
  for (let column = 0; column < stride; column++) code = 16 * code + widthOf(values, column, stride);
  const before = known.get(code);
  if (before !== undefined) return before;
  const widths = Array.from({ length: stride }, (_, column) => widthOf(values, column, stride));
  known.set(code, widths);
  return widths;
}

function widthOf(values: Float64Array, column: number, stride: number): number {
  let max = 0;
  for (let at = column; at < values.length; at += stride) {
    const value = values[at]!;
    if (value >>> 0 === value) {
      if (value > max) max = value;
    } else if (!Number.isNaN(value)) return 8;
  }
  if (max < 0xff) return 1;
  if (max < 0xffff) return 2;
  return max < 0xffff_ffff ? 4 : 8;
}
