import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../src/des/random.ts';
import { MILLISECOND, SECOND } from '../../src/des/time.ts';
import { classOf } from '../../src/workload/answer.ts';
import type { Backoff, RetryConfig } from '../../src/workload/client-config.ts';
import { SDK_2026, SDK_STANDARD } from '../../src/workload/retry-presets.ts';
import { RetryPolicy } from '../../src/workload/retry.ts';
import { countBy, play, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

const stream = new Streams('1').stream('clients', 'web');

function policy(config: RetryConfig): RetryPolicy {
  return new RetryPolicy(config, stream);
}

function backingOff(backoff: Partial<Backoff>): RetryPolicy {
  const whole: Backoff = { base: 100 * MILLISECOND, factor: 2, cap: 20 * SECOND, jitter: 'none', ...backoff };
  return policy({
    maxAttempts: 10,
    on: { throttle: true, serverError: true, timeout: true },
    throttleBackoff: whole,
    transientBackoff: whole,
    tokens: null,
    budget: null,
  });
}

describe('back-off', () => {
  it('without jitter doubles from the base up to the cap', () => {
    const client = backingOff({ base: SECOND, cap: 6 * SECOND });
    expect([1, 2, 3, 4, 5].map((attempts) => client.wait('throttle', 7, attempts))).toEqual([
      1_000_000, 2_000_000, 4_000_000, 6_000_000, 6_000_000,
    ]);
  });

  it.each([
    ['full', 0, 1],
    ['equal', 0.5, 1],
  ] as const)('with %s jitter lies between %d and %d of that, and anywhere in between', (jitter, low, high) => {
    const client = backingOff({ jitter, base: SECOND });
    const waits = Array.from({ length: 4_000 }, (_, request) => client.wait('throttle', request, 1) / SECOND);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(low);
    expect(Math.max(...waits)).toBeLessThanOrEqual(high);
    const mean = waits.reduce((sum, wait) => sum + wait, 0) / 4_000;
    // Standard error at most 0.0046.
    expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(0.02);
  });

  it('is drawn for each request and attempt, whoever else tries again', () => {
    const client = backingOff({ jitter: 'full', base: SECOND });
    const alone = [client.wait('throttle', 3, 1), client.wait('throttle', 3, 2)];
    const among = [1, 2, 3, 4].map((request) => [1, 2].map((attempts) => client.wait('throttle', request, attempts)));
    expect(among[2]).toEqual(alone);
    expect(new Set(among.flat()).size).toBe(8);
  });

  it('never leaves its bounds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('none' as const, 'full' as const, 'equal' as const),
        fc.integer({ min: 1, max: 10 * SECOND }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 30 * SECOND }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(1_000),
        (jitter, base, factor, cap, attempts, request) => {
          const wait = backingOff({ jitter, base, factor, cap }).wait('timeout', request, attempts);
          const full = Math.min(cap, base * factor ** (attempts - 1));
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeLessThanOrEqual(Math.round(full));
          expect(wait).toBeGreaterThanOrEqual(jitter === 'full' ? 0 : Math.floor(jitter === 'equal' ? full / 2 : full));
        },
      ),
    );
  });
});

