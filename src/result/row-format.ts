/**
 * How rows of a table stand in bytes, one after another.
 *
 * A row begins with a byte: its lower seven bits say how many times it has, or that a summary of them (`SUMMARY`) stands
 * in their place. Below 128, the pages since the row before and all plain numbers take a byte each, which is so where
 * traffic is sparse and rows are many. From 128 on three more bytes say the width of each of them, two bits a number.
 * Then come the times, six bytes each.
 */
import type { Micros } from '../des/time.ts';
import type { Column, Statistic } from './series-record.ts';

/** Instead of a number of times: there were more of them than columns, and the columns' own values stand here. */
export const SUMMARY = 127;
/** Added to the first byte where a plain number does not fit into one. */
export const LONG = 128;
/** Bytes of a plain number by its code. Whole numbers from 0 on take 1 or 4, all others 8. */
export const WIDTHS = [1, 4, 8] as const;
/** A time up to 2^48 − 2 µs, some nine years. */
export const TIME_BYTES = 6;

const HIGH = 2 ** 32;
/** The upper two bytes of a time that there is not. */
const NOWHERE = 0xffff;

/** The code of the width of a plain number. */
export function widthCode(value: number): number {
  if (value >>> 0 !== value) return 2;
  return value < 256 ? 0 : 1;
}

/** The code of a plain number among those of a row, in which that of the pages passed comes first. */
export function codeOf(codes: number, number: number): number {
  return (codes >> (2 * (number + 1))) & 3;
}

/** @param code of its width */
export function writeNumber(view: DataView, at: number, value: number, code: number): void {
  if (code === 0) view.setUint8(at, value);
  else if (code === 1) view.setUint32(at, value);
  else view.setFloat64(at, value);
}

/** @param code of its width */
export function readNumber(view: DataView, at: number, code: number): number {
  if (code === 0) return view.getUint8(at);
  return code === 1 ? view.getUint32(at) : view.getFloat64(at);
}

/** @param bytes as they are: where rows are many, a view of them would be one thing more to be fetched @param micros NaN = there is none */
export function writeTime(bytes: Uint8Array, at: number, micros: Micros): void {
  const low = micros | 0;
  const high = micros < HIGH ? 0 : Number.isNaN(micros) ? NOWHERE : Math.floor(micros / HIGH);
  bytes[at] = low >> 24;
  bytes[at + 1] = low >> 16;
  bytes[at + 2] = low >> 8;
  bytes[at + 3] = low;
  bytes[at + 4] = high >> 8;
  bytes[at + 5] = high;
}

/** NaN = there is none. */
export function readTime(view: DataView, at: number): Micros {
  const high = view.getUint16(at + 4);
  return high === NOWHERE ? NaN : high * HIGH + view.getUint32(at);
}

/**
 * So many times may stand in a row as they are: two more than a summary of them has numbers. That takes a few bytes more,
 * and nothing has to be put in order.
 */
export function mostTimesOf(statistics: readonly Statistic[]): number {
  return statistics.length > 0 ? statistics.length + 2 : 0;
}

/** Bytes of a summary. */
export function summaryBytes(statistics: readonly Statistic[]): number {
  return statistics.reduce<number>((sum, statistic) => sum + statisticBytes(statistic), 0);
}

/** Bytes that a statistic takes in a summary: a mean has a fraction, all others are whole microseconds. */
export function statisticBytes(statistic: Statistic): number {
  return statistic === 'mean' ? 8 : TIME_BYTES;
}

/** The statistics that a table has of the times of a row, in the order of its columns; these come last. */
export function statisticsOf(columns: readonly Column[]): readonly Statistic[] {
  return columns.flatMap((column) => (column.kind === 'time' ? [column.statistic] : []));
}
