import { describe, expect, it } from 'vitest';
import type { QueueResult } from '../../src/result/queue-figures.ts';
import { Replication } from '../../src/simulate.ts';
import { play, series, type Played } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

/** A mapping that reads `jobs` for `work`; nothing is in the way but what the test says. */
function queued(queue: object, mapping: object, work: object, rest: Partial<Content> = {}): Played {
  return play(
    bare({
      duration: '10m',
      bucket: '1s',
      ...rest,
      functions: { work: { timeout: '60s', ...work } },
      queues: { jobs: { visibilityTimeout: '6m', ...queue }, ...rest.queues },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work', ...mapping }, ...rest.sources },
    }),
  );
}

function queueOf({ json }: Played, name = 'jobs'): QueueResult {
  return json.queues![name]!;
}

/** Messages at these seconds. */
function messagesAt(...seconds: readonly number[]): object {
  const stages = seconds.flatMap((second, k) => {
    const gap = second - (seconds[k - 1] ?? 0);
    return [...(gap > 0 ? [{ pause: `${String(gap)}s` }] : []), { burst: 1 }];
  });
  return { stages };
}

/** First second and size of every batch, from the messages that were received. */
function invocationSeconds({ record }: Played): number[] {
  return series(record, 'functions.work', 'Invocations').flatMap((count, second) => (count > 0 ? [second] : []));
}

const ENDLESS = { duration: '15m', timeout: '15m' };
const CONCURRENCY = (played: Played): readonly number[] =>
  series(played.record, 'functions.work', 'ConcurrentExecutions');

describe('Pollers of a standard queue', () => {
  it('V-24, R8.1: begin with 5 batches and grow by 300 a minute to 1,250, reached after 4.15 min (A-29)', () => {
    const played = queued({ backlog: 2_000, visibilityTimeout: '1h' }, { batchSize: 1 }, ENDLESS, {
      account: { concurrency: 3_000 },
      duration: '5m',
    });
    const level = CONCURRENCY(played);
    expect(level[0]).toBe(5 + 4);
    // 305 at the very minute; 4 more until its first second is over.
    expect([level[59], level[60]]).toEqual([304, 309]);
    expect([level[248], level[249], level[299]]).toEqual([1_249, 1_250, 1_250]);
    expect(played.json.sources['worker']?.pollersMax).toBe(1_250);
  });

  it('V-24, R8.1: before November 2023 grow by 60 a minute to 1,000, reached after 16.58 min', () => {
    const played = queued({ backlog: 2_000, visibilityTimeout: '1h' }, { batchSize: 1 }, ENDLESS, {
      account: { concurrency: 3_000 },
      duration: '17m',
      assumptions: { sqsPollerGrowth: '60/min' },
      bucket: '1s',
    });
    const level = CONCURRENCY(played);
    // 995 more after 995 s = 16.58 min.
    expect([level[59], level[60]]).toEqual([64, 65]);
    expect([level[994], level[995], level[1_019]]).toEqual([999, 1_000, 1_000]);
  });

  it('R8.1: are as many as the account has concurrency, 1,000 by default', () => {
    const played = queued({ backlog: 2_000, visibilityTimeout: '1h' }, { batchSize: 1 }, ENDLESS, { duration: '5m' });
    expect(played.json.functions['work']).toMatchObject({ Throttles: 0 });
    expect(played.json.functions['work']?.ConcurrentExecutions.max).toBe(1_000);
  });

  it('R8.1: go back to 5 when it is quiet, and to 2 after five idle minutes', () => {
    const burst = (pause: string): Played =>
      queued(
        {},
        { batchSize: 1, stages: [{ burst: 1 }, { pause }, { burst: 20 }] },
        { duration: '10s' },
        { duration: '10m' },
      );
    // The 20 messages of the second burst meet 5 pollers, or 2.
    expect(CONCURRENCY(burst('4m'))[240]).toBe(5 + 4);
    expect(CONCURRENCY(burst('6m'))[360]).toBe(2 + 4);
  });

  it('R8.3: MaximumConcurrency caps the batches at once, and nothing is throttled', () => {
    const played = queued(
      { backlog: 1_000 },
      { batchSize: 1, maximumConcurrency: 7 },
      { duration: '1s', reservedConcurrency: 7 },
    );
    expect(played.json.functions['work']).toMatchObject({ Invocations: 1_000, Throttles: 0 });
    expect(played.json.functions['work']?.ConcurrentExecutions.max).toBe(7);
    // 1,000 messages: 5 at once at first, 7 after 0.4 s.
    expect(queueOf(played)).toMatchObject({ processed: 1_000, backlogMax: 1_000 });
  });
});

