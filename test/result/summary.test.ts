import { describe, expect, expectTypeOf, it } from 'vitest';
import { NOTHING_BILLED } from '../../src/result/billing-record.ts';
import type { FunctionRecord, RunRecord } from '../../src/result/run-record.ts';
import type { Setup } from '../../src/result/setup.ts';
import { summarise } from '../../src/result/summary.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import {
  functionConfig,
  functionRecord,
  histogramOf,
  runRecord,
  setup,
  sourceRecord,
  sourceSetup,
} from '../support/run-result.ts';

const SECOND = 1_000_000;

/** A window of 100 s after a warm-up of 20 s. */
const SETUP: Setup = setup({
  duration: 120 * SECOND,
  warmup: 20 * SECOND,
  functions: [functionConfig('checkout', 400), functionConfig('search')],
  sources: [sourceSetup('shop', 'checkout'), sourceSetup('finder', 'search')],
});

const CHECKOUT: FunctionRecord = {
  ...functionRecord('checkout'),
  invocations: 8,
  errors: 2,
  coldStarts: 1,
  throttles: Float64Array.of(0, 2, 0, 1, 4, 0),
  duration: histogramOf([100, 100, 100, 300]),
  init: histogramOf([250]),
  occupied: { count: 4, sum: 1_000_000 },
  concurrency: { max: 3, integral: 1_000_000 },
  environments: {
    max: 5,
    integral: 300 * SECOND,
    created: 1,
    idleIntegral: 299 * SECOND,
    ended: 2,
    lifetimeSum: 50 * SECOND,
  },
  billing: [{ ...NOTHING_BILLED, requests: 8, billed_ms: 1_000 }],
};

const SEARCH: FunctionRecord = {
  ...functionRecord('search'),
  throttles: Float64Array.of(4, 0, 0, 0, 0, 0),
  pool: { throttles: 4, holders: ['background', 'search'], shares: Float64Array.of(1, 3) },
};

function run(number: number, overrides: Partial<RunRecord> = {}): RunRecord {
  return runRecord({
    run: number,
    seed: String(number),
    until: 120 * SECOND,
    functions: [CHECKOUT, SEARCH],
    sources: [
      {
        ...sourceRecord('shop', histogramOf([100, 200, 600])),
        requests: 5,
        served: 3,
        failures: { throttled: 1, error: 0, timeout: 0, other: 0 },
        unfinished: 1,
        attempts: 9,
        throttledAttempts: 4,
        throttledRequests: 2,
        failedLatency: histogramOf([50]),
        latencyParts: { retries: 300_000, overhead: 90_000, init: 210_000, run: 300_000 },
      },
      sourceRecord('finder', histogramOf([])),
    ],
    account: { concurrency: { max: 640, integral: 20_000 * SECOND }, unreserved: { max: 260 }, claimed: { max: 660 } },
    unfinished: { requests: 1, invocations: 1, queued: 0 },
    ...overrides,
  });
}

describe('what a result needs of a scenario', () => {
  it('is part of every validated scenario', () => {
    expectTypeOf<Scenario>().toExtend<Setup>();
  });
});

