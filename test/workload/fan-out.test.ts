import { describe, expect, it } from 'vitest';
import { waitingLines } from '../../src/report/terminal/waiting.ts';
import type { FunctionResult } from '../../src/result/run-result.ts';
import { simulate } from '../../src/simulate.ts';
import { logged } from '../support/logged.ts';
import { countBy, play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

interface Parts {
  readonly functions: Readonly<Record<string, object>>;
  /** Keys of the source `web`, which sends to `a`. */
  readonly web?: object;
  readonly sources?: Readonly<Record<string, object>>;
  readonly duration?: string;
  readonly warmup?: string;
  readonly account?: object;
  readonly assumptions?: object;
}

/** Ten seconds of ten requests a second to function `a`, where nothing else is said. */
function scenarioOf({ functions, web = { rate: '10/s' }, sources, duration = '10s', ...rest }: Parts) {
  return bare({ duration, ...rest, functions, sources: sources ?? { web: { function: 'a', ...web } } });
}

function played(parts: Parts): Played {
  return play(scenarioOf(parts));
}

function of({ json }: Played, name: string): FunctionResult {
  return json.functions[name]!;
}

/** One request at t = 0. */
const ONE = { stages: [{ burst: 1 }] };

/** How the one request was answered, and after how many ms. */
function answer({ rows }: Played): string {
  const [{ status, arrival_s, end_s }] = rows as [(typeof rows)[number]];
  return `${status} ${String(Math.round((end_s! - arrival_s) * 1e6) / 1e3)}`;
}

describe('a handler that waits for another function', () => {
  it('takes its own time and that of the callee, is billed for both, and holds its unit of concurrency', () => {
    const run = played({
      functions: { a: { duration: '100ms', calls: [{ function: 'b' }] }, b: { duration: '200ms' } },
      web: { rate: '10/s' },
      duration: '100s',
    });
    expect(of(run, 'a').Duration).toMatchObject({ mean_ms: 300, p50_ms: 300, max_ms: 300 });
    expect(of(run, 'b').Duration).toMatchObject({ mean_ms: 200, max_ms: 200 });
    expect([of(run, 'a').Invocations, of(run, 'b').Invocations]).toEqual([1_000, 999]);
    // 10/s × 0.3 s and × 0.2 s; the last three are cut off by the end of the run.
    expect(of(run, 'a').ConcurrentExecutions).toMatchObject({ max: 3 });
    expect(of(run, 'a').ConcurrentExecutions.mean).toBeCloseTo(3, 1);
    expect(of(run, 'b').ConcurrentExecutions.mean).toBeCloseTo(2, 1);
    expect(of(run, 'a').waiting).toEqual({
      share: expect.closeTo(2 / 3, 10) as number,
      concurrency: expect.closeTo(2, 1) as number,
      callees: { b: expect.closeTo(2 / 3, 10) as number },
    });
    expect(run.json.sources['web']!.latency).toMatchObject({ mean_ms: 300, max_ms: 300 });
    const { billing } = run.record.functions[0]!;
    expect(billing[0]).toMatchObject({ requests: 1_000, billed_ms: 300 * 998 });
  });

  it('three deep: everybody waits for everybody below', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b' }] },
        b: { duration: '200ms', calls: [{ function: 'c' }] },
        c: { duration: '400ms' },
      },
      web: ONE,
    });
    expect(['a', 'b', 'c'].map((name) => of(run, name).Duration.max_ms)).toEqual([700, 600, 400]);
    expect(answer(run)).toBe('200 700');
  });

  it('goes through the entries in order; the calls of one are made at once', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b', count: 5 }, { function: 'c' }] },
        b: { duration: '200ms' },
        c: { duration: '50ms' },
      },
      web: ONE,
    });
    expect(of(run, 'a').Duration.max_ms).toBe(350);
    expect(of(run, 'b')).toMatchObject({ Invocations: 5, ConcurrentExecutions: { max: 5 } });
    expect(of(run, 'a').waiting!.callees).toEqual({ b: 200 / 350, c: 50 / 350 });
  });

  it('waits for the slowest of them: with five exponential ones for their maximum', () => {
    const run = played({
      functions: {
        a: { duration: '0ms', calls: [{ function: 'b', count: 5 }] },
        b: { duration: { exponential: '100ms' } },
      },
      web: { rate: '50/s' },
      duration: '200s',
    });
    // 100 ms × (1 + 1/2 + 1/3 + 1/4 + 1/5) = 228.3 ms; sd of the mean of 10,000: 1.2 ms.
    expect(Math.abs(of(run, 'a').Duration.mean_ms - 228.33)).toBeLessThan(4 * 1.21);
  });

  it('calls with a probability, one draw an invocation', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b', count: 2, probability: '25%' }] },
        b: { duration: '200ms' },
      },
      web: { rate: '40/s' },
      duration: '100s',
    });
    const durations = countBy(run.rows, ({ arrival_s, end_s }) => String(Math.round((end_s! - arrival_s) * 1e3)));
    expect(
      Object.keys(durations)
        .filter((ms) => ms !== 'NaN' && !ms.startsWith('-'))
        .sort(),
    ).toEqual(['100', '300']);
    // 4,000 × 25 %, sd 27.4.
    expect(Math.abs(of(run, 'b').Invocations / 2 - 1_000)).toBeLessThan(110);
  });

  it('starts cold like any other: Init and overhead of the callee are waited for', () => {
    const run = played({
      functions: { a: { duration: '100ms', calls: [{ function: 'b' }] }, b: { duration: '200ms', init: '300ms' } },
      web: ONE,
      assumptions: { platformOverhead: '10ms' },
    });
    // a: 10 ms of overhead, then 100 + (10 + 300 + 200).
    expect(of(run, 'a').Duration.max_ms).toBe(610);
    expect(answer(run)).toBe('200 620');
    expect(of(run, 'b')).toMatchObject({ coldStarts: 1, Duration: { max_ms: 200 } });
  });

  it('R5.6: tries a throttled call again, by sdk2026, and waits for that, too', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b', count: 2 }] },
        b: { duration: '10ms', reservedConcurrency: 1 },
      },
      web: ONE,
    });
    expect(of(run, 'b')).toMatchObject({ Invocations: 2, Throttles: 1 });
    const { max_ms } = of(run, 'a').Duration;
    // The throttled one waits up to 1 s and then takes 10 ms.
    expect(max_ms).toBeGreaterThan(110);
    expect(max_ms).toBeLessThan(100 + 1_000 + 10);
    expect(answer(run)).toBe(`200 ${String(max_ms)}`);
  });

  it('R5.6: fails when all three attempts are throttled', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b' }] },
        b: { duration: '10ms', reservedConcurrency: 0 },
      },
      web: ONE,
    });
    expect(of(run, 'b')).toMatchObject({ Invocations: 0, Throttles: 3 });
    expect(of(run, 'a')).toMatchObject({ Errors: 1 });
    expect(of(run, 'a').Duration.max_ms).toBeGreaterThan(100);
    expect(run.json.sources['web']).toMatchObject({ served: 0, failures: { error: 1 } });
  });

  it('R5.6: the bucket of retry tokens is the calling function’s: 100 throttling retries, and it is empty', () => {
    const run = played({
      functions: {
        a: { duration: '0ms', calls: [{ function: 'b' }] },
        b: { duration: '10ms', reservedConcurrency: 0 },
      },
      web: { stages: [{ burst: 300 }] },
      duration: '60s',
    });
    // 500 tokens at 5 each: 300 first attempts and 100 retries.
    expect(of(run, 'b').Throttles).toBe(400);
    expect(of(run, 'a').Errors).toBe(300);
  });

  it('R5.8: a function error of the callee is not tried again, and makes the handler fail', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b' }, { function: 'c' }] },
        b: { duration: '200ms', errors: '100%' },
        c: { duration: '1s' },
      },
      web: ONE,
    });
    expect(of(run, 'b')).toMatchObject({ Invocations: 1, Errors: 1 });
    expect(of(run, 'c').Invocations).toBe(0);
    expect(of(run, 'a')).toMatchObject({ Errors: 1, Duration: { max_ms: 300 } });
    // R5.1: Invoke answers a function error with 200.
    expect(answer(run)).toBe('200 300');
    expect(run.json.sources['web']).toMatchObject({ served: 0, failures: { error: 1 } });
  });

  it('fails with the first call that does; those at its side run on', () => {
    const run = played({
      functions: {
        a: { duration: '0ms', calls: [{ function: 'b', count: 2 }] },
        b: { duration: { empirical: ['100ms', '900ms'] }, errors: '100%' },
      },
      web: { rate: '20/s' },
      duration: '20s',
    });
    const { p50_ms, max_ms } = of(run, 'a').Duration;
    expect([p50_ms, max_ms]).toEqual([expect.closeTo(100, 0) as number, 900]);
    // Three in four have a quick one among the two.
    expect(of(run, 'a').Duration.mean_ms).toBeLessThan(400);
    expect(of(run, 'b').Invocations).toBe(2 * 400);
  });

  it('does not call when it fails by itself', () => {
    const run = played({
      functions: { a: { duration: '100ms', errors: '100%', calls: [{ function: 'b' }] }, b: { duration: '200ms' } },
      web: ONE,
    });
    expect(of(run, 'a')).toMatchObject({ Errors: 1, Duration: { max_ms: 100 } });
    expect(of(run, 'b').Invocations).toBe(0);
  });
});

