/** Reads the cells of CSV files: numbers, times by the suffix of their column, instants. */
import { DAY, MILLISECOND, SECOND, type Micros } from '../des/time.ts';
import { parseDateTime } from './date-time.ts';
import { quotable } from './source-text.ts';
import { readTime } from './units.ts';
import { LONGEST_TIME } from './quantities.ts';

/** A value, or what is wrong with the cell. */
export type Cell = { readonly value: number } | string;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u;

/** A plain number that is not below 0. */
export function readPlainCell(cell: string): Cell {
  if (!NUMBER.test(cell)) return `${quotable(cell, 40)} is not a number`;
  const value = Number(cell);
  if (value < 0) return `${quotable(cell, 40)} is below 0`;
  return Number.isFinite(value) ? { value } : `${quotable(cell, 40)} is infinite`;
}

/** A whole number of requests, at most `most`. */
export function readCountCell(cell: string, most: number): Cell {
  const result = readPlainCell(cell);
  if (typeof result === 'string') return result;
  if (!Number.isInteger(result.value)) return `${quotable(cell, 40)} is not a whole number of requests`;
  return result.value <= most ? result : `${quotable(cell, 40)} requests a period are more than 100,000/s`;
}

/** Microseconds in the unit that the end of a column's name tells (`_us`, `_ms`, `_s`); milliseconds without one. */
export function unitOfColumn(column: string): Micros {
  if (/_us$/iu.test(column)) return 1;
  return /_s$/iu.test(column) ? SECOND : MILLISECOND;
}

/** A span in whole microseconds: a bare number in the column's unit, or a time with its own. */
export function readSpanCell(cell: string, unit: Micros): Cell {
  if (!NUMBER.test(cell)) {
    const time = readTime(cell);
    return 'value' in time ? time : `${quotable(cell, 40)} is not a time`;
  }
  const result = readPlainCell(cell);
  if (typeof result === 'string') return result;
  const span = Math.round(result.value * unit);
  return span <= LONGEST_TIME ? { value: span } : `${quotable(cell, 40)} is longer than 366 days`;
}

/** Whether a cell looks like a calendar instant. */
export function looksLikeDate(cell: string): boolean {
  return /^\d{4}-\d{2}-\d{2}/u.test(cell);
}

/** An ISO 8601 instant in microseconds since 1970; without a zone it is UTC. */
export function readDateCell(cell: string): Cell {
  const date = parseDateTime(cell);
  if (date === null) return `${quotable(cell, 40)} is not an instant such as 2026-11-27T08:45:00Z`;
  return { value: date.clock - (date.offset ?? 0) };
}

/** An instant as a plain number in its unit; may be below 0. Not yet in microseconds: epochs lose digits there. */
export function readInstantCell(cell: string): Cell {
  if (!NUMBER.test(cell)) return `${quotable(cell, 40)} is not a number`;
  const value = Number(cell);
  return Math.abs(value) < Number.MAX_SAFE_INTEGER ? { value } : `${quotable(cell, 40)} is out of range`;
}

/** Instants of a trace span at most this long. */
export const LONGEST_TRACE: Micros = 3_660 * DAY;
