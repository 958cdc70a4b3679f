/** What objectives about dependencies come to in each calendar minute. */
import { MINUTE } from '../des/time.ts';
import type { DependencyBook } from './dependency-book.ts';
import { ratio, type MinuteValue } from './minute-value.ts';
import type { DependencyMetric } from './objective.ts';
import { findSeries } from './series.ts';
import { NO_THROTTLES } from './throttle-rows.ts';

/** The value of a metric in the minutes before `end`. @param book of calendar minutes */
export function dependencyMinutes(metric: DependencyMetric, book: DependencyBook, end: number): MinuteValue {
  book.turn();
  const series = {
    bucket: MINUTE,
    length: end,
    tables: book.tables(''),
    counts: book.counts(''),
    throttles: NO_THROTTLES,
  };
  const values = (name: string, none: number): MinuteValue => {
    const found = findSeries(series, '', name);
    return (minute) => {
      const value = found?.[minute] ?? NaN;
      return Number.isNaN(value) ? none : value;
    };
  };
  switch (metric.kind) {
    case 'rejected':
      return ratio(values('rejected', 0), values('calls', 0));
    case 'wait':
      return values(`wait_p${String(metric.q)}_ms`, NaN);
    case 'utilisation':
    case 'connections':
      return values(metric.kind, NaN);
  }
}