describe('the timeout of a handler that waits', () => {
  const functions = {
    a: { duration: '100ms', timeout: '1s', calls: [{ function: 'b' }] },
    b: { duration: '2s' },
  };

  it('R3.9, R3.10: it ends at its timeout exactly, its environment is reset, and the callee runs on', () => {
    const run = played({ functions, web: { stages: [{ burst: 1 }, { pause: '3s' }, { burst: 1 }] } });
    expect(of(run, 'a')).toMatchObject({ Invocations: 2, Errors: 2, Duration: { max_ms: 1_000 } });
    expect(of(run, 'b')).toMatchObject({ Invocations: 2, Errors: 0, Duration: { max_ms: 2_000 } });
    expect(run.rows.map(({ status, end_s }) => `${status} ${String(end_s)}`)).toEqual(['200 1', '200 4']);
    expect(run.json.sources['web']!.failures).toMatchObject({ timeout: 2 });
    expect(run.record.functions[0]!.billing[0]).toMatchObject({ billed_ms: 2_000 });
  });

  it('R3.10: the next invocation runs Init again inside itself, and waits only for what is left', () => {
    const run = played({
      functions: { ...functions, a: { ...functions.a, init: '150ms', memorySize: 1_769, timeout: '1s' } },
      web: { stages: [{ burst: 1 }, { pause: '3s' }, { burst: 1 }] },
    });
    const texts = logged(
      scenarioOf({
        functions: { ...functions, a: { ...functions.a, init: '150ms', memorySize: 1_769 } },
        web: { stages: [{ burst: 1 }, { pause: '3s' }, { burst: 1 }] },
      }),
    ).logs.get('a')!;
    expect(
      texts.filter((line) => line.startsWith('REPORT')).map((line) => /\tDuration: ([\d.]+)/.exec(line)![1]),
    ).toEqual(['1000.00', '1000.00']);
    expect(run.rows.map(({ end_s }) => end_s)).toEqual([1.15, 4]);
  });

  it('is in time when the answer comes at that very moment', () => {
    const run = played({ functions: { ...functions, b: { duration: '900ms' } }, web: ONE });
    expect(of(run, 'a')).toMatchObject({ Errors: 0, Duration: { max_ms: 1_000 } });
  });

  it('R3.10: nobody tries a call again for a handler that has ended', () => {
    const run = played({
      functions: {
        a: { duration: '999ms', timeout: '1s', calls: [{ function: 'b', count: 40 }] },
        b: { duration: '10ms', reservedConcurrency: 0 },
      },
      web: ONE,
    });
    // Forty waits of up to a second: hardly one ends within the millisecond that is left.
    expect(of(run, 'b').Throttles).toBeLessThan(43);
    expect(of(run, 'a')).toMatchObject({ Errors: 1, Duration: { max_ms: 1_000 } });
  });
});

