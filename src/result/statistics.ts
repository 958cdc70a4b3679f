/** Mean, percentiles and maximum of a histogram of times. */
import { toMilliseconds, type Micros } from '../des/time.ts';
import { upperEdge } from './histogram.ts';
import type { HistogramRecord } from './run-record.ts';
import type { Statistics } from './run-result.ts';

/**
 * The percentile q of n samples is the ⌈q/100 · n⌉-th smallest, told as the upper edge of its bucket (at most 0.4 %
 * above) and never above the exact maximum. NaN where there is no sample.
 * @param q in (0, 100]
 */
export function percentile(histogram: HistogramRecord, q: number): Micros {
  const { count, max, first, counts } = histogram;
  if (count === 0) return NaN;
  const rank = rankOf(q, count);
  if (rank === count) return max;
  let below = 0;
  for (let k = 0; k < counts.length; k++) {
    below += counts[k]!;
    if (below >= rank) return Math.min(upperEdge(first + k), max);
  }
  return max;
}

/** The exact mean; NaN where there is no sample. */
export function meanOf({ count, sum }: HistogramRecord): Micros {
  return count > 0 ? sum / count : NaN;
}

/** In milliseconds; every figure is NaN where there is no sample. */
export function statisticsOf(histogram: HistogramRecord): Statistics {
  const at = (q: number): number => toMilliseconds(percentile(histogram, q));
  return {
    mean_ms: toMilliseconds(meanOf(histogram)),
    p50_ms: at(50),
    p90_ms: at(90),
    p95_ms: at(95),
    p99_ms: at(99),
    max_ms: at(100),
  };
}

/** Which of n values in ascending order, counted from 1, is the percentile q. */
export function rankOf(q: number, count: number): number {
  // 99.9 % of 1,000 is 999, also where the product comes out a hair above it.
  return Math.min(count, Math.max(1, Math.ceil(((q * count) / 100) * (1 - 1e-12))));
}
