import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBy, play, series, type Played, type Row } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

/** `web` calls `api` ten times a second for five minutes; it takes 100 ms. */
function run(faults: readonly object[], rest: Partial<Content> = {}): Played {
  return play(
    bare({
      duration: '5m',
      functions: { api: { duration: '100ms' } },
      sources: { web: { function: 'api', rate: '10/s' } },
      faults,
      ...rest,
    }),
  );
}

/** How many requests took so many seconds from start to end. */
function lengths({ rows }: Played): Record<string, number> {
  const ended = rows.filter(({ end_s }) => end_s !== null);
  return countBy(ended, ({ start_s, end_s }) => String(Math.round((end_s! - start_s!) * 1e6) / 1e6));
}

function arrivals(rows: readonly Row[]): number[] {
  return rows.map(({ arrival_s }) => arrival_s);
}

describe('faults on a function', () => {
  it('slow down what starts within them: from the very instant at which they begin up to the one at which they are over', () => {
    const { rows } = run([{ at: '1m', for: '30s', on: 'functions.api', slowdown: 5 }]);
    const slow = rows.filter(({ start_s, end_s }) => end_s! - start_s! > 0.2);
    expect(slow).toHaveLength(300);
    expect(arrivals(slow).at(0)).toBe(60);
    expect(arrivals(slow).at(-1)).toBe(89.9);
    expect(slow.every(({ start_s, end_s }) => Math.abs(end_s! - start_s! - 0.5) < 1e-9)).toBe(true);
  });

  it('add a delay after the slowdown', () => {
    const played = run([{ at: '1m', for: '30s', on: 'api', slowdown: 2, delay: '50ms' }]);
    expect(lengths(played)).toEqual({ '0.1': 2_700, '0.25': 300 });
  });

  it('put another handler time in the place of the ordinary one, whoever brings that', () => {
    const faults = [{ at: '1m', for: '30s', on: 'api', duration: '400ms', slowdown: 2 }];
    expect(lengths(run(faults))).toEqual({ '0.1': 2_700, '0.8': 300 });
    const sources = { web: { function: 'api', rate: '10/s', duration: '200ms' } };
    expect(lengths(run(faults, { sources }))).toEqual({ '0.2': 2_699, '0.8': 300 });
  });

  it('let a share of the attempts end in errors, and nothing else', () => {
    const all = run([{ at: '1m', for: '30s', on: 'api', errors: '100%' }]);
    expect(all.json.functions['api']).toMatchObject({ Invocations: 3_000, Errors: 300 });
    const half = run([{ at: '1m', for: '30s', on: 'api', errors: '50%' }]);
    // 300 draws of 1/2: five standard errors are 43.
    expect(Math.abs(half.json.functions['api']!.Errors - 150)).toBeLessThan(43);
    expect(lengths(half)).toEqual({ '0.1': 3_000 });
  });

  it('give failing attempts a time of their own where a fault has errors and a duration', () => {
    const played = run([{ at: '1m', for: '30s', on: 'api', errors: '100%', duration: '2s', slowdown: 2 }]);
    expect(lengths(played)).toEqual({ '0.1': 2_700, '4': 300 });
    expect(played.json.functions['api']!.Errors).toBe(300);
  });

  it('R3.10: let attempts hang until the timeout, which resets the environment', () => {
    const functions = { api: { duration: '100ms', timeout: '2s' } };
    const played = run([{ at: '1m', for: '30s', on: 'api', hang: '100%' }], { functions });
    expect(lengths(played)).toEqual({ '0.1': 2_700, '2': 300 });
    expect(played.json.functions['api']!.Duration.max_ms).toBe(2_000);
    expect(played.json.functions['api']!.Errors).toBe(300);
  });

  it('R5.4: let Lambda answer 500 at once, without an invocation, a unit of concurrency or a throttle', () => {
    const played = run([{ at: '1m', for: '30s', on: 'api', systemErrors: '100%' }]);
    expect(played.json.functions['api']).toMatchObject({
      Invocations: 2_700,
      Errors: 0,
      Throttles: 0,
      invokeErrors: { ServiceException: 300 },
    });
    expect(countBy(played.rows, ({ status }) => status)).toEqual({ '200': 2_700, '500': 300 });
    expect(played.json.sources['web']!.failures).toEqual({ throttled: 0, error: 0, timeout: 0, other: 300 });
  });

  it('R5.4, R6.4: clients try a system error again, and so does Lambda with asynchronous events', () => {
    const faults = [{ at: '1m', for: '1s', on: 'api', systemErrors: '100%' }];
    const retry = { maxAttempts: 3, on: ['5xx'], backoff: { base: '1s', factor: 1, jitter: 'none' } };
    const sources = { web: { function: 'api', rate: '10/s', clients: { retry } } };
    const clients = run(faults, { sources });
    expect(clients.json.sources['web']).toMatchObject({ requests: 3_000, served: 3_000, failed: 0, attempts: 3_010 });
    const events = run(faults, {
      assumptions: { asyncPollLatency: '0ms' },
      sources: { web: { type: 'async-invoke', function: 'api', rate: '10/s' } },
    });
    expect(events.json.functions['api']).toMatchObject({ AsyncEventsReceived: 3_000, AsyncEventsDropped: 0 });
    expect(events.json.functions['api']!.asyncEvents!.attempts).toBeGreaterThanOrEqual(3_010);
    expect(events.json.functions['api']!.asyncEvents!.succeeded).toBe(3_000);
  });

  it('R8.6, R8.11: a mapping tries a batch that Lambda refused again, each try with a draw of its own', () => {
    const played = run([{ at: '1m', for: '2m', on: 'api', systemErrors: '50%' }], {
      queues: { jobs: { visibilityTimeout: '90m' } },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'api', batchSize: 1, rate: '1/s' } },
    });
    const worker = played.json.sources['worker']!;
    expect(worker).toMatchObject({ requests: 300, served: 300, failed: 0 });
    expect(worker.throttledAttempts).toBe(0);
    // 120 messages; half of the tries fail, so that as many tries fail as succeed.
    expect(played.json.functions['api']!.invokeErrors!.ServiceException).toBeGreaterThan(70);
    expect(worker.latency.max_ms).toBeLessThan(100_000);
  });

  it('lose the idle environments in one instant: the next requests start cold, and it happens once', () => {
    const functions = { api: { duration: '100ms', init: '300ms', initialEnvironments: 5 } };
    const quiet = run([], { functions });
    const lost = run([{ at: '1m', on: 'functions.api', loseIdle: true }], { functions });
    expect(quiet.json.functions['api']!.coldStarts).toBe(0);
    // Init takes 300 ms: the requests of those 300 ms and the first one need four environments.
    expect(lost.json.functions['api']!.coldStarts).toBe(4);
    expect(lost.json.functions['api']!.environments.created).toBe(4);
    expect(arrivals(lost.rows.filter(({ cold }) => cold))).toEqual([60, 60.1, 60.2, 60.3]);
  });

  it('R4.5: replace provisioned environments that are lost, too', () => {
    const functions = { api: { duration: '100ms', init: '300ms', provisionedConcurrency: 5 } };
    const lost = run([{ at: '1m', on: 'service', loseIdle: true }], {
      functions,
      assumptions: { provisionedPreparation: '0s' },
    });
    const api = lost.json.functions['api']!;
    expect(api.ProvisionedConcurrencySpilloverInvocations).toBeGreaterThan(0);
    expect(api.ProvisionedConcurrencySpilloverInvocations).toBeLessThan(10);
    expect(lost.json.unfinished.requests).toBe(0);
  });

  it('on the service are faults on every function', () => {
    const played = run([{ at: '1m', for: '30s', on: 'service', slowdown: 3 }], {
      functions: { api: { duration: '100ms' }, other: { duration: '200ms' } },
      sources: { web: { function: 'api', rate: '10/s' }, app: { function: 'other', rate: '10/s' } },
    });
    expect(lengths(played)).toEqual({ '0.1': 2_700, '0.3': 300, '0.2': 2_699, '0.6': 300 });
  });
});

