/** One figure over several runs: mean, median, band, and the 95 % interval of the mean. Runs without one (NaN) count for nothing. */
import { rankOf } from './statistics.ts';
import { studentT95 } from './student-t.ts';

/** NaN where no run has a figure. */
export function mean(values: readonly number[]): number {
  const present = values.filter(isPresent);
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}

/** The middle one, or the mean of the middle two; NaN where no run has a figure. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  return upper === undefined || lower === undefined ? NaN : (lower + upper) / 2;
}

/** The 5th and the 95th percentile, by the same rule as all percentiles; zeros where no run has a figure. */
export function band(values: readonly number[]): readonly [number, number] {
  const sorted = ascending(values);
  const at = (q: number): number => sorted[rankOf(q, sorted.length) - 1] ?? 0;
  return [at(5), at(95)];
}

/** Standard error of the mean; NaN with fewer than two figures. */
export function standardError(values: readonly number[]): number {
  const present = values.filter(isPresent);
  const count = present.length;
  if (count < 2) return NaN;
  const centre = mean(present);
  const squares = present.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (count - 1) / count);
}

/** Half the width of the 95 % interval of the mean, by Student's t; NaN with fewer than two figures. */
export function halfWidth(values: readonly number[]): number {
  const count = values.filter(isPresent).length;
  return count < 2 ? NaN : studentT95(count - 1) * standardError(values);
}

function isPresent(value: number): boolean {
  return !Number.isNaN(value);
}

function ascending(values: readonly number[]): readonly number[] {
  return values.filter(isPresent).toSorted((a, b) => a - b);
}
