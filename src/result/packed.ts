/** Rows of numbers, column by column, each column as narrow as holds it exactly. */

/** Structured-cloneable. One buffer for all columns: hundreds of functions have thousands of these. */
export interface Packed {
  readonly rows: number;
  readonly bytes: ArrayBuffer;
  /** Of a number of each column: whole ones of at least 0 take 1, 2 or 4 bytes, all others 8. */
  readonly widths: readonly number[];
}

/** In a `Float64Array` they are as they were; in all others one more, and 0 stands for NaN. */
export type PackedColumn = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** @param values rows of `stride` numbers, one after another */
export function packRows(values: Float64Array, stride: number): Packed {
  const rows = values.length / stride;
  const widths = Array.from({ length: stride }, (_, column) => widthOf(values, column, stride));
  const bytes = new ArrayBuffer(placesOf(rows) * widths.reduce((sum, width) => sum + width));
  const packed = { rows, bytes, widths };
  for (let column = 0; column < stride; column++) {
    const numbers = columnOf(packed, column);
    const shift = widths[column] === 8 ? 0 : 1;
    // Arrays of whole numbers keep NaN as 0.
    for (let row = 0, at = column; row < rows; row++, at += stride) numbers[row] = values[at]! + shift;
  }
  return packed;
}

/** The numbers of a column, to be read by `numberAt`. */
export function columnOf({ rows, bytes, widths }: Packed, column: number): PackedColumn {
  const start = placesOf(rows) * widths.slice(0, column).reduce((sum, width) => sum + width, 0);
  switch (widths[column]) {
    case 1:
      return new Uint8Array(bytes, start, rows);
    case 2:
      return new Uint16Array(bytes, start, rows);
    case 4:
      return new Uint32Array(bytes, start, rows);
    default:
      return new Float64Array(bytes, start, rows);
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