describe('faults that overlap', () => {
  it('multiply slowdowns and add delays', () => {
    const played = run([
      { at: '1m', for: '1m', on: 'api', slowdown: 2, delay: '10ms' },
      { at: '90s', for: '1m', on: 'service', slowdown: 3, delay: '20ms' },
    ]);
    expect(lengths(played)).toEqual({ '0.1': 2_100, '0.21': 300, '0.63': 300, '0.32': 300 });
  });

  it('have shares of independent causes: 50 % and 50 % leave a quarter', () => {
    const played = run([
      { at: '1m', for: '3m', on: 'api', errors: '50%' },
      { at: '1m', for: '3m', on: 'api', errors: '50%' },
    ]);
    // 1,800 draws of 3/4: five standard errors are 92.
    expect(Math.abs(played.json.functions['api']!.Errors - 1_350)).toBeLessThan(92);
  });

  it('replace the handler time by the one that began last, and go back to the other when it is over', () => {
    const played = run([
      { at: '1m', for: '2m', on: 'api', duration: '300ms' },
      { at: '2m', for: '30s', on: 'api', duration: '700ms' },
    ]);
    expect(lengths(played)).toEqual({ '0.1': 1_800, '0.3': 900, '0.7': 300 });
  });

  it('multiply traffic', () => {
    const played = run([
      { at: '1m', for: '1m', on: 'web', traffic: 2 },
      { at: '90s', for: '1m', on: 'account', traffic: 3 },
    ]);
    // 10/s × (1 for 210 s − 60 s, 2 and 6 and 3 for 30 s each)
    expect(played.json.sources['web']!.requests).toBe(2_100 + 600 + 1_800 + 900);
  });
});

