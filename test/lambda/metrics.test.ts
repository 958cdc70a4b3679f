import { describe, expect, it } from 'vitest';
import { play, series } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

const NONE = NaN;

describe("CloudWatch's metrics", () => {
  it('R11.1: belong to the minute in which the invocation started, Errors too', () => {
    const { record } = play(
      bare({
        duration: '4m',
        bucket: '1m',
        functions: { api: { duration: '50s', errors: '100%' } },
        sources: { web: { function: 'api', stages: [{ pause: '30s' }, { burst: 3 }, { pause: '1m' }, { burst: 1 }] } },
      }),
    );
    // They start at 0:30 and 1:30 and fail at 1:20 and 2:20.
    expect(series(record, 'functions.api', 'Invocations').slice(0, 2)).toEqual([3, 1]);
    expect(series(record, 'functions.api', 'Errors').slice(0, 2)).toEqual([3, 1]);
    expect(series(record, 'functions.api', 'Errors').slice(2).every(Number.isNaN)).toBe(true);
  });

  it('R11.2: Invocations counts every run of the code, failed ones too, and no throttled attempt', () => {
    const { json, record } = play(
      bare({
        duration: '10s',
        account: { concurrency: 6 },
        functions: { api: { duration: '1s', errors: '50%' } },
        sources: { web: { function: 'api', stages: [{ burst: 10 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 6, Throttles: 4 });
    expect(record.functions[0]?.billing[0]?.requests).toBe(6);
  });

  it('R11.3: Errors counts returned errors, crashes and timeouts, and no throttled attempt', () => {
    for (const kind of ['error', 'crash', 'out-of-memory', 'hang']) {
      const { json } = play(
        bare({
          duration: '20m',
          account: { concurrency: 6 },
          functions: { api: { duration: '1s', errors: { share: '100%', kind } } },
          sources: { web: { function: 'api', stages: [{ burst: 10 }] } },
        }),
      );
      expect(json.functions['api'], kind).toMatchObject({ Errors: 6, Throttles: 4, Invocations: 6 });
    }
  });

  it('R11.4: Throttles counts every refused attempt, each retry again', () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 1 },
        functions: { api: { duration: '10s' } },
        sources: {
          first: { function: 'api', stages: [{ burst: 1 }] },
          second: {
            function: 'api',
            stages: [{ pause: '1s' }, { burst: 1 }],
            clients: { retry: { maxAttempts: 4, backoff: { base: '1s', factor: 1, jitter: 'none' } } },
          },
        },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 1, Throttles: 4, Errors: 0, throttledShare: 0.8 });
    expect(json.sources['second']).toMatchObject({ requests: 1, attempts: 4, throttledAttempts: 4, throttledShare: 1 });
  });

  it('R11.7: Duration leaves Init out, and takes in an Init that is repeated inside the invocation', () => {
    const { json } = play(
      bare({
        duration: '10m',
        functions: { api: { memorySize: 1_769, init: '4s', duration: '1s', errors: { share: '100%', kind: 'crash' } } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '1m' }, { burst: 1 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({
      Duration: { mean_ms: 3_000, max_ms: 5_000 },
      initDuration: { mean_ms: 4_000, max_ms: 4_000 },
      coldStarts: 1,
    });
  });

  it('R11.9, R11.27: ConcurrentExecutions is the peak of each minute, exactly', () => {
    const { record } = play(
      bare({
        duration: '3m',
        bucket: '1m',
        functions: { api: { duration: '1s' }, other: { duration: '10s' } },
        sources: {
          a: { function: 'api', stages: [{ pause: '30s' }, { burst: 7 }, { pause: '40s' }, { burst: 3 }] },
          b: { function: 'other', stages: [{ pause: '30500ms' }, { burst: 2 }] },
        },
      }),
    );
    expect(series(record, 'functions.api', 'ConcurrentExecutions')).toEqual([7, 3, 0]);
    expect(series(record, 'functions.other', 'ConcurrentExecutions')).toEqual([2, 0, 0]);
    expect(series(record, 'account', 'ConcurrentExecutions')).toEqual([9, 3, 0]);
  });

  it('R11.9: its mean is the time-weighted one', () => {
    const { json } = play(
      bare({
        duration: '100s',
        functions: { api: { duration: '10s' } },
        sources: { web: { function: 'api', stages: [{ burst: 5 }] } },
      }),
    );
    expect(json.functions['api']?.ConcurrentExecutions).toEqual({ max: 5, mean: 0.5 });
  });

  it('R11.15: UnreservedConcurrentExecutions leaves out what runs on a reservation', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { guarded: { duration: '1s', reservedConcurrency: 50 }, free: { duration: '1s' } },
        sources: {
          a: { function: 'guarded', stages: [{ burst: 30 }] },
          b: { function: 'free', stages: [{ burst: 20 }] },
        },
      }),
    );
    expect(json.account).toMatchObject({
      ConcurrentExecutions: { max: 50 },
      UnreservedConcurrentExecutions: { max: 20 },
    });
  });

  it('R11.16: ClaimedAccountConcurrency adds all that is reserved, used or not', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { orange: { duration: '1s', reservedConcurrency: 600 }, free: { duration: '1s' } },
        sources: { web: { function: 'free', stages: [{ burst: 100 }] } },
      }),
    );
    expect(json.account).toMatchObject({ ClaimedAccountConcurrency: { max: 700 }, headroom: 0.3 });
  });

  it('R11.16: with nothing in flight it is the reservations alone', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { orange: { duration: '1s', reservedConcurrency: 600 } },
        sources: { web: { function: 'orange', rate: '1/s', enabled: false } },
      }),
    );
    expect(json.account.ClaimedAccountConcurrency.max).toBe(600);
  });

  it('cold starts are counted where they were waited for: not for environments that were there, not after a reset', () => {
    const { record } = play(
      bare({
        duration: '6m',
        bucket: '1m',
        functions: {
          api: { init: '1s', duration: '1s', initialEnvironments: 1, errors: { share: '100%', kind: 'crash' } },
        },
        sources: {
          web: {
            function: 'api',
            stages: [{ burst: 1 }, { pause: '1m' }, { burst: 3 }, { pause: '1m' }, { burst: 3 }],
          },
        },
      }),
    );
    const [first, second, third] = series(record, 'functions.api', 'coldStarts').concat(NONE, NONE);
    expect([first, second, third]).toEqual([NONE, 2, NONE]);
  });
});

