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
  return Number.isFinite(value) ? String(value) : '';
}

function cellText(cell: Cell): string {
  if (typeof cell === 'string') return visible(csvText(cell));
  return typeof cell === 'number' ? numberCell(cell) : String(cell);
}