describe('who waits for such a function', () => {
  const functions = { a: { duration: '100ms', calls: [{ function: 'b' }] }, b: { duration: '2s' } };

  it('R5.13: a client that gives up settles its request; the function runs on, and the client may try again', () => {
    const retry = { maxAttempts: 2, on: ['timeout'], backoff: { base: '500ms', jitter: 'none' } };
    const run = played({ functions, web: { ...ONE, clients: { timeout: '1s', retry } } });
    expect(run.rows).toMatchObject([{ status: 'timeout', attempts: 2, end_s: 2.5 }]);
    expect(of(run, 'a')).toMatchObject({ Invocations: 2, Errors: 0, Duration: { max_ms: 2_100 } });
    expect(run.json.sources['web']!.failures).toMatchObject({ timeout: 1 });
  });

  it('R5.9: a gateway gives up at its integration timeout', () => {
    const run = played({ functions, web: { type: 'rest-api', integrationTimeout: '1500ms', ...ONE } });
    expect(answer(run)).toBe('504 1500');
    expect(of(run, 'a').Duration.max_ms).toBe(2_100);
  });

  it('R5.9: an authorizer may wait for a function, too', () => {
    const run = played({
      functions: { ...functions, key: { duration: '50ms', calls: [{ function: 'c' }] }, c: { duration: '150ms' } },
      web: { type: 'rest-api', authorizer: { function: 'key' }, ...ONE },
    });
    // (50 + 150) + (100 + 2,000).
    expect(answer(run)).toBe('200 2300');
  });

  it('R5.13: a client that goes away while the authorizer waits does not keep the gateway from the function', () => {
    const run = played({
      functions: { ...functions, key: { duration: '50ms', calls: [{ function: 'c' }] }, c: { duration: '150ms' } },
      web: { type: 'rest-api', authorizer: { function: 'key' }, clients: { timeout: '100ms' }, ...ONE },
    });
    expect(answer(run)).toBe('timeout 100');
    expect(of(run, 'a')).toMatchObject({ Invocations: 1, Duration: { max_ms: 2_100 } });
  });

  it('R5.11: the items of a Map state', () => {
    const run = played({
      functions,
      web: { type: 'step-functions', map: { items: 3, maxConcurrency: 2 }, ...ONE },
    });
    expect(answer(run)).toBe('200 4200');
    expect(of(run, 'a')).toMatchObject({ Invocations: 3, ConcurrentExecutions: { max: 2 } });
  });

  it('R6.1, R6.3: the queue of asynchronous events: a failure of the callee is tried again', () => {
    const run = played({
      functions: { a: { duration: '100ms', calls: [{ function: 'b' }] }, b: { duration: '2s', errors: '100%' } },
      sources: { uploads: { type: 's3', function: 'a', ...ONE } },
      duration: '10m',
    });
    expect(of(run, 'a')).toMatchObject({ Invocations: 3, Errors: 3, Duration: { max_ms: 2_100 } });
    expect(of(run, 'a').asyncEvents).toMatchObject({ dropped: { RetriesExhausted: 1 }, running: 0, queued: 0 });
    // 35 ms + 2.1 s, 1 min + 2.1 s, 2 min + 2.1 s.
    expect(run.rows).toMatchObject([{ status: 'RetriesExhausted', end_s: 186.335 }]);
  });

  it('R6.7: and its success goes to its destination when it ends', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b' }], onSuccess: { to: 'c' } },
        b: { duration: '2s' },
        c: { duration: '1s' },
      },
      sources: { uploads: { type: 's3', function: 'a', ...ONE } },
      duration: '10s',
    });
    expect(run.rows).toMatchObject([{ status: '200', end_s: 2.135 }]);
    expect(series(run.record, 'functions.c', 'Invocations')).toEqual([NaN, NaN, 1]);
  });

  it('R1.15, R3.8: extensions go on after the answer, and hold the environment', () => {
    const run = played({
      functions: { a: { ...functions.a, extensions: { postInvoke: '500ms', external: 1 } }, b: functions.b },
      web: ONE,
    });
    expect(answer(run)).toBe('200 2100');
    expect(of(run, 'a')).toMatchObject({
      Duration: { max_ms: 2_600 },
      PostRuntimeExtensionsDuration: { max_ms: 500 },
    });
  });
});

