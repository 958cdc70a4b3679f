import { describe, expect, it } from 'vitest';
import type { DependencyResult } from '../../src/result/dependency-figures.ts';
import type { FunctionResult } from '../../src/result/run-result.ts';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

interface Parts {
  /** The dependency `db`. */
  readonly db: object;
  /** Function `a`, which takes no time itself and calls `db` once where nothing else is said. */
  readonly a?: object;
  readonly functions?: Readonly<Record<string, object>>;
  /** Of the source `web`, which sends to `a`. */
  readonly web?: object;
  readonly sources?: Readonly<Record<string, object>>;
  readonly queues?: Readonly<Record<string, object>>;
  readonly duration?: string;
  readonly warmup?: string;
  readonly account?: object;
  readonly assumptions?: object;
}

const USES = { uses: [{ dependency: 'db' }] };

function played({ db, a, functions, web, sources, duration = '60s', ...rest }: Parts): Played {
  return play(
    bare({
      duration,
      ...rest,
      dependencies: { db },
      functions: { a: { duration: '0ms', ...USES, ...a }, ...functions },
      sources: sources ?? { web: { type: 'function-url', function: 'a', ...web } },
    }),
  );
}

function ofDb({ json }: Played): DependencyResult {
  return json.dependencies!['db']!;
}

function of({ json }: Played, name: string): FunctionResult {
  return json.functions[name]!;
}

/** `n` requests at t = 0. */
function burst(n: number): object {
  return { stages: [{ burst: n }] };
}

/** Status and milliseconds of each request, in the order of arrival. */
function answers({ rows }: Played): string[] {
  return rows.map(
    ({ status, arrival_s, end_s }) => `${status} ${String(Math.round((end_s! - arrival_s) * 1e6) / 1e3)}`,
  );
}

