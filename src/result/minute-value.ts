/** What a book of minutes has of one metric, minute by minute. */
import { MINUTE } from '../des/time.ts';
import type { CountSeries, RunSeries, SeriesTable } from './series-record.ts';
import { findSeries } from './series.ts';
import { NO_THROTTLES } from './throttle-rows.ts';

/** A metric's value in a calendar minute. */
export type MinuteValue = (minute: number) => number;

interface Book {
  turn(): void;
  tables(scope: string): readonly SeriesTable[];
  counts(scope: string): readonly CountSeries[];
}

/** No minutes. */
export const EMPTY: RunSeries = { bucket: MINUTE, length: 0, tables: [], counts: [], throttles: NO_THROTTLES };

/** A book of minutes, read as the series of a run are. */
export function minutesOf(book: Book, end: number): RunSeries {
  book.turn();
  return { ...EMPTY, length: end, tables: book.tables(''), counts: book.counts('') };
}

/** A share of each minute; NaN where there is nothing to take it of. */
export function ratio(part: MinuteValue, whole: MinuteValue): MinuteValue {
  return (minute) => part(minute) / whole(minute);
}

/** A count of each minute; 0 where nothing happened. */
export function counts(minutes: RunSeries, metric: string): MinuteValue {
  const found = findSeries(minutes, '', metric);
  return (minute) => {
    const count = found?.[minute];
    return count === undefined || Number.isNaN(count) ? 0 : count;
  };
}

/** A value of each minute; NaN where it has none. */
export function values(minutes: RunSeries, metric: string, scope = ''): MinuteValue {
  const found = findSeries(minutes, scope, metric);
  return (minute) => found?.[minute] ?? NaN;
}
