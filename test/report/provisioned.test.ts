import { describe, expect, it } from 'vitest';
import { charts } from '../../src/report/chart.ts';
import { provisionedLines } from '../../src/report/terminal/provisioned.ts';
import { advisedProvisioned } from '../../src/result/remedies.ts';
import { resultSchema } from '../../src/result/result-schema.ts';
import { simulate } from '../../src/simulate.ts';
import { bare, type Content } from '../support/scenario.ts';
import { resultJsonText } from '../../src/report/json.ts';
import { functionsCsv } from '../../src/report/csv/functions.ts';

const LOOK = { color: false, unicode: true };

/** The lines of a function `api`, and the text of the warnings. */
function told(api: object, web: object, rest: Partial<Content> = {}): { lines: string[]; warnings: string[] } {
  const content = { duration: '1m', ...rest, functions: { api }, sources: { web: { function: 'api', ...web } } };
  const { json } = simulate(bare(content));
  return { lines: provisionedLines(LOOK, json), warnings: json.warnings.map(({ id, text }) => `${id} ${text}`) };
}

describe('the summary of provisioned concurrency', () => {
  it('V-17, R1.17: for a peak of 200 it advises 220 provisioned', () => {
    expect(advisedProvisioned(200)).toBe(220);
    expect(advisedProvisioned(201)).toBe(222);
    const { lines } = told({ duration: '10s', provisionedConcurrency: 100 }, { stages: [{ burst: 200 }] });
    expect(lines).toEqual([
      'PROVISIONED   allocated   peak in use   utilisation   invocations   spilled over',
      '  api               100           100       50.50 %           100           50 %',
      '  100 invocations of api spilled over: concurrency peaked at 200; AWS advises a tenth more, 220',
      '  provisioned',
    ]);
  });

  it('is not there where nothing is provisioned, and has no remedy where nothing spills over', () => {
    expect(told({ duration: '1s' }, { rate: '1/s' }).lines).toEqual([]);
    expect(told({ duration: '1s', provisionedConcurrency: 5 }, { rate: '1/s' }).lines).toHaveLength(2);
  });

  it('R4.19: the chart, too, blames the rate of requests where some always were free', () => {
    const result = simulate(
      bare({
        duration: '1m',
        functions: { api: { duration: '20ms', provisionedConcurrency: 10 } },
        sources: { web: { function: 'api', rate: '150/s' } },
      }),
    );
    const chart = charts(result).find(({ id }) => id === 'C11');
    expect(chart?.title).toMatch(/spilled over: provisioned concurrency serves ten requests a second each$/);
  });

  it('R4.19: says when it is the rate of requests that spills over, and that a target is out of reach', () => {
    const { lines, warnings } = told(
      { duration: '20ms', provisionedConcurrency: { min: 10, max: 50, target: '60%' } },
      { rate: '150/s' },
    );
    expect(lines.slice(2).join(' ').replaceAll(/\s+/g, ' ')).toContain(
      'never all were in use, but each serves ten requests a second at most; 15 would serve 150 a second',
    );
    expect(warnings).toEqual([
      'W_TARGET_UNREACHABLE api: its provisioned concurrency never scales out: at ten requests a second each and a mean Duration of 20 ms the utilisation stays below 20 %, and the target is 60 %; lower the target',
    ]);
    const maximum = { min: 10, max: 50, target: '60%', statistic: 'Maximum' };
    expect(told({ duration: '20ms', provisionedConcurrency: maximum }, { rate: '90/s' }).warnings).toEqual([]);
    const low = { min: 10, max: 50, target: '15%' };
    expect(told({ duration: '20ms', provisionedConcurrency: low }, { rate: '90/s' }).warnings).toEqual([]);
  });

  it('says when none was READY in time', () => {
    const { lines } = told(
      { duration: '1s', provisionedConcurrency: { min: 5, max: 5, provisioning: 'cold' } },
      { rate: '1/s' },
    );
    expect(lines.at(-1)).toContain('none was READY in time');
  });
});

describe('the files', () => {
  it('have the figures where something is provisioned, over several runs too', () => {
    const result = simulate({
      ...bare({
        duration: '1m',
        functions: { api: { duration: '1s', provisionedConcurrency: 5 }, other: { duration: '1s' } },
        sources: { web: { function: 'api', arrivals: 'poisson', rate: '6/s' } },
      }),
      runs: 3,
    });
    const json: unknown = JSON.parse(resultJsonText(result));
    expect(resultSchema.safeParse(json).error).toBeUndefined();
    const { api, other } = result.json.functions;
    expect(api!.provisionedAllocated).toEqual({ max: 5, mean: 5, maxBand: [5, 5] });
    expect(api!.ProvisionedConcurrencyInvocations! + api!.ProvisionedConcurrencySpilloverInvocations!).toBeCloseTo(
      api!.Invocations,
      9,
    );
    expect(other).not.toHaveProperty('ProvisionedConcurrentExecutions');
    const [header = '', first = '', second = ''] = functionsCsv(result).split('\n');
    const column = header.split(',').indexOf('provisioned_allocated_max');
    expect([first, second].map((row) => row.split(',')[column])).toEqual(['5', '']);
  });
});

describe('objectives', () => {
  it('spillover is its share of what provisioned versions and aliases run', () => {
    const scenario = bare({
      duration: '2m',
      warmup: '1m',
      functions: { api: { duration: '50ms', provisionedConcurrency: 10 } },
      sources: { web: { function: 'api', rate: '125/s' }, direct: { function: 'api:$LATEST', rate: '100/s' } },
      ...{
        objectives: [
          { on: 'api', expr: 'spillover < 10%' },
          { on: 'api', expr: 'spillover <= 20% in any 1m' },
          { on: 'api:1', expr: 'spillover < 10%' },
          { on: 'api:$LATEST', expr: 'spillover < 10%' },
          { on: 'api:$LATEST', expr: 'concurrency < 10' },
        ],
      },
    });
    const { objectives, verdict } = simulate(scenario).json;
    expect(objectives.map(({ value, ok }) => [value, ok])).toEqual([
      [0.2, false],
      [0.2, true],
      [0.2, false],
      [null, true],
      [5, true],
    ]);
    expect(verdict).toBe(
      'api spills 20.00 % of its invocations over to on-demand concurrency (objective < 10%, 1 more missed): never all were in use, but each serves ten requests a second at most; 13 would serve 125 a second',
    );
  });

  it('a version has metrics of its own', () => {
    const scenario = bare({
      duration: '1m',
      functions: {
        api: { duration: '1s', versions: { '1': {}, '2': { duration: '2s', errors: '100%', init: '500ms' } } },
      },
      sources: {
        a: { function: 'api:1', rate: '1/s' },
        b: { function: 'api:2', stages: [{ rate: '2/s', for: '50s' }, { pause: '10s' }] },
      },
      ...{
        objectives: [
          { on: 'api:2', expr: 'errors < 50%' },
          { on: 'api:1', expr: 'errors < 50%' },
          { on: 'api:2', expr: 'concurrency <= 4' },
          { on: 'api:2', expr: 'p(50) init < 1s' },
          { on: 'api:1', expr: 'errors < 1% in any 1m' },
        ],
      },
    });
    const { json } = simulate(scenario);
    expect(json.objectives.map(({ value }) => value)).toEqual([1, 0, 5, 500, 0]);
    expect(json.verdict).toContain('api:2');
  });
});
