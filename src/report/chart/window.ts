/** Figures that charts take of the series after the warm-up. */
import type { RunRecord } from '../../result/run-record.ts';
import { findSeries } from '../../result/series.ts';
import type { Setup } from '../../result/setup.ts';

/** Sum of a count over the buckets that begin after the warm-up. */
export function countedAfterWarmUp(setup: Setup, record: RunRecord, scope: string, metric: string): number {
  return afterWarmUp(setup, record, scope, metric).reduce((sum, value) => sum + value, 0);
}

/** Values of the buckets that begin after the warm-up, without those in which the metric did not occur. */
export function afterWarmUp(setup: Setup, record: RunRecord, scope: string, metric: string): Float64Array {
  const values = findSeries(record.series, scope, metric) ?? new Float64Array();
  return values.subarray(Math.ceil(setup.warmup / record.series.bucket)).filter((value) => !Number.isNaN(value));
}
