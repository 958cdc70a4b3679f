import { describe, expect, it } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import type { ChartConfiguration } from '../../src/report/chart/configuration.ts';
import { simulate } from '../../src/simulate.ts';
import { bare, type Content } from '../support/scenario.ts';

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

describe('C2: what arrived, was started and was turned away', () => {
  function arrivals(sources: Readonly<Record<string, object>>, rest: Partial<Content> = {}): ChartConfiguration {
    const content = {
      duration: '3m',
      bucket: '1s',
      functions: { f: { duration: '100ms', timeout: '5s' } },
      sources,
      ...rest,
    };
    return charts(simulate(bare(content))).find(({ id }) => id === 'C2')!.configuration;
  }
  const titleOf = ({ options }: ChartConfiguration): string => options.plugins.title.text.join(' ');
  const labelsOf = ({ data }: ChartConfiguration): string[] => data.datasets.map(({ label }) => label);

  it('says that every attempt was started only where a gateway turned none away, either', () => {
    const api = { type: 'http-api', function: 'f', arrivals: 'constant', rate: '30/s' };
    expect(titleOf(arrivals({ api }))).toBe('Every attempt was started; at most 30 a second were made');
    const limited = arrivals({ api: { ...api, throttle: { rate: '10/s', burst: 10 } } });
    expect(titleOf(limited)).toMatch(/^At the worst, .* 20 of 30 attempts a second were throttled \(67 %\)$/);
    expect(labelsOf(limited)).toContain('throttled');
  });

  it('takes no batch for a request, and a record for one request', () => {
    const mapping = { type: 'kinesis', function: 'f', stream: 'clicks', arrivals: 'constant' };
    const producer = { type: 'kinesis-producer', stream: 'clicks', arrivals: 'constant', rate: '50/s' };
    const chart = arrivals({ mapping, producer }, { streams: { clicks: {} } });
    expect(titleOf(chart)).toBe('At most 50 requests a second came; Lambda throttled nothing');
    expect(labelsOf(chart)).toContain('invocations started');
  });

  it('has room for more throttles than there are requests', () => {
    // Four messages are done a minute, and each of the others is tried three times whenever it is visible.
    const worker = { type: 'sqs', queue: 'jobs', function: 'f', rate: '12/min', batchSize: 1, arrivals: 'constant' };
    const functions = { f: { duration: '30s', timeout: '30s', reservedConcurrency: 2 } };
    const rest = { queues: { jobs: { visibilityTimeout: '1m' } }, assumptions: { sqsThrottle: 'observed2019' } };
    const chart = arrivals({ worker }, { functions, ...rest, duration: '30m', bucket: '1m' });
    const most = (label: string): number =>
      Math.max(...chart.data.datasets.find((each) => each.label === label)!.data.map(({ y }) => y ?? 0));
    expect(most('throttled')).toBeGreaterThan(most('new requests'));
    expect(chart.options.scales.y!.max).toBeGreaterThanOrEqual(most('throttled'));
    expect(titleOf(chart)).toMatch(/attempts a second on average were throttled$/);
  });
});