describe('a dependency', () => {
  it('serves as many calls at once as it has capacity, the others in the order in which they came', () => {
    const run = played({ db: { capacity: 2, service: '100ms' }, web: burst(5) });
    expect(answers(run)).toEqual(['200 100', '200 100', '200 200', '200 200', '200 300']);
    expect(ofDb(run)).toMatchObject({ calls: 5, served: 5, rejected: 0, timeouts: 0 });
    // Two waited 100 ms, one 200 ms.
    expect(ofDb(run).wait).toMatchObject({ mean_ms: 80, max_ms: 200, p50_ms: expect.closeTo(100, -0.1) as number });
    expect(ofDb(run)).toMatchObject({ inService: { max: 2 }, waiting: { max: 3 }, service: { mean_ms: 100 } });
  });

  it('is part of Duration, of the bill, and holds the unit of concurrency', () => {
    const run = played({
      db: { capacity: 1, service: '100ms' },
      a: { duration: '50ms' },
      web: { rate: '5/s' },
      duration: '100s',
    });
    // 50 ms of its own, never a wait: every 200 ms one call of 100 ms.
    expect(of(run, 'a').Duration).toMatchObject({ mean_ms: 150, max_ms: 150 });
    expect(of(run, 'a').ConcurrentExecutions.mean).toBeCloseTo(5 * 0.15, 2);
    expect(run.record.functions[0]!.billing[0]).toMatchObject({ requests: 500, billed_ms: 500 * 150 });
    expect(ofDb(run).utilisation).toBeCloseTo(0.5, 2);
    expect(run.json.sources['web']!.latency).toMatchObject({ mean_ms: 150 });
  });

  it('is shared by the functions that use it: a batch job makes the page wait', () => {
    const run = played({
      db: { capacity: 1, service: '200ms' },
      functions: { job: { duration: '0ms', ...USES } },
      sources: {
        cron: { function: 'job', ...burst(10) },
        web: { function: 'a', stages: [{ pause: '10ms' }, { burst: 1 }] },
      },
    });
    const [page] = run.rows.filter(({ fn }) => fn === 'a');
    // Ten calls of the job were there before.
    expect(page!.end_s).toBeCloseTo(10 * 0.2 + 0.2, 9);
    expect(ofDb(run).users).toMatchObject({
      a: { calls: 1, share: expect.closeTo(1 / 11, 10) as number, wait: { mean_ms: 1_990 } },
      job: { calls: 10, share: expect.closeTo(10 / 11, 10) as number, wait: { mean_ms: 900 } },
    });
  });

  it('tells each function what it spent on all that it uses', () => {
    const run = play(
      bare({
        duration: '60s',
        dependencies: { db: { capacity: 2, service: '100ms' }, cache: { service: '10ms' } },
        functions: {
          a: { duration: '0ms', uses: [{ dependency: 'db' }, { dependency: 'cache' }] },
          b: { duration: '10ms' },
        },
        sources: { web: { function: 'a', ...burst(5) }, other: { function: 'b', rate: '1/s' } },
      }),
    );
    // Waits of 0, 0, 100, 100 and 200 ms and five of none; 100 ms more for each call of the database, 10 ms of the cache.
    expect(of(run, 'a').dependencies).toEqual({
      calls: 10,
      rejected: 0,
      failed: 0,
      wait: { mean_ms: 40 },
      time: { mean_ms: 95 },
      concurrency: expect.closeTo(0.95 / 60, 12) as number,
    });
    expect(ofDb(run).users['a']).toMatchObject({ wait: { mean_ms: 80 }, time: { mean_ms: 180 } });
    expect(of(run, 'b')).not.toHaveProperty('dependencies');
  });

  it('is called as often as the list says, one call after the other, entry by entry', () => {
    const run = play(
      bare({
        duration: '60s',
        dependencies: { db: { capacity: 9, service: '100ms' }, cache: { service: '10ms' } },
        functions: {
          a: {
            duration: '5ms',
            uses: [
              { dependency: 'cache', calls: 2 },
              { dependency: 'db', calls: 3 },
            ],
          },
        },
        sources: { web: { function: 'a', ...burst(1) } },
      }),
    );
    expect(answers(run)).toEqual(['200 325']);
    expect(run.json.dependencies!['cache']).toMatchObject({ calls: 2, utilisation: 0, inService: { max: 1 } });
    expect(ofDb(run)).toMatchObject({ calls: 3, inService: { max: 1 } });
  });

  it('is called for each record of a batch, and the batch takes so long', () => {
    const run = played({
      db: { capacity: 9, service: '100ms' },
      a: { duration: '0ms', timeout: '10s', uses: [{ dependency: 'db', calls: 1, callsPerRecord: 2 }] },
      queues: { q: { visibilityTimeout: '1m', backlog: 4 } },
      sources: { web: { type: 'sqs', queue: 'q', function: 'a', batchSize: 4, rate: '0/s' } },
    });
    expect(ofDb(run)).toMatchObject({ calls: 9, served: 9 });
    expect(of(run, 'a')).toMatchObject({ Invocations: 1, Duration: { max_ms: 900 } });
    expect(run.json.queues!['q']).toMatchObject({ processed: 4, remaining: { visible: 0, inFlight: 0 } });
    expect(run.json.queues!['q']!.messageAge.max_ms).toBeCloseTo(900, 0);
  });

  it('a request is one record', () => {
    const run = played({
      db: { capacity: 9, service: '100ms' },
      a: { uses: [{ dependency: 'db', callsPerRecord: 3 }] },
      web: burst(1),
    });
    expect(answers(run)).toEqual(['200 300']);
  });
});

describe('a dependency that is full', () => {
  it('refuses with onFull: error, and the handler hears of it after errorAfter: a function error', () => {
    const run = played({
      db: { capacity: 2, service: '100ms', onFull: 'error', errorAfter: '30ms' },
      web: burst(3),
    });
    expect(answers(run).sort()).toEqual(['200 100', '200 100', '502 30'].sort());
    expect(ofDb(run)).toMatchObject({ calls: 3, rejected: 1, served: 2, waiting: { max: 0 } });
    expect(ofDb(run).rejectedShare).toBeCloseTo(1 / 3, 12);
    // Calls that were refused have not waited.
    expect(ofDb(run).wait).toMatchObject({ max_ms: 0 });
    expect(of(run, 'a')).toMatchObject({ Errors: 1, environments: { created: 3 } });
  });

  it('refuses what comes when its line is full', () => {
    const run = played({ db: { capacity: 1, service: '100ms', queue: 2 }, web: burst(5) });
    expect(ofDb(run)).toMatchObject({ served: 3, rejected: 2, waiting: { max: 2 } });
    const both = played({ db: { capacity: 1, service: '100ms', queue: 2, onFull: 'error' }, web: burst(5) });
    expect(ofDb(both)).toMatchObject({ served: 3, rejected: 2, waiting: { max: 2 } });
  });

  it('keeps the environment of whom it refuses (R3.10), and makes no further calls for it', () => {
    const run = played({
      db: { capacity: 1, service: '500ms', onFull: 'error' },
      a: { uses: [{ dependency: 'db', calls: 3 }], reservedConcurrency: 2 },
      web: { stages: [{ burst: 2 }, { pause: '10s' }, { burst: 1 }] },
    });
    // The second is refused at once; the first makes its three calls, and so does the third later.
    expect(ofDb(run)).toMatchObject({ calls: 7, rejected: 1, served: 6 });
    expect(of(run, 'a').environments.created).toBe(2);
  });
});

