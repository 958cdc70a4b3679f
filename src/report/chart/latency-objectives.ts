/** The latency objectives of a source, as far as a chart can draw them. */
import type { RunResult } from '../../result/run-result.ts';

/** `latency < threshold_ms` at a percentile; the mean has none. */
export interface LatencyObjective {
  readonly expr: string;
  readonly q: number | null;
  readonly threshold_ms: number;
  readonly ok: boolean;
  /** What it came to over all runs; `null` where there was no answer. */
  readonly value_ms: number | null;
  /** The worst calendar minute of run 1. */
  readonly worst: { readonly t_s: number; readonly value: number } | null;
}

/** In the order of the file. */
export function latencyObjectives({ setup, json }: RunResult, source: string): LatencyObjective[] {
  return setup.objectives.flatMap((objective, index) => {
    const { subject, expr, threshold } = objective;
    if (subject.kind !== 'source' || subject.name !== source || subject.metric.kind !== 'latency') return [];
    // The chart shows the source as a whole.
    if (subject.route !== undefined) return [];
    const told = json.objectives[index];
    const q = subject.metric.statistic === 'percentile' ? subject.metric.q : null;
    return [
      {
        expr,
        q,
        threshold_ms: threshold,
        ok: told?.ok ?? true,
        value_ms: told?.value ?? null,
        worst: told?.worst ?? null,
      },
    ];
  });
}

/** ` (p(99) latency < 1s missed)`, or nothing without an objective. */
export function objectiveRemark(objectives: readonly LatencyObjective[]): string {
  const told = decisive(objectives);
  return told === undefined ? '' : ` (${told.expr} ${told.ok ? 'met' : 'missed'})`;
}

/** The one that is missed, else the first. */
export function decisive(objectives: readonly LatencyObjective[]): LatencyObjective | undefined {
  return objectives.find(({ ok }) => !ok) ?? objectives[0];
}
