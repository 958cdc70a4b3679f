/** Which functions and sources a chart shows by name, the most important first. */
import type { RunRecord } from '../../result/run-record.ts';
import { findSeries } from '../../result/series.ts';
import type { RunResult } from '../../result/run-result.ts';
import { SERIES_COLOURS } from './palette.ts';

/** Functions that have a colour and a name; all others are one grey. */
export const NAMED_FUNCTIONS = SERIES_COLOURS.length;

/** All functions of the run by their greatest concurrency in it, warm-up included; equals in the file's order. */
export function functionsByPeak({ setup }: RunResult, record: RunRecord): string[] {
  const names = setup.functions.map(({ name }) => name);
  const peaks = new Map(
    names.map((name) => {
      const levels = findSeries(record.series, `functions.${name}`, 'ConcurrentExecutions') ?? new Float64Array();
      return [name, levels.reduce((most, value) => (value > most ? value : most), 0)];
    }),
  );
  return names.toSorted((a, b) => peaks.get(b)! - peaks.get(a)!);
}

/** Sources with answers: those that miss a latency objective first, then by their p99 latency. */
export function sourcesByLatency({ json }: RunResult): string[] {
  const missing = new Set(json.objectives.filter(({ ok, unit }) => !ok && unit === 'ms').map(({ on }) => on));
  return Object.entries(json.sources)
    .filter(([, source]) => source.served > 0)
    .toSorted(([a, left], [b, right]) => {
      return Number(missing.has(b)) - Number(missing.has(a)) || right.latency.p99_ms - left.latency.p99_ms;
    })
    .map(([name]) => name);
}