describe('faults on the account', () => {
  it('R1.4: lower the limit, and give it back: what exceeds it is throttled, what runs goes on', () => {
    const functions = { api: { duration: '2s' } };
    const { json, rows } = run([{ at: '1m', for: '1m', on: 'account', concurrency: 10 }], { functions });
    // 20 are in flight. In the first second ten of them end, and none is let in; in the second the other ten make room
    // for ten, and so on in turn: half of the 600 are refused.
    const refused = rows.filter(({ status }) => status === '429');
    expect(refused.every(({ arrival_s }) => arrival_s >= 60 && arrival_s < 120)).toBe(true);
    expect(json.functions['api']!.throttlesByCause.account).toBe(refused.length);
    expect(json.functions['api']!.Invocations).toBe(3_000 - refused.length);
    expect(refused).toHaveLength(300);
    expect(json.causes[0]!.text).toContain('account limit 1,000 reached (fault 1 made it 10)');
  });

  it('R1.5: leave reservations alone: the unreserved pool takes the whole change', () => {
    const { json } = run([{ at: '1m', for: '1m', on: 'account', concurrency: 10 }], {
      functions: { api: { duration: '2s', reservedConcurrency: 10 }, other: { duration: '100ms' } },
      sources: { web: { function: 'api', rate: '5/s' }, app: { function: 'other', rate: '10/s' } },
    });
    expect(json.functions['api']!.Throttles).toBe(0);
    expect(json.functions['other']!.throttlesByCause.account).toBe(600);
  });

  it('R1.10: ten requests a second go with each unit of the lowered limit', () => {
    const { json } = run([{ at: '1m', for: '1m', on: 'account', concurrency: 1 }], {
      functions: { api: { duration: '1ms' } },
      sources: { web: { function: 'api', rate: '20/s' } },
    });
    // Ten at once, and ten a second for the rest of the minute.
    expect(json.functions['api']!.throttlesByCause.accountRequestRate).toBe(600 - 9);
  });

  it('R1.4: may raise the limit', () => {
    const rest: Partial<Content> = {
      account: { concurrency: 10 },
      functions: { api: { duration: '2s' } },
    };
    const before = run([], rest).json.functions['api']!.Throttles;
    const raised = run([{ at: '1m', for: '1m', on: 'account', concurrency: 100 }], rest);
    expect(before).toBe(1_500);
    expect(
      raised.rows.filter(({ status, arrival_s }) => status === '429' && arrival_s >= 60 && arrival_s < 120),
    ).toEqual([]);
  });
});

