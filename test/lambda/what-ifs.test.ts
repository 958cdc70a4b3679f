import { describe, expect, it } from 'vitest';
import { steadyEnvironments } from '../../src/lambda/steady-state.ts';
import { play } from '../support/play.ts';
import { answers, called, ofApi } from '../support/calls.ts';
import { bare, type Content } from '../support/scenario.ts';

describe('proactive initialisation', () => {
  it('R3.17: off where nothing is said; on, a new environment is ready when its request comes (A-14)', () => {
    const api = { init: '2s', duration: '1s', coldDuration: '1500ms' };
    expect(answers(called(api, [0, 10]))).toEqual(['3.5 200 cold', '1 200']);
    const ahead = called(api, [0, 10], { assumptions: { proactiveInit: '100%', platformOverhead: '1s' } });
    // Its first call of the handler is still a first one.
    expect(answers(ahead)).toEqual(['1.5 200', '1 200']);
    expect(ofApi(ahead)).toMatchObject({ coldStarts: 0, environments: { created: 1 }, initDuration: { max_ms: 0 } });
    // Init is billed, whoever waited for it.
    expect(ahead.record.functions[0]?.billing[0]).toMatchObject({ requests: 2, billed_ms: 4_500 });
  });

  it('R3.17: a share of the new environments', () => {
    const seconds = Array.from({ length: 1_000 }, (_, k) => 10 * k);
    const played = called({ init: '2s', duration: '1s' }, seconds, {
      assumptions: { proactiveInit: '30%', idleTimeout: '1s' },
      duration: '3h',
    });
    // 700 of 1,000; standard deviation 14.5.
    expect(Math.abs(ofApi(played).coldStarts - 700)).toBeLessThan(58);
  });

  it('R3.17: an Init that failed ahead is repeated inside the invocation', () => {
    const played = called({ init: '12s', duration: '1s', timeout: '60s' }, [0], {
      assumptions: { proactiveInit: '100%' },
    });
    expect(answers(played)).toEqual(['13 200']);
  });
});

describe('rebindOnWarmFree', () => {
  const api = { init: '10s', duration: '3s', coldDuration: '4s' };
  const on = { assumptions: { rebindOnWarmFree: true } };

  it('R3.19: a request that has started an environment waits for it (A-15)', () => {
    expect(answers(called(api, [0, 20, 21]))).toEqual(['14 200 cold', '3 200', '14 200 cold']);
  });

  it('R3.19: with the knob it moves to one that becomes free earlier, and the new one becomes ready and idle', () => {
    const played = called(api, [0, 20, 21, 35, 35], on);
    // At 21 s the first environment is busy until 23 s: 2 s of waiting and 3 s of handler there. The second, ready at
    // 31 s, serves one of the two at 35 s; it is its first call, and no cold start.
    expect(answers(played).slice(0, 3)).toEqual(['14 200 cold', '3 200', '5 200']);
    expect(answers(played).slice(3).toSorted()).toEqual(['3 200', '4 200']);
    expect(ofApi(played)).toMatchObject({ Invocations: 5, coldStarts: 1, environments: { created: 2, max: 2 } });
    expect(played.rows.map(({ environment }) => environment).slice(0, 3)).toEqual([0, 0, 0]);
  });

  it('R3.19: requests that wait for the same environment have it one after the other', () => {
    const played = called(api, [0, 20, 21, 21], on);
    expect(answers(played)).toEqual(['14 200 cold', '3 200', '5 200', '8 200']);
    expect(ofApi(played)).toMatchObject({ ConcurrentExecutions: { max: 3 }, environments: { created: 3 } });
  });

  it('R3.19: nobody moves where the new environment is ready first', () => {
    const played = called({ init: '1s', duration: '30s' }, [0, 10], on);
    expect(answers(played)).toEqual(['31 200 cold', '31 200 cold']);
  });

  it('R3.19: the Init that nobody waited for is billed', () => {
    const played = called(api, [0, 20, 21], on);
    expect(played.record.functions[0]?.billing[0]?.billed_ms).toBe(14_000 + 3_000 + 13_000);
    expect(ofApi(played).initDuration.max_ms).toBe(10_000);
    expect(played.json.sources['web']?.latencyParts.overhead_ms).toBeCloseTo(2_000 / 3, 6);
  });

  it('R3.19: a retrying client earns its token when the answer comes', () => {
    const played = called(api, [0, 20, 21], { ...on, web: { clients: { retry: 'sdk2026' } } });
    expect(answers(played)).toEqual(['14 200 cold', '3 200', '5 200']);
  });

  it('R3.19: every request still ends once, and no environment serves two at once', () => {
    const { json, rows } = play(
      bare({
        duration: '10m',
        assumptions: { rebindOnWarmFree: true, idleTimeout: '20s' },
        functions: {
          api: { init: { exponential: '5s' }, duration: { exponential: '2s' }, errors: { share: '5%', kind: 'crash' } },
        },
        sources: { web: { type: 'invoke', function: 'api', arrivals: 'poisson', rate: '3/s' } },
      }),
    );
    const { served, failed, requests } = json.sources['web']!;
    expect(served + failed + json.unfinished.requests).toBe(requests);
    expect(json.functions['api']!.coldStarts).toBeLessThan(json.functions['api']!.environments.created);
    const ends = new Map<number, number>();
    for (const { environment, end_s, arrival_s } of rows.filter(({ end_s }) => end_s !== null)) {
      expect(end_s!).toBeGreaterThanOrEqual(Math.max(arrival_s, ends.get(environment!) ?? 0));
      ends.set(environment!, end_s!);
    }
  });
});

