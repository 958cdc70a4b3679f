/** The charts of a comparison, as plain data: both sides in each, the baseline dashed, and the difference below. */
import type { RunRecord } from '../result/run-record.ts';
import type { RunResult } from '../result/run-result.ts';
import type { Chart } from './chart.ts';
import { comparedConcurrencyChart, type DrawnSide } from './chart/compared-concurrency.ts';
import { comparedLatencyByPercentileChart } from './chart/compared-latency-by-percentile.ts';
import { comparedLatencyOverTimeChart } from './chart/compared-latency-over-time.ts';
import type { ChartConfiguration } from './chart/configuration.ts';
import { HEIGHT, WIDTH } from './chart/frame.ts';
import { sourcesByLatency } from './chart/ranking.ts';
import { timeAxis } from './chart/time-axis.ts';

const MOST_SOURCES = 4;

/** Every file name that a chart of a comparison can have. */
export const COMPARISON_CHART_FILES: readonly string[] = [
  'c1-concurrency.png',
  ...Array.from({ length: MOST_SOURCES }, (_, index) => latencyFile(index)),
  'c7-latency-by-percentile.png',
];

/** C1, C6 of the sources whose p99 changes most, and C7; one that would be empty is left out. */
export function comparisonCharts(base: RunResult, head: RunResult): readonly Chart[] {
  const [before, after] = [drawnSide(base), drawnSide(head)];
  if (before === null || after === null) return [];
  // The longer of the two: nothing ends beyond the axis.
  const time = timeAxis(before.record.until > after.record.until ? base : head);
  const sources = sourcesByChange(base, head);
  return [
    chart('C1', 'c1-concurrency.png', comparedConcurrencyChart(before, after, time)),
    ...sources
      .map((source) => comparedLatencyOverTimeChart(before, after, time, source))
      .filter((drawn) => drawn !== null)
      .slice(0, MOST_SOURCES)
      .map((drawn, index) => chart('C6', latencyFile(index), drawn)),
    chart('C7', 'c7-latency-by-percentile.png', comparedLatencyByPercentileChart(base, head, sources)),
  ].filter((drawn) => drawn !== null);
}

function latencyFile(index: number): string {
  return `c6-latency-over-time${index === 0 ? '' : `-${index + 1}`}.png`;
}

function drawnSide(result: RunResult): DrawnSide | null {
  const record: RunRecord | undefined = result.records[0];
  return record === undefined || record.until === 0 ? null : { result, record };
}

/** Sources with answers on both sides, by how much their p99 changes; equals as in a run's own charts. */
function sourcesByChange(base: RunResult, head: RunResult): string[] {
  const change = (source: string): number => {
    const [before, after] = [base, head].map(({ json }) => json.sources[source]?.latency.p99_ms ?? Number.NaN);
    return Math.abs(Math.log(after! / before!));
  };
  return sourcesByLatency(head)
    .filter((source) => (base.json.sources[source]?.served ?? 0) > 0)
    .toSorted((a, b) => change(b) - change(a));
}

function chart(id: Chart['id'], file: string, configuration: ChartConfiguration | null): Chart | null {
  if (configuration === null) return null;
  const title = configuration.options.plugins.title.text.join(' ');
  return { id, file, title, width: WIDTH, height: HEIGHT, configuration };
}
