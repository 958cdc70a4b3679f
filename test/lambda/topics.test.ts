import { describe, expect, it } from 'vitest';
import type { SourceResult } from '../../src/result/run-result.ts';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

interface Parts {
  readonly duration?: string;
  readonly f?: object;
  readonly mapping?: object;
  readonly others?: Readonly<Record<string, object>>;
}

/** One function behind one topic, with a mapping `m`. */
function played({ duration = '2m', f = {}, mapping = {}, others = {} }: Parts): Played {
  return play(
    bare({
      duration,
      bucket: '1s',
      account: { concurrency: 5_000, scaling: 'unlimited' },
      functions: { f: { duration: '100ms', timeout: '14m', ...f } },
      sources: { m: { type: 'kafka', function: 'f', ...mapping }, ...others },
    }),
  );
}

function mappingOf({ json }: Played): SourceResult {
  return json.sources['m']!;
}

/** The seconds in which the function was invoked. */
function invocations({ record }: Played): number[] {
  return series(record, 'functions.f', 'Invocations').flatMap((count, second) => (count > 0 ? [second] : []));
}

/** When a level changed, and to what, by the second. */
function changes({ record }: Played, metric: string): (readonly [second: number, level: number])[] {
  const values = series(record, 'sources.m', metric);
  return values.flatMap((value, second) => (value === values[second - 1] ? [] : [[second, value] as const]));
}

describe('A mapping of a Kafka topic on demand', () => {
  it('R8.9: begins with pollers for half of the partitions, looks at the lag every minute, and has one a partition three minutes later (A-49)', () => {
    const run = played({
      duration: '10m',
      f: { duration: '2s' },
      mapping: { partitions: 8, backlog: 1_000_000, batchSize: 10 },
    });
    expect(changes(run, 'pollers')).toEqual([
      [0, 4],
      [240, 8],
    ]);
    const concurrency = series(run.record, 'functions.f', 'ConcurrentExecutions');
    expect([concurrency[0], concurrency[239], concurrency[240], concurrency[599]]).toEqual([4, 4, 8, 8]);
    expect(mappingOf(run).pollersMax).toBe(8);
  });

  it('R8.9: lets the partitions take turns where there are fewer pollers', () => {
    // Four batches at once, 2 s each: all eight partitions have had one after 4 s.
    const run = played({ duration: '4s', f: { duration: '2s' }, mapping: { partitions: 8, backlog: 8_000 } });
    const shares = run.json.streams!['m']!;
    expect(run.json.functions['f']!.Invocations).toBe(8);
    expect(shares.backlogMax).toBe(8_000);
    expect(mappingOf(run).served).toBe(800);
  });

  it('R8.9: sends 100 records at most, after 500 ms at the latest', () => {
    const mapping = { stages: [{ pause: '300ms' }, { burst: 5 }, { pause: '2s' }, { burst: 230 }] };
    const run = played({ f: { duration: '1s' }, mapping });
    // 5 from 0.3 to 0.8 s; 100, 100 and, when half a second has passed since the invocation before it, 30 of the others.
    expect(run.json.functions['f']!.Invocations).toBe(4);
    expect(invocations(run)).toEqual([0, 2, 3, 4]);
    expect(mappingOf(run).iteratorAge_ms).toMatchObject({ mean_ms: (500 + 0 + 1_000 + 2_500) / 4, max_ms: 2_500 });
  });

  it('V-37, R8.9: a window of 40 s begins with the first record', () => {
    const mapping = {
      batchSize: 10,
      maximumBatchingWindow: '40s',
      stages: [{ pause: '7s' }, { burst: 1 }, { pause: '5s' }, { burst: 4 }],
    };
    expect(invocations(played({ mapping }))).toEqual([47]);
    const full = { ...mapping, stages: [{ pause: '7s' }, { burst: 5 }, { pause: '13s' }, { burst: 5 }] };
    expect(invocations(played({ mapping: full }))).toEqual([20]);
  });

  it('R8.9: has half of the pollers after throttles', () => {
    const run = played({
      duration: '10m',
      f: { duration: '2s', reservedConcurrency: 1 },
      mapping: { partitions: 8, backlog: 100_000 },
    });
    expect(changes(run, 'pollers')).toEqual([
      [0, 4],
      [241, 2],
      [481, 1],
    ]);
    expect(mappingOf(run).throttledAttempts).toBeGreaterThan(0);
  });

  it('R8.9: gives pollers back that nobody needed for a minute', () => {
    const run = played({
      duration: '12m',
      f: { duration: '1s' },
      mapping: { partitions: 8, batchSize: 10, arrivals: 'constant', stages: [{ burst: 20_000 }] },
    });
    // 40 a second until 240 s, 80 from then on: all done in the minute to 420 s, and nothing in the one to 480 s.
    // A level that ends at the first instant of a second still stands in it.
    expect(changes(run, 'pollers')).toEqual([
      [0, 4],
      [240, 8],
      [661, 4],
    ]);
  });

  it('R11.20: OffsetLag is what of the topic is not done', () => {
    const run = played({ duration: '10s', f: { duration: '1s' }, mapping: { batchSize: 50, backlog: 200 } });
    // 50 a second: 200, 150, 100 and 50 for a second each.
    expect(mappingOf(run).OffsetLag).toEqual({ max: 200, mean: 50 });
    expect(series(run.record, 'sources.m', 'OffsetLag').slice(0, 5)).toEqual([200, 200, 150, 100, 50]);
  });

  it('R8.9: tries a failing batch again until its records are too old for the topic', () => {
    const run = played({
      duration: '12m',
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 5 }], retention: '5m' },
    });
    expect(mappingOf(run)).toMatchObject({ served: 0, failed: 5, lost: 5, failures: { timeout: 5 } });
    expect(mappingOf(run).blocked!.times).toBe(1);
  });

  it('R8.9: with a destination it tries ten times more, also on demand', () => {
    const run = played({
      duration: '15m',
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 5 }], onFailure: { type: 'sns' } },
    });
    expect(run.json.functions['f']!.Invocations).toBe(11);
    expect(mappingOf(run)).toMatchObject({ deadLettered: 5, lost: 0 });
  });

  it('R7.7, R8.9: begins where it is told to', () => {
    const backlog = { backlog: 300 };
    expect(mappingOf(played({ mapping: backlog })).served).toBe(300);
    const latest = { ...backlog, startingPosition: 'LATEST', stages: [{ burst: 1 }] };
    expect(mappingOf(played({ mapping: latest })).served).toBe(1);
  });

  it('puts a faulty partition off until the fault is over', () => {
    const scenario = bare({
      duration: '3m',
      functions: { f: { duration: '100ms', timeout: '14m' } },
      sources: { m: { type: 'kafka', function: 'f', stages: [{ pause: '10s' }, { burst: 5 }] } },
      faults: [{ at: '5s', for: '1m', on: 'streams.m', stuckShard: 0 }],
    });
    const { json } = play(scenario);
    expect(json.sources['m']).toMatchObject({ served: 5, oldestAgeMax_s: 55.6 });
  });
});

