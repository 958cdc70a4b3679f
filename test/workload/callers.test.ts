import { describe, expect, it } from 'vitest';
import { errorStatus, integrationTimeoutStatus, throttleStatus } from '../../src/workload/answer.ts';
import type { SourceType } from '../../src/workload/config.ts';
import { play, type Row } from '../support/play.ts';
import { bare, scenarioOf, syncSource } from '../support/scenario.ts';

const TYPES: readonly SourceType[] = ['invoke', 'function-url', 'alb', 'rest-api', 'http-api'];

/** `arrival: start to end status xattempts`. */
function story(rows: readonly Row[]): string[] {
  return rows.map(({ arrival_s, start_s, end_s, status, attempts }) => {
    return `${arrival_s}: ${start_s ?? '-'} to ${end_s ?? '-'} ${status}${attempts > 1 ? ` x${attempts}` : ''}`;
  });
}

/** One request of each kind of source to a function of its own. */
function answersTo(api: object, more: object = {}): Record<string, string> {
  const { rows } = play(
    bare({
      duration: '10m',
      functions: Object.fromEntries(TYPES.map((type) => [type, { duration: '1s', ...api }])),
      sources: Object.fromEntries(
        TYPES.map((type) => [type, { type, function: type, stages: [{ burst: 1 }], ...more }]),
      ),
    }),
  );
  return Object.fromEntries(rows.map(({ source, status, end_s }) => [source, `${status} after ${end_s} s`]));
}

describe('a synchronous call', () => {
  it('R5.1: is held until the function has run, and answered 200 even where the function failed', () => {
    const { rows, json } = play(
      bare({
        duration: '10s',
        functions: { good: { duration: '2s' }, bad: { duration: '3s', errors: '100%' } },
        sources: {
          a: { function: 'good', stages: [{ burst: 1 }] },
          b: { function: 'bad', stages: [{ burst: 1 }] },
        },
      }),
    );
    expect(story(rows)).toEqual(['0: 0 to 2 200', '0: 0 to 3 200']);
    // 200 is the answer; the header X-Amz-Function-Error makes it a failure.
    expect([json.sources['a']?.served, json.sources['b']?.served]).toEqual([1, 0]);
    expect(json.sources['b']?.failures).toEqual({ throttled: 0, error: 1, timeout: 0, other: 0 });
  });

  it('R5.2: is never tried again by Lambda itself', () => {
    const { json } = play(
      bare({
        duration: '1h',
        functions: { api: { duration: '1s', errors: '100%' }, none: { duration: '1s', reservedConcurrency: 0 } },
        sources: Object.fromEntries(
          TYPES.flatMap((type) => [
            [`${type} error`, { type, function: 'api', stages: [{ burst: 10 }] }],
            [`${type} throttle`, { type, function: 'none', stages: [{ burst: 10 }] }],
          ]),
        ),
      }),
    );
    for (const source of Object.values(json.sources))
      expect(source).toMatchObject({ requests: 10, attempts: 10, failed: 10 });
  });

  it('R5.3: is answered 429 at once where it is throttled', () => {
    const { rows } = play(
      bare({
        duration: '10s',
        account: { concurrency: 1 },
        functions: { api: { duration: '5s' } },
        sources: { web: { function: 'api', rate: '1/s' } },
      }),
    );
    expect(story(rows.slice(0, 6))).toEqual([
      '0: 0 to 5 200',
      '1: - to 1 429',
      '2: - to 2 429',
      '3: - to 3 429',
      '4: - to 4 429',
      '5: 5 to 10 200',
    ]);
  });

  it('R5.5: carries at most 6 MB; an ALB at most 1 MB', () => {
    const sized = (type: string, payload: string) => () =>
      bare({
        duration: '10s',
        functions: { api: { duration: '1s' } },
        sources: { web: { type, function: 'api', rate: '1/s', payload } },
      });
    expect(sized('invoke', '6MB')).not.toThrow();
    expect(sized('invoke', '6145KB')).toThrow('E_RANGE');
    expect(sized('alb', '1MB')).not.toThrow();
    expect(sized('alb', '1025KB')).toThrow('E_RANGE');
  });
});

