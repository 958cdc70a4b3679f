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

/** Figures that are maxima of a run by themselves, and where their bands stand. */
const PEAKS = {
  backlogMax: 'backlogMaxBand',
  oldestAgeMax_s: 'oldestAgeMaxBand_s',
  pollersMax: 'pollersMaxBand',
  headroom: 'headroomBand',
} as const;

type Peaks = Partial<Record<keyof typeof PEAKS, number>>;
type PeakBands = Partial<Record<(typeof PEAKS)[keyof typeof PEAKS], readonly [number, number]>>;

/** The median of each such figure that the runs have, from two runs up with its band. */
export function peaksOverRuns(runs: readonly Peaks[]): Peaks & PeakBands {
  const found: Peaks & PeakBands = {};
  for (const key of Object.keys(PEAKS) as (keyof typeof PEAKS)[]) {
    const values = runs.flatMap((run) => run[key] ?? []);
    if (values.length === 0) continue;
    found[key] = median(values);
    if (runs.length > 1) found[PEAKS[key]] = band(values);
  }
  return found;
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