describe('A mapping of a Kafka topic in provisioned mode', () => {
  it('R8.9, R14.2: has 5 batches at once for each of its pollers', () => {
    const run = played({
      duration: '1m',
      f: { duration: '2s' },
      mapping: { partitions: 40, backlog: 100_000, provisionedPollers: { min: 3, max: 3 } },
    });
    expect(run.json.functions['f']!.ConcurrentExecutions.max).toBe(15);
    expect(mappingOf(run)).toMatchObject({ ProvisionedPollers: { max: 3, mean: 3 }, pollersMax: 15 });
  });

  it('R8.9: never has more pollers than partitions, 1 to 200 by default', () => {
    const run = played({
      f: { duration: '2s' },
      mapping: { partitions: 4, backlog: 100_000, provisionedPollers: {} },
    });
    expect(mappingOf(run).ProvisionedPollers).toMatchObject({ max: 1 });
    const many = played({
      f: { duration: '2s' },
      mapping: { partitions: 4, backlog: 100_000, provisionedPollers: { min: 9, max: 9 } },
    });
    expect(mappingOf(many).ProvisionedPollers).toEqual({ max: 4, mean: 4 });
    expect(many.json.functions['f']!.ConcurrentExecutions.max).toBe(4);
  });

  it('R8.9: grows by 100 pollers a minute while partitions wait and all are busy (A-50)', () => {
    const run = played({
      duration: '3m',
      f: { duration: '10m', timeout: '10m' },
      mapping: { partitions: 1_000, backlog: 100_000, provisionedPollers: { min: 2, max: 150 } },
    });
    const pollers = series(run.record, 'sources.m', 'ProvisionedPollers');
    expect([pollers[0], pollers[59], pollers[60], pollers[179]]).toEqual([3, 101, 103, 150]);
    expect(run.json.functions['f']!.ConcurrentExecutions.max).toBe(750);
  });

  it('R8.9: takes 5 MB a second in for each of its pollers', () => {
    const run = played({
      duration: '100s',
      f: { duration: '1ms' },
      mapping: {
        partitions: 20,
        batchSize: 1,
        recordSize: '1MB',
        backlog: 2_000,
        provisionedPollers: { min: 2, max: 2 },
      },
    });
    // 10 a second, a second's worth at once, and one more that it can begin with.
    expect(mappingOf(run).served).toBeGreaterThanOrEqual(1_000);
    expect(mappingOf(run).served).toBeLessThanOrEqual(1_012);
    const bytes = series(run.record, 'sources.m', 'EventPollerThroughputInBytes');
    expect(bytes[50]).toBe(10 * 2 ** 20);
  });

  it('R8.9: bisects, takes partial answers, ends tries and ages', () => {
    const fails = { f: { errors: '100%' }, duration: '5m' };
    const provisionedPollers = { min: 1, max: 1 };
    const tried = played({
      ...fails,
      mapping: { stages: [{ burst: 5 }], maximumRetryAttempts: 2, provisionedPollers },
    });
    expect(tried.json.functions['f']!.Invocations).toBe(3);
    expect(mappingOf(tried).lost).toBe(5);
    const old = played({
      ...fails,
      mapping: { stages: [{ burst: 5 }], maximumRecordAge: '60s', provisionedPollers, onFailure: { type: 'kafka' } },
    });
    expect(mappingOf(old)).toMatchObject({ deadLettered: 5, failures: { timeout: 5 } });
    const poison = [{ at: '10s', records: 1, shard: 0 }];
    const bisected = played({
      duration: '5m',
      mapping: {
        stages: [{ pause: '10s' }, { burst: 7 }],
        poison,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 1,
        provisionedPollers,
      },
    });
    expect(mappingOf(bisected)).toMatchObject({ served: 7, lost: 1 });
    const reported = played({
      duration: '5m',
      mapping: {
        stages: [{ pause: '10s' }, { burst: 7 }],
        poison,
        functionResponseTypes: ['ReportBatchItemFailures'],
        maximumRetryAttempts: 0,
        provisionedPollers,
      },
    });
    expect(reported.json.functions['f']!.Errors).toBe(0);
    expect(mappingOf(reported).lost).toBeGreaterThan(0);
  });
});