describe('a handler that calls asynchronously', () => {
  const functions = {
    a: { duration: '100ms', calls: [{ function: 'b', mode: 'async', count: 3 }] },
    b: { duration: '1s' },
  };

  it('R6.1: adds nothing to its Duration; the events come a moment later', () => {
    const run = played({ functions, web: ONE });
    expect(of(run, 'a').Duration.max_ms).toBe(100);
    expect(of(run, 'a').waiting).toBeUndefined();
    expect(answer(run)).toBe('200 100');
    expect(of(run, 'b')).toMatchObject({ Invocations: 3, AsyncEventsReceived: 3, AsyncEventAge: { max_ms: 35 } });
  });

  it('the tree of a request is complete when all that it set going has ended', () => {
    const run = played({ functions, web: ONE });
    // 100 ms, 35 ms until the poller has the events, 1 s.
    expect(run.json.sources['web']!.completion).toMatchObject({ mean_ms: 1_135, max_ms: 1_135, unfinished: 0 });
  });

  it('at any depth: retries, further calls and destinations included', () => {
    const run = played({
      functions: {
        a: { duration: '100ms', calls: [{ function: 'b' }] },
        b: { duration: '100ms', calls: [{ function: 'c', mode: 'async' }] },
        c: { duration: '1s', onSuccess: { to: 'd' } },
        d: { duration: '3s', errors: '100%', maximumRetryAttempts: 1 },
      },
      web: ONE,
      duration: '10m',
    });
    // 0.2 s; 35 ms + 1 s; 35 ms + 3 s, a minute, 3 s.
    expect(run.json.sources['web']!.completion).toMatchObject({ max_ms: 200 + 1_035 + 3_035 + 60_000 + 3_000 });
    expect(run.json.sources['web']!.latency.max_ms).toBe(200);
  });

  it('what has not ended is unfinished, and stands in no time', () => {
    const run = played({ functions, web: { rate: '1/s' }, duration: '10s' });
    expect(run.json.sources['web']!.completion).toMatchObject({ max_ms: 1_135, unfinished: 1 });
    expect(run.record.sources[0]!.completion!.times.count).toBe(9);
  });

  it('is an objective, by all runs together', () => {
    const asked = bare({
      duration: '60s',
      functions: {
        api: { duration: '100ms', calls: [{ function: 'mail', mode: 'async' }] },
        mail: { duration: '1s' },
      },
      sources: { web: { function: 'api', rate: '1/s' } },
      objectives: [
        { on: 'web', expr: 'p(99) completion < 1s' },
        { on: 'web', expr: 'mean completion < 2s' },
        { on: 'web', expr: 'p(99) latency < 1s' },
      ],
    });
    // 100 ms, 35 ms until Lambda's queue lets an event out, one second.
    const { objectives, verdict } = simulate({ ...asked, runs: 2 }).json;
    expect(objectives.map(({ ok }) => ok)).toEqual([false, true, true]);
    expect(objectives[0]!.value! / 1_135).toBeCloseTo(1, 2);
    expect(objectives[1]!.value).toBe(1_135);
    expect(verdict).toMatch(/^web has a p\(99\) completion of 1\.1\d s \(objective < 1s\)/);
  });

  it('a source with nothing asynchronous behind it has no completion time', () => {
    const run = played({ functions: { a: { duration: '1s', calls: [{ function: 'b' }] }, b: { duration: '1s' } } });
    expect(run.json.sources['web']!.completion).toBeUndefined();
  });

  it('a request of asynchronous events has one as well', () => {
    const run = played({ functions, sources: { uploads: { type: 's3', function: 'a', ...ONE } } });
    expect(run.json.sources['uploads']!.completion).toMatchObject({ max_ms: 35 + 100 + 35 + 1_000 });
  });
});

