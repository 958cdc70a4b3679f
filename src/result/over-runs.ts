/** Figures over several runs that are not plain means: maxima and the statistics of times. */
import { leafwise } from './leaves.ts';
import { pooled } from './merge.ts';
import { band, mean, median } from './replications.ts';
import type { HistogramRecord } from './run-record.ts';
import type { Statistics } from './run-result.ts';
import { statisticsOf } from './statistics.ts';

/** Means over runs, but for `max`: the median of the runs' maxima, from two runs up with its band. */
export function overRuns<T extends { readonly max: number }>(
  runs: readonly T[],
): T & { readonly maxBand?: readonly [number, number] } {
  const maxima = runs.map((run) => run.max);
  const levels = { ...leafwise(runs, mean), max: median(maxima) };
  return runs.length > 1 ? { ...levels, maxBand: band(maxima) } : levels;
}

/**
 * Percentiles of all runs' times together; the mean is the mean over runs and the maximum the median of theirs.
 * @param runs each run's own statistics @param histograms their histograms, in the same order
 */
export function pooledStatistics(runs: readonly Statistics[], histograms: readonly HistogramRecord[]): Statistics {
  const maxima = runs.map((run) => run.max_ms);
  const statistics = {
    ...statisticsOf(pooled(histograms)),
    mean_ms: mean(runs.map((run) => run.mean_ms)),
    max_ms: median(maxima),
  };
  return runs.length > 1 ? { ...statistics, maxBand: band(maxima) } : statistics;
}
