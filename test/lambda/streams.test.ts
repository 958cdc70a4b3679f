import { describe, expect, it } from 'vitest';
import { PartitionKeys } from '../../src/lambda/partition-keys.ts';
import { Streams } from '../../src/des/random.ts';
import type { SourceResult } from '../../src/result/run-result.ts';
import { countBy, play, series, type Played } from '../support/play.ts';
import { bare, scenarioOf } from '../support/scenario.ts';

const KINESIS = { type: 'kinesis', function: 'f' };

interface Parts {
  readonly duration?: string;
  readonly f?: object;
  readonly mapping?: object;
  readonly stream?: object;
  readonly others?: Readonly<Record<string, object>>;
  readonly assumptions?: object;
}

/** One function behind one stream of one shard, named `clicks`, with a mapping `m`. */
function played({ duration = '2m', f = {}, mapping = {}, stream = {}, others = {}, assumptions = {} }: Parts): Played {
  const content = {
    duration,
    bucket: '1s',
    account: { concurrency: 1_000, scaling: 'unlimited' },
    assumptions,
    streams: { clicks: stream },
    functions: { f: { duration: '100ms', ...f } },
    sources: { m: { ...KINESIS, stream: 'clicks', ...mapping }, ...others },
  };
  return play(bare(content));
}

function mappingOf({ json }: Played): SourceResult {
  return json.sources['m']!;
}

/** The seconds in which the function was invoked. */
function invocations({ record }: Played): number[] {
  return series(record, 'functions.f', 'Invocations').flatMap((count, second) => (count > 0 ? [second] : []));
}