describe('the summary of one run', () => {
  const { json } = summarise(SETUP, [run(1)]);
  const checkout = json.functions['checkout']!;
  const search = json.functions['search']!;

  it('R11.2, R11.3, R11.4: counts Invocations, Errors and Throttles as CloudWatch does', () => {
    expect(checkout).toMatchObject({ Invocations: 8, Errors: 2, Throttles: 7 });
    expect(checkout.throttledShare).toBe(7 / 15);
    expect(checkout.coldStartShare).toBe(1 / 8);
  });

  it("R2.7: splits throttles by AWS's reason, those that occurred, and by cause, all six", () => {
    expect(checkout.throttles).toEqual({
      ReservedFunctionConcurrentInvocationLimitExceeded: 2,
      ReservedFunctionInvocationRateLimitExceeded: 5,
    });
    expect(checkout.throttlesByCause).toEqual({
      account: 0,
      reserved: 2,
      scalingRate: 1,
      requestRate: 4,
      accountRequestRate: 0,
      source: 0,
    });
    expect(json.account.throttles).toEqual({ ...checkout.throttlesByCause, account: 4 });
  });

  it('says who held the shared pool at the throttles', () => {
    expect(search.holders).toEqual({ search: 0.75, background: 0.25 });
    expect(checkout.holders).toEqual({});
  });

  it('R11.7: has Duration without Init, and Init beside it', () => {
    expect(checkout.Duration).toMatchObject({ mean_ms: 150, max_ms: 300 });
    expect(checkout.initDuration).toMatchObject({ mean_ms: 250, p50_ms: 250, max_ms: 250 });
    expect(checkout.occupied).toEqual({ mean_ms: 250 });
  });

  it('R11.9: has levels as maximum and as mean over the window', () => {
    expect(checkout.ConcurrentExecutions).toEqual({ max: 3, mean: 0.01 });
    expect(checkout.environments).toEqual({ created: 1, max: 5, mean: 3, idleMean: 2.99, lifetimeMean_s: 25 });
  });

  it('R1.2: sets the formula beside the simulation, with the limit that applies', () => {
    expect(checkout.formula.rate_rps).toBe(0.15);
    expect(checkout.formula.duration_s).toBe(0.15);
    expect(checkout.formula.concurrency).toBeCloseTo(0.0225, 12);
    expect(checkout.formula.limit).toBe(400);
    expect(search.formula).toEqual({ rate_rps: 0.04, duration_s: 0, concurrency: 0, limit: 600 });
  });

  it('has zeros, and no holes, where nothing happened', () => {
    const none = { mean_ms: 0, p50_ms: 0, p90_ms: 0, p95_ms: 0, p99_ms: 0, max_ms: 0 };
    expect(search).toMatchObject({ coldStartShare: 0, throttledShare: 1, Duration: none, occupied: { mean_ms: 0 } });
    expect(json.sources['finder']).toMatchObject({ throttledShare: 0, latency: none, latencyParts: { run_ms: 0 } });
  });

  it('counts requests by their final answer, and leaves the unfinished in requests alone', () => {
    expect(json.sources['shop']).toMatchObject({
      requests: 5,
      served: 3,
      failed: 1,
      failures: { throttled: 1, error: 0, timeout: 0, other: 0 },
      attempts: 9,
      throttledAttempts: 4,
      throttledShare: 0.4,
    });
    expect(json.unfinished).toEqual({ requests: 1, invocations: 1, queued: 0 });
  });

  it('has parts of latency that add up to its mean', () => {
    const { latency, latencyParts } = json.sources['shop']!;
    expect(latency.mean_ms).toBe(300);
    expect(latencyParts).toEqual({ retries_ms: 100, overhead_ms: 30, init_ms: 70, run_ms: 100 });
  });

  it('R11.15, R11.16: has the headroom that the claimed concurrency leaves of the account limit', () => {
    expect(json.account).toMatchObject({
      limit: 1_000,
      ConcurrentExecutions: { max: 640, mean: 200 },
      UnreservedConcurrentExecutions: { max: 260 },
      ClaimedAccountConcurrency: { max: 660 },
      headroom: 0.34,
    });
  });

  it('R10.1, R10.2: bills the window', () => {
    expect(checkout.cost_usd.requests).toBeCloseTo(8 * 0.0000002, 15);
    expect(checkout.cost_usd.duration).toBeCloseTo(0.0000166667, 15);
    expect(json.cost_usd).toEqual(checkout.cost_usd);
  });

  it('names the scenario, the seed and what it was computed with', () => {
    expect(json).toMatchObject({
      schemaVersion: '1.1.0',
      complete: true,
      ok: true,
      scenario: { name: 'burst', digest: SETUP.digest },
      inputs: { model: '2026-10', prices: 'us-east-1 2026-10' },
      seed: '1',
      runs: 1,
      duration_s: 120,
      warmup_s: 20,
    });
  });

  it('has no intervals and no bands', () => {
    expect(json).not.toHaveProperty('ci95');
    expect(JSON.stringify(json)).not.toContain('maxBand');
  });

  it('has the same figures as its only run', () => {
    const [only] = json.perRun;
    expect(json.perRun).toHaveLength(1);
    expect(only).toMatchObject({ run: 1, seed: '1', complete: true });
    expect(only?.functions).toEqual(json.functions);
    expect(only?.sources).toEqual(json.sources);
    expect(only?.account).toEqual(json.account);
  });

  it('cannot be changed any more', () => {
    const frozen: boolean[] = [];
    const walk = (tree: object): void => {
      frozen.push(Object.isFrozen(tree));
      for (const member of Object.values(tree) as unknown[])
        if (typeof member === 'object' && member !== null) walk(member);
    };
    walk(json);
    expect(frozen.length).toBeGreaterThan(50);
    expect(frozen).not.toContain(false);
  });
});