describe('the SDKs of 2026', () => {
  it('R5.6: three attempts in all', () => {
    const client = policy(SDK_2026);
    expect([1, 2, 3].map((attempts) => client.mayRetry('throttle', attempts))).toEqual([true, true, false]);
  });

  it('R5.6: full jitter over min(20 s, base × 2^k), base 1 s after a throttle and 50 ms after other failures', () => {
    const most = (answer: 'throttle' | 'serverError' | 'timeout', attempts: number): number => {
      const waits = Array.from({ length: 2_000 }, (_, request) => policy(SDK_2026).wait(answer, request, attempts));
      return Math.max(...waits) / MILLISECOND;
    };
    for (const [answer, attempts, bound] of [
      ['throttle', 1, 1_000],
      ['throttle', 2, 2_000],
      ['throttle', 6, 20_000],
      ['serverError', 1, 50],
      ['serverError', 2, 100],
      ['timeout', 1, 50],
    ] as const) {
      expect(most(answer, attempts)).toBeLessThanOrEqual(bound);
      expect(most(answer, attempts)).toBeGreaterThan(0.99 * bound);
    }
  });

  it('R5.6: 500 tokens; a throttling retry costs 5, any other 14; who cannot pay does not try again', () => {
    const throttled = policy(SDK_2026);
    const paid = Array.from({ length: 101 }, (_, request) => throttled.wait('throttle', request, 1) >= 0);
    expect(paid.filter(Boolean)).toHaveLength(100);
    expect(paid[100]).toBe(false);
    const failing = policy(SDK_2026);
    // 35 × 14 = 490; the 36th finds 10.
    const transient = Array.from({ length: 36 }, (_, request) => failing.wait('serverError', request, 1) >= 0);
    expect(transient.indexOf(false)).toBe(35);
    // A throttling retry is cheaper and can still be paid, twice.
    expect([1, 2, 3].map((request) => failing.wait('throttle', request, 1) >= 0)).toEqual([true, true, false]);
  });

  it('R5.6: a success gives back what its retry cost, a first success one token, and never more than 500', () => {
    const client = policy(SDK_2026);
    for (let request = 0; request < 100; request++) client.wait('throttle', request, 1);
    expect(client.wait('throttle', 100, 1)).toBe(-1);
    for (let n = 0; n < 4; n++) client.earn(1);
    expect(client.wait('throttle', 100, 1)).toBe(-1);
    client.earn(1);
    expect(client.wait('throttle', 100, 1)).toBeGreaterThanOrEqual(0);
    client.earn(client.cost('throttle'));
    expect(client.wait('throttle', 101, 1)).toBeGreaterThanOrEqual(0);
    client.earn(10_000);
    let paid = 0;
    while (client.wait('throttle', 200 + paid, 1) >= 0) paid++;
    expect(paid).toBe(100);
  });

  it('R5.6: from end to end: of 200 throttled calls 100 try again, for 500 tokens', () => {
    const { json, rows } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '1s', reservedConcurrency: 0 } },
        sources: { web: { function: 'api', stages: [{ burst: 200 }], clients: {} } },
      }),
    );
    expect(json.sources['web']).toMatchObject({ requests: 200, attempts: 300, failures: { throttled: 200 } });
    expect(countBy(rows, ({ attempts }) => String(attempts))).toEqual({ 1: 100, 2: 100 });
  });

  it('R5.6: each source is one client with a bucket of its own', () => {
    const { json } = play(
      bare({
        duration: '60s',
        functions: { api: { duration: '10ms' }, stopped: { duration: '1s', reservedConcurrency: 0 } },
        sources: {
          web: { function: 'stopped', stages: [{ burst: 100 }, { pause: '30s' }, { burst: 1 }], clients: {} },
          other: { function: 'api', rate: '100/s', clients: {} },
        },
      }),
    );
    // The 6,000 successes of `other` pay nothing for `web`.
    expect(json.sources['web']).toMatchObject({ requests: 101, attempts: 201 });
    expect(json.sources['other']).toMatchObject({ served: 6_000, attempts: 6_000 });
  });

  it('R5.6: from end to end: what succeeds at first earns a token for those who try again', () => {
    const { json } = play(
      bare({
        duration: '2m',
        account: { concurrency: 150 },
        functions: { api: { duration: '30s' } },
        sources: {
          // 150 start; 100 others spend the bucket at once; at 30 s 150 successes earn 150 tokens, enough for 30 retries.
          web: { function: 'api', stages: [{ burst: 250 }, { pause: '30001ms' }, { burst: 200 }], clients: {} },
        },
      }),
    );
    // At 30 s 150 start again and 50 are throttled: 30 of them, and nobody else, can pay for a retry.
    expect(json.sources['web']).toMatchObject({ requests: 450, served: 300, attempts: 450 + 100 + 30 });
  });
});

