import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, type Micros } from '../../src/des/time.ts';
import { legacyBurst } from '../../src/lambda/quotas.ts';
import {
  GrowthLimits,
  legacyBucket,
  LegacySteps,
  scalingBucket,
  ScalingWindow,
  UNLIMITED,
  type ScalingRate,
} from '../../src/lambda/scaling-rate.ts';
import { simulate } from '../../src/simulate.ts';
import { findSeries } from '../../src/result/series.ts';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** Takes as much as there is at `now`, at most `wanted`. */
function take(rate: ScalingRate, now: Micros, wanted: number): number {
  let taken = 0;
  while (taken < wanted && rate.has(now)) {
    rate.take();
    taken++;
  }
  return taken;
}

describe('the scaling rate of a function', () => {
  it('V-21a, R2.1: of 5,000 long requests at once 1,000 get an environment and 4,000 are throttled', () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 10_000 },
        functions: { api: { duration: '60s' } },
        sources: { web: { function: 'api', stages: [{ burst: 5_000 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({
      Invocations: 1_000,
      throttles: { FunctionInvocationRateLimitExceeded: 4_000 },
      throttlesByCause: { scalingRate: 4_000 },
    });
  });

  it('V-21a, R2.2: 500 long requests a second get 1,000 environments at first and 100 a second, 2,000 in 10 s', () => {
    const { record } = play(
      bare({
        duration: '12s',
        bucket: '1s',
        account: { concurrency: 10_000 },
        functions: { api: { duration: '60s' } },
        sources: { web: { function: 'api', rate: '500/s' } },
      }),
    );
    const started = series(record, 'functions.api', 'Invocations');
    expect(started.slice(0, 10).reduce((sum, n) => sum + n, 0)).toBe(1_999);
    expect(started.slice(3)).toEqual(Array<number>(9).fill(100));
  });

  it('R2.1: each function has a rate of its own', () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 10_000 },
        functions: { a: { duration: '60s' }, b: { duration: '60s' } },
        sources: {
          one: { function: 'a', stages: [{ burst: 1_500 }] },
          two: { function: 'b', stages: [{ burst: 1_500 }] },
        },
      }),
    );
    expect([json.functions['a']?.Invocations, json.functions['b']?.Invocations]).toEqual([1_000, 1_000]);
  });

  it('R2.2: the refill is continuous and nothing is saved up beyond 1,000', () => {
    const rate = scalingBucket();
    expect(take(rate, 0, 5_000)).toBe(1_000);
    expect(take(rate, 9_999, 5_000)).toBe(0);
    expect(take(rate, 10_000, 5_000)).toBe(1);
    expect(take(rate, 5 * SECOND, 5_000)).toBe(499);
    expect(take(rate, 60 * MINUTE, 5_000)).toBe(1_000);
  });

  it('R2.2: environments that end give nothing back', () => {
    const { json } = play(
      bare({
        duration: '3s',
        account: { concurrency: 10_000 },
        assumptions: { idleTimeout: '100ms' },
        functions: { api: { duration: '100ms' } },
        sources: { web: { function: 'api', stages: [{ burst: 1_000 }, { pause: '1s' }, { burst: 1_000 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 1_100, Throttles: 900 });
  });

  it('R2.3: a function with reserved concurrency has the same rate, up to its reservation', () => {
    const { json } = play(
      bare({
        duration: '1s',
        account: { concurrency: 10_000 },
        functions: {
          api: { duration: '60s', reservedConcurrency: 3_000 },
          small: { duration: '60s', reservedConcurrency: 500 },
        },
        sources: {
          web: { function: 'api', stages: [{ burst: 1_500 }] },
          other: { type: 'http-api', function: 'small', stages: [{ burst: 600 }] },
        },
      }),
    );
    expect(json.functions['api']).toMatchObject({
      Invocations: 1_000,
      throttlesByCause: { scalingRate: 500, reserved: 0 },
    });
    expect(json.functions['small']).toMatchObject({
      Invocations: 500,
      throttlesByCause: { scalingRate: 0, reserved: 100 },
    });
  });

  it('R2.4: beyond the rate a synchronous caller is answered 429, and the attempt does not run', () => {
    const { rows, json } = play(
      bare({
        duration: '1s',
        account: { concurrency: 10_000 },
        functions: { api: { duration: '60s' } },
        sources: { web: { function: 'api', stages: [{ burst: 1_001 }] } },
      }),
    );
    expect(rows.at(-1)).toEqual({
      source: 'web',
      fn: 'api',
      arrival_s: 0,
      start_s: null,
      end_s: 0,
      environment: null,
      cold: false,
      status: '429',
      attempts: 1,
    });
    expect(json.functions['api']).toMatchObject({ Invocations: 1_000, Errors: 0, Throttles: 1 });
  });

  it('R2.5: 500 at once, as one stale paragraph has it, is not the rule', () => {
    expect(take(scalingBucket(), 0, 501)).toBe(501);
  });

  const step = (scalingBurst: string): Played =>
    play(
      bare({
        duration: '20s',
        account: { concurrency: 10_000 },
        assumptions: { scalingBurst },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', rate: '1500/s' } },
      }),
    );

  it('V-21c: a cold step to 1,500 a second of 1 s throttles about 1,005 with a bucket', () => {
    const throttles = step('bucket').json.functions['api']!.Throttles;
    expect(Math.abs(throttles - 1_005) / 1_005).toBeLessThanOrEqual(0.01);
  });

  it('V-21c: and 5,000 with a window of 10 s', () => {
    const throttles = step('window').json.functions['api']!.Throttles;
    expect(Math.abs(throttles - 5_000) / 5_000).toBeLessThanOrEqual(0.01);
  });

  it('R2.1: read literally, no 10 s see more than 1,000 new environments', () => {
    const rate = new ScalingWindow();
    expect(take(rate, 0, 600)).toBe(600);
    expect(take(rate, 4 * SECOND, 600)).toBe(400);
    expect(take(rate, 10 * SECOND - 1, 600)).toBe(0);
    expect(take(rate, 10 * SECOND, 5_000)).toBe(600);
    expect(take(rate, 14 * SECOND - 1, 5_000)).toBe(0);
    expect(take(rate, 14 * SECOND, 5_000)).toBe(400);
  });
});

describe('the growth of the request rate (A-4)', () => {
  /** Offers `rate` requests in each of the seconds and returns how many pass. */
  function offer(limit: GrowthLimits, rates: readonly number[], from = 0): number[] {
    return rates.map((rate, k) => {
      let passed = 0;
      for (let n = 0; n < rate; n++) {
        if (limit.has(0, (from + k) * SECOND + Math.floor((n * SECOND) / rate))) {
          limit.take(0);
          passed++;
        }
      }
      return passed;
    });
  }

  it('R2.1: a function without a past gets 10,000 a second at first, then 1,000 more each second', () => {
    expect(offer(new GrowthLimits(1), [30_000, 30_000, 30_000, 30_000])).toEqual([10_000, 11_000, 12_000, 13_000]);
  });

  it('grows from the best second of the last ten', () => {
    const limit = new GrowthLimits(1);
    expect(offer(limit, [2_000, 100, 30_000])).toEqual([2_000, 100, 12_000]);
  });

  it('forgets a second once ten full ones have followed it', () => {
    const ten = new GrowthLimits(1);
    offer(ten, [5_000]);
    expect(offer(ten, [30_000], 10)).toEqual([15_000]);
    const eleven = new GrowthLimits(1);
    offer(eleven, [5_000]);
    expect(offer(eleven, [30_000], 11)).toEqual([10_000]);
  });

  it('regains what it gave, 1,000 a second, up to 10,000', () => {
    const limit = new GrowthLimits(1);
    offer(limit, [10_000]);
    // After the first second the bucket is empty; 5 s later it holds 5,000, on top of the best of the last ten seconds.
    expect(offer(limit, [40_000], 5)).toEqual([15_000]);
    const rested = new GrowthLimits(1);
    offer(rested, [10_000]);
    expect(offer(rested, [40_000], 60)).toEqual([10_000]);
  });

  it('V-46: a step from 1,000 to 40,000 a second of a 20 ms handler throttles 435,000 in the first minute', () => {
    const { json } = simulate(
      bare({
        duration: '70s',
        warmup: '10s',
        account: { concurrency: 10_000 },
        functions: { api: { duration: '20ms' } },
        sources: { web: { function: 'api', stages: [{ rate: '1000/s', for: '10s' }, { rate: '40000/s' }] } },
      }),
    );
    const { Throttles, throttlesByCause } = json.functions['api']!;
    expect(Throttles).toBe(435_000);
    expect(throttlesByCause.scalingRate).toBe(435_000);
  });

  it('counts admitted requests, not what was refused', () => {
    const { json } = play(
      bare({
        duration: '2s',
        account: { concurrency: 2_000 },
        functions: { api: { duration: '0ms' } },
        sources: { web: { function: 'api', stages: [{ burst: 15_000 }, { pause: '1s' }, { burst: 15_000 }] } },
      }),
    );
    // 10,000, then 10,000 + 1,000.
    expect(json.functions['api']).toMatchObject({ Invocations: 21_000, Throttles: 9_000 });
  });

  it('can be switched off', () => {
    const { json } = play(
      bare({
        duration: '2s',
        account: { concurrency: 2_000 },
        assumptions: { growthLimit: false },
        functions: { api: { duration: '0ms' } },
        sources: { web: { function: 'api', stages: [{ burst: 15_000 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 15_000, Throttles: 0 });
  });
});

describe('the regional burst before November 2023', () => {
  /** Requests that arrive together at the start of each minute, in a Region with a burst of 3,000. */
  function minutes(counts: readonly number[]): { started: number[]; throttled: number[]; environments: number } {
    const { record, json } = play(
      bare({
        duration: `${counts.length}m`,
        bucket: '1m',
        account: { concurrency: 10_000, scaling: 'regional-burst-2017', region: 'us-east-1' },
        assumptions: { legacyRefill: 'stepped' },
        functions: { api: { duration: '10s' } },
        sources: { web: { function: 'api', stages: counts.flatMap((burst) => [{ burst }, { pause: '1m' }]) } },
      }),
    );
    const [started, throttled] = ['Invocations', 'Throttles'].map((metric) => {
      const found = findSeries(record.series, 'functions.api', metric);
      return counts.map((_, k) => found?.[k] ?? NaN).map((n) => (Number.isNaN(n) ? 0 : n));
    });
    return { started: started!, throttled: throttled!, environments: json.functions['api']!.environments.created };
  }

  it('V-18, R2.6: 10,000 in the first minute: 3,000 are served', () => {
    expect(minutes([10_000])).toEqual({ started: [3_000], throttled: [7_000], environments: 3_000 });
  });

  it('V-18, R2.6: 5,000 and 5,000: 3,000, then 3,500', () => {
    expect(minutes([5_000, 5_000])).toEqual({
      started: [3_000, 3_500],
      throttled: [2_000, 1_500],
      environments: 3_500,
    });
  });

  it('V-18, R2.6: thirds: the first minute alone throttles', () => {
    expect(minutes([3_333, 3_333, 3_334])).toEqual({
      started: [3_000, 3_333, 3_334],
      throttled: [333, 0, 0],
      environments: 3_334,
    });
  });

  it('V-18, R2.6: four times 2,500: none is throttled, and 2,500 environments serve them all', () => {
    expect(minutes([2_500, 2_500, 2_500, 2_500])).toEqual({
      started: [2_500, 2_500, 2_500, 2_500],
      throttled: [0, 0, 0, 0],
      environments: 2_500,
    });
  });

  it('R2.6: all functions of the account share it', () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 10_000, scaling: 'regional-burst-2017', region: 'eu-central-1' },
        functions: { a: { duration: '60s' }, b: { duration: '60s' } },
        sources: {
          one: { function: 'a', stages: [{ burst: 700 }] },
          two: { function: 'b', stages: [{ pause: '1s' }, { burst: 700 }] },
        },
      }),
    );
    // 1,000 in Frankfurt; 8 more by t = 1 s.
    expect([json.functions['a']?.Invocations, json.functions['b']?.Invocations]).toEqual([700, 308]);
  });

  it.each([
    ['us-west-2', 3_000],
    ['us-east-1', 3_000],
    ['eu-west-1', 3_000],
    ['ap-northeast-1', 1_000],
    ['eu-central-1', 1_000],
    ['us-east-2', 1_000],
    ['sa-east-1', 500],
    ['eu-north-1', 500],
  ])('R2.6: %s has a burst of %d', (region, burst) => {
    expect(legacyBurst(region)).toBe(burst);
    expect(take(legacyBucket(region), 0, 5_000)).toBe(burst);
  });

  it('R2.6: a steady thousand with a full bucket can jump to 4,000; an empty one of 3,000 needs six minutes', () => {
    const rate = legacyBucket('us-east-1');
    expect(take(rate, 0, 1_000)).toBe(1_000);
    expect(take(rate, 10 * MINUTE, 5_000)).toBe(3_000);
    expect(take(rate, 16 * MINUTE - 1, 5_000)).toBe(2_999);
    expect(take(rate, 16 * MINUTE, 5_000)).toBe(1);
  });

  it('R2.6: A-6: continuous, one token every 120 ms; stepped, 500 at each full minute', () => {
    const continuous = legacyBucket('sa-east-1');
    take(continuous, 0, 500);
    expect([take(continuous, 119_999, 9), take(continuous, 120_000, 9)]).toEqual([0, 1]);
    const stepped = new LegacySteps('sa-east-1');
    take(stepped, 30 * SECOND, 500);
    expect([take(stepped, MINUTE - 1, 999), take(stepped, MINUTE, 999), take(stepped, 5 * MINUTE, 999)]).toEqual([
      0, 500, 500,
    ]);
  });
});

describe('eras of scaling', () => {
  it.each([
    ['per-function-2023', 1_000],
    ['regional-burst-2017', 3_000],
    ['unlimited', 5_000],
  ])('R2.10: %s: of 5,000 at once %d start', (scaling, started) => {
    const { json } = play(
      bare({
        duration: '1s',
        account: { concurrency: 10_000, scaling },
        functions: { api: { duration: '60s' } },
        sources: { web: { function: 'api', stages: [{ burst: 5_000 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: started, Throttles: 5_000 - started });
  });

  it('R2.10: the growth limit belongs to the rule of 2023', () => {
    for (const scaling of ['regional-burst-2017', 'unlimited']) {
      const { json } = play(
        bare({
          duration: '1s',
          account: { concurrency: 10_000, scaling },
          functions: { api: { duration: '0ms' } },
          sources: { web: { function: 'api', stages: [{ burst: 20_000 }] } },
        }),
      );
      expect(json.functions['api']?.Throttles, scaling).toBe(0);
    }
  });

  it('R2.10: unlimited never says no', () => {
    expect(take(UNLIMITED, 0, 100_000)).toBe(100_000);
  });
});
