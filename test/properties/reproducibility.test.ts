import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate.ts';
import { outputsOf, sortedLines } from './outputs.ts';
import { anyScenario, scenarioFrom } from './scenarios.ts';

describe('the same seed', () => {
  it('gives the same bytes in every file, however the run is sliced', () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 50 }), (content, slice) => {
        expect(outputsOf(scenarioFrom(content), slice)).toEqual(outputsOf(scenarioFrom(content)));
      }),
      { numRuns: 20, seed: 30 },
    );
  });

  it('gives the same bytes whatever the order of keys inside a function, a source, the account', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        expect(outputsOf(scenarioFrom(reversed(content, ['functions', 'sources'])))).toEqual(
          outputsOf(scenarioFrom(content)),
        );
      }),
      { numRuns: 20, seed: 31 },
    );
  });

  it('gives the same figures whatever the order of functions and sources', () => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const one = outputsOf(scenarioFrom(content));
        const other = outputsOf(scenarioFrom(reversed(content, [])));
        expect(figuresIn(other['result.json']!)).toEqual(figuresIn(one['result.json']!));
        expect(other['requests.csv']).toBe(one['requests.csv']);
        for (const file of ['functions.csv', 'timeseries.csv', 'throttles.csv']) {
          expect(sortedLines(other[file])).toEqual(sortedLines(one[file]));
        }
      }),
      { numRuns: 20, seed: 32 },
    );
  });
});

describe('several runs', () => {
  it.each([
    { seed: 41, seeds: ['41', '42', '43'] },
    { seed: -1, seeds: ['-1', '0', '1'] },
    { seed: 'black friday', seeds: ['black friday', 'black friday#2', 'black friday#3'] },
  ])('from seed $seed are the single runs of their seeds', ({ seed, seeds }) => {
    fc.assert(
      fc.property(anyScenario, (content) => {
        const { json } = simulate(scenarioFrom({ ...content, seed, runs: 3 }));
        expect(json.perRun.map((run) => run.seed)).toEqual(seeds);
        for (const [k, run] of json.perRun.entries()) {
          const single = simulate(scenarioFrom({ ...content, seed: seeds[k]!, runs: 1 })).json;
          const { account, functions, sources, cost_usd, unfinished } = single;
          expect(run).toMatchObject({ account, cost_usd, unfinished });
          expect(run.sources).toEqual(sources);
          expect(withoutAbsent(run.functions)).toEqual(withoutAbsent(functions));
        }
      }),
      { numRuns: 8, seed: 33 },
    );
  });

  it('have different seeds and so different traffic', () => {
    const content = {
      duration: '1m',
      runs: 3,
      functions: { api: { duration: '100ms', init: '0ms' } },
      sources: { web: { type: 'invoke', function: 'api', rate: '50/s' } },
    };
    const requests = simulate(scenarioFrom(content)).json.perRun.map((run) => run.sources['web']!.requests);
    expect(new Set(requests).size).toBe(3);
  });
});

/** The same data with the keys of every map in reverse order, but for the maps of these names. */
function reversed(value: unknown, but: readonly string[], name = ''): object {
  const member = (one: unknown, key: string): unknown =>
    typeof one === 'object' && one !== null ? reversed(one, but, key) : one;
  if (Array.isArray(value)) return value.map((one) => member(one, ''));
  const entries = Object.entries(value as object).map(([key, one]) => [key, member(one, key)] as const);
  return Object.fromEntries(but.includes(name) ? entries : entries.reverse());
}

/** result.json; a warning that stands for several tells the first of the file, which is another one now. */
function figuresIn(text: string): unknown {
  const { warnings, ...rest } = JSON.parse(text) as { readonly warnings: readonly { id: string; count: number }[] };
  return { ...rest, warnings: warnings.map(({ id, count }) => `${count} ${id}`).sort() };
}

/** Reasons and holders that another run met are there with 0; a single run leaves them out. */
function withoutAbsent(functions: Readonly<Record<string, object>>): unknown {
  const text = JSON.stringify(functions, (key, value: unknown) =>
    key === 'throttles' || key === 'holders'
      ? Object.fromEntries(Object.entries(value as object).filter(([, count]) => count !== 0))
      : value,
  );
  return JSON.parse(text) as unknown;
}
