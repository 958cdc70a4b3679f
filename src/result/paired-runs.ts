/** Which runs of two results belong together, and what a figure's difference amounts to over them. */
import type { Change, Difference, Pairing } from './comparison.ts';
import { halfWidth, mean } from './replications.ts';
import type { ResultJson, RunResultJson } from './run-result.ts';

/** What is asked of each figure. */
export interface Comparing {
  readonly base: ResultJson;
  readonly head: ResultJson;
  readonly pairing: Pairing;
  /** Runs of the same seed, base first; empty where none has a partner. */
  readonly pairs: readonly (readonly [RunResultJson, RunResultJson])[];
  /** Share of the baseline below which a clear difference counts for nothing. */
  readonly minChange: number;
}

/** A figure on one side: its value, half the width of its own interval, and its value in each run. */
export interface OneSided {
  readonly value: number | null;
  readonly ci95: number | null;
  readonly inRun: (run: RunResultJson) => number | null;
}

/** Pairs the runs of two results by their seeds: both of a pair see the same arrivals and service times. */
export function pairUp(base: ResultJson, head: ResultJson, minChange: number): Comparing {
  const bySeed = new Map(base.perRun.map((run) => [run.seed, run]));
  const pairs = head.perRun.flatMap((run) => {
    const partner = bySeed.get(run.seed);
    return partner === undefined ? [] : [[partner, run] as const];
  });
  const first = pairs[0]?.[1].seed;
  const last = pairs.at(-1)?.[1].seed;
  const pairing: Pairing = {
    paired: pairs.length > 0,
    runs: pairs.length > 0 ? pairs.length : Math.min(base.perRun.length, head.perRun.length),
    seeds: first === undefined || last === undefined ? null : [first, last],
    sameDuration: base.duration_s === head.duration_s && base.warmup_s === head.warmup_s,
  };
  return { base, head, pairing, pairs, minChange };
}

/** Head minus base with its interval; `null` where a side does not have the figure. */
export function differenceOf({ pairs }: Comparing, base: OneSided, head: OneSided): Difference | null {
  if (base.value === null || head.value === null) return null;
  const differences = pairs.flatMap(([ofBase, ofHead]) => {
    const [before, after] = [base.inRun(ofBase), head.inRun(ofHead)];
    return before === null || after === null ? [] : [distance(before, after)];
  });
  if (differences.length === 0) {
    const value = head.value - base.value;
    return { value, ci95: independent(base, head), relative: shareOf(value, base.value) };
  }
  const value = mean(differences);
  return { value, ci95: differences.length > 1 ? halfWidth(differences) : null, relative: shareOf(value, base.value) };
}

/** What the difference amounts to. @param better `null` = neither more nor less is good in itself */
export function changeOf(
  difference: Difference | null,
  better: 'lower' | 'higher' | null,
  { minChange }: Comparing,
): Change {
  if (difference === null) return 'incomparable';
  const { value, ci95, relative } = difference;
  if (value === 0 && (ci95 ?? 0) === 0) return 'none';
  if (ci95 === null || Math.abs(value) <= ci95) return 'unclear';
  if (relative !== null && Math.abs(relative) < minChange) return 'small';
  if (better === null) return 'different';
  return value < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** Whether a change is worth telling. */
export function isClear(change: Change): boolean {
  return change === 'better' || change === 'worse' || change === 'different';
}

/** What differs by the noise of binary fractions alone, such as sums in another order, is equal. */
function distance(from: number, to: number): number {
  const noise = 1e-12 * Math.max(Math.abs(from), Math.abs(to));
  return Math.abs(to - from) <= noise ? 0 : to - from;
}

/** The interval of the difference of two independent means. */
function independent(base: OneSided, head: OneSided): number | null {
  return base.ci95 === null || head.ci95 === null ? null : Math.hypot(base.ci95, head.ci95);
}

function shareOf(value: number, base: number): number | null {
  return base === 0 ? null : value / Math.abs(base);
}