describe('a loop of functions', () => {
  it('R9.9, R11.21: comes back to a function 16 times; the next invocation is dropped', () => {
    const run = played({
      functions: { a: { duration: '10ms', calls: [{ function: 'a', mode: 'async' }] } },
      web: { rate: '1/s' },
      duration: '20s',
      warmup: '5s',
    });
    const fn = of(run, 'a');
    expect(fn.RecursiveInvocationsDropped).toBe(15);
    expect(fn.asyncEvents!.dropped.RecursiveInvocation).toBe(15);
    expect(series(run.record, 'functions.a', 'RecursiveInvocationsDropped').filter((count) => count > 0)).toHaveLength(
      20,
    );
    const single = played({
      functions: { a: { duration: '10ms', calls: [{ function: 'a', mode: 'async' }] } },
      web: ONE,
    });
    expect(of(single, 'a')).toMatchObject({ Invocations: 17, RecursiveInvocationsDropped: 1 });
    expect(single.json.sources['web']!.completion!.max_ms).toBe(17 * 10 + 16 * 35);
  });

  it('R9.9: each function of it counts for itself, and a dead-letter queue gets what is dropped', () => {
    const run = played({
      functions: {
        a: { duration: '10ms', calls: [{ function: 'b', mode: 'async' }], deadLetter: { type: 'sqs' } },
        b: { duration: '10ms', calls: [{ function: 'a', mode: 'async' }] },
      },
      web: ONE,
    });
    expect(of(run, 'a')).toMatchObject({
      Invocations: 17,
      RecursiveInvocationsDropped: 1,
      asyncEvents: { deadLettered: 1 },
    });
    expect(of(run, 'b')).toMatchObject({ Invocations: 17, RecursiveInvocationsDropped: 0 });
  });

  it('R9.9: Lambda answers a synchronous call in a loop with 400, which is not tried again', () => {
    const run = played({
      functions: {
        a: { duration: '10ms', calls: [{ function: 'b', mode: 'sync' }] },
        b: { duration: '10ms', calls: [{ function: 'a', probability: '99.999999%' }] },
      },
      web: ONE,
    });
    expect(of(run, 'a')).toMatchObject({ Invocations: 17, Errors: 17, RecursiveInvocationsDropped: 1 });
    expect(of(run, 'b')).toMatchObject({ Invocations: 17, Errors: 17 });
    expect(run.json.sources['web']).toMatchObject({ served: 0, failures: { error: 1 } });
  });

  it('has no such metric where nothing comes back', () => {
    const run = played({
      functions: { a: { duration: '1s', calls: [{ function: 'b', mode: 'async' }] }, b: { duration: '1s' } },
    });
    expect(of(run, 'a').RecursiveInvocationsDropped).toBeUndefined();
  });
});