describe('the size of the package', () => {
  it('R9.7: lengthens Init by the term for each MB above 5 (A-33)', () => {
    const init = (packageSize: string, packageTerm?: string): number => {
      const assumptions = packageTerm === undefined ? {} : { packageTerm };
      return ofApi(called({ init: '100ms', duration: '1s', packageSize }, [0], { assumptions })).initDuration.max_ms;
    };
    expect(init('105MB')).toBe(100);
    expect(init('105MB', '4ms')).toBe(500);
    expect(init('5MB', '4ms')).toBe(100);
    expect(init('512KB', '4ms')).toBe(100);
    expect(init('5632KB', '4ms')).toBe(102);
  });
});

describe('initialEnvironments: steady', () => {
  it.each([
    // arrival rate /s, warm ms, environments: experiments 13, 17, 10, 0, 2 and 4 of pacslab's runs of 2020.
    [0.0018631, 1_955, 0.674],
    [0.004248, 1_958, 0.946],
    [0.05012, 1_967, 2.114],
    [0.100377, 1_976, 2.889],
    [0.499673, 2_007, 5.694],
    [0.902459, 2_016, 7.87],
  ])('R3.14: %d requests a second of %d ms keep as many as were measured: %d', (rate, ms, measured) => {
    const environments = steadyEnvironments(rate, ms * 1_000, 640_000_000);
    expect(Math.abs(environments / measured - 1)).toBeLessThan(0.09);
  });

  it('R3.14: grows from 0, with the offered load, and does not overflow', () => {
    expect(steadyEnvironments(0, 1_000_000, 1)).toBe(0);
    expect(steadyEnvironments(100, 1_000_000, 1)).toBeCloseTo(100, 0);
    const many = steadyEnvironments(10_000, 1_000_000, 360_000_000);
    expect(many).toBeGreaterThan(10_300);
    expect(many).toBeLessThan(10_600);
  });

  const started = (content: Partial<Content> & { readonly api?: object }): number => {
    const { api, ...rest } = content;
    const scenario = bare({
      duration: '1h',
      assumptions: { idleTimeout: '640s' },
      functions: { api: { duration: '2016ms', initialEnvironments: 'steady', ...api } },
      sources: { web: { function: 'api', rate: '0.902/s' } },
      ...rest,
    });
    return scenario.functions[0]!.initialEnvironments;
  };

  it('R3.14: is about what long traffic leaves behind', () => {
    expect(started({})).toBe(8);
    const { json } = play(
      bare({
        duration: '40h',
        warmup: '1h',
        assumptions: { idleTimeout: '640s' },
        functions: { api: { duration: { exponential: '2016ms' } } },
        sources: { web: { type: 'invoke', function: 'api', arrivals: 'poisson', rate: '0.902/s' } },
      }),
    );
    expect(Math.abs(json.functions['api']!.environments.mean - 8)).toBeLessThan(0.5);
  });

  it('R3.14: what a handler waits for is part of its time: dependencies, one call after the other', () => {
    const api = { duration: '16ms', uses: [{ dependency: 'db', calls: 3, callsPerRecord: 1 }] };
    expect(started({ api, dependencies: { db: { service: '500ms' } } })).toBe(8);
  });

  it('R3.14: and functions that it calls, which are called as often as it is', () => {
    const callee = { duration: '1s', initialEnvironments: 'steady', uses: [{ dependency: 'db' }] };
    const scenario = bare({
      duration: '1h',
      assumptions: { idleTimeout: '640s' },
      functions: {
        api: {
          duration: '16ms',
          initialEnvironments: 'steady',
          calls: [{ function: 'b' }, { function: 'c', mode: 'async' }],
        },
        b: callee,
        c: { ...callee, duration: '1016ms', calls: [{ function: 'api', mode: 'async', probability: '0%' }] },
        d: callee,
      },
      dependencies: { db: { service: '1s' } },
      sources: { web: { function: 'api', rate: '0.902/s' } },
    });
    expect(scenario.functions.map((f) => f.initialEnvironments)).toEqual([8, 8, 8, 0]);
  });

  it('R3.14: a mapping has no more batches at once than its lanes, its maximum concurrency, or its messages fill', () => {
    const api = { timeout: '20s' };
    const kinesis = { type: 'kinesis', stream: 's', function: 'api', parallelizationFactor: 2 };
    const streams = { s: { shards: 4 } };
    const writer = { type: 'kinesis-producer', stream: 's', rate: '500/s' };
    expect(started({ api, streams, sources: { m: { ...kinesis, rate: '1000/s' } } })).toBe(8);
    expect(started({ api, streams, sources: { m: kinesis, a: writer, b: writer } })).toBe(8);
    const queues = { q: { visibilityTimeout: '2m' } };
    const sqs = { type: 'sqs', queue: 'q', function: 'api', rate: '100/s' };
    expect(started({ api, queues, sources: { m: { ...sqs, maximumConcurrency: 7 } } })).toBe(7);
    // 100/s × 2.016 s are 201.6 messages, and 20.16 batches of ten: as many as ten requests a second need.
    const full = started({ api, queues, sources: { m: { ...sqs, batchSize: 10 } } });
    expect(full).toBe(started({ sources: { web: { function: 'api', rate: '10/s' } } }));
    expect(
      started({
        api,
        queues,
        sources: { m: { ...sqs, rate: '0/s' }, p: { type: 'sqs-producer', queue: 'q', rate: '0.902/s' } },
      }),
    ).toBe(8);
  });

  it('R3.14: takes the first rate of all that call it, and at most what its concurrency allows', () => {
    const two = { a: { function: 'api', rate: '0.451/s' }, b: { function: 'api', rate: '0.451/s' } };
    expect(started({ sources: two })).toBe(8);
    expect(started({ sources: { ...two, off: { function: 'api', rate: '50/s', enabled: false } } })).toBe(8);
    const ramp = {
      web: {
        function: 'api',
        stages: [
          { rate: '0.902/s', for: '1m' },
          { rate: '90/s', for: '1m' },
        ],
      },
    };
    expect(started({ sources: ramp })).toBe(8);
    expect(started({ sources: { web: { function: 'api', stages: [{ burst: 50 }] } } })).toBe(0);
    expect(started({ api: { reservedConcurrency: 5 } })).toBe(5);
    expect(started({ account: { concurrency: 6 } })).toBe(6);
    expect(started({ assumptions: { idleTimeout: 'none' } })).toBeGreaterThan(8);
  });
});