describe('who waits too long', () => {
  it("leaves the line at the dependency's timeout, the wait included: a function error", () => {
    const run = played({ db: { capacity: 1, service: '100ms', timeout: '150ms' }, web: burst(4) });
    // The second begins at 100 ms and would be served at 200 ms; the third and fourth never begin before 150 ms.
    expect(answers(run)).toEqual(['200 100', '502 150', '502 150', '502 150']);
    expect(ofDb(run)).toMatchObject({ calls: 4, served: 1, timeouts: 3, waiting: { max: 3 } });
    expect(ofDb(run).wait).toMatchObject({ mean_ms: (0 + 100 + 150 + 150) / 4 });
    // The service of the second goes on to its end: nobody tells the dependency.
    expect(ofDb(run).service).toMatchObject({ mean_ms: 100, max_ms: 100 });
    expect(ofDb(run).inService.mean * 60_000).toBeCloseTo(200, 6);
  });

  it('is answered in time at the very timeout', () => {
    const run = played({ db: { capacity: 1, service: '100ms', timeout: '200ms' }, web: burst(2) });
    expect(answers(run)).toEqual(['200 100', '200 200']);
  });

  it("runs into the function's timeout while it waits or is served: R3.9, R3.10", () => {
    const run = played({
      db: { capacity: 1, service: '800ms' },
      a: { timeout: '1s', init: '100ms', memorySize: 1_769 },
      web: { stages: [{ burst: 3 }, { pause: '5s' }, { burst: 1 }] },
    });
    const cold = run.rows.filter(({ cold }) => cold);
    expect(cold).toHaveLength(3);
    // The fourth runs in an environment that was reset, with an Init of 100 ms inside.
    expect(answers(run)).toEqual(['200 900', '502 1100', '502 1100', '200 900']);
    // The second was served from 900 ms on and gave up at 1.1 s: its service goes on until 1.7 s, the third left the line.
    expect(ofDb(run)).toMatchObject({ calls: 4, served: 2, abandoned: 2, waiting: { max: 2 } });
    expect(ofDb(run).inService.mean * 60_000).toBeCloseTo(3 * 800, 6);
    expect(of(run, 'a')).toMatchObject({ Errors: 2, Duration: { max_ms: 1_000 } });
  });

  it('a client that gives up earlier leaves the handler waiting', () => {
    const run = played({
      db: { capacity: 1, service: '400ms' },
      web: { ...burst(2), clients: { retry: 'none', timeout: '500ms' } },
    });
    expect(answers(run)).toEqual(['200 400', 'timeout 500']);
    expect(ofDb(run)).toMatchObject({ served: 2, abandoned: 0 });
    expect(of(run, 'a').Duration).toMatchObject({ max_ms: 800 });
  });

  it('a handler that fails or crashes by itself makes no call', () => {
    for (const kind of ['error', 'crash', 'hang']) {
      const run = played({
        db: { capacity: 1, service: '400ms' },
        a: { timeout: '1s', errors: { share: '100%', kind } },
        web: burst(3),
      });
      expect(ofDb(run).calls).toBe(0);
    }
  });
});

