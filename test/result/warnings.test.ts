import { describe, expect, it } from 'vitest';
import { NOTHING_BILLED } from '../../src/result/billing-record.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import type { WarningResult } from '../../src/result/run-result.ts';
import type { Setup, SetupStage } from '../../src/result/setup.ts';
import { summarise } from '../../src/result/summary.ts';
import {
  functionConfig,
  functionRecord,
  histogramOf,
  latencyObjective,
  runRecord,
  runSeries,
  setup,
  sourceRecord,
  sourceSetup,
} from '../support/run-result.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

/** It was invoked once, by whom does not matter. */
const CALLED = { ...functionRecord('checkout'), invocations: 1 };

function warnings(theSetup: Partial<Setup>, ...runs: readonly Partial<RunRecord>[]): readonly WarningResult[] {
  const whole = setup({
    runs: runs.length,
    functions: [functionConfig('checkout')],
    sources: [sourceSetup('shop', 'checkout')],
    ...theSetup,
  });
  const records = runs.map((run, k) =>
    runRecord({
      run: k + 1,
      functions: [CALLED],
      sources: [sourceRecord('shop', histogramOf([]))],
      ...run,
    }),
  );
  return summarise(whole, records).json.warnings;
}

describe('the warnings of a result', () => {
  it('begin with those of the scenario, one entry an id, counted', () => {
    const given = [
      { id: 'W_DEFAULT_INIT', text: 'checkout: init is a default; measure it' },
      { id: 'W_NAME', text: 'odd name' },
      { id: 'W_DEFAULT_INIT', text: 'search: init is a default; measure it' },
    ];
    expect(warnings({ warnings: given }, {})).toEqual([
      { id: 'W_DEFAULT_INIT', count: 2, text: 'checkout: init is a default; measure it' },
      { id: 'W_NAME', count: 1, text: 'odd name' },
    ]);
  });

  it('are none where there is nothing to warn of', () => {
    expect(warnings({}, {})).toEqual([]);
  });

  it('tell that nobody sent anything, and why that may be', () => {
    const quiet = { functions: [functionRecord('checkout')] };
    const text = (way: string) => `no source sent a request, so there is nothing to measure; ${way}`;
    const told = (theSetup: Partial<Setup>, run: Partial<RunRecord> = quiet) =>
      warnings(theSetup, run).map(({ text }) => text);
    expect(told({})).toEqual([text('look at their rates, and whether the run is long enough')]);
    const disabled = { sources: [{ ...sourceSetup('shop', 'checkout'), enabled: false }] };
    expect(told(disabled)).toEqual([text('every source has enabled: false')]);
    expect(told({ sources: [] }, { ...quiet, sources: [] })).toEqual([
      text('write sources: { shop: { type: invoke, function: checkout, rate: 50/s } }'),
    ]);
    expect(told({}, { functions: [CALLED] })).toEqual([]);
  });

  it('tell that the run ended within its warm-up, and nothing else', () => {
    const run = { until: 3 * MINUTE, complete: false };
    expect(warnings({ objectives: [latencyObjective('shop', 99, 1)] }, run).map(({ id }) => id)).toEqual([
      'W_EMPTY_WINDOW',
    ]);
  });

  it('tell of objectives that nothing happened for', () => {
    expect(warnings({ objectives: [latencyObjective('shop', 99, 1)] }, {})).toEqual([
      {
        id: 'W_NO_DATA',
        count: 1,
        text: 'shop: nothing happened that `p(99) latency < 1ms` could be taken of, so it counts as met; check the load and the name',
      },
    ]);
  });

  it('tell of percentiles that fewer than ten samples lie beyond', () => {
    const objectives = [latencyObjective('shop', 99, 500)];
    const latencies = (count: number): Partial<RunRecord> => ({
      sources: [sourceRecord('shop', histogramOf(Array.from({ length: count }, () => 100)))],
    });
    expect(warnings({ objectives }, latencies(400), latencies(599))).toEqual([
      {
        id: 'W_FEW_SAMPLES',
        count: 1,
        text: 'shop: `p(99) latency < 500ms` rests on 999 samples only; simulate longer or with more runs',
      },
    ]);
    expect(warnings({ objectives }, latencies(400), latencies(601))).toEqual([]);
  });

  it('tell of requests without an answer, from one in a hundred on', () => {
    const source = { ...sourceRecord('shop', histogramOf([])), requests: 2_000, served: 1_900 };
    expect(warnings({}, { sources: [{ ...source, unfinished: 100 }] })).toEqual([
      {
        id: 'W_UNFINISHED',
        count: 1,
        text: 'shop: 100 requests (5 %) had no final answer when the run ended and stand in no latency; let the run go on after the load has ended',
      },
    ]);
    expect(warnings({}, { sources: [{ ...source, served: 1_981, unfinished: 19 }] })).toEqual([]);
  });

  it("tell of throttles by Lambda's scaling rate, with another way out where the pool starts cold", () => {
    const run = { functions: [{ ...functionRecord('checkout'), throttles: Float64Array.of(0, 0, 4_000, 0, 0, 0) }] };
    const [warm] = warnings({}, run);
    expect(warm?.id).toBe('W_SCALING_RATE');
    expect(warm?.text).toContain("checkout: Lambda's scaling rate refused 4,000 attempts; raise the load more slowly");
    expect(warnings({ warmup: 0 }, run)[0]?.text).toContain('set warmup or initialEnvironments');
  });

  it('tell where another run might decide the other way', () => {
    const objectives = [
      {
        ...latencyObjective('shop', 99, 150),
        subject: { kind: 'source', name: 'shop', metric: { kind: 'latency', statistic: 'mean' } },
      } as const,
    ];
    const mean = (milliseconds: number): Partial<RunRecord> => ({
      sources: [sourceRecord('shop', histogramOf([milliseconds]))],
    });
    expect(warnings({ objectives }, mean(138), mean(142))).toEqual([
      {
        id: 'W_CLOSE_CALL',
        count: 1,
        text: 'shop: `p(99) latency < 150ms` is too close to call at 140 ms ± 25.4 ms; about 52 runs should settle it',
      },
    ]);
    expect(warnings({ objectives }, mean(109), mean(111))).toEqual([]);
  });

  it('R10.18: tell where a price was taken from another Region', () => {
    const account = { concurrency: 1000, region: 'eu-north-1', scaling: 'unlimited', background: null } as const;
    const functions = [{ ...functionConfig('checkout'), ephemeralStorage: 1_024 }];
    expect(warnings({ account, functions }, {})).toEqual([
      {
        id: 'W_PRICE',
        count: 1,
        text: "checkout: no price of ephemeral storage is known in eu-north-1, so us-east-1's was taken; compare with AWS's price list",
      },
    ]);
    expect(warnings({ account }, {})).toEqual([]);
  });

  it('say that a price of provisioned concurrency is not known only where there is any', () => {
    const account = { ...setup().account, region: 'us-west-2' };
    const billing = [{ ...NOTHING_BILLED, provisionedAllocated_s: 600 }];
    const functions = [{ ...CALLED, billing }];
    expect(warnings({ account }, { functions }).map(({ id, text }) => `${id} ${text}`)).toEqual([
      "W_PRICE checkout: no price of provisioned concurrency is known in us-west-2, so us-east-1's was taken; compare with AWS's price list",
    ]);
    expect(warnings({}, { functions })).toEqual([]);
  });

  it('say that provisioned concurrency is not billed between two occurrences of the window', () => {
    const billing = [{ ...NOTHING_BILLED, provisionedAllocated_s: 600 }];
    const functions = [{ ...CALLED, billing }];
    expect(warnings({ repeat: 'daily' }, { functions })).toEqual([
      {
        id: 'W_BETWEEN_REPEATS',
        count: 1,
        text: 'checkout: a month holds provisioned concurrency only while the window lasts, 15 min daily; if it stays on in between, simulate the whole time from one occurrence to the next',
      },
    ]);
    const day = { warmup: 0, duration: 86_400 * SECOND };
    expect(warnings({ repeat: 'daily', ...day }, { functions, until: day.duration })).toEqual([]);
    expect(warnings({ repeat: 'daily' }, {})).toEqual([]);
  });
});