describe('Event poller units', () => {
  const mappings = (group?: string): Record<string, object> =>
    Object.fromEntries(
      Array.from({ length: 10 }, (_, k) => [
        `topic-${String(k)}`,
        {
          type: 'kafka',
          function: 'f',
          arrivals: 'constant',
          rate: '1/h',
          provisionedPollers: { min: 1, ...(group === undefined ? {} : { pollerGroupName: group }) },
        },
      ]),
    );
  const bill = (sources: Readonly<Record<string, object>>) => {
    const scenario = bare({ duration: '720h', functions: { f: { duration: '1ms', timeout: '3s' } }, sources });
    return play(scenario).json;
  };

  it('V-41, R10.14: ten mappings with a unit each cost $1,332.00 in 720 h', () => {
    const json = bill(mappings());
    expect(json.functions['f']!.cost_usd.provisionedPollers).toBeCloseTo(1_332, 6);
    for (const { cost_usd, EventPollerUnit } of Object.values(json.sources)) {
      expect(cost_usd.provisionedPollers).toBeCloseTo(133.2, 6);
      expect(EventPollerUnit).toMatchObject({ max: 1, mean: 1 });
    }
  });

  it('V-41, R10.14: grouped on one unit they cost $133.20', () => {
    const json = bill(mappings('production'));
    expect(json.cost_usd.provisionedPollers).toBeCloseTo(133.2, 6);
    const costs = Object.values(json.sources).map(({ cost_usd }) => cost_usd.provisionedPollers);
    expect(costs).toHaveLength(10);
    for (const cost of costs) expect(cost).toBeCloseTo(13.32, 6);
  });

  it('R10.14: are one for ten pollers, paid for a minute at least', () => {
    const run = played({
      duration: '1h',
      mapping: { partitions: 30, rate: '1/h', provisionedPollers: { min: 21, max: 30 } },
    });
    expect(mappingOf(run).EventPollerUnit).toEqual({ max: 3, mean: 3 });
    expect(run.json.cost_usd.provisionedPollers).toBeCloseTo(3 * 0.185, 9);
    const short = played({ duration: '6s', mapping: { rate: '1/h', provisionedPollers: {} } });
    // A run that is shorter than a minute pays for its own time: the unit lives on.
    expect(short.json.cost_usd.provisionedPollers).toBeCloseTo((6 / 3_600) * 0.185, 9);
  });

  it('R10.14: are one for 20 MB a second of the minute before, whatever the pollers (A-51)', () => {
    const run = played({
      duration: '5m',
      f: { duration: '1ms' },
      mapping: {
        partitions: 9,
        recordSize: '1MB',
        arrivals: 'constant',
        stages: [
          { rate: '40/s', for: '2m' },
          { rate: '1/s', for: '3m' },
        ],
        maximumBatchingWindow: '0s',
        provisionedPollers: { min: 9, max: 9 },
      },
    });
    expect(changes(run, 'EventPollerUnit')).toEqual([
      [0, 1],
      [60, 2],
      [181, 1],
    ]);
  });
});
