/** One histogram of all runs together. */
import type { HistogramRecord } from './run-record.ts';

/** Counts, sums and the maximum over all of them; empty where all are. */
export function pooled(histograms: readonly HistogramRecord[]): HistogramRecord {
  const filled = histograms.filter((histogram) => histogram.count > 0);
  const [only] = filled;
  if (only === undefined) return { count: 0, sum: 0, max: 0, first: 0, counts: new Float64Array(0) };
  if (filled.length === 1) return only;
  const first = Math.min(...filled.map((histogram) => histogram.first));
  const end = Math.max(...filled.map((histogram) => histogram.first + histogram.counts.length));
  const counts = new Float64Array(end - first);
  let count = 0;
  let sum = 0;
  let max = 0;
  for (const histogram of filled) {
    const offset = histogram.first - first;
    for (let k = 0; k < histogram.counts.length; k++) counts[offset + k]! += histogram.counts[k]!;
    count += histogram.count;
    sum += histogram.sum;
    max = Math.max(max, histogram.max);
  }
  return { count, sum, max, first, counts };
}