describe('A mapping of a stream', () => {
  it('has a line a record: how it ended, in which environment, and how often its batch was sent', () => {
    const run = played({
      duration: '4s',
      mapping: {
        batchSize: 2,
        stages: [{ burst: 3 }],
        poison: [{ at: '500ms', records: 1 }],
        maximumRetryAttempts: 1,
        bisectBatchOnFunctionError: true,
      },
    });
    // Two at 0 s, the third at 0.1 s; the poison at 1 s and at 2.1 s.
    expect(run.rows.map((row) => [row.arrival_s, row.start_s, row.end_s, row.status, row.attempts])).toEqual([
      [0, 0, 0.1, '200', 1],
      [0, 0, 0.1, '200', 1],
      [0, 0.1, 0.2, '200', 1],
      [0.5, null, 2.2, 'lost', 2],
    ]);
    expect(run.rows.map(({ fn, environment, cold }) => [fn, environment, cold])).toEqual([
      ['f', 0, true],
      ['f', 0, true],
      ['f', 0, false],
      ['f', null, false],
    ]);
    const written = played({
      others: { p: { type: 'kinesis-producer', stream: 'clicks', stages: [{ burst: 1_001 }] } },
      duration: '1s',
      mapping: { filter: { pass: '0%' } },
    });
    expect(countBy(written.rows, ({ source, status }) => `${source} ${status}`)).toEqual({
      'p 200': 1_000,
      'p refused': 1,
      'm filtered': 1_000,
    });
  });

  it('V-22, R7.2: runs one batch a shard at once: 100 shards, 100 concurrent', () => {
    const run = played({ f: { duration: '2s' }, stream: { shards: 100, backlog: 1_000_000 } });
    expect(run.json.functions['f']!.ConcurrentExecutions.max).toBe(100);
  });

  it('V-22, R7.2: runs as many batches a shard as the parallelization factor says: 200', () => {
    const run = played({
      f: { duration: '2s' },
      stream: { shards: 100, backlog: 1_000_000 },
      mapping: { parallelizationFactor: 2 },
    });
    expect(run.json.functions['f']!.ConcurrentExecutions.max).toBe(200);
  });

  it('V-22, R7.3: invokes concurrency ÷ duration times a second: 5 shards, 2 s, 2.5/s', () => {
    const run = played({ duration: '100s', f: { duration: '2s' }, stream: { shards: 5, backlog: 100_000 } });
    expect(run.json.functions['f']!.Invocations).toBe(250);
  });

  it('R7.1: invokes synchronously with batches of the stream; each record is served once', () => {
    const run = played({ mapping: { stages: [{ burst: 250 }] } });
    expect(run.json.functions['f']!.Invocations).toBe(3);
    expect(mappingOf(run)).toMatchObject({ requests: 250, served: 250, failed: 0, attempts: 3 });
  });

  it('R7.4: looks at a shard once a second, DynamoDB four times, and goes on at once while records are there', () => {
    const burst = { mapping: { batchSize: 10, stages: [{ pause: '300ms' }, { burst: 20 }] } };
    expect(mappingOf(played(burst)).iteratorAge_ms).toMatchObject({ mean_ms: 750, max_ms: 800 });
    const dynamodb = played({ mapping: { ...burst.mapping, type: 'dynamodb' } });
    expect(mappingOf(dynamodb).iteratorAge_ms).toMatchObject({ mean_ms: 250, max_ms: 300 });
    const pushed = played({ mapping: { ...burst.mapping, enhancedFanOut: true } });
    expect(mappingOf(pushed).iteratorAge_ms).toMatchObject({ mean_ms: 50, max_ms: 100 });
  });

  it('V-37, R7.5: sends 5 records when the window of 40 s has passed: begun at 7 s, at 47 s', () => {
    const mapping = {
      batchSize: 10,
      maximumBatchingWindow: '40s',
      stages: [{ pause: '7s' }, { burst: 1 }, { pause: '5s' }, { burst: 4 }],
    };
    for (const enhancedFanOut of [false, true]) {
      const run = played({ mapping: { ...mapping, enhancedFanOut } });
      expect(invocations(run)).toEqual([47]);
      expect(mappingOf(run).eventCount?.InvokedEventCount).toBe(5);
    }
  });

  it('V-37, R7.5: sends 10 records when the tenth comes at 20 s', () => {
    const mapping = {
      batchSize: 10,
      maximumBatchingWindow: '40s',
      stages: [{ pause: '7s' }, { burst: 5 }, { pause: '13s' }, { burst: 5 }],
    };
    for (const enhancedFanOut of [false, true]) {
      expect(invocations(played({ mapping: { ...mapping, enhancedFanOut } }))).toEqual([20]);
    }
  });

  it('V-37, R7.5: sends what there is when 6 MB have come', () => {
    const mapping = {
      batchSize: 1_000,
      maximumBatchingWindow: '40s',
      type: 'dynamodb',
      stages: [{ pause: '7s' }, { burst: 1 }, { pause: '5s' }, { burst: 7 }],
    };
    expect(invocations(played({ mapping, stream: { recordSize: '1MB' } }))[0]).toBe(12);
  });

  it('R7.5: begins the next window when the invocation before it ends', () => {
    const mapping = {
      batchSize: 10,
      maximumBatchingWindow: '10s',
      stages: [{ burst: 10 }, { pause: '4s' }, { burst: 1 }],
    };
    expect(invocations(played({ f: { duration: '2s' }, mapping }))).toEqual([0, 12]);
  });

  it('V-36, R7.6: tries a failing batch three times with 2 attempts more, tells the destination, and goes on', () => {
    const run = played({
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 5 }], maximumRetryAttempts: 2, onFailure: { type: 'sqs' } },
    });
    // At 0 s, 1 s after the first end and 2 s after the second.
    expect(invocations(run)).toEqual([0, 1, 3]);
    expect(run.json.functions['f']).toMatchObject({ Invocations: 3, Errors: 3 });
    expect(mappingOf(run)).toMatchObject({
      failed: 5,
      lost: 0,
      deadLettered: 5,
      eventCount: { DroppedEventCount: 5, InvokedEventCount: 15, OnFailureDestinationDeliveredEventCount: 5 },
    });
  });

  it('R7.6: says how long a batch that failed held up its shard', () => {
    const run = played({ f: { errors: '100%' }, mapping: { stages: [{ burst: 5 }], maximumRetryAttempts: 2 } });
    // It failed at 0.1, 1.2 and 3.3 s, and was given up then.
    expect(mappingOf(run).blocked).toEqual({ times: 1, max_s: 3.2, shard: 0 });
    expect(mappingOf(played({ mapping: { stages: [{ burst: 5 }] } })).blocked).toEqual({
      times: 0,
      max_s: 0,
      shard: 0,
    });
  });

  it('R7.11: puts a message a batch into a queue of the scenario, which somebody may read', () => {
    const run = play(
      bare({
        duration: '2m',
        functions: { f: { duration: '100ms', errors: '100%' }, g: { duration: '1s', timeout: '5s' } },
        queues: { failed: {} },
        sources: {
          m: { ...KINESIS, stages: [{ burst: 250 }], maximumRetryAttempts: 0, onFailure: { to: 'failed' } },
          repair: { type: 'sqs', queue: 'failed', function: 'g' },
        },
      }),
    );
    expect(mappingOf(run)).toMatchObject({ deadLettered: 250, attempts: 3 });
    expect(run.json.queues!['failed']).toMatchObject({ sent: 3, processed: 3 });
  });

  it('V-36, R7.6: leaves the other shards alone', () => {
    const mapping = { rate: '40/s', arrivals: 'constant', poison: [{ at: '10s', shard: 0 }] };
    const run = played({ stream: { shards: 4 }, mapping });
    const { requests, served, attempts } = mappingOf(run);
    expect(attempts).toBeGreaterThan(300);
    // A quarter of what came after 10 s waits behind the poison.
    expect((requests - served) / requests).toBeCloseTo(0.25 * (110 / 120), 1);
  });

  it('V-36, R7.6: throttles use no attempts', () => {
    const run = played({
      f: { reservedConcurrency: 0 },
      mapping: { stages: [{ burst: 5 }], maximumRetryAttempts: 2 },
    });
    // At 0, 1, 3, 7, 15, 31 and 63 s.
    expect(run.json.functions['f']).toMatchObject({ Throttles: 7, Invocations: 0 });
    expect(mappingOf(run)).toMatchObject({ failed: 0, lost: 0 });
    expect(run.json.unfinished.queued).toBe(5);
  });

  it('R7.7: gives records up that are older than maximumRecordAge', () => {
    const run = played({
      duration: '5m',
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 5 }], maximumRecordAge: '60s', onFailure: { type: 'sqs' } },
    });
    // Tried at 0, 1, 3, 7, 15 and 31 s; the try of 64 s finds them too old.
    expect(mappingOf(run)).toMatchObject({ failed: 5, deadLettered: 5, attempts: 6, oldestAgeMax_s: 63.6 });
  });

  it('R7.7: loses what has lain in the stream for longer than its retention', () => {
    const run = played({
      duration: '25h',
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 5 }], onFailure: { type: 'sqs' } },
    });
    expect(mappingOf(run)).toMatchObject({ lost: 5, deadLettered: 0, served: 0 });
  });

  it('R7.8: spaces the tries by streamRetryBackoff (A-26)', () => {
    const run = played({
      f: { errors: '100%', duration: '1ms' },
      assumptions: { streamRetryBackoff: { base: '10s', factor: 3, cap: '40s' } },
      mapping: { stages: [{ burst: 1 }] },
    });
    expect(invocations(run)).toEqual([0, 10, 40, 80]);
  });

  it('R7.7: gets a hundred thousand poison records out of the way, each after its attempts', () => {
    const run = played({
      duration: '2h',
      f: { duration: '10ms' },
      mapping: {
        stages: [{ burst: 5 }],
        batchSize: 1_000,
        maximumRetryAttempts: 0,
        poison: [
          { at: '1s', records: 100_000 },
          { at: '1h', records: 2, until: '61m' },
        ],
      },
    });
    expect(mappingOf(run)).toMatchObject({ lost: 100_002, served: 5 });
  });

  it('R7.9: each half has the attempts that were left when it was split off (A-27)', () => {
    const run = played({
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 2 }], maximumRetryAttempts: 1, bisectBatchOnFunctionError: true },
    });
    // Both together at 0 s; the left one at 1 and 2 s, the right one at once and a second later.
    expect(run.json.functions['f']).toMatchObject({ Invocations: 5, Errors: 5 });
    expect(mappingOf(run)).toMatchObject({ served: 0, lost: 2 });
  });

  it('R7.9: bisects down to the poison record, left half first, and splits take no attempt (A-27)', () => {
    const run = played({
      mapping: {
        batchSize: 8,
        stages: [{ burst: 7 }],
        arrivals: 'constant',
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 0,
        poison: [{ at: '0s' }],
      },
    });
    // The poison comes last: 8, then the good left 4, the right 4, 2 and 2, 1 and 1, which is given up.
    expect(mappingOf(run)).toMatchObject({
      requests: 8,
      served: 7,
      lost: 1,
      attempts: 7,
      eventCount: { InvokedEventCount: 22 },
    });
  });

  it('R7.10: goes on from the record that the function reports, and a report is no error', () => {
    const run = played({
      mapping: {
        stages: [{ burst: 4 }, { pause: '1s' }, { burst: 5 }],
        startingPosition: 'LATEST',
        maximumBatchingWindow: '2s',
        functionResponseTypes: ['ReportBatchItemFailures'],
        maximumRetryAttempts: 2,
        poison: [{ at: '500ms', records: 1 }],
      },
    });
    // 4 good ones, the poison, 5 more. After three tries what is left of the batch is given up.
    expect(run.json.functions['f']!.Errors).toBe(0);
    expect(mappingOf(run)).toMatchObject({ served: 4, lost: 6, attempts: 3, eventCount: { InvokedEventCount: 22 } });
  });

  it('R7.11: a record that the destination does not take is lost', () => {
    const { json } = play(
      bare({
        duration: '60s',
        functions: { f: { duration: '1s', errors: '100%' } },
        streams: { s: { shards: 1 } },
        queues: { failed: {} },
        sources: {
          m: { ...KINESIS, stages: [{ burst: 5 }], maximumRetryAttempts: 0, onFailure: { to: 'failed' } },
        },
        faults: [{ at: '0s', for: '60s', on: 'queues.failed', refuse: '100%' }],
      }),
    );
    expect(json.queues!['failed']).toMatchObject({ sent: 0 });
    expect(json.sources['m']).toMatchObject({ lost: 5, DestinationDeliveryFailures: 1 });
  });

  it('R7.11: counts deliveries to the destination that fail', () => {
    const run = played({
      f: { errors: '100%' },
      mapping: { stages: [{ burst: 5 }], maximumRetryAttempts: 0, onFailure: { type: 's3', failing: '100%' } },
    });
    expect(mappingOf(run)).toMatchObject({ lost: 5, deadLettered: 0, DestinationDeliveryFailures: 1 });
  });

  it('R7.12: begins with the backlog at TRIM_HORIZON, and without it at LATEST (A-28)', () => {
    const stream = { backlog: 500 };
    expect(mappingOf(played({ stream })).served).toBe(500);
    const latest = played({ stream, mapping: { startingPosition: 'LATEST' } });
    expect(mappingOf(latest).requests).toBe(0);
  });

  it('R7.14, R11.12: IteratorAge is the age of the last record of the batch when it is sent', () => {
    const run = played({ mapping: { stages: [{ pause: '100ms' }, { burst: 1 }, { pause: '500ms' }, { burst: 1 }] } });
    expect(run.json.functions['f']!.IteratorAge).toMatchObject({ max_ms: 400 });
    expect(run.json.streams!['clicks']!.iteratorAge_ms.max_ms).toBe(400);
  });

  it('R7.15: warns of more than two readers of a DynamoDB stream', () => {
    const scenario = bare({
      duration: '1m',
      functions: { f: { duration: '1ms' } },
      sources: { m: { type: 'dynamodb', function: 'f', rate: '1/s', otherConsumers: 2 } },
    });
    expect(scenario.warnings.map(({ id }) => id)).toContain('W_DYNAMODB_READERS');
  });

  it('R7.16: filters before batching; what does not pass is done', () => {
    const run = played({ mapping: { stages: [{ burst: 1_000 }], filter: { pass: '25%' } } });
    const { filtered = 0, served, requests } = mappingOf(run);
    expect(served + filtered).toBe(requests);
    // Three standard errors of a binomial: 3 · √(1000 · 0.25 · 0.75).
    expect(Math.abs(served - 250)).toBeLessThan(41.1);
  });

  it('R7.17: a shard takes 1,000 records/s and as much at once; the producer of more is refused', () => {
    const producer = { type: 'kinesis-producer', stream: 'clicks', arrivals: 'constant' };
    const run = played({ duration: '11s', others: { p: { ...producer, rate: '1500/s' } } });
    // 1,000 at first and 1,000 a second: 12,000 of 16,500.
    expect(Math.abs(run.json.sources['p']!.served - 12_000)).toBeLessThan(3);
    expect(run.json.streams!['clicks']!.refused).toBe(run.json.sources['p']!.failures.throttled);
  });

  it('R7.17: a shard takes 1 MB/s', () => {
    const producer = { type: 'kinesis-producer', stream: 'clicks', arrivals: 'constant' };
    const run = played({
      duration: '11s',
      stream: { recordSize: '64KB' },
      others: { p: { ...producer, rate: '100/s' } },
    });
    // 16 at first and 16 a second.
    expect(Math.abs(run.json.sources['p']!.served - 192)).toBeLessThan(3);
  });

  it('R7.17: catches up at 2 MB/s a shard, at 1 MB/s beside another consumer', () => {
    const stream = { backlog: 100_000, recordSize: '1KB' };
    const mapping = { batchSize: 1_000 };
    const alone = mappingOf(played({ f: { duration: '1ms' }, stream, mapping }));
    const shared = mappingOf(played({ f: { duration: '1ms' }, stream: { ...stream, otherConsumers: 1 }, mapping }));
    // 97.7 MB, less a second's worth that may be read at once and the last batch.
    expect(alone.drainTime_s).toBeCloseTo(47, -0.5);
    expect(shared.drainTime_s).toBeCloseTo(95, -0.5);
  });

  it('R7.18: with both set, an exception bisects and a report moves the checkpoint', () => {
    const both = { bisectBatchOnFunctionError: true, functionResponseTypes: ['ReportBatchItemFailures'] };
    const thrown = played({
      f: { errors: '100%' },
      mapping: { ...both, stages: [{ burst: 2 }], maximumRetryAttempts: 0 },
    });
    expect(mappingOf(thrown)).toMatchObject({ attempts: 3, lost: 2 });
    const reported = played({
      mapping: { ...both, stages: [{ burst: 2 }], poison: [{ at: '0s' }], maximumRetryAttempts: 0 },
    });
    expect(mappingOf(reported)).toMatchObject({ attempts: 2, served: 2, lost: 1 });
  });

  it('R11.6, R11.23: counts records as the event source mapping metrics do; retries count again', () => {
    const run = played({ f: { errors: '100%' }, mapping: { stages: [{ burst: 10 }], maximumRetryAttempts: 1 } });
    expect(mappingOf(run).eventCount).toEqual({
      PolledEventCount: 10,
      InvokedEventCount: 20,
      FailedInvokeEventCount: 20,
      DroppedEventCount: 10,
      FilteredOutEventCount: 0,
      OnFailureDestinationDeliveredEventCount: 0,
    });
  });

  it('reads the shards of a resharding when those before them are empty', () => {
    const run = played({
      f: { duration: '1s' },
      stream: { shards: 1, reshard: [{ at: '30s', shards: 4 }] },
      mapping: { batchSize: 10, rate: '20/s', arrivals: 'constant' },
    });
    const busy = series(run.record, 'functions.f', 'ConcurrentExecutions');
    expect(Math.max(...busy.slice(0, 30))).toBe(1);
    expect(Math.max(...busy.slice(60))).toBeGreaterThanOrEqual(3);
  });

  it('takes base + records × perRecord, a plain request one record', () => {
    const f = { duration: { base: '40ms', perRecord: '2ms' } };
    const run = played({ f, mapping: { stages: [{ burst: 50 }] } });
    expect(run.json.functions['f']!.Duration.max_ms).toBe(140);
    const plain = play(
      bare({ duration: '1s', functions: { f }, sources: { a: { function: 'f', stages: [{ burst: 1 }] } } }),
    );
    expect(plain.json.functions['f']!.Duration.max_ms).toBe(42);
  });
});