describe('chance', () => {
  const functions = {
    a: {
      duration: { exponential: '50ms' },
      calls: [{ function: 'b', count: { uniform: [0, 4] }, probability: '60%' }],
    },
    b: { duration: { exponential: '80ms' }, errors: '5%', calls: [{ function: 'c', mode: 'async' }] },
    c: { duration: { exponential: '200ms' } },
  };

  it('belongs to the request at the root: who else is there changes nothing', () => {
    const alone = played({ functions, sources: { web: { function: 'a', rate: '10/s', arrivals: 'poisson' } } });
    const crowd = played({
      functions: { ...functions, another: { duration: '1s', calls: [{ function: 'more' }] }, more: { duration: '1s' } },
      sources: {
        web: { function: 'a', rate: '10/s', arrivals: 'poisson' },
        other: { function: 'another', rate: '5/s' },
      },
    });
    expect(crowd.rows.filter(({ source }) => source === 'web')).toEqual(alone.rows);
    for (const name of ['a', 'b', 'c']) expect(of(crowd, name)).toEqual(of(alone, name));
  });

  it('of one source is not that of another', () => {
    const two = {
      functions: { a: { duration: '0ms', calls: [{ function: 'b' }] }, b: { duration: { exponential: '1s' } } },
    };
    const run = played({ ...two, sources: { x: { function: 'a', ...ONE }, y: { function: 'a', ...ONE } } });
    const [x, y] = run.rows;
    expect(x!.end_s).not.toBe(y!.end_s);
  });
});