describe('the window', () => {
  it('counts invocations by their start, also those that still run at the end', () => {
    const { json } = play(
      bare({
        duration: '20s',
        warmup: '10s',
        functions: { api: { init: '1s', duration: '4s' } },
        // Starts at 8 (in the warm-up), 12 and 18 s (runs beyond the end), each cold.
        sources: {
          web: {
            function: 'api',
            stages: [{ pause: '8s' }, { burst: 1 }, { pause: '4s' }, { burst: 2 }, { pause: '6s' }, { burst: 4 }],
          },
        },
        assumptions: { idleTimeout: '100ms' },
      }),
    );
    expect(json.functions['api']).toMatchObject({
      Invocations: 6,
      coldStarts: 6,
      Duration: { mean_ms: 4_000 },
      occupied: { mean_ms: 5_000 },
    });
    expect(json.sources['web']).toMatchObject({ requests: 6, served: 2, failed: 0 });
    expect(json.unfinished).toEqual({ requests: 4, invocations: 4, queued: 0 });
  });

  it('takes levels by their integral: what began in the warm-up counts for its rest', () => {
    const { json } = play(
      bare({
        duration: '20s',
        warmup: '10s',
        functions: { api: { duration: '4s' } },
        sources: { web: { function: 'api', stages: [{ pause: '8s' }, { burst: 5 }] } },
      }),
    );
    // Five run from 8 to 12 s: 10 of the 10 seconds × 5 … in the window 2 s × 5 = 10 over 10 s.
    expect(json.functions['api']).toMatchObject({ Invocations: 0, ConcurrentExecutions: { max: 5, mean: 1 } });
  });
});