describe('the summary of several runs', () => {
  const idle = { ...CHECKOUT, ...functionRecord('checkout') };
  const busier: FunctionRecord = {
    ...CHECKOUT,
    invocations: 12,
    throttles: Float64Array.of(0, 4, 0, 0, 0, 0),
    duration: histogramOf([500, 500]),
    concurrency: { max: 7, integral: 3_000_000 },
    billing: [{ ...NOTHING_BILLED, requests: 12, billed_ms: 3_000 }],
  };
  const two = setup({ ...SETUP, runs: 2 });
  const { json } = summarise(two, [run(1), run(2, { functions: [busier, SEARCH] })]);
  const checkout = json.functions['checkout']!;

  it('has mean counts and mean shares', () => {
    expect(checkout).toMatchObject({ Invocations: 10, Throttles: 5.5, Errors: 2 });
    expect(checkout.throttledShare).toBeCloseTo((7 / 15 + 4 / 16) / 2, 12);
    expect(checkout.throttles.ReservedFunctionInvocationRateLimitExceeded).toBe(2.5);
  });

  it('has percentiles of all samples together, and the mean of the means', () => {
    expect(checkout.Duration.p50_ms).toBeCloseTo(100, -1);
    expect(checkout.Duration.p90_ms).toBe(500);
    expect(checkout.Duration.mean_ms).toBe((150 + 500) / 2);
  });

  it("has the median of the runs' maxima, with a band", () => {
    expect(checkout.ConcurrentExecutions).toEqual({ max: 5, mean: 0.02, maxBand: [3, 7] });
    expect(checkout.Duration).toMatchObject({ max_ms: 400, maxBand: [300, 500] });
    expect(json.account.ClaimedAccountConcurrency).toEqual({ max: 660, maxBand: [660, 660] });
  });

  it('has mean cost, and functions that add up to it', () => {
    expect(checkout.cost_usd.requests).toBeCloseTo(10 * 0.0000002, 15);
    expect(checkout.cost_usd.duration).toBeCloseTo(2 * 0.0000166667, 15);
    expect(json.cost_usd.total).toBeCloseTo(checkout.cost_usd.total, 15);
  });

  it('has a formula whose concurrency is the product of what stands beside it', () => {
    const { rate_rps, duration_s, concurrency } = checkout.formula;
    expect(duration_s).toBe(0.325);
    expect(concurrency).toBe(rate_rps * duration_s);
  });

  it("has each run's own figures", () => {
    expect(
      json.perRun.map(({ run: number, seed, functions }) => [number, seed, functions['checkout']?.Invocations]),
    ).toEqual([
      [1, '1', 8],
      [2, '2', 12],
    ]);
  });

  it('has 95 % intervals under the same paths', () => {
    // Two runs: the half-width is 12.706 × |a − b| / 2.
    expect(json.ci95).toMatchObject({
      functions: {
        checkout: {
          Invocations: expect.closeTo(12.7062 * 2, 3) as number,
          throttles: { ReservedFunctionInvocationRateLimitExceeded: expect.closeTo(12.7062 * 2.5, 3) as number },
          Duration: { mean_ms: expect.closeTo(12.7062 * 175, 1) as number },
          ConcurrentExecutions: { max: expect.closeTo(12.7062 * 2, 3) as number },
        },
        search: { Throttles: 0, holders: { search: 0, background: 0 } },
      },
      sources: { shop: { served: 0, latency: { p99_ms: 0 } } },
      account: { headroom: 0 },
      cost_usd: { requests: expect.closeTo(12.7062 * 2 * 0.0000002, 9) as number },
      unfinished: { requests: 0 },
      objectives: [],
    });
    expect(paths(json.ci95 as object)).toEqual(paths(inCommon(json)));
    // The standard error of two runs is |a − b| / 2.
    expect(json.standardError).toMatchObject({
      functions: { checkout: { Invocations: 2, ConcurrentExecutions: { max: 2 } } },
      objectives: [],
    });
    expect(paths(json.standardError as object)).toEqual(paths(inCommon(json)));
  });

  it('takes no mean of times over runs that have none', () => {
    const some = summarise(two, [run(1), run(2, { functions: [idle, SEARCH] })]).json.functions['checkout']!;
    expect(some.Invocations).toBe(4);
    expect(some.Duration).toMatchObject({ mean_ms: 150, max_ms: 300, maxBand: [300, 300] });
    expect(some.coldStartShare).toBe(1 / 8);
  });
});

