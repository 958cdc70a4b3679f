import { describe, expect, it } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import type { ChartConfiguration } from '../../src/report/chart/configuration.ts';
import { simulate } from '../../src/simulate.ts';
import { bare } from '../support/scenario.ts';

/** C4 of functions that share an account of 100 units and want twice as many. */
function chartOf(functions: number): ChartConfiguration {
  const names = Array.from({ length: functions }, (_, k) => `f${String(k).padStart(2, '0')}`);
  const rate = `${String(200 / functions)}/s`;
  const poisson = { rate, arrivals: 'poisson', clients: { retry: 'none' } };
  const result = simulate(
    bare({
      duration: '1m',
      bucket: '1s',
      account: { concurrency: 100 },
      functions: Object.fromEntries(names.map((name) => [name, { duration: { exponential: '1s' } }])),
      sources: Object.fromEntries(names.map((name) => [name, { function: name, ...poisson }])),
    }),
  );
  return charts(result).find(({ id }) => id === 'C4')!.configuration;
}

function heldBars({ data }: ChartConfiguration): ChartConfiguration['data']['datasets'] {
  return data.datasets.filter(({ label }) => label.startsWith('held by'));
}

describe('C4: who held the pool', () => {
  it('names who has a colour in all charts, and is short where there are hundreds', () => {
    const bars = heldBars(chartOf(20));
    const grey = bars.filter(({ backgroundColor }) => backgroundColor === '#8C8C8C');
    expect(grey.map(({ label }) => label)).toEqual(['held by other functions']);
    expect(bars.length).toBeLessThanOrEqual(7);
    const colours = bars.map(({ backgroundColor }) => backgroundColor);
    expect(new Set(colours).size).toBe(bars.length);
    // All together they are what the largest user held: about a tenth of the pool, and never nothing.
    const wholes = bars[0]!.data.map((_, k) => bars.reduce((sum, { data }) => sum + data[k]!.y!, 0));
    expect(Math.min(...wholes)).toBeGreaterThan(5);
    expect(Math.max(...wholes)).toBeLessThan(25);
  });

  it('names everybody where one at most has no colour', () => {
    const labels = heldBars(chartOf(7)).map(({ label }) => label);
    expect(labels.toSorted()).toEqual(['00', '01', '02', '03', '04', '05', '06'].map((k) => `held by f${k}`));
  });

  it('speaks of all functions in its title where no single one is the story', () => {
    const title = (functions: number): string => chartOf(functions).options.plugins.title.text.join(' ');
    expect(title(20)).toMatch(/^20 functions were throttled [\d,]+ times: the account limit of 100 was used up$/);
    expect(title(2)).toMatch(/^5\d(\.\d+)? % of [\d,]+ throttles hit f0\d: /);
  });
});