describe('what is billed', () => {
  const billed = (api: object, assumptions: object = {}) => {
    const { record, json } = play(
      bare({
        duration: '10m',
        assumptions: { platformOverhead: '500ms', ...assumptions },
        functions: { api: { runtime: 'nodejs22.x', memorySize: 1_024, ...api } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '1m' }, { burst: 1 }] } },
      }),
    );
    return { ...record.functions[0]!.billing[0]!, usd: json.functions['api']!.cost_usd };
  };

  it('R10.5: from the start of the code to its end: Init and handler, not the sandbox', () => {
    expect(billed({ init: '200ms', duration: '100ms' })).toMatchObject({ requests: 2, billed_ms: 400 });
  });

  it('R10.1: each start of an execution, whether it fails or not; a throttled attempt costs nothing', () => {
    const { json } = play(
      bare({
        duration: '1m',
        account: { concurrency: 5 },
        functions: { api: { duration: '10ms', errors: '100%' } },
        sources: { web: { function: 'api', stages: [{ burst: 50 }] } },
      }),
    );
    expect(json.functions['api']?.cost_usd.requests).toBeCloseTo(5 * 0.0000002, 12);
  });

  it('R10.3: each invocation by itself is rounded up to a millisecond', () => {
    expect(billed({ duration: '100001us' }).billed_ms).toBe(202);
    expect(billed({ duration: '100001us' }, { billingStep: '100ms' }).billed_ms).toBe(400);
  });

  it.each([
    ['all-2025', {}, 400],
    ['legacy-managed-zip-free', {}, 200],
    ['legacy-managed-zip-free', { package: 'image' }, 400],
    ['legacy-managed-zip-free', { runtime: 'provided.al2023' }, 400],
  ])('R10.6: %s bills the Init of %j', (initBilling, api, billed_ms) => {
    expect(billed({ init: '200ms', duration: '100ms', ...api }, { initBilling }).billed_ms).toBe(billed_ms);
  });

  it('R10.6: before 2025 a repeated Init was billed all the same, for it is Duration', () => {
    const crash = { memorySize: 1_769, init: '200ms', duration: '100ms', errors: { share: '100%', kind: 'crash' } };
    expect(billed(crash, { initBilling: 'legacy-managed-zip-free' }).billed_ms).toBe(100 + 300);
  });

  it('R10.2: GB-s are memory / 1,024 × billed seconds', () => {
    const { usd } = billed({ init: '200ms', duration: '100ms', memorySize: 2_048 });
    expect(usd.duration).toBeCloseTo(2 * 0.4 * 0.0000166667, 14);
    expect(usd.total).toBeCloseTo(usd.duration + usd.requests, 14);
  });

  it('R10.2: each version at its own memory, architecture and /tmp', () => {
    const { record, json } = play(
      bare({
        duration: '10m',
        functions: {
          api: {
            duration: '1s',
            memorySize: 1_024,
            versions: {
              '41': {},
              '42': { memorySize: 3_072, architecture: 'arm64', ephemeralStorage: '1536MB', duration: '2s' },
            },
            aliases: { live: { version: '41' }, next: { version: '42' } },
          },
        },
        sources: {
          old: { function: 'api:live', stages: [{ burst: 3 }] },
          new: { function: 'api:next', stages: [{ burst: 5 }] },
          latest: { function: 'api:$LATEST', stages: [{ burst: 2 }] },
        },
      }),
    );
    expect(record.functions[0]!.billing).toMatchObject([
      { requests: 2, billed_ms: 2_000 },
      { requests: 3, billed_ms: 3_000 },
      { requests: 5, billed_ms: 10_000 },
    ]);
    const { duration, requests, ephemeralStorage } = json.functions['api']!.cost_usd;
    expect(duration).toBeCloseTo(5 * 0.0000166667 + 3 * 10 * 0.0000133334, 12);
    expect(ephemeralStorage).toBeCloseTo(10 * 0.0000000309, 16);
    expect(requests).toBeCloseTo(10 * 0.0000002, 12);
  });

  it('R10.11: of /tmp what is above 512 MB is billed for Init and handler, and 512 MB are free', () => {
    const { usd } = billed({ init: '200ms', duration: '100ms', ephemeralStorage: '1536MB' });
    expect(usd.ephemeralStorage).toBeCloseTo(0.4 * 0.0000000309, 16);
    expect(billed({ duration: '100ms' }).usd.ephemeralStorage).toBe(0);
  });

  it('R10.19: with roundLikeAws every figure is in whole cents', () => {
    const { usd } = billed({ duration: '100ms' }, { roundLikeAws: true });
    expect(usd).toMatchObject({ requests: 0, duration: 0, total: 0 });
  });

  it("R10.4: the free tier is an account's, and off where nothing is said", () => {
    const scenario = (pricing: object) =>
      play(
        bare({
          duration: '1m',
          pricing,
          functions: { api: { duration: '1s' } },
          sources: { web: { function: 'api', rate: '10/s' } },
        }),
      ).json.cost_usd.total;
    expect(scenario({ freeTier: true })).toBe(0);
    expect(scenario({})).toBeGreaterThan(0);
    expect(scenario({ savingsPlan: '50%' })).toBeCloseTo(scenario({}) / 2 + (600 * 0.0000002) / 2, 9);
  });
});
