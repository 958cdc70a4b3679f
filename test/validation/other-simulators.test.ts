/** What other simulators of serverless platforms print for the same inputs. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulate.ts';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

// https://github.com/pacslab/simfaas; its cold service time replaces the warm one of the first request, and it takes
// the newest idle environment. 1.991 and 2.244 s, 2.016 and 2.163 s are its examples' means.
describe('SimFaaS', () => {
  it('README: 0.9/s, warm 1.991 s, cold 2.244 s, idle 600 s, 1e6 s', () => {
    const { json } = simulate(
      bare({
        duration: '1000000s',
        assumptions: { idleTimeout: '600s', reusePolicy: 'newest' },
        functions: { api: { duration: { exponential: '1991ms' }, coldDuration: { exponential: '2244ms' } } },
        sources: { web: { function: 'api', arrivals: 'poisson', rate: '0.9/s' } },
      }),
    );
    const { coldStartShare, ConcurrentExecutions, environments, Throttles } = json.functions['api']!;
    expect(Throttles).toBe(0);
    // The standard error of a share of 0.1337 % at this length is 0.0039 points.
    expect(Math.abs(coldStartShare - 0.001337)).toBeLessThan(3 * 0.000039);
    expect(Math.abs(environments.mean / 7.689 - 1)).toBeLessThan(0.01);
    // The time average of M/M/∞ has variance 2 · load · mean / length: 0.0027 here.
    expect(Math.abs(ConcurrentExecutions.mean - 1.792)).toBeLessThan(3 * 0.0027);
    expect(Math.abs(environments.idleMean / 5.897 - 1)).toBeLessThan(0.013);
    // About 1,200 lives, each with a standard deviation like its mean: 184 s.
    expect(Math.abs(environments.lifetimeMean_s - 6_391)).toBeLessThan(3 * 184);
  });

  it('at its limit: 1,000/s, warm 2.016 s, cold 2.163 s, limit 1,000, 1,000 s from empty', () => {
    const { json } = simulate(
      bare({
        duration: '1000s',
        account: { concurrency: 1_000, scaling: 'unlimited' },
        assumptions: { idleTimeout: '600s', reusePolicy: 'newest' },
        functions: { api: { duration: { exponential: '2016ms' }, coldDuration: { exponential: '2163ms' } } },
        sources: { web: { function: 'api', arrivals: 'poisson', rate: '1000/s' } },
      }),
    );
    const { throttledShare, coldStarts, ConcurrentExecutions } = json.functions['api']!;
    // Standard deviations of one run, taken from eight of them: 0.00088 and 0.030.
    expect(Math.abs(throttledShare - 0.5039)).toBeLessThan(3 * 0.00088);
    expect(Math.abs(ConcurrentExecutions.mean - 998.4)).toBeLessThan(3 * 0.03);
    expect(coldStarts).toBe(1_000);
  });
});

// https://github.com/davidmacc/lambda-scaling-simulator
describe('Lambda Scaling Simulator', () => {
  it('ten one-second steps to 150/s, cold 3,000 ms, warm 400 ms, 20 s: 2,325 requests, 126 cold, none throttled', () => {
    const stages = Array.from({ length: 10 }, (_, k) => ({ rate: `${15 * (k + 1)}/s`, for: '1s' }));
    const { json } = play(
      bare({
        duration: '20s',
        functions: { api: { duration: '400ms', coldDuration: '3s' } },
        sources: { web: { function: 'api', stages: [...stages, { rate: '150/s', for: '10s' }] } },
      }),
    );
    expect(json.sources['web']!.requests).toBe(2_325);
    expect(json.functions['api']).toMatchObject({ coldStarts: 126, Throttles: 0 });
  });

  it('500/s at once, cold 800 ms, warm 100 ms, 20 environments there, 30 s: 15,000 requests, 240 cold, peak 260', () => {
    const { json } = play(
      bare({
        duration: '30s',
        functions: { api: { duration: '100ms', coldDuration: '800ms', initialEnvironments: 20 } },
        sources: { web: { function: 'api', rate: '500/s' } },
      }),
    );
    expect(json.sources['web']!.requests).toBe(15_000);
    expect(json.functions['api']).toMatchObject({ coldStarts: 240, Throttles: 0 });
    expect(json.functions['api']!.environments.max).toBe(260);
    expect(json.functions['api']!.ConcurrentExecutions.max).toBe(260);
  });
});
