/** `ci95` and `standardError` of result.json: how sure every figure is, under the figure's own path. */
import { publicFigures, type Figures, type PublicFigures } from './figures.ts';
import { leafwise } from './leaves.ts';
import type { Run } from './objective-value.ts';
import { halfWidth, standardError } from './replications.ts';
import type { ObjectiveResult } from './run-result.ts';
import type { Setup } from './setup.ts';

/** A tree of half-widths or of standard errors; 0 where fewer than two runs have the figure. */
export interface Spread extends PublicFigures {
  /** In the order of the objectives; `null` where fewer than two runs have a value. */
  readonly objectives: readonly { readonly value: number | null }[];
}

/** Both trees. @param figures of all runs together @param runs at least two */
export function spreadsOf(
  setup: Setup,
  figures: Figures,
  runs: readonly Run[],
  objectives: readonly ObjectiveResult[],
): { readonly ci95: Spread; readonly standardError: Spread } {
  const each = runs.map((run) => run.figures);
  const spread = (key: 'ci95' | 'standardError', of: (values: readonly number[]) => number): Spread => ({
    objectives: objectives.map((objective) => ({ value: objective[key] ?? null })),
    ...publicFigures(setup, leafwise(each, of), figures),
  });
  return { ci95: spread('ci95', halfWidth), standardError: spread('standardError', standardError) };
}
