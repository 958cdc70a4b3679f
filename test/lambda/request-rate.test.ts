import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/des/time.ts';
import { EnvironmentPace, requestRateBucket } from '../../src/lambda/request-rate.ts';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** A 50 ms function at a steady rate for 5 s, without the limit on growth, which would hide the rule. */
function steady(rate: number, account: object, assumptions: object = {}): Played {
  return play(
    bare({
      duration: '5s',
      bucket: '1s',
      account,
      assumptions: { growthLimit: false, ...assumptions },
      functions: { api: { duration: '50ms', initialEnvironments: 1_000 } },
      sources: { web: { function: 'api', rate: `${rate}/s` } },
    }),
  );
}

describe('the quota of requests per second', () => {
  it('V-4, R1.10: a 50 ms function at 20,000 a second needs 1,000 environments and is held at 10,000 a second', () => {
    const { json, record } = steady(20_000, {});
    const started = series(record, 'functions.api', 'Invocations');
    const throttled = series(record, 'functions.api', 'Throttles');
    // The first second also spends the second's worth that the bucket held; its last token is whole at t = 1 s.
    expect(started).toEqual([19_999, 10_000, 10_000, 10_000, 10_000]);
    expect(throttled).toEqual([1, 10_000, 10_000, 10_000, 10_000]);
    expect(json.functions['api']?.throttles).toEqual({ CallerRateLimitExceeded: 40_001 });
  });

  it('V-4, R1.10: an account limit of 2,000 admits them all', () => {
    const { json } = steady(20_000, { concurrency: 2_000 });
    expect(json.functions['api']).toMatchObject({
      Invocations: 100_000,
      Throttles: 0,
      ConcurrentExecutions: { max: 1_000 },
    });
  });

  it('R1.10: it counts totals, not what one environment serves', () => {
    // 100 a second of 2 ms keep a single environment busy a fifth of the time.
    const { json } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '2ms' } },
        sources: { web: { function: 'api', rate: '100/s' } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 1_000, Throttles: 0, environments: { created: 1 } });
  });

  it('V-44, R1.10: reserved concurrency of 100 serves 1,000 a second of a 20 ms function; 500 are answered 429', () => {
    const { json, record, rows } = play(
      bare({
        duration: '5s',
        bucket: '1s',
        functions: { api: { duration: '20ms', reservedConcurrency: 100 } },
        sources: { web: { type: 'function-url', function: 'api', rate: '1500/s' } },
      }),
    );
    expect(series(record, 'functions.api', 'Invocations').slice(2)).toEqual([1_000, 1_000, 1_000]);
    expect(series(record, 'functions.api', 'Throttles').slice(2)).toEqual([500, 500, 500]);
    // Of 7,500 in all 5,999 find a token: 1,000 at first and 1,000 a second, the 6,000th at t = 5 s.
    expect(json.functions['api']).toMatchObject({
      throttles: { ReservedFunctionInvocationRateLimitExceeded: 1_501 },
      throttlesByCause: { requestRate: 1_501 },
      ConcurrentExecutions: { max: 30 },
    });
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['200', '429', 'unfinished']));
  });

  it('V-44: a function URL with nothing reserved to it answers 429 to everything', () => {
    const { rows } = play(
      bare({
        duration: '1s',
        functions: { api: { duration: '20ms', reservedConcurrency: 0 } },
        sources: { web: { type: 'function-url', function: 'api', rate: '100/s' } },
      }),
    );
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['429']));
    expect(rows).toHaveLength(100);
  });

  it("R1.10: a reservation has its own quota within the account's", () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 110 },
        functions: { api: { duration: '1ms', reservedConcurrency: 10 }, other: { duration: '1ms' } },
        sources: { web: { function: 'api', rate: '200/s' }, more: { function: 'other', rate: '500/s' } },
      }),
    );
    // 100 tokens at first and 100 a second: 1,100 of 2,000 less the token that is whole only at t = 10 s.
    expect(json.functions['api']).toMatchObject({ Invocations: 1_099, Throttles: 901 });
    expect(json.functions['other']).toMatchObject({ Invocations: 5_000, Throttles: 0 });
  });

  it('R1.11: the quota holds for synchronous callers of every kind', () => {
    for (const type of ['invoke', 'function-url', 'alb', 'rest-api', 'http-api']) {
      const { json } = play(
        bare({
          duration: '1s',
          account: { concurrency: 10 },
          functions: { api: { duration: '0ms' } },
          sources: { web: { type, function: 'api', stages: [{ burst: 101 }] } },
        }),
      );
      expect(json.functions['api']?.throttles, type).toEqual({ CallerRateLimitExceeded: 1 });
    }
  });

  it('R1.13: one second of the quota may pass at once, and nothing is saved up beyond', () => {
    const burst = play(
      bare({
        duration: '25s',
        account: { concurrency: 10 },
        functions: { api: { duration: '0ms' } },
        sources: { web: { function: 'api', stages: [{ burst: 100 }, { pause: '20s' }, { burst: 101 }] } },
      }),
    );
    expect(burst.json.functions['api']).toMatchObject({ Invocations: 200, Throttles: 1 });
  });

  it('R1.13: A-2 as a knob: half a second lets half as many pass at once', () => {
    const { json } = play(
      bare({
        duration: '1s',
        account: { concurrency: 10 },
        assumptions: { rpsBurst: '500ms' },
        functions: { api: { duration: '0ms' } },
        sources: { web: { function: 'api', stages: [{ burst: 100 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 50, Throttles: 50 });
  });

  it('a bucket never holds less than one request', () => {
    const bucket = requestRateBucket(1, 1_000);
    expect(bucket.has(0)).toBe(true);
  });
});

describe('what a throttled request spends', () => {
  const spending = (rpsCountsThrottled: boolean): Played =>
    play(
      bare({
        duration: '2s',
        account: { concurrency: 110 },
        assumptions: { rpsCountsThrottled },
        functions: { api: { duration: '0ms', reservedConcurrency: 10 }, slow: { duration: '10s' } },
        sources: {
          // 100 at once fill the pool; 1,050 more are refused; then come 100 for the other function.
          a: { function: 'slow', stages: [{ burst: 1_150 }] },
          b: { function: 'api', stages: [{ pause: '1ms' }, { burst: 100 }] },
        },
      }),
    );

  it('A-44: nothing of the quota where a later check refuses it', () => {
    expect(spending(false).json.functions['api']).toMatchObject({ Invocations: 100, Throttles: 0 });
  });

  it('A-44: a request-rate token where the knob says so', () => {
    // 1,100 tokens are gone after 100 starts and 1,000 refusals; 1 ms brings one of 1,100 a second back.
    const { json } = spending(true);
    expect(json.functions['slow']?.throttlesByCause).toMatchObject({ account: 1_000, accountRequestRate: 50 });
    expect(json.functions['api']).toMatchObject({ Invocations: 1, throttles: { CallerRateLimitExceeded: 99 } });
  });
});

describe('the quota read per environment', () => {
  it('R1.10: each environment serves ten a second, and more opens new ones instead of a 429', () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 10 },
        assumptions: { rpsModel: 'perEnvironment' },
        functions: { api: { duration: '1ms' } },
        sources: { web: { function: 'api', rate: '50/s' } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 500, Throttles: 0, ConcurrentExecutions: { max: 1 } });
    expect(json.functions['api']?.environments.created).toBe(5);
  });

  it('R1.10: an environment that takes the place of one that is gone has served nothing yet', () => {
    const { json } = play(
      bare({
        duration: '1s',
        assumptions: { rpsModel: 'perEnvironment', idleTimeout: '100ms' },
        functions: { api: { duration: '0ms' } },
        // The first environment serves its ten and is gone at 100 ms; the second serves both of 150 ms.
        sources: { web: { function: 'api', stages: [{ burst: 10 }, { pause: '150ms' }, { burst: 2 }] } },
      }),
    );
    expect(json.functions['api']?.environments.created).toBe(2);
  });

  it('an environment begins ten requests at once, then one every 100 ms', () => {
    const pace = new EnvironmentPace();
    for (let n = 0; n < 10; n++) {
      expect(pace.allows(0, 0)).toBe(true);
      pace.begin(0, 0);
    }
    expect([pace.allows(0, 0), pace.allows(0, 99_999), pace.allows(0, 100_000)]).toEqual([false, false, true]);
    expect(pace.allows(1, 0)).toBe(true);
    pace.begin(0, 100_000);
    expect([pace.allows(0, 199_999), pace.allows(0, 200_000)]).toEqual([false, true]);
  });

  it('a new environment of an old number starts afresh', () => {
    const pace = new EnvironmentPace();
    for (let n = 0; n < 10; n++) pace.begin(100, SECOND);
    expect(pace.allows(100, SECOND)).toBe(false);
    pace.reset(100);
    expect(pace.allows(100, SECOND)).toBe(true);
  });
});