describe('faults on traffic', () => {
  const counted = (source: object, faults: readonly object[], files = {}): number[] => {
    const { record } = play(
      bare(
        {
          duration: '5m',
          bucket: '1m',
          functions: { api: { duration: '1ms' } },
          sources: { web: { function: 'api', ...source } },
          faults,
        },
        files,
      ),
    );
    return [...series(record, 'sources.web', 'requests')];
  };
  const twice = [{ at: '1m', for: '2m', on: 'sources.web', traffic: 2 }];

  it('multiply a rate, evenly where arrivals are constant', () => {
    expect(counted({ rate: '60/min' }, twice)).toEqual([60, 120, 120, 60, 60]);
    const rows = run([{ at: '1m', for: '1s', on: 'web', traffic: 2 }]).rows;
    expect(arrivals(rows.filter(({ arrival_s }) => arrival_s >= 60 && arrival_s < 60.2))).toEqual([
      60, 60.05, 60.1, 60.15,
    ]);
  });

  it('multiply bursts that fall into them', () => {
    const stages = [{ burst: 10 }, { pause: '90s' }, { burst: 10 }, { pause: '30s' }, { burst: 10, over: '1m' }];
    expect(counted({ stages }, twice)).toEqual([10, 20, 20]);
  });

  it('may stop it altogether', () => {
    expect(counted({ rate: '60/min' }, [{ at: '1m', for: '2m', on: 'web', traffic: 0 }])).toEqual([
      60,
      NaN,
      NaN,
      60,
      60,
    ]);
  });

  it('multiply the requests of a trace within its shape, and the firings of a schedule at once', () => {
    const files = { 'trace.csv': 'time_s\n10\n70\n100\n130\n190\n' };
    const trace = { file: 'trace.csv', time: 'time_s' };
    expect(counted({ trace }, twice, files)).toEqual([1, 4, 2, 1]);
    const { rows } = play(
      bare(
        {
          duration: '5m',
          functions: { api: { duration: '1ms' } },
          sources: { web: { function: 'api', trace } },
          faults: twice,
        },
        files,
      ),
    );
    expect(arrivals(rows)).toEqual([0, 60, 75, 90, 105, 120, 150, 180]);
    expect(counted({ type: 'schedule', every: '1m', precision: '0s' }, twice)).toEqual([1, 2, 2, 1, 1]);
  });

  it('multiply counts a period, and halve them', () => {
    const files = { 'counts.csv': 'count\n60\n60\n60\n60\n60\n' };
    const trace = { file: 'counts.csv', count: 'count' };
    expect(counted({ trace }, twice, files)).toEqual([60, 120, 120, 60, 60]);
    const [, half = 0, other = 0] = counted(
      { trace, arrivals: 'poisson' },
      [{ at: '1m', for: '2m', on: 'web', traffic: 0.5 }],
      files,
    );
    // 120 draws of 1/2: five standard errors are 27.
    expect(Math.abs(half + other - 60)).toBeLessThan(27);
  });

  it('multiply messages of a queue and asynchronous events', () => {
    expect(counted({ type: 'async-invoke', rate: '60/min' }, twice)).toEqual([60, 120, 120, 60, 60]);
    const played = run(twice, {
      queues: { jobs: { visibilityTimeout: '90m' } },
      sources: {
        worker: { type: 'sqs', queue: 'jobs', function: 'api', enabled: false },
        web: { type: 'sqs-producer', queue: 'jobs', rate: '1/s' },
      },
    });
    expect(played.json.queues!['jobs']!.sent).toBe(180 + 240);
  });
});