describe('Partition keys', () => {
  it('are drawn in proportion to 1 / k^zipf', () => {
    const keys = new PartitionKeys(3, 1, new Streams('1').stream('keys'));
    const counts = [0, 0, 0];
    const draws = 60_000;
    for (let k = 0; k < draws; k++) counts[keys.of((k + 0.5) / draws)]!++;
    // 1 : 1/2 : 1/3 = 6 : 3 : 2 of 11.
    expect(counts.map((count) => count / draws)).toEqual([6 / 11, 3 / 11, 2 / 11].map((p) => expect.closeTo(p, 4)));
  });
});

describe('Bad input about streams', () => {
  const plain = (mapping: object, more: object = {}): object => ({
    version: 1,
    duration: '1h',
    functions: { f: { duration: '1ms', init: '0ms' } },
    sources: { m: { ...KINESIS, rate: '1/s', ...mapping } },
    ...more,
  });

  it.each([
    [{ batchSize: 10_001 }, 'E_RANGE sources.m.batchSize: 10,001 is above the greatest, 10,000 (R7.5)'],
    [{ maximumBatchingWindow: '301s' }, 'E_RANGE sources.m.maximumBatchingWindow'],
    [{ parallelizationFactor: 11 }, 'E_RANGE sources.m.parallelizationFactor: 11 is above the greatest, 10 (R7.2)'],
    [{ maximumRetryAttempts: -2 }, 'E_RANGE sources.m.maximumRetryAttempts: -2 is below the least, -1 (R7.7)'],
    [{ maximumRecordAge: '59s' }, 'E_RANGE sources.m.maximumRecordAge: 59s is below the least'],
    [{ retention: '23h' }, 'E_RANGE sources.m.retention: 23h is below the least'],
    [{ stream: 'nowhere' }, 'E_REFERENCE sources.m.stream: there is no stream nowhere'],
    [{ poison: [{ at: '2h' }] }, 'E_RANGE sources.m.poison.0.at: 2h is beyond the run'],
    [
      { poison: [{ at: '1m', shard: 2 }] },
      'E_RANGE sources.m.poison.0.shard: m has no shard 2 then; shards count from 0 to 0',
    ],
    [{ poison: [{ at: '9m', until: '5m' }] }, 'E_RANGE sources.m.poison.0.until: 5m is not after at'],
    [{ reshard: [{ at: '2h', shards: 2 }] }, 'E_RANGE sources.m.reshard.0.at: 2h is beyond the run'],
    [{ rate: null }, 'E_MISSING_KEY sources.m.rate: nobody writes to the stream'],
    [{ shards: 0 }, 'E_RANGE sources.m.shards: 0 is below the least, 1'],
  ])('%j is refused', (mapping, message) => {
    expect(() => scenarioOf(plain(mapping))).toThrow(message);
  });

  it('a mapping that would write out a stream of a name that is taken', () => {
    expect(() => scenarioOf(plain({}, { streams: { m: { shards: 2 } } }))).toThrow('E_CONFLICT sources.m');
  });
});
