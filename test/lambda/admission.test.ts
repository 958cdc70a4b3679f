import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Sources are asked in the order of their names; each sends its requests at its own second. */
function at(second: number, burst: number, fn = 'api', duration?: string): object {
  return {
    function: fn,
    stages: [...(second > 0 ? [{ pause: `${second}s` }] : []), { burst }],
    ...(duration && { duration }),
  };
}

function causes({ json }: Played, fn = 'api'): Record<string, number> {
  return Object.fromEntries(Object.entries(json.functions[fn]!.throttlesByCause).filter(([, count]) => count > 0));
}

describe('the order of the checks (A-8)', () => {
  it("R2.8: the account's request rate comes before the function's", () => {
    const played = play(
      bare({
        duration: '1s',
        account: { concurrency: 110 },
        functions: { api: { duration: '0ms', reservedConcurrency: 10 }, other: { duration: '0ms' } },
        // All 100 tokens of the function and all 1,100 of the account are gone: both would refuse the last request.
        sources: {
          a: { function: 'api', stages: [{ burst: 100 }, { pause: '100us' }, { burst: 1 }] },
          b: at(0, 1_000, 'other'),
        },
      }),
    );
    expect(causes(played)).toEqual({ accountRequestRate: 1 });
  });

  it("R2.8: the function's request rate comes before its reserved concurrency", () => {
    const played = play(
      bare({
        duration: '1s',
        account: { concurrency: 110 },
        functions: { api: { duration: '10s', reservedConcurrency: 10 } },
        // 90 requests of no length and ten long ones: no token and no unit is left for the eleventh.
        sources: { a: at(0, 90, 'api', '0ms'), b: { ...at(0, 11), stages: [{ pause: '1us' }, { burst: 11 }] } },
      }),
    );
    expect(causes(played)).toEqual({ requestRate: 1 });
  });

  it('R2.8: concurrency comes before the growth of the request rate', () => {
    const played = play(
      bare({
        duration: '1s',
        account: { concurrency: 2_000 },
        functions: { api: { duration: '10s', initialEnvironments: 2_000 } },
        sources: {
          a: at(0, 8_000, 'api', '0ms'),
          b: { function: 'api', stages: [{ pause: '1us' }, { burst: 2_001 }] },
        },
      }),
    );
    expect(causes(played)).toEqual({ account: 1 });
  });

  it('R2.8: the growth of the request rate comes before an idle environment', () => {
    const played = play(
      bare({
        duration: '1s',
        account: { concurrency: 2_000 },
        functions: { api: { duration: '0ms' } },
        sources: { a: at(0, 10_001) },
      }),
    );
    expect(causes(played)).toEqual({ scalingRate: 1 });
    expect(played.json.functions['api']?.environments.created).toBe(1);
  });

  it('R2.8: concurrency comes before the scaling rate', () => {
    const played = play(
      bare({
        duration: '1s',
        functions: { api: { duration: '10s' } },
        sources: { a: at(0, 1_001) },
      }),
    );
    expect(causes(played)).toEqual({ account: 1 });
  });

  it('R2.8: an idle environment is taken before the scaling rate is asked', () => {
    const played = play(
      bare({
        duration: '5s',
        account: { concurrency: 5_000 },
        functions: { api: { duration: '500ms', initialEnvironments: 10 } },
        sources: { a: at(0, 1_010), b: at(1, 1_020) },
      }),
    );
    // At t = 1 s 1,010 environments are idle and the bucket has regained 100 tokens.
    expect(causes(played)).toEqual({});
    expect(played.json.functions['api']).toMatchObject({ Invocations: 2_030, environments: { created: 1_010 } });
  });

  it('R2.8: a throttled attempt takes no scaling token', () => {
    const played = play(
      bare({
        duration: '5s',
        account: { concurrency: 2_000, scaling: 'regional-burst-2017', region: 'eu-north-1' },
        functions: { api: { duration: '10s', reservedConcurrency: 100 }, other: { duration: '10s' } },
        // Both share 500 tokens: 100 start, 300 are refused by the reservation, and 400 tokens are left.
        sources: { a: at(0, 400), b: { function: 'other', stages: [{ pause: '1ms' }, { burst: 400 }] } },
      }),
    );
    expect(causes(played)).toEqual({ reserved: 300 });
    expect(played.json.functions['other']).toMatchObject({ Invocations: 400, Throttles: 0 });
  });

  it('R2.8: what is throttled claims nothing', () => {
    const played = play(
      bare({
        duration: '5s',
        account: { concurrency: 200 },
        functions: { api: { duration: '10s', reservedConcurrency: 100 }, other: { duration: '1s' } },
        sources: { a: at(0, 500), b: at(1, 100, 'other') },
      }),
    );
    expect(played.json.account.ConcurrentExecutions.max).toBe(200);
    expect(played.json.functions['other']).toMatchObject({ Invocations: 100, Throttles: 0 });
  });
});