describe('faults on a queue', () => {
  it('refuse a share of what is sent to it: it never was there', () => {
    const played = run([{ at: '1m', for: '1m', on: 'queues.jobs', refuse: '100%' }], {
      queues: { jobs: { visibilityTimeout: '90m' } },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'api', rate: '10/s' } },
    });
    expect(played.json.queues!['jobs']!.sent).toBe(2_400);
    expect(played.json.sources['worker']).toMatchObject({
      requests: 3_000,
      failed: 600,
      failures: { throttled: 0, error: 0, timeout: 0, other: 600 },
    });
  });
});

describe('laws of faults', () => {
  const content = (faults: readonly object[]): Content => ({
    duration: '4m',
    account: { concurrency: 30 },
    functions: {
      api: { duration: { p50: '100ms', p99: '900ms' }, errors: '2%', timeout: '3s', init: { p50: '200ms', p99: '1s' } },
      other: { duration: { exponential: '300ms' } },
    },
    queues: { jobs: { visibilityTimeout: '90m' } },
    sources: {
      web: {
        function: 'api',
        rate: '40/s',
        arrivals: 'poisson',
        clients: { timeout: '2s', retry: { maxAttempts: 3, on: ['429', '5xx', 'timeout'] } },
      },
      app: { type: 'async-invoke', function: 'other', rate: '10/s', arrivals: 'poisson' },
      worker: { type: 'sqs', queue: 'jobs', function: 'other', rate: '5/s', arrivals: 'poisson' },
    },
    faults,
  });
  const told = (faults: readonly object[]): string => {
    const { json, record, rows } = play(bare(content(faults)));
    const { faults: own, scenario, ...rest } = json as typeof json & { faults?: unknown };
    const { events, ...facts } = record;
    expect([own !== undefined, scenario.digest === '', events > 0]).toEqual([faults.length > 0, false, true]);
    return JSON.stringify([rest, rows, { ...facts, recoveries: null }]);
  };

  it('a fault that changes nothing gives the same run, byte by byte', () => {
    const neutral = [
      { at: '30s', for: '1m', on: 'functions.api', slowdown: 1, delay: '0s', errors: '0%', hang: '0%' },
      { at: '1m', for: '1m', on: 'service', slowdown: 1, traffic: 1 },
      { at: '45s', for: '1m', on: 'account', concurrency: 30, traffic: 1 },
      { at: '1m', for: '30s', on: 'queues.jobs', refuse: '0%' },
      { at: '90s', for: '30s', on: 'sources.web', traffic: 1 },
    ];
    expect(told(neutral)).toBe(told([]));
  });

  it('a fault on one function leaves arrivals, handler times and errors of everything else as they were', () => {
    fc.assert(
      fc.property(
        fc.record({
          at: fc.integer({ min: 0, max: 120 }),
          length: fc.integer({ min: 1, max: 100 }),
          slowdown: fc.double({ min: 0.1, max: 20, noNaN: true }),
          errors: fc.integer({ min: 0, max: 100 }),
        }),
        ({ at, length, slowdown, errors }) => {
          const apart = (faults: readonly object[]): Content => ({
            ...content(faults),
            account: { concurrency: 1000 },
          });
          const fault = { at: `${at}s`, for: `${length}s`, on: 'functions.api', slowdown, errors: `${errors}%` };
          const [without, withIt] = [play(bare(apart([]))), play(bare(apart([fault])))];
          const others = ({ rows }: Played): readonly Row[] => rows.filter(({ fn }) => fn === 'other');
          expect(others(withIt)).toEqual(others(without));
          // Before it begins nothing is different at all.
          const early = ({ rows }: Played): readonly Row[] => rows.filter(({ end_s }) => end_s !== null && end_s < at);
          expect(early(withIt)).toEqual(early(without));
          expect(arrivals(withIt.rows)).toEqual(arrivals(without.rows));
        },
      ),
      { numRuns: 10 },
    );
  });
});

