/** How many runs it takes until the interval of the deciding objective is narrow enough. */
import { deciding } from './deciding.ts';
import type { ObjectiveResult, PrecisionResult } from './run-result.ts';

/** Fewer runs can look narrow by chance. */
export const LEAST_RUNS = 8;
/** No runs are added beyond this. */
export const MOST_PRECISE_RUNS = 400;

/** @param objectives at least one @param wanted half the width of the interval ÷ value */
export function precisionOf(objectives: readonly ObjectiveResult[], wanted: number): PrecisionResult {
  const objective = deciding(objectives);
  const reached = reachedBy(objectives[objective]!);
  return { wanted, reached: Number.isFinite(reached) ? reached : null, objective, met: reached <= wanted };
}

/**
 * How many runs to have next, after `runs` of them; `null` = it is narrow enough, or no more are allowed. An interval
 * shrinks with the root of their number; at most twice as many, for an early estimate is a rough one.
 */
export function runsForPrecision({ wanted, reached, met }: PrecisionResult, runs: number): number | null {
  if (met || runs >= MOST_PRECISE_RUNS) return null;
  const needed = reached === null ? Infinity : Math.ceil(runs * (reached / wanted) ** 2);
  return Math.min(Math.max(needed, runs + 1), 2 * runs, MOST_PRECISE_RUNS);
}

/** 0 where there is nothing to measure: no run will change that. */
function reachedBy({ value, ci95 }: ObjectiveResult): number {
  if (value === null || ci95 === null || ci95 === 0) return 0;
  return ci95 / Math.abs(value);
}
