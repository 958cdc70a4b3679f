/** Cells and rows of a CSV file. */
import { csvFormatRow } from 'd3-dsv';
import { csvText, visible } from '../safe-text.ts';

/** A cell's content: text is made safe, a number is written in the fewest digits that read back the same. */
export type Cell = string | number | boolean;

/** One line with its line end. Not a finite number: an empty cell. */
export function csvRow(cells: readonly Cell[]): string {
  return `${csvCells(cells)}\n`;
}

/** A part of a line. */
export function csvCells(cells: readonly Cell[]): string {
  return csvFormatRow(cells.map(cellText));
}

/** Microseconds as seconds: at most six decimals, no trailing zeros. Not a number: an empty cell. */
export function secondsCell(micros: number): string {
  return numberCell(micros / 1_000_000);
}

/** The fewest digits that read back the same; empty where there is no finite number; `-0` is `0`. */
export function numberCell(value: number): string {
  const thousandths = Math.round(value * 1000);
  if (thousandths >= 0 && thousandths < 2 ** 31 && thousandths / 1000 === value) return decimal(thousandths);
  return Number.isFinite(value) ? String(value) : '';
}

/**
 * Most numbers in a long file are such times, few parts make up all of them, and what `String` makes of a fraction stays
 * in memory for a while.
 */
function decimal(thousandths: number): string {
  const fraction = thousandths % 1000;
  return `${Math.trunc(thousandths / 1000)}${FRACTIONS[fraction]!}`;
}

/** `.5` for 500. */
const FRACTIONS = Array.from({ length: 1000 }, (_, k) => String(k / 1000).slice(1));

function cellText(cell: Cell): string {
  if (typeof cell === 'string') return visible(csvText(cell));
  return typeof cell === 'number' ? numberCell(cell) : String(cell);
}
