/** The value of an objective's metric that is about a dependency. */
import { toMilliseconds } from '../des/time.ts';
import type { DependencyResult } from './dependency-figures.ts';
import type { DependencyRecord } from './dependency-record.ts';
import type { DependencySubject } from './objective.ts';
import type { HistogramRecord } from './plain-records.ts';
import type { Setup } from './setup.ts';
import { percentile } from './statistics.ts';

/** What is to be known of a run. */
interface Run {
  readonly record: { readonly dependencies: readonly DependencyRecord[] };
  readonly figures: { readonly dependencies: readonly DependencyResult[] };
}

/** In one run, in the objective's unit; NaN where nothing happened to take it of. */
export function dependencyValue(setup: Setup, { name, metric }: DependencySubject, { record, figures }: Run): number {
  const k = setup.dependencies.findIndex((dependency) => dependency.name === name);
  const result = figures.dependencies[k]!;
  switch (metric.kind) {
    case 'utilisation':
      return result.utilisation;
    case 'rejected':
      return result.rejectedShare;
    case 'connections':
      return result.connections.max;
    case 'wait':
      return toMilliseconds(percentile(record.dependencies[k]!.wait, metric.q));
  }
}

/** What a percentile is taken of, and which; `null` for every other metric. */
export function waitsOf(
  { name, metric }: DependencySubject,
  { dependencies }: Run['record'],
): { readonly histogram: HistogramRecord; readonly q: number } | null {
  if (metric.kind !== 'wait') return null;
  return { histogram: dependencies.find((dependency) => dependency.name === name)!.wait, q: metric.q };
}
