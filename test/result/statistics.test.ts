import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pooled } from '../../src/result/merge.ts';
import { percentile, rankOf, statisticsOf } from '../../src/result/statistics.ts';
import { histogramOf } from '../support/run-result.ts';

const NOTHING = { mean_ms: NaN, p50_ms: NaN, p90_ms: NaN, p95_ms: NaN, p99_ms: NaN, max_ms: NaN };

describe('statistics of times', () => {
  it('take the ⌈q/100 · n⌉-th smallest: of 0.1 ms to 1.0 ms the median is 0.5 ms', () => {
    const histogram = histogramOf([1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]);
    expect(percentile(histogram, 50)).toBe(500);
    expect(percentile(histogram, 51)).toBeGreaterThanOrEqual(600);
    expect(percentile(histogram, 1)).toBe(100);
    expect(percentile(histogram, 10)).toBe(100);
    expect(percentile(histogram, 10.1)).toBe(200);
  });

  it('have an exact mean and maximum', () => {
    const { mean_ms, max_ms } = statisticsOf(histogramOf([133.61, 3016.78, 1513.371]));
    expect(mean_ms).toBeCloseTo((133.61 + 3016.78 + 1513.371) / 3, 9);
    expect(max_ms).toBe(3016.78);
  });

  it('put all percentiles of a single sample at that sample', () => {
    expect(statisticsOf(histogramOf([777.777]))).toEqual({
      mean_ms: 777.777,
      p50_ms: 777.777,
      p90_ms: 777.777,
      p95_ms: 777.777,
      p99_ms: 777.777,
      max_ms: 777.777,
    });
  });

  it('are not a number where there is no sample', () => {
    expect(statisticsOf(histogramOf([]))).toEqual(NOTHING);
  });

  it('count 999 of 1,000 as 99.9 %, whatever the rounding of the product', () => {
    expect(rankOf(99.9, 1_000)).toBe(999);
    expect(rankOf(99.9, 1_001)).toBe(1_000);
    expect(rankOf(0.001, 10)).toBe(1);
    expect(rankOf(100, 7)).toBe(7);
  });

  it('are never below the sample of that rank and at most 0.5 % above it, nor above the maximum', () => {
    const milliseconds = fc.array(fc.integer({ min: 0, max: 900_000_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(milliseconds, fc.integer({ min: 1, max: 1_000 }), (micros, tenths) => {
        const q = tenths / 10;
        const sorted = micros.toSorted((a, b) => a - b);
        const exact = sorted[rankOf(q, micros.length) - 1]!;
        const value = percentile(histogramOf(micros.map((each) => each / 1_000)), q);
        expect(value).toBeGreaterThanOrEqual(exact);
        expect(value).toBeLessThanOrEqual(Math.min(exact * 1.005, sorted.at(-1)!));
      }),
    );
  });
});

describe('histograms of several runs', () => {
  it('are one histogram of all their samples', () => {
    const one = [1, 20, 300.5];
    const other = [0.05, 20.001, 4_000];
    expect(trimmed(pooled([histogramOf(one), histogramOf([]), histogramOf(other)]))).toEqual(
      trimmed(histogramOf([...one, ...other])),
    );
  });

  it('are empty where all are', () => {
    expect(pooled([histogramOf([]), histogramOf([])]).count).toBe(0);
  });
});

/** Counts by bin, whatever room the arrays keep around them. */
function trimmed({ count, sum, max, first, counts }: ReturnType<typeof histogramOf>): object {
  const bins = [...counts].flatMap((each, k) => (each > 0 ? [[first + k, each]] : []));
  return { count, sum, max, bins };
}
