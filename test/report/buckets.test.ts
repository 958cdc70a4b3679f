import { expect, it } from 'vitest';
import { stepBuckets, steps, total } from '../../src/report/chart/buckets.ts';
import { runRecord, runSeries } from '../support/run-result.ts';

const SECOND = 1_000_000;

function record(values: readonly number[], bucket = SECOND): ReturnType<typeof runRecord> {
  const metrics = [{ scope: 'account', metric: 'background', values: Float64Array.from(values) }];
  return runRecord({ until: 6 * bucket, series: runSeries(bucket, metrics) });
}

it('twenty minutes of seconds are drawn in steps of 2 s, a day of minutes in steps of 5 min, 30 days of hours in 2 h', () => {
  expect(stepBuckets(SECOND, 1200 * SECOND, 600)).toBe(2);
  expect(stepBuckets(60 * SECOND, 86_400 * SECOND, 600)).toBe(5);
  expect(stepBuckets(3600 * SECOND, 30 * 86_400 * SECOND, 600)).toBe(2);
  expect(stepBuckets(SECOND, 1200 * SECOND, 120)).toBe(10);
});

it('a step shows the greatest of its buckets, or their sum; what did not occur is no zero', () => {
  const values = [1, 3, Number.NaN, 5, Number.NaN, Number.NaN];
  expect(steps(record(values), 'account', 'background', 'max', 3)?.values).toEqual([3, 5, Number.NaN]);
  expect(steps(record(values), 'account', 'background', 'sum', 3)?.values).toEqual([4, 5, Number.NaN]);
});

it('a series that ends early is not drawn to the end, and one that was not kept is not drawn', () => {
  expect(steps(record([1, 2]), 'account', 'background', 'max', 6)?.values).toEqual([1, 2, NaN, NaN, NaN, NaN]);
  expect(steps(record([1, 2]), 'account', 'Throttles', 'max', 6)).toBeNull();
});

it('a total counts what did not occur as nothing', () => {
  const parts = [{ width: 1, values: [1, Number.NaN] }, null, { width: 1, values: [2, 5] }];
  expect(total(parts)?.values).toEqual([3, 5]);
  expect(total([null])).toBeNull();
});