describe('who stands in front of Lambda', () => {
  it('R5.9, R5.10: makes its own answer of a throttle', () => {
    expect(answersTo({ reservedConcurrency: 0 })).toEqual({
      invoke: '429 after 0 s',
      'function-url': '429 after 0 s',
      alb: '502 after 0 s',
      'rest-api': '500 after 0 s',
      'http-api': '500 after 0 s',
    });
  });

  it('R5.9: what an HTTP API answers to a throttle is a knob', () => {
    expect([500, 429, 503].map((status) => throttleStatus('http-api', status))).toEqual([500, 429, 503]);
    expect(throttleStatus('rest-api', 429)).toBe(500);
  });

  it('R5.9, R5.10: answers a function error 502; Invoke itself 200', () => {
    expect(answersTo({ errors: '100%' })).toEqual({
      invoke: '200 after 1 s',
      'function-url': '502 after 1 s',
      alb: '502 after 1 s',
      'rest-api': '502 after 1 s',
      'http-api': '502 after 1 s',
    });
  });

  it('R5.10: a function that times out is a function error to it', () => {
    expect(answersTo({ duration: '10s', timeout: '3s' })).toEqual({
      invoke: '200 after 3 s',
      'function-url': '502 after 3 s',
      alb: '502 after 3 s',
      'rest-api': '502 after 3 s',
      'http-api': '502 after 3 s',
    });
  });

  it('R5.9: REST gives up after 29 s with 504, HTTP after 30 s with 503', () => {
    expect(answersTo({ duration: '100s' })).toEqual({
      invoke: '200 after 100 s',
      'function-url': '200 after 100 s',
      alb: '200 after 100 s',
      'rest-api': '504 after 29 s',
      'http-api': '503 after 30 s',
    });
    expect([integrationTimeoutStatus('rest-api'), integrationTimeoutStatus('http-api')]).toEqual([504, 503]);
  });

  it('R5.9: exactly 29 s are still in time', () => {
    expect(answersTo({ duration: '29s' })['rest-api']).toBe('200 after 29 s');
    expect(answersTo({ duration: '29001ms' })['rest-api']).toBe('504 after 29 s');
  });

  it('R5.9: the function runs on, holds its environment and is billed', () => {
    const { json, record } = play(
      bare({
        duration: '10m',
        functions: { api: { duration: '100s' } },
        sources: { web: { type: 'rest-api', function: 'api', stages: [{ burst: 1 }] } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: 1, Errors: 0, occupied: { mean_ms: 100_000 } });
    expect(record.functions[0]?.billing[0]?.billed_ms).toBe(100_000);
    expect(json.sources['web']?.failures).toEqual({ throttled: 0, error: 0, timeout: 1, other: 0 });
  });

  it('R5.9: REST may wait 50 ms to 29 s, up to 300 s where AWS has raised it; HTTP 30 s at most', () => {
    const waiting = (type: string, integrationTimeout: string) => () =>
      bare({
        duration: '10s',
        functions: { api: { duration: '1s' } },
        sources: { web: { type, function: 'api', rate: '1/s', integrationTimeout } },
      });
    for (const fine of ['50ms', '29s', '300s']) expect(waiting('rest-api', fine), fine).not.toThrow();
    for (const wrong of ['49ms', '301s']) expect(waiting('rest-api', wrong), wrong).toThrow('E_RANGE');
    expect(waiting('http-api', '30s')).not.toThrow();
    expect(waiting('http-api', '31s')).toThrow('E_RANGE');
  });

  it("R5.10: function URL and ALB never try again, and the first answers with Lambda's own 429", () => {
    expect(TYPES.map((type) => [type, throttleStatus(type, 500), errorStatus(type)])).toEqual([
      ['invoke', 429, 200],
      ['function-url', 429, 502],
      ['alb', 502, 502],
      ['rest-api', 500, 502],
      ['http-api', 500, 502],
    ]);
    for (const type of ['function-url', 'alb', 'rest-api', 'http-api']) {
      const scenario = scenarioOf({
        duration: '10s',
        functions: { api: { duration: '1s' } },
        sources: { web: { type, function: 'api', rate: '1/s' } },
      });
      expect(syncSource(scenario, 0).clients.retry, type).toBeNull();
    }
  });
});

describe('a client', () => {
  const client = (clients: object, api: object = {}, web: object = {}) =>
    play(
      bare({
        duration: '10m',
        functions: { api: { duration: '10s', ...api } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }], clients, ...web } },
      }),
    );

  it('R5.13: that gives up does not stop the function', () => {
    const { rows, json } = client({ retry: 'none', timeout: '4s' });
    expect(story(rows)).toEqual(['0: 0 to 4 timeout']);
    expect(json.functions['api']).toMatchObject({ Invocations: 1, Errors: 0, Duration: { mean_ms: 10_000 } });
    expect(json.sources['web']).toMatchObject({
      failed: 1,
      failures: { timeout: 1 },
      failedLatency: { max_ms: 4_000 },
    });
  });

  it('R5.13: and tries again is served by a second environment while the first runs on', () => {
    const { rows, json } = client({
      timeout: '4s',
      retry: { maxAttempts: 3, on: ['timeout'], backoff: { base: '1s', factor: 1, jitter: 'none' } },
    });
    // Tried at 0, 5 and 10 s; given up at 14 s. The first environment is free at 10 s and serves the third.
    expect(story(rows)).toEqual(['0: 10 to 14 timeout x3']);
    expect(json.functions['api']).toMatchObject({
      Invocations: 3,
      ConcurrentExecutions: { max: 2 },
      environments: { created: 2 },
    });
  });

  it('R5.13: and tries again doubles what runs at the same time, and is served no sooner', () => {
    const concurrency = (clients: object): number => {
      const { json } = play(
        bare({
          duration: '110s',
          warmup: '10s',
          functions: { api: { duration: '2s' } },
          sources: { web: { function: 'api', rate: '10/s', clients } },
        }),
      );
      return json.functions['api']!.ConcurrentExecutions.mean;
    };
    const retry = { maxAttempts: 2, on: ['timeout'], backoff: { base: '0ms', jitter: 'none' } };
    // Little's law: 10/s x 2 s, and twice as many invocations of the same length.
    expect(concurrency({ retry: 'none' })).toBe(20);
    expect(concurrency({ timeout: '1s', retry })).toBe(40);
  });

  it('waits exactly its timeout', () => {
    expect(story(client({ retry: 'none', timeout: '10s' }).rows)).toEqual(['0: 0 to 10 200']);
  });

  it('behind a gateway learns of whichever comes first', () => {
    const web = { type: 'rest-api', integrationTimeout: '5s' };
    expect(story(client({ timeout: '4s' }, {}, web).rows)).toEqual(['0: 0 to 4 timeout']);
    expect(story(client({ timeout: '6s' }, {}, web).rows)).toEqual(['0: 0 to 5 504']);
  });

  it('latency runs from the first attempt to the final answer, and its parts add up', () => {
    const { rows, json } = play(
      bare({
        duration: '10m',
        account: { concurrency: 1 },
        assumptions: { platformOverhead: '250ms', idleTimeout: '1s' },
        functions: { api: { duration: '4s', init: '750ms' } },
        sources: {
          a: { function: 'api', stages: [{ burst: 1 }] },
          b: {
            function: 'api',
            stages: [{ pause: '1s' }, { burst: 1 }],
            clients: { retry: { maxAttempts: 5, backoff: { base: '1s', factor: 2, jitter: 'none' } } },
          },
        },
      }),
    );
    // b tries at 1, 2, 4 and 8 s. At 8 s the environment of a, idle since 5 s, is gone: another cold start.
    expect(story(rows)).toEqual(['0: 0 to 5 200', '1: 8 to 13 200 x4']);
    expect(json.sources['b']).toMatchObject({
      latency: { mean_ms: 12_000, max_ms: 12_000 },
      latencyParts: { retries_ms: 7_000, overhead_ms: 250, init_ms: 750, run_ms: 4_000 },
      throttledAttempts: 3,
      throttledShare: 1,
    });
  });

  it('that tries again has the same request to make: its service time stays', () => {
    const lengths = (blocked: boolean): number[] => {
      const { rows } = play(
        bare({
          duration: '5m',
          account: { concurrency: 5 },
          functions: { api: { duration: { uniform: ['1s', '9s'] } } },
          sources: {
            blocker: { function: 'api', stages: [{ burst: 5 }], duration: '10s', enabled: blocked },
            web: {
              function: 'api',
              stages: [{ pause: '1s' }, { burst: 5 }],
              clients: { retry: { maxAttempts: 2, backoff: { base: '20s', jitter: 'none' } } },
            },
          },
        }),
      );
      const web = rows.filter(({ source }) => source === 'web');
      expect(web.every(({ attempts }) => attempts === (blocked ? 2 : 1))).toBe(true);
      return web.map(({ start_s, end_s }) => Math.round((end_s! - start_s!) * 1e6));
    };
    expect(lengths(true)).toEqual(lengths(false));
    expect(new Set(lengths(false)).size).toBe(5);
  });

  it('an invocation that ends at the very horizon is finished', () => {
    const { json } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', rate: '1/s' } },
      }),
    );
    expect(json.sources['web']).toMatchObject({ requests: 10, served: 10 });
    expect(json.unfinished).toEqual({ requests: 0, invocations: 0, queued: 0 });
  });

  it('a request that has no answer at the horizon is a request and nothing else', () => {
    const { json, rows } = play(
      bare({
        duration: '10s',
        account: { concurrency: 1 },
        functions: { api: { duration: '7s' } },
        sources: {
          a: { function: 'api', stages: [{ burst: 1 }, { pause: '7s' }, { burst: 1 }] },
          b: {
            function: 'api',
            stages: [{ pause: '1s' }, { burst: 1 }],
            clients: { retry: { maxAttempts: 3, backoff: { base: '5s', factor: 2, jitter: 'none' } } },
          },
        },
      }),
    );
    expect(story(rows)).toEqual(['0: 0 to 7 200', '1: - to - unfinished x2', '7: 7 to - unfinished']);
    expect(json.sources['a']).toMatchObject({ requests: 2, served: 1, failed: 0 });
    expect(json.sources['b']).toMatchObject({ requests: 1, served: 0, failed: 0, attempts: 2, throttledAttempts: 2 });
    expect(json.unfinished).toEqual({ requests: 2, invocations: 1, queued: 0 });
  });

  it('without a rate of its own is silent where it is not enabled', () => {
    const { rows } = client({}, {}, { enabled: false });
    expect(rows).toEqual([]);
  });
});

describe('A-21: who tries again where nothing is said', () => {
  it('an SDK does, as sdk2026; callers over HTTP do not', () => {
    const attempts = (type: string): number => {
      const { json } = play(
        scenarioOf({
          duration: '1m',
          functions: { api: { duration: '1s', init: '0ms', reservedConcurrency: 0 } },
          sources: { web: { type, function: 'api', stages: [{ burst: 1 }] } },
        }),
      );
      return json.sources['web']!.attempts;
    };
    expect(TYPES.map(attempts)).toEqual([3, 1, 1, 1, 1]);
  });
});
