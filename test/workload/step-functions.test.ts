import { describe, expect, it } from 'vitest';
import { play, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** One execution at t = 0 of a state machine that calls a function of 1 s. */
function execution(flow: object, api: object = {}, stages: readonly object[] = [{ burst: 1 }]): Played {
  return play(
    bare({
      duration: '10m',
      functions: { api: { duration: '1s', ...api } },
      sources: { flow: { type: 'step-functions', function: 'api', stages, clients: null, ...flow } },
    }),
  );
}

describe('a task of Step Functions', () => {
  it('R5.11: is not tried again after a 429 by the default retrier', () => {
    const { rows, json } = execution({}, { reservedConcurrency: 0 });
    expect(rows.map(({ status, end_s, attempts }) => [status, end_s, attempts])).toEqual([['429', 0, 1]]);
    expect(json.sources['flow']!.failures.throttled).toBe(1);
  });

  it('R5.11: is tried again after 2, 4, 8 … 64 s where its client gives up: seven attempts in all', () => {
    const { rows } = execution({ clients: { timeout: '1s' } }, { duration: '5m' });
    // Given up at 1 s; tried at 3, 8, 17, 34, 67 and 132 s.
    expect(rows.map(({ status, start_s, end_s, attempts }) => [status, start_s, end_s, attempts])).toEqual([
      ['timeout', 132, 133, 7],
    ]);
  });

  it('R5.11: is not tried again after an error of the function', () => {
    const { rows } = execution({}, { errors: '100%' });
    expect(rows.map(({ status, end_s, attempts }) => [status, end_s, attempts])).toEqual([['200', 1, 1]]);
  });

  it('R5.11: is tried again after a 429 where its retrier names it', () => {
    const { rows } = execution({ retry: { on: [429, '5xx'] } }, { reservedConcurrency: 1 }, [{ burst: 2 }]);
    expect(rows.map(({ start_s, end_s, attempts }) => [start_s, end_s, attempts])).toEqual([
      [0, 1, 1],
      [2, 3, 2],
    ]);
  });

  it('R5.11: takes the same behaviour as preset cdk of any client', () => {
    const { rows } = play(
      bare({
        duration: '10m',
        functions: { api: { duration: '1s', reservedConcurrency: 0 } },
        sources: { sdk: { type: 'invoke', function: 'api', stages: [{ burst: 1 }], clients: { retry: 'cdk' } } },
      }),
    );
    expect(rows.map(({ status, attempts }) => [status, attempts])).toEqual([['429', 1]]);
  });
});

describe('a Map state', () => {
  it('runs its items a few at a time, and is served when all are', () => {
    const { json, rows } = execution({ map: { items: 10, maxConcurrency: 3 } });
    expect(rows).toMatchObject([{ status: '200', arrival_s: 0, start_s: 3, end_s: 4, attempts: 10 }]);
    expect(json.functions['api']).toMatchObject({ Invocations: 10, ConcurrentExecutions: { max: 3 } });
    expect(json.sources['flow']).toMatchObject({
      requests: 1,
      served: 1,
      attempts: 10,
      latency: { mean_ms: 4_000 },
      latencyParts: { retries_ms: 3_000, run_ms: 1_000 },
    });
  });

  it('runs 40 at a time where nothing is said, as an inline one does', () => {
    const { json, rows } = execution({ map: { items: 100 } });
    expect(rows[0]!.end_s).toBe(3);
    expect(json.functions['api']!.ConcurrentExecutions.max).toBe(40);
  });

  it('draws the number of its items, and each item for itself', () => {
    const stages = [{ rate: '1/s', for: '100s' }, { rate: '0/s' }];
    const { json } = execution({ map: { items: { uniform: [5, 15] } } }, { duration: { exponential: '1s' } }, stages);
    const flow = json.sources['flow']!;
    expect(flow.requests).toBe(100);
    // The mean of 10 with three standard errors: 3 x sqrt(10^2 / 12 / 100) = 0.87.
    expect(Math.abs(flow.attempts / 100 - 10)).toBeLessThan(0.9);
    // The longest of about ten exponential items takes about 2.9 of their means.
    expect(flow.latency.mean_ms).toBeGreaterThan(2_500);
    expect(flow.latency.mean_ms).toBeLessThan(3_300);
  });

  it('fails at once with the first item that does, and begins no others; what runs, runs on', () => {
    const { json, rows } = execution({ map: { items: 10, maxConcurrency: 5 } }, { reservedConcurrency: 2 });
    expect(rows).toMatchObject([{ status: '429', end_s: 0 }]);
    expect(json.functions['api']).toMatchObject({ Invocations: 2, Throttles: 3, Duration: { mean_ms: 1_000 } });
    expect(json.sources['flow']).toMatchObject({ failed: 1, failures: { throttled: 1 }, throttledShare: 1 });
    expect(json.unfinished).toEqual({ requests: 0, invocations: 0, queued: 0 });
  });

  it('tries an item again by its retrier while the others go on', () => {
    const { json, rows } = execution(
      { map: { items: 4, maxConcurrency: 4 }, retry: { on: [429] } },
      { reservedConcurrency: 2 },
    );
    // Two run from 0 to 1 s; the other two were refused, and are tried again at 2 s.
    expect(rows).toMatchObject([{ status: '200', start_s: 2, end_s: 3, attempts: 6 }]);
    expect(json.sources['flow']).toMatchObject({ attempts: 6, throttledAttempts: 2, throttledShare: 1, served: 1 });
  });

  it('drops the items that wait for a retry when another has failed', () => {
    const { json } = execution(
      { map: { items: 4, maxConcurrency: 4 }, retry: { on: [429], maxAttempts: 2, backoff: { base: '10s' } } },
      { reservedConcurrency: 2, errors: '100%' },
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 2, Throttles: 2 });
    expect(json.sources['flow']).toMatchObject({ requests: 1, failed: 1, failures: { error: 1 } });
  });

  it('ends at the very horizon', () => {
    const { json } = play(
      bare({
        duration: '4s',
        functions: { api: { duration: '1s' } },
        sources: {
          done: {
            type: 'step-functions',
            function: 'api',
            stages: [{ burst: 1 }],
            map: { items: 10, maxConcurrency: 3 },
          },
          open: {
            type: 'step-functions',
            function: 'api',
            stages: [{ burst: 1 }],
            map: { items: 5, maxConcurrency: 1 },
          },
        },
      }),
    );
    expect([json.sources['done']!.served, json.sources['open']!.served]).toEqual([1, 0]);
    expect(json.unfinished.requests).toBe(1);
  });
});
