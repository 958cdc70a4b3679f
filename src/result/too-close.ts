/** Whether an objective is decided by its runs, or could go either way. */
import type { ObjectiveResult } from './run-result.ts';

type Judged = Pick<ObjectiveResult, 'value' | 'ci95' | 'threshold'>;

/** Whether the 95 % interval of the value reaches the threshold: which side it is on is too close to call. */
export function isTooClose({ value, ci95, threshold }: Judged): boolean {
  return value !== null && ci95 !== null && ci95 > 0 && Math.abs(value - threshold) <= ci95;
}

/** More runs than this are nobody's advice. */
const MOST_RUNS = 10_000;

/**
 * How many runs should settle what is too close to call after `runs` of them: as many as bring the interval down to
 * half the distance, rounded up to two digits. `null` beyond 10,000.
 */
export function settlingRuns({ value, ci95, threshold }: Judged, runs: number): number | null {
  const distance = Math.abs((value ?? NaN) - threshold);
  const exact = runs * ((2 * (ci95 ?? NaN)) / distance) ** 2;
  if (!(exact <= MOST_RUNS)) return null;
  const step = 10 ** Math.max(0, Math.ceil(Math.log10(exact)) - 2);
  return Math.ceil(exact / step) * step;
}