describe('traffic of users in a closed loop', () => {
  it('is that of more or fewer users, who come when the fault begins and go when it is over', () => {
    const sentBy = (factor: number): number[] => {
      const { record } = run([{ at: '1m', for: '2m', on: 'web', traffic: factor }], {
        bucket: '1m',
        sources: { web: { function: 'api', clients: { users: 10, thinkTime: '900ms', retry: 'none' } } },
      });
      return [...series(record, 'sources.web', 'requests')];
    };
    // Each user sends once a second: the answer takes 100 ms, the pause 900 ms.
    expect(sentBy(1)).toEqual([600, 600, 600, 600, 600]);
    expect(sentBy(3)).toEqual([600, 1_800, 1_800, 600, 600]);
    const [, second = 0, third = 0, fourth = 0] = sentBy(0.5);
    expect([second, third]).toEqual([300, 300]);
    expect(Math.abs(fourth - 595)).toBeLessThan(6);
  });
});

describe('faults on a stream', () => {
  it('leave one shard unread: its records wait, those of the others do not, and then it catches up', () => {
    const played = run([{ at: '1m', for: '1m', on: 'streams.clicks', stuckShard: 1 }], {
      bucket: '1m',
      streams: { clicks: { shards: 2 } },
      sources: {
        reader: { type: 'kinesis', stream: 'clicks', function: 'api', batchSize: 1_000 },
        writer: { type: 'kinesis-producer', stream: 'clicks', rate: '20/s' },
      },
    });
    const age = played.json.sources['reader']!.latency;
    // What comes to shard 1 right after it is stuck waits for the whole minute; half of the records never wait.
    expect(age.max_ms).toBeGreaterThan(59_000);
    expect(age.max_ms).toBeLessThan(63_000);
    expect(age.p50_ms).toBeLessThan(2_000);
    expect(played.json.sources['reader']).toMatchObject({ failed: 0 });
  });
});

describe('faults on a dependency', () => {
  /** `api` takes 100 ms and then asks `db`, which takes 50 ms. */
  const asked = (faults: readonly object[]): Played =>
    run(faults, {
      dependencies: { db: { service: '50ms', timeout: '1s', errorAfter: '10ms' } },
      functions: { api: { duration: '100ms', uses: [{ dependency: 'db' }] } },
    });

  it('slow its service down, put another in its place, and delay its calls', () => {
    expect(lengths(asked([{ at: '1m', for: '30s', on: 'db', slowdown: 4 }]))['0.3']).toBe(300);
    expect(lengths(asked([{ at: '1m', for: '30s', on: 'dependencies.db', duration: '400ms' }]))['0.5']).toBe(300);
    const both = [
      { at: '1m', for: '30s', on: 'db', delay: '10ms' },
      { at: '1m', for: '30s', on: 'db', delay: '20ms', slowdown: 2 },
    ];
    expect(lengths(asked(both))['0.23']).toBe(300);
  });

  it('let its calls err, hang and be refused: the function fails with them', () => {
    const errors = asked([{ at: '1m', for: '30s', on: 'db', errors: '100%', duration: '200ms' }]);
    expect(errors.json.functions['api']!.Errors).toBe(300);
    expect(lengths(errors)['0.3']).toBe(300);
    const hangs = asked([{ at: '1m', for: '30s', on: 'db', hang: '100%' }]);
    expect(lengths(hangs)['1.1']).toBe(300);
    const refused = asked([{ at: '1m', for: '30s', on: 'db', refuse: '100%' }]);
    expect(lengths(refused)['0.11']).toBe(300);
    expect(refused.json.dependencies!['db']!.rejected).toBe(300);
  });
});