describe('the warning of a false peak', () => {
  const levels = (early: number, later: number): Partial<RunRecord> => {
    const values = Float64Array.from({ length: 20 }, (_, k) => (k < 6 ? early : later));
    const metrics = [{ scope: 'functions.checkout', metric: 'ConcurrentExecutions', values }];
    return { series: runSeries(10 * SECOND, metrics) };
  };
  const called = (...stages: readonly SetupStage[]): Partial<Setup> => ({
    warmup: 0,
    sources: [sourceSetup('shop', 'checkout', { kind: 'stages', stages })],
  });
  const steady: SetupStage = { kind: 'rate', from: 200, to: 200, for: Infinity };

  it('comes where the first minute is the highest though the load never falls', () => {
    expect(warnings(called(steady), levels(143, 81))).toEqual([
      {
        id: 'W_COLD_POOL',
        count: 1,
        text: 'checkout peaks at 143 in the first minute and at 81 after it, because its pool of environments starts empty; set warmup or initialEnvironments',
      },
    ]);
  });

  it.each([
    ['the peak comes later', called(steady), levels(80, 81)],
    ['there is a warm-up', { ...called(steady), warmup: MINUTE }, levels(143, 81)],
    ['the load falls', called({ ...steady, for: MINUTE }, { ...steady, from: 50, to: 50 }), levels(143, 81)],
    ['the load is a burst', called({ kind: 'burst', count: 500, over: 0 }), levels(143, 0)],
    [
      'the pool is filled',
      { ...called(steady), functions: [{ ...functionConfig('checkout'), initialEnvironments: 9 }] },
      levels(143, 81),
    ],
    ['the peak is hardly higher than others', called(steady), levels(95, 81)],
    ['the peak is a few', called(steady), levels(6, 2)],
    ['no series is kept', called(steady), {}],
  ])('does not come where %s', (_, theSetup, run) => {
    expect(warnings(theSetup, run)).toEqual([]);
  });
});