describe('the bill', () => {
  it('is the sum of the REPORT lines, and a source has no part in what functions call', () => {
    const scenario = scenarioOf({
      functions: {
        a: { duration: { exponential: '50ms' }, calls: [{ function: 'b', count: 2 }] },
        b: { duration: { exponential: '80ms' }, errors: '5%' },
      },
      web: { stages: [{ rate: '20/s', for: '30s' }, { pause: '30s' }] },
      duration: '60s',
    });
    const { record, logs } = logged(scenario);
    for (const { name, billing, invocations } of record.functions) {
      const reports = logs.get(name)!.filter((line) => line.startsWith('REPORT'));
      expect(reports).toHaveLength(invocations);
      const billed = reports.reduce((sum, line) => sum + Number(/Billed Duration: (\d+)/.exec(line)![1]), 0);
      expect(billing[0]!.billed_ms).toBe(billed);
    }
    const { json } = play(scenario);
    expect(json.sources['web']!.cost_usd.total).toBe(json.functions['a']!.cost_usd.total);
  });

  it('goes by the start of an invocation: one of the warm-up is in no figure', () => {
    const run = played({
      functions: { a: { duration: '1s', calls: [{ function: 'b' }] }, b: { duration: '3s' } },
      web: { rate: '1/s' },
      warmup: '5s',
      duration: '15s',
    });
    // Of the ten that start from 5 s on, those until 11 s end within the run.
    expect(run.record.functions[0]).toMatchObject({ invocations: 10, duration: { count: 7 } });
    expect(run.record.functions[0]!.billing[0]).toMatchObject({ requests: 10, billed_ms: 7 * 4_000 });
    expect(series(run.record, 'functions.a', 'Duration_p50_ms')[2]).toBe(4_000);
  });
});

describe('the summary', () => {
  it('says who waits for whom, what it costs, and when all has ended', () => {
    const scenario = scenarioOf({
      functions: {
        a: {
          duration: '100ms',
          calls: [{ function: 'b' }, { function: 'c' }, { function: 'a', mode: 'async', probability: '1%' }],
        },
        b: { duration: '300ms' },
        c: { duration: '10ms' },
      },
      web: { rate: '10/s' },
      duration: '100s',
    });
    const { json } = play(scenario);
    expect(waitingLines(json)[0]).toBe(
      '  a waits 75.61 % of its Duration for b (73.17 %): 3.12 units of concurrency that do nothing else',
    );
    expect(waitingLines(json)).toHaveLength(2);
    expect(waitingLines(json)[1]).toMatch(
      /^ {2}all that a request of web sets going has ended after 411 ms \/ 411 ms \/ \d+ ms \(p50 \/ p95 \/ p99\)$/u,
    );
  });

  it('R11.21, R9.9: counts what was dropped', () => {
    const { json } = played({
      functions: { a: { duration: '10ms', calls: [{ function: 'a', mode: 'async' }] } },
      web: ONE,
    });
    expect(waitingLines(json)).toContain('  the recursion guard stopped 1 invocation of a (R9.9)');
    expect(json.functions['a']!.RecursiveInvocationsDropped).toBe(1);
  });

  it('says nothing where nobody waits', () => {
    const { json } = played({ functions: { a: { duration: '10ms' } } });
    expect(waitingLines(json)).toEqual([]);
  });
});
