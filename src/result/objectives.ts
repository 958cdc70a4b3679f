/** Whether the objectives are met, by how much, and how surely. */
import type { Comparison, Objective } from './objective.ts';
import { isMedian, valueInRun, valueOverRuns, worstMinute, type Run } from './objective-value.ts';
import { band, halfWidth, standardError } from './replications.ts';
import type { ObjectiveResult } from './run-result.ts';
import type { Setup } from './setup.ts';
import { isTooClose } from './too-close.ts';

/** Every objective of the scenario, in its order. @param runs at least one; run 1 has the worst minutes */
export function objectivesOf(setup: Setup, runs: readonly Run[]): readonly ObjectiveResult[] {
  return setup.objectives.map((objective, index) => {
    const { on, expr, level, unit, comparison, threshold } = objective;
    const perRun = runs.map((run) => valueInRun(setup, objective, index, run));
    const value = valueOverRuns(setup, objective, index, runs);
    const first = runs.find(({ record }) => record.run === 1);
    const measured = { value: present(value), threshold, ci95: present(halfWidth(perRun)) };
    const hasBand = isMedian(objective) && perRun.filter((each) => !Number.isNaN(each)).length > 1;
    return {
      on,
      expr,
      level,
      ok: meets(value, comparison, threshold),
      value: measured.value,
      unit,
      threshold,
      ci95: measured.ci95,
      ...(runs.length > 1 ? { standardError: present(standardError(perRun)), tooClose: isTooClose(measured) } : {}),
      ...(hasBand ? { band: band(perRun) } : {}),
      margin: present(marginOf(value, objective)),
      worst: worstMinute(objective, first?.record.objectiveMinutes[index]),
      runsMeeting: perRun.filter((each) => meets(each, comparison, threshold)).length,
    };
  });
}

/** The value of every objective in one run, in the scenario's order. */
export function objectivesInRun(setup: Setup, run: Run): readonly { readonly value: number | null }[] {
  return setup.objectives.map((objective, index) => ({ value: present(valueInRun(setup, objective, index, run)) }));
}

/** Whether a value is as wanted. Nothing to measure (NaN) is; what differs by float noise alone is equal. */
export function meets(value: number, comparison: Comparison, threshold: number): boolean {
  if (Number.isNaN(value)) return true;
  const equal = Math.abs(value - threshold) <= 1e-12 * Math.max(Math.abs(value), Math.abs(threshold));
  switch (comparison) {
    case '<':
      return value < threshold && !equal;
    case '<=':
      return value < threshold || equal;
    case '>':
      return value > threshold && !equal;
    case '>=':
      return value > threshold || equal;
    case '==':
      return equal;
  }
}

/** Room left as a share of the threshold; what must be equal has none. NaN at threshold 0. */
function marginOf(value: number, { comparison, threshold }: Objective): number {
  if (threshold === 0) return NaN;
  switch (comparison) {
    case '<':
    case '<=':
      return (threshold - value) / threshold;
    case '>':
    case '>=':
      return (value - threshold) / threshold;
    case '==':
      return -Math.abs(value - threshold) / threshold;
  }
}

/** A figure for JSON: `null` where there is none; `-0` is `0`. */
function present(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}