describe('A batch', () => {
  it('R8.2: holds what is there, 10 messages at most where nothing is said', () => {
    const played = queued({ backlog: 25 }, {}, { duration: '1s' });
    expect(played.json.functions['work']?.Invocations).toBe(3);
    expect(queueOf(played)).toMatchObject({ processed: 25, received: 25 });
  });

  it('V-37, R8.2: waits for its window from the first message on: 5 of 10 at t = 47', () => {
    const played = queued({}, { maximumBatchingWindow: '40s', ...messagesAt(7, 8, 9, 10, 11) }, { duration: '100ms' });
    expect(invocationSeconds(played)).toEqual([47]);
    expect(queueOf(played).processed).toBe(5);
  });

  it('V-37, R8.2: is invoked as soon as it is full: the tenth message comes at t = 20', () => {
    const played = queued(
      {},
      { maximumBatchingWindow: '40s', ...messagesAt(7, 8, 9, 10, 11, 12, 13, 14, 15, 20) },
      { duration: '100ms' },
    );
    expect(invocationSeconds(played)).toEqual([20]);
  });

  it('V-37, R8.2: is full at 6 MB of payload', () => {
    const played = queued(
      { backlog: 10, messageSize: '1MB' },
      { maximumBatchingWindow: '40s' },
      { duration: '100ms' },
      { bucket: '1s' },
    );
    // Six of them at once, the other four when the window is over.
    expect(invocationSeconds(played)).toEqual([0, 40]);
  });

  it('R8.2: of a nearly empty queue may wait for up to 20 s although its window is shorter', () => {
    const alone = queued({}, { maximumBatchingWindow: '2s', ...messagesAt(5) }, { duration: '100ms' });
    expect(invocationSeconds(alone)).toEqual([25]);
    const followed = queued({}, { maximumBatchingWindow: '2s', ...messagesAt(5, 11) }, { duration: '100ms' });
    expect(invocationSeconds(followed)).toEqual([11]);
  });

  it('takes as long as its messages say', () => {
    const played = queued({ backlog: 7 }, {}, { duration: { base: '100ms', perRecord: '20ms' } });
    expect(played.json.functions['work']?.Duration.max_ms).toBe(240);
  });
});

describe('Visibility and redrive', () => {
  it('R8.5: a failed message is visible again when its timeout ends, and goes to the dead-letter queue at the receive after maxReceiveCount', () => {
    const played = queued(
      { visibilityTimeout: '60s', maxReceiveCount: 3, deadLetter: 'dead' },
      { batchSize: 1, ...messagesAt(1) },
      { duration: '1s', errors: '100%', timeout: '10s' },
      { queues: { dead: {} }, bucket: '1s' },
    );
    expect(invocationSeconds(played)).toEqual([1, 61, 121]);
    expect(queueOf(played)).toMatchObject({ received: 3, processed: 0, deadLettered: 1 });
    expect(queueOf(played, 'dead')).toMatchObject({ moved: 1, remaining: { visible: 1, inFlight: 0 } });
    expect(played.json.sources['worker']).toMatchObject({
      requests: 1,
      failed: 1,
      failures: { error: 1 },
      deadLettered: 1,
    });
    // Sent at 1, moved at 181.
    expect(played.json.sources['worker']?.failedLatency.max_ms).toBe(180_000);
  });

  it('R8.5: what nobody has received by the end of its retention is lost; what is being processed is not', () => {
    const played = queued(
      { retention: '2m', backlog: 6 },
      { batchSize: 1, maximumConcurrency: 2 },
      { duration: '100s', timeout: '120s' },
    );
    // Two at 0, two at 100 s; the others at 120 s are too old.
    expect(invocationSeconds(played)).toEqual([0, 100]);
    expect(queueOf(played)).toMatchObject({ processed: 4, lost: 2, oldestAgeMax_s: 200 });
  });

  it('R8.13: visibility starts at the receive, before the batching window: a slow batch comes twice', () => {
    const played = queued(
      { visibilityTimeout: '60s' },
      { maximumBatchingWindow: '40s', ...messagesAt(0) },
      { duration: '30s', timeout: '60s' },
      { duration: '5m' },
    );
    // Received at 0, invoked at 40, visible again at 60, deleted by nobody at 70; and so on.
    expect(invocationSeconds(played).slice(0, 2)).toEqual([40, 100]);
    expect(queueOf(played).processed).toBe(0);
  });

  it('R8.13: filtered messages are deleted and reach nobody', () => {
    const played = queued({ backlog: 1_000 }, { filter: { pass: '0%' } }, { duration: '1s' });
    expect(played.json.functions['work']?.Invocations).toBe(0);
    expect(queueOf(played)).toMatchObject({ filtered: 1_000, remaining: { visible: 0, inFlight: 0 } });
    expect(played.json.sources['worker']?.eventCount).toEqual({
      PolledEventCount: 1_000,
      FilteredOutEventCount: 1_000,
      InvokedEventCount: 0,
      FailedInvokeEventCount: 0,
      DeletedEventCount: 0,
    });
  });

  it('R8.13: at most 120,000 messages are in flight', () => {
    const played = queued(
      { backlog: 130_000, visibilityTimeout: '1h' },
      { batchSize: 10_000, maximumBatchingWindow: '1s' },
      { duration: '5m', timeout: '10m' },
      { duration: '1m', bucket: '1s' },
    );
    expect(queueOf(played).inFlight.max).toBe(120_000);
    expect(queueOf(played).remaining).toEqual({ visible: 10_000, inFlight: 120_000 });
  });
});

