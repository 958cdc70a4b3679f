/** Which objective decides: the one that the verdict speaks of, and whose interval `--precision` is about. */
import type { ObjectiveResult } from './run-result.ts';

/** Place of the missed objective that decides: `fail` before `warn`, then the one missed by most; `null` where all are met. */
export function worstMissed(objectives: readonly ObjectiveResult[]): number | null {
  const missed = objectives.map((objective, index) => ({ objective, index })).filter(({ objective }) => !objective.ok);
  const failing = missed.filter(({ objective }) => objective.level === 'fail');
  const candidates = failing.length > 0 ? failing : missed;
  // At threshold 0 there is no margin; whatever misses it misses it by any measure.
  const room = ({ margin }: ObjectiveResult): number => margin ?? -Number.MAX_VALUE;
  return candidates.toSorted((a, b) => room(a.objective) - room(b.objective))[0]?.index ?? null;
}

/** Place of the objective with the least room; `null` where none has a margin. */
export function tightest(objectives: readonly ObjectiveResult[]): number | null {
  const margins = objectives.flatMap(({ margin }, index) => (margin === null ? [] : [{ margin, index }]));
  return margins.toSorted((a, b) => a.margin - b.margin)[0]?.index ?? null;
}

/** Place of the missed objective that decides, else of the tightest, else the first. */
export function deciding(objectives: readonly ObjectiveResult[]): number {
  return worstMissed(objectives) ?? tightest(objectives) ?? 0;
}