describe('the SDKs before 2026', () => {
  it('R5.7: three attempts, base 1 s for every class, cap 20 s, full jitter; 5 tokens a retry, 10 after a timeout', () => {
    const client = policy(SDK_STANDARD);
    expect([1, 2, 3].map((attempts) => client.mayRetry('serverError', attempts))).toEqual([true, true, false]);
    expect(['throttle', 'serverError', 'timeout'].map((answer) => client.cost(answer as 'timeout'))).toEqual([
      5, 5, 10,
    ]);
    const waits = Array.from({ length: 50 }, (_, request) => client.wait('timeout', request, 2));
    expect(waits.every((wait) => wait >= 0 && wait <= 2 * SECOND)).toBe(true);
    expect(client.wait('throttle', 99, 1)).toBe(-1);
  });
});

describe('what is tried again', () => {
  it('R5.8: 429 is a throttle, 5xx is transient, a function error answered 200 is nothing to retry', () => {
    expect([429, 500, 502, 503, 504].map(classOf)).toEqual([
      'throttle',
      'serverError',
      'serverError',
      'serverError',
      'serverError',
    ]);
    expect(classOf(200)).toBeNull();
  });

  it('R5.4: other refusals of Lambda are not tried again: 400 to 415', () => {
    expect([400, 402, 404, 408, 409, 410, 413, 415].map(classOf)).toEqual(Array<null>(8).fill(null));
  });

  it('R5.8: an SDK does not retry a function error', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '1s', errors: '100%' } },
        sources: { web: { function: 'api', rate: '1/s', clients: { retry: 'sdk2026' } } },
      }),
    );
    expect(json.sources['web']).toMatchObject({ requests: 10, attempts: 10, failures: { error: 10 } });
  });

  it.each([
    [['429'], { throttled: 3, failing: 1, slow: 1 }],
    [['5xx'], { throttled: 1, failing: 3, slow: 1 }],
    [['timeout'], { throttled: 1, failing: 1, slow: 3 }],
    [['429', '5xx', 'timeout'], { throttled: 3, failing: 3, slow: 3 }],
  ])('on %j: attempts of a throttled, a failing and a slow call are %j', (on, expected) => {
    const retry = { maxAttempts: 3, on: on.map((each) => (each === '429' ? 429 : each)), backoff: { base: '10ms' } };
    const source = { type: 'function-url', stages: [{ burst: 1 }], clients: { retry, timeout: '5s' } };
    const { json } = play(
      bare({
        duration: '1m',
        functions: {
          throttled: { duration: '1s', reservedConcurrency: 0 },
          failing: { duration: '1s', errors: '100%' },
          slow: { duration: '6s' },
        },
        sources: {
          throttled: { ...source, function: 'throttled' },
          failing: { ...source, function: 'failing' },
          slow: { ...source, function: 'slow' },
        },
      }),
    );
    const attempts = Object.fromEntries(Object.entries(json.sources).map(([name, source]) => [name, source.attempts]));
    expect(attempts).toEqual(expected);
  });
});

describe('a retry budget', () => {
  const outage = (budget: string | null, healthy: number): Played => {
    const retry = { maxAttempts: 4, on: [429], budget, backoff: { base: '1ms', factor: 1, jitter: 'none' } };
    return play(
      bare({
        duration: '10m',
        account: { concurrency: 1 },
        functions: { api: { duration: '100ms' } },
        sources: {
          // Alone it is served; beside the hog, which holds the only environment, it is not.
          web: {
            function: 'api',
            stages: [{ rate: '5/s', for: `${String(healthy / 5)}s` }, { burst: 500 }, { rate: '0/s' }],
            clients: { retry },
          },
          hog: { function: 'api', duration: '1m', stages: [{ pause: `${String(healthy / 5)}s` }, { burst: 1 }] },
        },
      }),
    );
  };

  it('lets retries be no more than its share of the requests', () => {
    const { requests, attempts } = outage('10%', 2.5).json.sources['web']!;
    expect([requests, attempts - requests]).toEqual([503, 50]);
  });

  it('saves up a hundred retries at most', () => {
    const { requests, attempts } = outage('10%', 2_000).json.sources['web']!;
    // The healthy time allows 200, of which 100 are kept; the requests of the outage add one for every ten.
    expect(requests).toBe(2_500);
    expect(attempts - requests).toBe(149);
  });

  it('is not there where nothing is said', () => {
    const { requests, attempts } = outage(null, 2.5).json.sources['web']!;
    expect(attempts - requests).toBeGreaterThan(3 * 490);
  });
});