describe('Failures', () => {
  it('V-26, R8.7: of a batch the named messages come again, the others are deleted; no error, one invocation', () => {
    const played = queued(
      { backlog: 1_000, visibilityTimeout: '60s' },
      { batchSize: 5, functionResponseTypes: ['ReportBatchItemFailures'], itemFailures: '40%' },
      { duration: '1s', timeout: '10s' },
      { duration: '50s' },
    );
    const { processed, remaining } = queueOf(played);
    expect(played.json.functions['work']).toMatchObject({ Invocations: 200, Errors: 0 });
    expect(processed + remaining.inFlight).toBe(1_000);
    // Two of five on average, with a standard error of 15.
    expect(Math.abs(processed - 600)).toBeLessThan(3 * Math.sqrt(1_000 * 0.4 * 0.6));
    expect(played.json.sources['worker']?.eventCount?.FailedInvokeEventCount).toBe(remaining.inFlight);
  });

  it('R8.6: function errors slow the mapping, ReportBatchItemFailures does not', () => {
    const peak = (work: object, mapping: object): number =>
      queued({ backlog: 3_000 }, { batchSize: 1, ...mapping }, { duration: '10s', ...work }, { duration: '1m' }).json
        .functions['work']!.ConcurrentExecutions.max;
    expect(peak({ errors: '100%' }, {})).toBeLessThan(60);
    expect(peak({}, { functionResponseTypes: ['ReportBatchItemFailures'], itemFailures: '100%' })).toBe(304);
  });

  it('R8.6: a throttled batch is tried again after 1, 2, 4, 8, 16, 20 s until its visibility timeout ends (A-30)', () => {
    const played = queued(
      { backlog: 1, visibilityTimeout: '60s' },
      { batchSize: 1 },
      { duration: '1s', reservedConcurrency: 0, timeout: '10s' },
      { duration: '1m' },
    );
    const throttles = series(played.record, 'functions.work', 'Throttles').flatMap((n, second) =>
      n > 0 ? [second] : [],
    );
    expect(throttles).toEqual([0, 1, 3, 7, 15, 31, 51]);
  });

  it('V-45, R8.6: healthy messages go to the dead-letter queue under observed2019 and not under docs (A-30)', () => {
    const deadLettered = (sqsThrottle: string, work: object, mapping: object): number =>
      queueOf(
        queued(
          { backlog: 100, visibilityTimeout: '120s', maxReceiveCount: 3, deadLetter: 'dead' },
          { batchSize: 1, ...mapping },
          { duration: '20s', timeout: '60s', ...work },
          { duration: '2h', assumptions: { sqsThrottle }, queues: { dead: {} } },
        ),
      ).deadLettered;
    expect(deadLettered('docs', { reservedConcurrency: 1 }, {})).toBe(0);
    expect(deadLettered('observed2019', { reservedConcurrency: 1 }, {})).toBeGreaterThan(50);
    for (const reading of ['docs', 'observed2019']) {
      expect(deadLettered(reading, { reservedConcurrency: 2 }, { maximumConcurrency: 2 })).toBe(0);
    }
  });

  it('R8.11: a batch whose handler waits for calls ends with their answers', () => {
    const { json } = play(
      bare({
        duration: '10m',
        functions: {
          work: { duration: '1s', timeout: '30s', calls: [{ function: 'leaf' }] },
          leaf: { duration: '2s' },
        },
        queues: { jobs: { visibilityTimeout: '3m', backlog: 100 } },
        sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work', maximumConcurrency: 2 } },
      }),
    );
    // Two batches of ten at once, three seconds each.
    expect(json.queues!['jobs']).toMatchObject({ processed: 100, drainTime_s: 12, oldestAgeMax_s: 15 });
    expect(json.functions['work']).toMatchObject({ Invocations: 10, Duration: { mean_ms: 3_000 } });
  });

  it('R8.2: a full batch that waits for calls is not ended by the end of its window', () => {
    const { json } = play(
      bare({
        duration: '10m',
        functions: {
          work: { duration: '1s', timeout: '2m', calls: [{ function: 'leaf' }] },
          leaf: { duration: '60s' },
        },
        queues: { jobs: { visibilityTimeout: '12m' } },
        sources: {
          worker: {
            type: 'sqs',
            queue: 'jobs',
            function: 'work',
            batchSize: 2,
            maximumBatchingWindow: '40s',
            ...messagesAt(0, 1),
          },
        },
      }),
    );
    expect(json.queues!['jobs']).toMatchObject({ processed: 2, oldestAgeMax_s: 62 });
  });

  it('R8.11: throttles of a mapping count in Throttles of the function; a batch is one request of the quotas', () => {
    const played = queued(
      { backlog: 100 },
      { batchSize: 1 },
      { duration: '30s', reservedConcurrency: 2 },
      { duration: '10s' },
    );
    expect(played.json.functions['work']?.throttles).toEqual({
      ReservedFunctionConcurrentInvocationLimitExceeded: played.json.sources['worker']?.throttledAttempts,
    });
  });
});

