import { describe, expect, it } from 'vitest';
import { charts, type Chart } from '../../src/report/chart.ts';
import type { Dataset } from '../../src/report/chart/configuration.ts';
import { simulate } from '../../src/simulate.ts';
import { bare, type Content } from '../support/scenario.ts';

function chartOf(content: Content, id: Chart['id']): Chart | undefined {
  return charts(simulate(bare(content))).find((chart) => chart.id === id);
}

function dataset(chart: Chart | undefined, label: string): Dataset | undefined {
  return chart?.configuration.data.datasets.find((candidate) => candidate.label === label);
}

/** `calls` requests, all at once, 70 s after the start. */
function burst(fn: string, calls: number, pause = '70s'): object {
  return {
    type: 'invoke',
    function: fn,
    arrivals: 'constant',
    stages: [{ pause }, { burst: calls }, { pause: '1m' }],
    clients: { retry: 'none' },
  };
}

describe('C5: the worst minute', () => {
  it('marks throttles on the line of the limit, larger for more, and says who held the account', () => {
    const chart = chartOf(
      {
        duration: '2m',
        account: { concurrency: 10 },
        functions: { jobs: { duration: '30s' }, shop: { duration: '1s' } },
        sources: { dump: burst('jobs', 9), one: burst('shop', 5, '72s'), two: burst('shop', 2, '75s') },
      },
      'C5',
    );
    expect(chart?.file).toBe('c5-worst-minute.png');
    expect(chart?.title).toBe(
      'In minute 1, the worst, shop was throttled 5 times while jobs held up to 9 of the account limit of 10',
    );
    const { subtitle } = chart!.configuration.options.plugins;
    expect(subtitle.text.join(' ')).toContain('100 % of all 5.');
    const dots = dataset(chart, '5 throttled: account limit');
    expect(dots?.data).toEqual([
      { x: 12.5, y: 10 },
      { x: 15.5, y: 10 },
    ]);
    // From 2 to 6.5, by the root of the share.
    expect(dots?.pointRadius).toEqual([6.5, 4.25]);
    expect(chart!.configuration.options.scales.x).toMatchObject({
      min: 0,
      max: 60,
      title: { text: 'time into minute 1 (s)' },
    });
  });

  it('puts a function at its reserved limit at the bottom, and its throttles on that line', () => {
    const content = {
      duration: '2m',
      account: { concurrency: 200 },
      functions: { jobs: { duration: '30s' }, shop: { duration: '5s', reservedConcurrency: 50 } },
      sources: { dump: burst('jobs', 60), one: burst('shop', 60) },
    };
    const chart = chartOf(content, 'C5');
    expect(chart?.title).toBe(
      'In minute 1, the worst, shop was throttled 10 times: its reserved concurrency of 50 was used up',
    );
    expect(chart?.configuration.data.datasets[0]?.label).toBe('shop');
    expect(dataset(chart, '10 throttled: reserved concurrency')?.data).toEqual([{ x: 10.5, y: 50 }]);
    expect(dataset(chart, 'claimed: reserved + unreserved in use')?.data[10]).toEqual({ x: 10, y: 110 });
  });

  it('marks what no line stands for on top of what is in use', () => {
    const chart = chartOf(
      {
        duration: '2m',
        account: { concurrency: 3000 },
        functions: { shop: { duration: '5s' } },
        sources: { dump: burst('shop', 1200) },
      },
      'C5',
    );
    expect(dataset(chart, '200 throttled: scaling rate')?.data).toEqual([{ x: 10.5, y: 1000 }]);
  });

  it('names no function where many are throttled alike', () => {
    const names = ['a', 'b', 'c'];
    const chart = chartOf(
      {
        duration: '2m',
        account: { concurrency: 30 },
        functions: Object.fromEntries(names.map((name) => [name, { duration: '5s' }])),
        sources: Object.fromEntries(names.map((name, k) => [`from-${name}`, burst(name, 20, `${70 + k}s`)])),
      },
      'C5',
    );
    expect(chart?.title).toBe(
      'In minute 1, the worst, c was throttled 20 times while a held up to 20 of the account limit of 30',
    );
    const alike = chartOf(
      {
        duration: '2m',
        account: { concurrency: 30 },
        functions: Object.fromEntries(names.map((name) => [name, { duration: '1s' }])),
        sources: Object.fromEntries(
          names.map((name) => [`from-${name}`, { type: 'invoke', function: name, rate: '20/s' }]),
        ),
      },
      'C5',
    );
    expect(alike?.title).toMatch(
      /^In minute 0, the worst, 3 functions were throttled [\d,]+ times: the account limit of 30 was used up$/,
    );
  });

  it('is left out where nothing was throttled', () => {
    const calm = {
      duration: '2m',
      functions: { a: { duration: '1s' } },
      sources: { s: { rate: '1/s', function: 'a' } },
    };
    expect(chartOf(calm, 'C1')).toBeDefined();
    expect(chartOf(calm, 'C5')).toBeUndefined();
  });
});

describe('the account limit in a chart', () => {
  const content: Content = {
    duration: '4m',
    account: { concurrency: 100 },
    functions: { a: { duration: '1s' } },
    sources: { s: { type: 'invoke', function: 'a', rate: '50/s' } },
    faults: [
      { at: '70s', for: '60s', on: 'account', concurrency: 20 },
      { at: '90s', for: '10s', on: 'account', concurrency: 40 },
    ],
  };
  const label = 'account limit 100 (20, 40 by faults)';

  it('is the one in force: of several faults that of the one that began last', () => {
    const line = dataset(chartOf(content, 'C1'), label);
    expect(line?.stepped).toBe(true);
    expect(line?.data).toEqual(
      [
        [0, 100],
        [70 / 60, 20],
        [1.5, 40],
        [100 / 60, 20],
        [130 / 60, 100],
        [4, 100],
      ].map(([x, y]) => ({ x: Number(x!.toPrecision(12)), y })),
    );
  });

  it('is the one in force in the worst minute too, and its throttles stand on it', () => {
    const chart = chartOf(content, 'C5');
    const line = dataset(chart, label);
    expect(line?.data.map(({ x, y }) => [x, y])).toEqual([
      [0, 100],
      [10, 20],
      [30, 40],
      [40, 20],
      [60, 20],
    ]);
    const dots = chart!.configuration.data.datasets.find((one) => one.label.endsWith('throttled: account limit'))!;
    expect(dots.data.find(({ x }) => x === 35.5)?.y).toBe(40);
    expect(dots.data.find(({ x }) => x === 50.5)?.y).toBe(20);
  });

  it('stays away where it is far above the chart, and comes into it where a fault lowers it', () => {
    const chart = chartOf(
      { ...content, account: { concurrency: 1000 }, faults: [{ at: '1m', for: '1m', on: 'account', concurrency: 60 }] },
      'C1',
    );
    expect(dataset(chart, 'account limit 1,000 (60 by a fault)')?.data.map(({ x, y }) => [x, y])).toEqual([
      [0, null],
      [1, 60],
      [2, null],
      [4, null],
    ]);
    expect(chart?.configuration.options.plugins.subtitle.text.join(' ')).toContain(
      'The account limit of 1,000 is far above the chart.',
    );
  });
});
