import { expect, test } from 'vitest';
import { comparisonCharts, COMPARISON_CHART_FILES } from '../../src/report/comparison-charts.ts';
import type { Chart } from '../../src/report/chart.ts';
import type { Dataset } from '../../src/report/chart/configuration.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import { simulate } from '../../src/simulate.ts';
import { scenarioOf } from '../support/scenario.ts';

/** Ten evenly spaced requests a second, each of which takes exactly so long: concurrency and latency are known. */
function steady(milliseconds: number, over: { duration?: string; limit?: number } = {}): RunResult {
  return simulate(
    scenarioOf({
      duration: over.duration ?? '10m',
      warmup: '1m',
      account: { concurrency: over.limit ?? 10 },
      functions: { api: { runtime: 'nodejs22.x', init: '0ms', duration: `${milliseconds.toString()}ms` } },
      sources: { web: { type: 'invoke', function: 'api', rate: '10/s', arrivals: 'constant' } },
      objectives: [{ on: 'web', expr: 'p(99) latency < 1s' }],
      assumptions: { platformOverhead: '0ms' },
    }),
  );
}

const chartOf = (charts: readonly Chart[], id: Chart['id']): Chart => charts.find((chart) => chart.id === id)!;
const dataset = ({ configuration }: Chart, label: string): Dataset =>
  configuration.data.datasets.find((candidate) => candidate.label === label)!;
const values = (data: Dataset): (number | null)[] => [...new Set(data.data.map(({ y }) => y))];

const all = comparisonCharts(steady(150), steady(250));

test('both sides are in each of C1, C6 and C7, the baseline dashed, with the difference below', () => {
  expect(all.map(({ id, file, title }) => [id, file, title])).toEqual([
    ['C1', 'c1-concurrency.png', "Peak concurrency goes from 2 to 3 of the account's 10"],
    ['C6', 'c6-latency-over-time.png', "web's p99 latency goes from 150 ms to 250 ms"],
    ['C7', 'c7-latency-by-percentile.png', "1 in 100 of web's answers took longer than 150 ms, now than 250 ms"],
  ]);
  const baselines = all.map(({ configuration }) =>
    configuration.data.datasets.filter(({ label }) => label.includes('baseline')).map(({ borderDash }) => borderDash),
  );
  expect(baselines).toEqual([[[7, 5]], [[7, 5]], [[7, 5]]]);
  for (const { configuration } of all) {
    expect(configuration.options.scales.y2).toMatchObject({ stack: 'panels', position: 'left' });
    expect(configuration.data.datasets.filter(({ yAxisID }) => yAxisID === 'y2')).toHaveLength(1);
  }
});

test('the difference is head minus baseline at every point', () => {
  expect(values(dataset(chartOf(all, 'C1'), 'difference'))).toEqual([1]);
  for (const [id, label] of [
    ['C6', 'difference'],
    ['C7', 'web: difference'],
  ] as const) {
    const differences = values(dataset(chartOf(all, id), label)).filter((value) => value !== null);
    expect(differences.length).toBeGreaterThan(0);
    // Percentiles are known to 0.5 %.
    for (const difference of differences) expect(Math.abs(difference - 100)).toBeLessThan(2);
  }
});

test('the limit is drawn once where it is the same, and twice where it differs', () => {
  const limits = (charts: readonly Chart[]) =>
    chartOf(charts, 'C1')
      .configuration.data.datasets.map(({ label }) => label)
      .filter((label) => label.includes('limit'));
  expect(limits(all)).toEqual(['account limit 10']);
  expect(limits(comparisonCharts(steady(150), steady(150, { limit: 12 })))).toEqual([
    'account limit 12',
    "baseline's account limit 10",
  ]);
});

test('equal sides are said to be equal, and unequal horizons share the longer axis', () => {
  const equal = comparisonCharts(steady(150), steady(150));
  expect(equal.map(({ title }) => title)).toEqual([
    "Concurrency peaks at 2 of the account's 10 on both sides",
    "web's p99 latency is 150 ms on both sides",
    "1 in 100 of web's answers takes longer than 150 ms on both sides",
  ]);
  const longer = comparisonCharts(steady(150), steady(150, { duration: '20m' }));
  expect(chartOf(longer, 'C1').configuration.options.scales.x?.max).toBe(20);
});

test('charts are plain data, and their files are known before', () => {
  for (const { configuration, file } of all) {
    expect(JSON.parse(JSON.stringify(configuration))).toEqual(configuration);
    expect(COMPARISON_CHART_FILES).toContain(file);
  }
  expect(comparisonCharts({ ...steady(150), records: [] }, steady(150))).toEqual([]);
});