describe('the summary of an interrupted scenario', () => {
  it('ends where the shortest run ended and is not complete', () => {
    const { json } = summarise(setup({ ...SETUP, runs: 2 }), [run(1), run(2, { until: 70 * SECOND, complete: false })]);
    expect(json).toMatchObject({ complete: false, duration_s: 70, runs: 2 });
    expect(json.verdict).toMatch(/^stopped early, so far: /);
    expect(json.perRun[1]?.functions['checkout']?.formula.rate_rps).toBe(0.3);
  });

  it('is not complete where a run is missing', () => {
    expect(summarise(setup({ ...SETUP, runs: 3 }), [run(1), run(2)]).json.complete).toBe(false);
  });

  it('has zeros, and nothing that is not a number, where it never left the warm-up', () => {
    const level = { max: 0, integral: 0 };
    const { json } = summarise(SETUP, [
      run(1, {
        until: 10 * SECOND,
        complete: false,
        functions: [functionRecord('checkout'), functionRecord('search')],
        sources: [sourceRecord('shop', histogramOf([])), sourceRecord('finder', histogramOf([]))],
        account: { concurrency: level, unreserved: { max: 0 }, claimed: { max: 400 } },
        unfinished: { requests: 0, invocations: 0, queued: 0 },
      }),
    ]);
    expect(json.duration_s).toBe(10);
    expect(leavesOf(json).filter((leaf) => typeof leaf === 'number' && !Number.isFinite(leaf))).toEqual([]);
    expect(json.functions['checkout']?.formula).toEqual({ rate_rps: 0, duration_s: 0, concurrency: 0, limit: 400 });
    expect(json.warnings.map(({ id }) => id)).toEqual(['W_EMPTY_WINDOW']);
  });

  it('needs at least one run', () => {
    expect(() => summarise(SETUP, [])).toThrow(RangeError);
  });
});

function inCommon(json: ReturnType<typeof summarise>['json']): object {
  const { objectives, account, functions, sources, cost_usd, unfinished } = json;
  return { objectives, account, functions, sources, cost_usd, unfinished };
}

/** Paths of all numbers, but for bands. */
function paths(tree: object, prefix = ''): string[] {
  return Object.entries(tree)
    .flatMap(([key, member]: [string, unknown]) => {
      if (key.includes('Band')) return [];
      return typeof member === 'object' && member !== null ? paths(member, `${prefix}${key}.`) : [`${prefix}${key}`];
    })
    .toSorted();
}

function leavesOf(tree: object): unknown[] {
  return Object.values(tree).flatMap((member: unknown) =>
    typeof member === 'object' && member !== null ? leavesOf(member) : [member],
  );
}