it('R11.23: counts what was polled, filtered out, invoked, failed and deleted, each message as often as it comes', () => {
  const played = queued(
    { visibilityTimeout: '60s', maxReceiveCount: 2, deadLetter: 'dead' },
    { batchSize: 1, ...messagesAt(0) },
    { duration: '1s', errors: '100%', timeout: '10s' },
    { queues: { dead: {} } },
  );
  expect(played.json.sources['worker']?.eventCount).toEqual({
    PolledEventCount: 2,
    FilteredOutEventCount: 0,
    InvokedEventCount: 2,
    FailedInvokeEventCount: 2,
    DeletedEventCount: 0,
  });
});

describe('FIFO queues', () => {
  const groups = (count: number) => ({ fifo: true, backlog: 1_000, messageGroups: { count } });

  it('V-23, R8.4: 6 message groups are 6 batches at once; MaximumConcurrency 3 makes them 3', () => {
    const peak = (maximumConcurrency: number): number =>
      queued(groups(6), { batchSize: 1, maximumConcurrency }, { duration: '1s' }, { duration: '1m' }).json.functions[
        'work'
      ]!.ConcurrentExecutions.max;
    expect(peak(10)).toBe(6);
    expect(peak(3)).toBe(3);
  });

  it('R8.4: without groups there is one batch at a time', () => {
    const played = queued({ fifo: true, backlog: 100 }, {}, { duration: '1s' }, { duration: '1m' });
    expect(played.json.functions['work']).toMatchObject({ Invocations: 10 });
    expect(played.json.functions['work']?.ConcurrentExecutions.max).toBe(1);
  });

  it('R8.4: a failed group blocks itself until its messages are visible again; the others go on', () => {
    const played = queued(
      { fifo: true, backlog: 100, visibilityTimeout: '60s' },
      { batchSize: 1 },
      { duration: '1s', errors: '100%', timeout: '10s' },
      { duration: '170s', bucket: '1s' },
    );
    expect(invocationSeconds(played)).toEqual([0, 60, 120]);
  });
});

it('validation 16: 100,000 messages of 500 ms in 2018 took 5.5 min and some 335 environments', () => {
  const { json } = queued(
    { backlog: 100_000 },
    { batchSize: 1 },
    { duration: '500ms' },
    { assumptions: { sqsPollerGrowth: '60/min' } },
  );
  expect(Math.abs(json.queues!['jobs']!.drainTime_s / 330 - 1)).toBeLessThan(0.1);
  expect(Math.abs(json.functions['work']!.environments.max / 335 - 1)).toBeLessThan(0.1);
});

it.each([{}, { fifo: true, messageGroups: { count: 1_000 } }])(
  'a million messages of a queue %o fit into 100 MB',
  { timeout: 60_000 },
  (kind) => {
    const scenario = bare({
      duration: '10s',
      functions: { work: { duration: '1s', timeout: '10s' } },
      queues: { jobs: { backlog: 1_000_000, visibilityTimeout: '1m', ...kind } },
      sources: { worker: { type: 'sqs', queue: 'jobs', function: 'work' } },
    });
    globalThis.gc?.();
    const before = process.memoryUsage();
    const replication = new Replication(scenario, 1, { series: true, requestLog: null });
    while (!replication.advance(Infinity));
    const after = process.memoryUsage();
    expect(replication.record().queues[0]!.visible.max).toBe(1_000_000);
    const grown = after.arrayBuffers + after.heapUsed - before.arrayBuffers - before.heapUsed;
    expect(grown).toBeLessThan(100e6);
  },
);
