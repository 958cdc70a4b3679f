import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Change, Comparison, FigureComparisons } from '../../src/result/comparison.ts';
import { simulate } from '../../src/simulate.ts';
import { compared } from '../support/comparison-input.ts';
import { scenarioOf } from '../support/scenario.ts';
import { anyScenario, scenarioFrom, unlimited } from './scenarios.ts';

const NOISY_NEIGHBOUR = readFileSync(new URL('../../scenarios/noisy-neighbour.yaml', import.meta.url), 'utf8');

/** The noisy neighbour until it is quiet again, and the same with other settings; pairs of runs. */
function compare(runs: number, ...set: readonly string[]): Comparison {
  const both = ['duration=8m', `runs=${runs.toString()}`];
  const side = (more: readonly string[]) => simulate(scenarioOf(NOISY_NEIGHBOUR, [...both, ...more])).json;
  return compared(side([]), side(set), { minChange: 0 });
}

function changesOf(...all: readonly (FigureComparisons | undefined)[]): ReadonlySet<Change> {
  return new Set(all.flatMap((figures) => Object.values(figures ?? {}).map(({ change }) => change)));
}

it('a change that touches nobody else makes a difference of exactly zero, also where everybody is throttled', () => {
  const { functions, sources, account, cost_usd, objectives } = compare(3, 'functions.thumbnails.memorySize=4096');
  const others = changesOf(
    functions['checkout']?.figures,
    sources['shop']?.figures,
    sources['catalogue']?.figures,
    account,
  );
  expect([...others]).toEqual(['none']);
  expect(objectives.map(({ change }) => change)).toEqual(['none', 'none', 'none', 'none']);
  // The memory is paid for all the same.
  expect(functions['thumbnails']?.figures['cost_usd.total']?.change).toBe('worse');
  expect(functions['thumbnails']?.figures['throttledShare']).toMatchObject({
    base: expect.closeTo(0.47, 1),
    change: 'none',
  });
  expect(cost_usd['total']?.change).toBe('worse');
});

it('a new function with its own source makes a difference of exactly zero to everybody else', () => {
  fc.assert(
    fc.property(anyScenario, (content) => {
      const alone = { ...unlimited(content), runs: 2 };
      const joined = {
        ...alone,
        functions: { ...alone.functions, 'aa newcomer': { duration: { exponential: '300ms' }, init: '1s' } },
        sources: { 'zz newcomer': { type: 'invoke', function: 'aa newcomer', rate: '23/s' }, ...alone.sources },
      };
      const { functions, sources } = compared(simulate(scenarioFrom(alone)).json, simulate(scenarioFrom(joined)).json);
      for (const [name, { on, figures }] of Object.entries({ ...functions, ...sources })) {
        if (name.endsWith('newcomer')) expect(on).toBe('head');
        else expect([...changesOf(figures)].filter((change) => change !== 'none')).toEqual([]);
      }
    }),
    { numRuns: 15, seed: 41 },
  );
});

it('pairs make intervals several times narrower than independent runs would: docs/what-if.md has the factors', () => {
  const slower = 'functions.checkout.duration={ p50: 150.3ms, p99: 801.6ms }';
  const { sources, functions } = compare(8, slower);
  const apart = simulate(scenarioOf(NOISY_NEIGHBOUR, ['duration=8m', 'runs=8', 'seed=101', slower])).json;
  const alone = compared(simulate(scenarioOf(NOISY_NEIGHBOUR, ['duration=8m', 'runs=8'])).json, apart, {
    minChange: 0,
  });
  expect(alone.pairing.paired).toBe(false);
  const narrower = (pick: (comparison: Comparison) => FigureComparisons[string] | undefined): number => {
    return pick(alone)!.difference!.ci95! / pick({ sources, functions } as Comparison)!.difference!.ci95!;
  };
  expect(narrower((of) => of.sources['shop']?.figures['latency.mean_ms'])).toBeGreaterThan(3);
  expect(narrower((of) => of.sources['shop']?.figures['latency.p95_ms'])).toBeGreaterThan(2);
  expect(narrower((of) => of.functions['checkout']?.figures['cost_usd.total'])).toBeGreaterThan(3);
  // A fifth of a per cent slower: seen with pairs, lost in chance without.
  expect(sources['shop']?.figures['latency.mean_ms']?.change).toBe('worse');
  expect(alone.sources['shop']?.figures['latency.mean_ms']?.change).toBe('unclear');
});