describe('connections', () => {
  it('are held by every live environment, idle ones too, until it is gone', () => {
    const run = played({
      db: { capacity: 50, service: '100ms' },
      a: { connectionsPerEnvironment: 3 },
      web: burst(4),
      assumptions: { idleTimeout: '20s' },
    });
    expect(ofDb(run).connections).toMatchObject({ max: 12 });
    // Four environments from 0 to 20.1 s.
    expect(ofDb(run).connections.mean * 60).toBeCloseTo(12 * 20.1, 6);
    expect(series(run.record, 'dependencies.db', 'connections').slice(18, 23)).toEqual([12, 12, 12, 0, 0]);
  });

  it('of functions that use it, and of those alone', () => {
    const run = played({
      db: { capacity: 50, service: '100ms' },
      functions: { b: { duration: '100ms' }, c: { duration: '0ms', ...USES, connectionsPerEnvironment: 0 } },
      sources: {
        web: { function: 'a', ...burst(4) },
        b: { function: 'b', ...burst(5) },
        c: { function: 'c', ...burst(6) },
      },
    });
    expect(ofDb(run).connections.max).toBe(4);
  });

  it('also of initial and of provisioned environments', () => {
    const run = played({
      db: { capacity: 50, service: '100ms' },
      a: { initialEnvironments: 7 },
      functions: { b: { duration: '0ms', ...USES, provisionedConcurrency: 5 } },
      web: burst(1),
    });
    expect(ofDb(run).connections).toMatchObject({ max: 12, mean: 12 });
  });

  it('an environment that finds none left has its calls refused, and asks again with each', () => {
    const run = played({
      db: { capacity: 50, connections: 2, service: '100ms', errorAfter: '5ms' },
      // The third environment finds none; while the first two live it stays so.
      web: { stages: [{ burst: 3 }, { pause: '5s' }, { burst: 3 }] },
      assumptions: { idleTimeout: '60s' },
    });
    expect(answers(run).sort()).toEqual(['200 100', '200 100', '502 5', '200 100', '200 100', '502 5'].sort());
    expect(ofDb(run)).toMatchObject({ rejected: 2, served: 4, connections: { max: 2 } });
  });

  it('are free again when an environment is gone', () => {
    const run = played({
      db: { capacity: 50, connections: 1, service: '100ms' },
      functions: { b: { duration: '0ms', ...USES } },
      sources: {
        web: { function: 'a', ...burst(1) },
        b: { type: 'function-url', function: 'b', stages: [{ pause: '5s' }, { rate: '1/s', for: '20s' }] },
      },
      assumptions: { idleTimeout: '10s' },
    });
    // `a` holds the connection until 10.1 s; the environment of `b` has it from its call at 11 s on.
    const failed = run.rows.filter(({ status }) => status !== '200').map(({ arrival_s }) => arrival_s);
    expect(failed).toEqual([5, 6, 7, 8, 9, 10]);
    expect(ofDb(run).connections.max).toBe(1);
  });
});

describe('under load', () => {
  it('a service that begins with more than the share busy takes longer', () => {
    const run = played({
      db: { capacity: 10, service: '100ms', degrade: { above: '80%', factor: 4 } },
      web: burst(12),
    });
    // Eight as ever; the ninth and tenth make it more than 8 busy. At 100 ms the last two begin as third and fourth.
    expect(answers(run).sort()).toEqual([
      ...Array<string>(8).fill('200 100'),
      ...['200 200', '200 200', '200 400', '200 400'],
    ]);
  });

  it.each([
    ['29%', 29],
    ['7%', 7],
    ['0%', 0],
  ])('above %s of 100 is more than %d', (above, calm) => {
    const run = played({
      db: { capacity: 100, service: '100ms', degrade: { above, factor: 2 } },
      web: burst(100),
    });
    expect(answers(run).filter((text) => text === '200 100')).toHaveLength(calm);
  });
});

