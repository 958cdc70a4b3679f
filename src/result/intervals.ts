/** `ci95` of result.json: half the width of the 95 % interval of every figure, under the figure's own path. */
import { publicFigures, type Figures, type PublicFigures } from './figures.ts';
import { leafwise } from './leaves.ts';
import type { Run } from './objective-value.ts';
import { halfWidth } from './replications.ts';
import type { ObjectiveResult } from './run-result.ts';
import type { Setup } from './setup.ts';

/** The tree of half-widths; 0 where fewer than two runs have the figure. */
export interface Intervals extends PublicFigures {
  /** In the order of the objectives; `null` where fewer than two runs have a value. */
  readonly objectives: readonly { readonly value: number | null }[];
}

/** @param figures of all runs together @param runs at least two */
export function intervalsOf(
  setup: Setup,
  figures: Figures,
  runs: readonly Run[],
  objectives: readonly ObjectiveResult[],
): Intervals {
  const widths = leafwise(
    runs.map((run) => run.figures),
    halfWidth,
  );
  return { objectives: objectives.map(({ ci95 }) => ({ value: ci95 })), ...publicFigures(setup, widths, figures) };
}
