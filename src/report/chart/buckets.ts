/** The series of one run, looked up by name and made coarse enough to be drawn. */
import type { RunRecord } from '../../result/run-record.ts';
import { findSeries } from '../../result/series.ts';

/** How several buckets become one: their greatest value, or their sum. */
export type Merge = 'max' | 'sum';

/** Values at equal steps from t = 0. `NaN`: it did not occur. */
export interface Steps {
  /** Microseconds from one value to the next. */
  readonly width: number;
  readonly values: readonly number[];
}

/** In how many steps levels and statistics are drawn at most, and how many bars stand beside each other. */
export const MOST_STEPS = 600;
export const MOST_BARS = 120;

/** The width, in buckets, of steps that are at most `most` in number and a round span of time where one fits. */
export function stepBuckets(bucket: number, until: number, most: number): number {
  const least = Math.max(1, Math.ceil(until / bucket / most));
  const round = ROUND_SECONDS.find(
    (seconds) => seconds * SECOND >= least * bucket && (seconds * SECOND) % bucket === 0,
  );
  return round === undefined || round * SECOND > 3 * least * bucket ? least : (round * SECOND) / bucket;
}

/** A metric of the run in at most `most` steps up to the end of the run; `null` where it was not recorded. */
export function steps(record: RunRecord, scope: string, metric: string, merge: Merge, most: number): Steps | null {
  const series = findSeries(record.series, scope, metric);
  if (series === null) return null;
  const { bucket } = record.series;
  const wide = stepBuckets(bucket, record.until, most);
  const length = Math.ceil(record.until / (bucket * wide));
  const values = Array.from({ length }, (_, k) => merged(series, k * wide, (k + 1) * wide, merge));
  return { width: bucket * wide, values };
}

/** The sum of several series step by step; absent ones and values that did not occur count as nothing. */
export function total(parts: readonly (Steps | null)[]): Steps | null {
  return totalOf(parts, (part) => part);
}

/** The same of things of which there may be hundreds: their series are had one at a time. */
export function totalOf<T>(things: readonly T[], stepsOf: (thing: T) => Steps | null): Steps | null {
  let sum: { readonly width: number; readonly values: number[] } | null = null;
  for (const thing of things) {
    const part = stepsOf(thing);
    if (part === null) continue;
    const { width, values } = part;
    sum ??= { width, values: values.map(() => 0) };
    for (let k = 0; k < sum.values.length; k++) sum.values[k]! += at(values, k);
  }
  return sum;
}

/** What a step counts for: nothing where it did not occur. */
export function at(values: readonly number[], index: number): number {
  const value = values[index];
  return value === undefined || Number.isNaN(value) ? 0 : value;
}

/** The greatest value; 0 where nothing occurred. */
export function peak(values: readonly number[]): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}

const SECOND = 1_000_000;
const ROUND_SECONDS: readonly number[] = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
];

function merged(values: Float64Array, from: number, to: number, merge: Merge): number {
  let result = Number.NaN;
  for (let k = from; k < Math.min(to, values.length); k++) {
    const value = values[k]!;
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(result)) result = value;
    else result = merge === 'sum' ? result + value : Math.max(result, value);
  }
  return result;
}