describe('with everything else', () => {
  it('asynchronous events wait for it, fail with it and are tried again', () => {
    const run = played({
      db: { capacity: 1, service: '100ms', onFull: 'error' },
      sources: { mail: { type: 'async-invoke', function: 'a', ...burst(2) } },
      duration: '10m',
    });
    // One is refused, and tried again a minute later (R6.3).
    expect(ofDb(run)).toMatchObject({ calls: 3, rejected: 1, served: 2 });
    expect(of(run, 'a')).toMatchObject({ Invocations: 3, Errors: 1, asyncEvents: { succeeded: 2, attempts: 3 } });
  });

  it('a batch whose call is refused comes back after its visibility timeout (R8.5)', () => {
    const run = played({
      db: { capacity: 1, service: '100ms', onFull: 'error' },
      a: { timeout: '1s' },
      queues: { q: { visibilityTimeout: '30s', backlog: 2 } },
      sources: { web: { type: 'sqs', queue: 'q', function: 'a', batchSize: 1, rate: '0/s' } },
      duration: '5m',
    });
    expect(ofDb(run)).toMatchObject({ calls: 3, rejected: 1, served: 2 });
    expect(run.json.queues!['q']).toMatchObject({ received: 3, processed: 2 });
    expect(run.json.queues!['q']!.messageAge.max_ms).toBeGreaterThanOrEqual(30_000);
  });

  it('functions that are called come after it', () => {
    const run = played({
      db: { capacity: 1, service: '100ms' },
      a: {
        duration: '10ms',
        calls: [
          { function: 'b', count: 2 },
          { function: 'c', mode: 'async' },
        ],
      },
      functions: { b: { duration: '20ms', ...USES }, c: { duration: '1ms' } },
      web: burst(1),
    });
    // 10 + 100, then both of b at once: 20 ms, and their calls one after the other, 100 and 200.
    expect(answers(run)).toEqual(['200 330']);
    expect(of(run, 'b')).toMatchObject({ Invocations: 2, Duration: { max_ms: 220 } });
    expect(of(run, 'a').waiting!.callees).toEqual({ b: 220 / 330 });
    expect(of(run, 'c').Invocations).toBe(1);
    expect(ofDb(run)).toMatchObject({ calls: 3, served: 3 });
  });

  it('nothing is called of functions where it has failed', () => {
    const run = played({
      db: { capacity: 1, service: '100ms', onFull: 'error' },
      a: { calls: [{ function: 'b' }] },
      functions: { b: { duration: '20ms' } },
      web: burst(2),
    });
    expect(of(run, 'b').Invocations).toBe(1);
  });

  it('a function that waits for another runs into its timeout while that one waits for it', () => {
    const run = played({
      db: { capacity: 1, service: '5s' },
      a: { uses: [], timeout: '1s', calls: [{ function: 'b' }] },
      functions: { b: { duration: '0ms', ...USES } },
      web: burst(2),
    });
    expect(answers(run)).toEqual(['502 1000', '502 1000']);
    expect(ofDb(run)).toMatchObject({ calls: 2, served: 2 });
    expect(of(run, 'b').Duration.max_ms).toBe(10_000);
  });

  it('each version uses what it says', () => {
    const run = played({
      db: { capacity: 5, service: '100ms' },
      a: { duration: '10ms', versions: { '1': {}, '2': { uses: [] } } },
      sources: { one: { function: 'a:1', ...burst(2) }, two: { function: 'a:2', ...burst(3) } },
    });
    expect(answers(run).sort()).toEqual(['200 110', '200 110', '200 10', '200 10', '200 10'].sort());
    expect(ofDb(run)).toMatchObject({ calls: 2, connections: { max: 2 } });
  });

  it('cold starts come before, extensions after it', () => {
    const run = played({
      db: { capacity: 5, service: '100ms' },
      a: { duration: '10ms', init: '300ms', extensions: { external: 1, postInvoke: '50ms' } },
      web: burst(1),
    });
    expect(answers(run)).toEqual(['200 410']);
    expect(of(run, 'a').Duration.max_ms).toBe(160);
  });
});

describe('draws', () => {
  it('a request is served as long whoever else calls, and in a retry as long as at first', () => {
    const at = (more: object): readonly string[] => {
      const run = played({
        db: { service: { exponential: '100ms' } },
        functions: { b: { duration: '0ms', ...USES } },
        sources: { web: { function: 'a', rate: '2/s' }, ...more },
      });
      return answers({ ...run, rows: run.rows.filter(({ source }) => source === 'web') });
    };
    expect(at({ other: { function: 'b', rate: '10/s' } })).toEqual(at({}));
    const retried = played({
      db: { service: { exponential: '100ms' } },
      web: {
        rate: '2/s',
        clients: { retry: { maxAttempts: 3, on: ['timeout'], backoff: { base: '0ms' } }, timeout: '150ms' },
      },
    });
    // Whoever takes longer than 150 ms does so three times.
    const late = retried.rows.filter(({ attempts }) => attempts > 1);
    expect(late.length).toBeGreaterThan(10);
    expect(late.every(({ status, attempts }) => status === 'timeout' && attempts === 3)).toBe(true);
  });
});
