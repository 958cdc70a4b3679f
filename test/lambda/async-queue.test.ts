import { describe, expect, it } from 'vitest';
import { toSeconds } from '../../src/des/time.ts';
import { requestsOf } from '../../src/lambda/async-route.ts';
import { SNS_DELIVERY } from '../../src/lambda/quotas.ts';
import type { FunctionResult } from '../../src/result/run-result.ts';
import { countBy, play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** A source of asynchronous events. */
const EVENTS = { type: 'async-invoke' };
const NOW = { asyncPollLatency: '0ms' };

/** The seconds in which something happened, by a series with buckets of 1 s. */
function seconds({ record }: Played, scope: string, metric: string): number[] {
  return series(record, scope, metric).flatMap((value, second) => (Number.isNaN(value) ? [] : [second]));
}

function functionOf({ json }: Played, name: string): FunctionResult {
  return json.functions[name]!;
}

/** One event whose handler always fails after `duration`. */
function failing(duration: string, f: object = {}, assumptions: object = NOW): Played {
  return play(
    bare({
      duration: '10m',
      bucket: '1s',
      assumptions,
      functions: { mail: { duration, errors: '100%', ...f } },
      sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 1 }] } },
    }),
  );
}

describe('An asynchronous event', () => {
  it('R6.1: is accepted at once and run by a poller a moment later, 35 ms where nothing is said (A-25)', () => {
    const played = play(
      bare({
        duration: '1m',
        functions: { mail: { duration: '200ms' } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ pause: '1s' }, { burst: 1 }] } },
      }),
    );
    expect(played.rows).toMatchObject([
      { arrival_s: 1, start_s: 1.035, end_s: 1.235, status: '200', attempts: 1, environment: 0, cold: true },
    ]);
    expect(functionOf(played, 'mail').AsyncEventAge?.max_ms).toBe(35);
    expect(played.json.sources['orders']).toMatchObject({ requests: 1, served: 1, failed: 0 });
    expect(played.json.sources['orders']?.latency.max_ms).toBe(235);
  });

  it('R6.2: is accepted however little concurrency there is', () => {
    const played = play(
      bare({
        duration: '10s',
        functions: { mail: { duration: '1m', reservedConcurrency: 1 } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 500 }] } },
      }),
    );
    expect(functionOf(played, 'mail').AsyncEventsReceived).toBe(500);
    expect(played.json.sources['orders']?.failed).toBe(0);
  });

  it('R1.11: passes by both request rates and the growth limit, and R1.14: takes concurrency when it is run', () => {
    const played = play(
      bare({
        duration: '2s',
        account: { concurrency: 110 },
        functions: { mail: { duration: '1ms', reservedConcurrency: 10, initialEnvironments: 10 } },
        sources: { orders: { ...EVENTS, function: 'mail', rate: '2000/s' } },
      }),
    );
    // Ten times the reservation would be 100 a second.
    expect(functionOf(played, 'mail')).toMatchObject({ Throttles: 0, Errors: 0 });
    expect(functionOf(played, 'mail').Invocations).toBeGreaterThan(3900);
    expect(functionOf(played, 'mail').ConcurrentExecutions.max).toBe(2);
  });

  it('V-27, R6.3: that always fails is tried at 0, +60 s and +180 s, then dropped; AsyncEventsDropped 1, Errors 3', () => {
    const played = failing('0ms', { onFailure: { type: 'sqs' } });
    expect(seconds(played, 'functions.mail', 'Invocations')).toEqual([0, 60, 180]);
    expect(seconds(played, 'functions.mail', 'AsyncEventsDropped')).toEqual([180]);
    expect(functionOf(played, 'mail')).toMatchObject({
      Invocations: 3,
      Errors: 3,
      Throttles: 0,
      AsyncEventsReceived: 1,
      AsyncEventsDropped: 1,
      DestinationDeliveryFailures: 0,
      asyncEvents: { dropped: { RetriesExhausted: 1 }, deadLettered: 1, lost: 0, delivered: { onFailure: 1 } },
    });
    expect(played.rows).toMatchObject([{ end_s: 180, status: 'RetriesExhausted', attempts: 3 }]);
  });

  it.each([
    [0, [0]],
    [1, [0, 60]],
    [2, [0, 60, 180]],
  ])('R6.3: is tried again %d times where maximumRetryAttempts says so', (maximumRetryAttempts, expected) => {
    const played = failing('0ms', { maximumRetryAttempts });
    expect(seconds(played, 'functions.mail', 'Invocations')).toEqual(expected);
    expect(functionOf(played, 'mail').AsyncEventsDropped).toBe(1);
  });

  it('R6.3: waits from the end of the failed attempt, timeouts included (A-22)', () => {
    // d = 5 s: 0, d + 60, 2d + 180.
    expect(seconds(failing('5s'), 'functions.mail', 'Invocations')).toEqual([0, 65, 190]);
    const timedOut = failing('1m', { timeout: '5s', errors: '0%' });
    expect(seconds(timedOut, 'functions.mail', 'Invocations')).toEqual([0, 65, 190]);
    expect(timedOut.json.sources['orders']?.failures).toEqual({ throttled: 0, error: 0, timeout: 1, other: 0 });
    const quick = failing('0ms', {}, { ...NOW, functionErrorWaits: ['10s', '20s'] });
    expect(seconds(quick, 'functions.mail', 'Invocations')).toEqual([0, 10, 30]);
  });

  it.each(['perEventTimers', 'queue'])(
    'V-29, R6.4: throttled behind one of a minute is tried again until it runs (%s)',
    (asyncRetry) => {
      const played = play(
        bare({
          duration: '10m',
          bucket: '1s',
          assumptions: { asyncRetry },
          functions: { mail: { duration: '60s', reservedConcurrency: 1 } },
          sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 2 }] } },
        }),
      );
      const [first, second] = played.rows.toSorted((a, b) => a.start_s! - b.start_s!);
      expect(first).toMatchObject({ start_s: 0.035, end_s: 60.035, status: '200', attempts: 1 });
      expect(second?.status).toBe('200');
      expect(second?.start_s).toBeGreaterThanOrEqual(60.035);
      expect(second?.start_s).toBeLessThan(124);
      const throttles = second!.attempts - 1;
      expect(functionOf(played, 'mail')).toMatchObject({ Errors: 0, Throttles: throttles, AsyncEventsDropped: 0 });
      const early = series(played.record, 'functions.mail', 'Throttles').slice(0, 60);
      expect(early.filter((value) => !Number.isNaN(value)).length).toBeGreaterThanOrEqual(5);
      // The oldest goes as soon as concurrency frees; a timer of its own may be longer.
      if (asyncRetry === 'queue') expect(second?.start_s).toBe(60.035);
    },
  );

  it('R6.4: waits U(0.5, 1) × min(300, 2^(k−1)) s after the k-th throttle, which uses up none of its retries (A-23)', () => {
    const played = play(
      bare({
        duration: '40m',
        bucket: '10ms',
        assumptions: NOW,
        functions: { mail: { duration: '15m', reservedConcurrency: 1 } },
        sources: {
          first: { ...EVENTS, function: 'mail', stages: [{ burst: 1 }] },
          second: { ...EVENTS, function: 'mail', stages: [{ pause: '1s' }, { burst: 1 }] },
        },
      }),
    );
    const tried = seconds(played, 'functions.mail', 'Throttles').map((bucket) => bucket / 100);
    const gaps = tried.slice(1).map((second, k) => second - tried[k]!);
    gaps.forEach((gap, k) => {
      const longest = Math.min(300, 2 ** k);
      expect(gap, `gap ${k + 1}`).toBeGreaterThan(longest / 2 - 0.011);
      expect(gap, `gap ${k + 1}`).toBeLessThan(longest + 0.011);
    });
    expect(gaps.length).toBeGreaterThan(8);
    expect(functionOf(played, 'mail')).toMatchObject({ Invocations: 2, Errors: 0, AsyncEventsDropped: 0 });
  });

  it('R6.4: is tried again after an error of the service as after a throttle (R5.4)', () => {
    const played = play(
      bare({
        duration: '5m',
        bucket: '1s',
        assumptions: NOW,
        functions: { mail: { runtime: 'java21', init: undefined, duration: '1s', snapStart: true, restore: '11s' } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 1 }] } },
      }),
    );
    // Each Restore fails after 10 s (R3.6); 0.5 to 1 s, 1 to 2 s … after that it is tried again.
    expect(functionOf(played, 'mail')).toMatchObject({
      Invocations: 0,
      Throttles: 0,
      Errors: 0,
      AsyncEventsDropped: 0,
    });
    const tried = seconds(played, 'functions.mail', 'AsyncEventAge_max_ms');
    expect(tried[0]).toBe(0);
    tried.slice(1).forEach((second, k) => {
      expect(second - tried[k]!).toBeGreaterThanOrEqual(10 + 2 ** (k - 1) - 1);
      expect(second - tried[k]!).toBeLessThanOrEqual(10 + 2 ** k + 1);
    });
    expect(tried.length).toBeGreaterThan(5);
    expect(played.rows).toMatchObject([{ status: 'unfinished', start_s: null }]);
  });

  it('R6.5: is dropped at the very moment its age reaches the maximum, whether it failed or was throttled (A-45)', () => {
    const failed = failing('0ms', { maximumEventAge: '100s' });
    expect(seconds(failed, 'functions.mail', 'Invocations')).toEqual([0, 60]);
    expect(failed.rows).toMatchObject([{ end_s: 100, status: 'EventAgeExceeded', attempts: 2 }]);
    for (const asyncRetry of ['perEventTimers', 'queue']) {
      const throttled = play(
        bare({
          duration: '10m',
          assumptions: { asyncRetry },
          functions: { mail: { duration: '5m', reservedConcurrency: 1, maximumEventAge: '75s' } },
          sources: {
            first: { ...EVENTS, function: 'mail', stages: [{ burst: 1 }] },
            second: { ...EVENTS, function: 'mail', stages: [{ pause: '1s' }, { burst: 3 }] },
          },
        }),
      );
      const dropped = throttled.rows.filter(({ source }) => source === 'second');
      expect(dropped.map(({ end_s, status }) => [end_s, status])).toEqual(
        Array.from({ length: 3 }, () => [76, 'EventAgeExceeded']),
      );
      expect(throttled.json.sources['second']).toMatchObject({ failed: 3, failures: { throttled: 3 } });
    }
  });

  it('R6.5: may still be tried at its maximum age, and an attempt that runs then is not cut off', () => {
    const played = failing('0ms', { maximumEventAge: '60s' });
    expect(seconds(played, 'functions.mail', 'Invocations')).toEqual([0, 60]);
    expect(played.rows).toMatchObject([{ end_s: 60, status: 'EventAgeExceeded' }]);
    const long = failing('90s', { maximumEventAge: '60s', errors: '0%' });
    expect(long.rows).toMatchObject([{ end_s: 90, status: '200' }]);
    const exhausted = failing('90s', { maximumEventAge: '60s' });
    expect(exhausted.rows).toMatchObject([{ end_s: 90, status: 'EventAgeExceeded', attempts: 1 }]);
  });

  it('R6.6: goes to the dead-letter queue and to the on-failure destination when it is dropped', () => {
    const both = failing('0ms', {
      deadLetter: { type: 'sqs' },
      onFailure: { type: 'sns' },
      onSuccess: { type: 'sqs' },
    });
    expect(functionOf(both, 'mail').asyncEvents).toMatchObject({
      deadLettered: 1,
      lost: 0,
      delivered: { deadLetter: 1, onFailure: 1, onSuccess: 0 },
    });
    expect(functionOf(failing('0ms'), 'mail').asyncEvents).toMatchObject({ deadLettered: 0, lost: 1 });
  });

  it('R6.7: is handed on to a function as an event of its own, with success or with failure, over several links', () => {
    const played = play(
      bare({
        duration: '10m',
        assumptions: NOW,
        functions: {
          first: { duration: '2s', onSuccess: { to: 'second' } },
          second: {
            duration: '1s',
            errors: '100%',
            maximumRetryAttempts: 0,
            onFailure: { to: 'third', type: 'lambda' },
          },
          third: { duration: '1s' },
          alone: { duration: '1s' },
        },
        sources: { orders: { ...EVENTS, function: 'first', stages: [{ burst: 10 }] } },
      }),
    );
    const received = ['first', 'second', 'third', 'alone'].map((name) => functionOf(played, name).AsyncEventsReceived);
    expect(received).toEqual([10, 10, 10, undefined]);
    expect(functionOf(played, 'second')).toMatchObject({ AsyncEventsDropped: 10, asyncEvents: { deadLettered: 10 } });
    expect(functionOf(played, 'third').asyncEvents).toMatchObject({ succeeded: 10 });
    // It begins when the invocation before it has ended.
    expect(series(played.record, 'functions.second', 'AsyncEventsReceived')).toEqual([NaN, NaN, 10]);
    expect(series(played.record, 'functions.third', 'AsyncEventsReceived')).toEqual([NaN, NaN, NaN, 10]);
    expect(played.json.sources['orders']).toMatchObject({ requests: 10, served: 10 });
  });

  it('R6.8: comes twice with the share that asyncDuplicates says, and ends once (A-24)', () => {
    const at = (asyncDuplicates: string): FunctionResult => {
      return functionOf(
        play(
          bare({
            duration: '2m',
            assumptions: { asyncDuplicates },
            functions: { mail: { duration: '10ms' } },
            sources: {
              orders: { ...EVENTS, function: 'mail', stages: [{ rate: '100/s', for: '100s' }, { pause: '1s' }] },
            },
          }),
        ),
        'mail',
      );
    };
    expect(at('0%')).toMatchObject({ AsyncEventsReceived: 10_000, Invocations: 10_000 });
    expect(at('100%')).toMatchObject({ AsyncEventsReceived: 10_000, Invocations: 20_000, AsyncEventsDropped: 0 });
    const some = at('3%');
    // 3 % of 10,000 have a standard error of 17.
    expect(Math.abs(some.Invocations - 10_300)).toBeLessThan(51);
    expect(some.asyncEvents?.duplicateAttempts).toBe(some.Invocations - 10_000);
    expect(some.asyncEvents?.succeeded).toBe(10_000);
  });

  it('R6.9: may be overtaken by a later one', () => {
    const played = play(
      bare({
        duration: '10m',
        assumptions: NOW,
        functions: { mail: { duration: '10s', reservedConcurrency: 1 } },
        sources: {
          orders: { ...EVENTS, function: 'mail', rate: '0.08/s' },
          rush: { ...EVENTS, function: 'mail', stages: [{ burst: 2 }] },
        },
      }),
    );
    const starts = played.rows.filter(({ start_s }) => start_s !== null).map(({ start_s }) => start_s!);
    expect(starts).not.toEqual(starts.toSorted((a, b) => a - b));
  });

  it('R6.10: is run as fast as concurrency and the scaling rate allow; no limit of the poller is in the way (A-25)', () => {
    const played = play(
      bare({
        duration: '1m',
        bucket: '1s',
        account: { concurrency: 5000 },
        functions: { mail: { duration: '50s' } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 3000 }] } },
      }),
    );
    // 1,000 at once, and 100 more a second.
    expect(series(played.record, 'functions.mail', 'Invocations')[0]).toBeGreaterThanOrEqual(1000);
    expect(series(played.record, 'functions.mail', 'Invocations')[0]).toBeLessThanOrEqual(1100);
    expect(functionOf(played, 'mail').throttlesByCause.scalingRate).toBeGreaterThan(2000);
    expect(functionOf(played, 'mail').ConcurrentExecutions.max).toBeLessThanOrEqual(5000);
  });

  it('R6.11: goes straight to where dropped events go where reserved concurrency is 0, without a throttle', () => {
    const played = failing('0ms', { reservedConcurrency: 0, deadLetter: { type: 'sqs' } });
    expect(functionOf(played, 'mail')).toMatchObject({
      Invocations: 0,
      Throttles: 0,
      AsyncEventsReceived: 1,
      AsyncEventsDropped: 1,
      asyncEvents: { attempts: 0, deadLettered: 1, dropped: { ReservedConcurrencyZero: 1 } },
    });
    expect(played.rows).toMatchObject([{ end_s: 0, status: 'ReservedConcurrencyZero', attempts: 0, start_s: null }]);
  });

  it('V-43, R6.12: would be offered by SNS 3 + 2 + 10 + 100,000 = 100,015 times over 23 days, had Lambda ever refused it', () => {
    const attempts = SNS_DELIVERY.map((phase) => phase.attempts);
    expect(attempts).toEqual([3, 2, 10, 100_000]);
    expect(attempts.reduce((sum, count) => sum + count, 0)).toBe(100_015);
    const time = SNS_DELIVERY.reduce((sum, phase) => sum + (phase.attempts * (phase.from + phase.to)) / 2, 0);
    expect(Math.floor(toSeconds(time) / 86_400)).toBe(23);
  });

  it.each(['async-invoke', 's3', 'sns', 'eventbridge'])(
    'R6.12: is treated alike whatever service sends it: %s',
    (type) => {
      const { record } = play(
        bare({
          duration: '10m',
          functions: { mail: { duration: '1s', errors: '50%' } },
          sources: { orders: { ...EVENTS, type, function: 'mail', stages: [{ burst: 40 }] } },
        }),
      );
      const { requests, served } = record.sources[0]!;
      expect(requests).toBe(40);
      expect(served).toBe(
        play(
          bare({
            duration: '10m',
            functions: { mail: { duration: '1s', errors: '50%' } },
            sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 40 }] } },
          }),
        ).record.sources[0]!.served,
      );
    },
  );

  it('R6.13: of more than 256 KB is billed as one more request for every 64 KB, at each attempt', () => {
    expect([1, 256, 257, 320, 321, 1024].map(requestsOf)).toEqual([1, 1, 2, 2, 3, 13]);
    const { record } = play(
      bare({
        duration: '10m',
        functions: { mail: { duration: '1s', errors: '100%' } },
        sources: { orders: { ...EVENTS, function: 'mail', payload: '300KB', stages: [{ burst: 4 }] } },
      }),
    );
    expect(record.functions[0]?.billing).toMatchObject([{ requests: 12, extraRequests: 12 }]);
  });

  it('R11.17, R11.18, R11.19: is counted when accepted, measured at each attempt, and counted when dropped', () => {
    const played = failing('0ms', {}, NOW);
    expect(seconds(played, 'functions.mail', 'AsyncEventsReceived')).toEqual([0]);
    expect(seconds(played, 'functions.mail', 'AsyncEventAge_max_ms')).toEqual([0, 60, 180]);
    expect(series(played.record, 'functions.mail', 'AsyncEventAge_mean_ms')[180]).toBe(180_000);
    expect(functionOf(played, 'mail').AsyncEventAge).toMatchObject({ mean_ms: 80_000, max_ms: 180_000 });
  });

  it('R11.18: has its age measured at throttled attempts, too', () => {
    const played = play(
      bare({
        duration: '50s',
        functions: { mail: { duration: '10m', reservedConcurrency: 1 } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 2 }] } },
      }),
    );
    const { asyncEvents, Throttles } = functionOf(played, 'mail');
    expect(asyncEvents?.attempts).toBe(Throttles + 1);
    expect(played.record.functions[0]?.events?.age.count).toBe(Throttles + 1);
  });

  it('R11.5, R11.6: is lost where handing it on fails, which DeadLetterErrors and DestinationDeliveryFailures count', () => {
    const played = failing('0ms', {
      deadLetter: { type: 'sqs', failing: '100%' },
      onFailure: { type: 'eventbridge', failing: '100%' },
    });
    expect(functionOf(played, 'mail')).toMatchObject({
      AsyncEventsDropped: 1,
      DeadLetterErrors: 1,
      DestinationDeliveryFailures: 1,
      asyncEvents: { deadLettered: 0, lost: 1, delivered: { deadLetter: 0, onFailure: 0 } },
    });
    const success = failing('0ms', { errors: '0%', onSuccess: { type: 'sqs', failing: '100%' } });
    expect(functionOf(success, 'mail')).toMatchObject({ DestinationDeliveryFailures: 1, AsyncEventsDropped: 0 });
  });
});

describe('A queue of events', () => {
  const outage = (asyncRetry: string): Played => {
    return play(
      bare({
        duration: '20m',
        bucket: '1s',
        assumptions: { ...NOW, asyncRetry },
        functions: { mail: { duration: '1s', reservedConcurrency: 10 } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 600 }] } },
      }),
    );
  };

  it('R6.4: read as a line goes the oldest first as concurrency frees, without a gap', () => {
    const played = outage('queue');
    // 600 events of 1 s, ten at a time.
    expect(Math.max(...played.rows.map(({ end_s }) => end_s!))).toBe(60);
    expect(functionOf(played, 'mail')).toMatchObject({ Invocations: 600, AsyncEventsDropped: 0 });
    expect(functionOf(played, 'mail').asyncQueue).toMatchObject({ max: 590, drainTime_s: 59 });
    expect(played.json.sources['orders']).toMatchObject({ backlogMax: 590, drainTime_s: 59 });
  });

  it('R6.4: in line is served by provisioned concurrency as it frees', () => {
    const played = play(
      bare({
        duration: '2m',
        account: { concurrency: 101 },
        assumptions: { ...NOW, asyncRetry: 'queue' },
        functions: {
          mail: {
            duration: '10s',
            versions: { '1': {} },
            aliases: { live: { version: '1', provisionedConcurrency: 1 } },
            reservedConcurrency: 1,
          },
        },
        sources: { orders: { ...EVENTS, function: 'mail:live', stages: [{ burst: 3 }] } },
      }),
    );
    expect(played.rows.map(({ start_s }) => start_s).toSorted((a, b) => a! - b!)).toEqual([0, 10, 20]);
  });

  it('R6.4: with timers of their own events leave concurrency unused, and some wait long', () => {
    const played = outage('perEventTimers');
    expect(functionOf(played, 'mail')).toMatchObject({ Invocations: 600, AsyncEventsDropped: 0 });
    expect(Math.max(...played.rows.map(({ end_s }) => end_s!))).toBeGreaterThan(120);
  });

  it('R6.4: serves the function whose event is oldest where several share the pool', () => {
    const played = play(
      bare({
        duration: '10m',
        account: { concurrency: 101 },
        assumptions: { ...NOW, asyncRetry: 'queue' },
        functions: {
          a: { duration: '10s' },
          b: { duration: '10s' },
          rest: { duration: '1s', reservedConcurrency: 0 },
          held: { duration: '1ms', reservedConcurrency: 1 },
        },
        sources: {
          first: { ...EVENTS, function: 'a', stages: [{ burst: 100 }] },
          old: { ...EVENTS, function: 'b', stages: [{ pause: '1s' }, { burst: 30 }] },
          young: { ...EVENTS, function: 'a', stages: [{ pause: '2s' }, { burst: 90 }] },
        },
      }),
    );
    const starts = (source: string): readonly number[] => {
      return played.rows.filter((row) => row.source === source).map(({ start_s }) => start_s!);
    };
    expect(countBy(starts('old'), String)).toEqual({ '10': 30 });
    expect(countBy(starts('young'), String)).toEqual({ '10': 70, '20': 20 });
  });

  it('keeps what is queued and what runs at the end apart, each event once', () => {
    const played = play(
      bare({
        duration: '5s',
        functions: { mail: { duration: '1m', reservedConcurrency: 3 } },
        sources: { orders: { ...EVENTS, function: 'mail', stages: [{ burst: 10 }] } },
      }),
    );
    expect(played.json.unfinished).toEqual({ requests: 3, invocations: 3, queued: 7 });
    expect(functionOf(played, 'mail').asyncEvents).toMatchObject({ succeeded: 3, queued: 7, running: 0 });
    expect(countBy(played.rows, ({ status }) => status)).toEqual({ unfinished: 10 });
  });
});

describe('A schedule', () => {
  it('R6.15: fires some time in its minute: 2,000 jobs of 10 s peak at about 360, not at 2,000', () => {
    const at = (schedule: object): FunctionResult => {
      return functionOf(
        play(
          bare({
            duration: '5m',
            account: { concurrency: 5000 },
            functions: { job: { duration: '10s', initialEnvironments: 2000 } },
            sources: {
              nightly: {
                type: 'schedule',
                function: 'job',
                cron: 'cron(0 0 * * ? *)',
                count: 2000,
                ...schedule,
              },
            },
          }),
        ),
        'job',
      );
    };
    const spread = at({});
    expect(spread.Invocations).toBe(2000);
    expect(spread.ConcurrentExecutions.max).toBeGreaterThan(340);
    expect(spread.ConcurrentExecutions.max).toBeLessThan(390);
    expect(at({ precision: '0s' }).ConcurrentExecutions.max).toBe(2000);
    // 2,000 over three minutes: 111 at once on average.
    expect(at({ flexibleWindow: '2m' }).ConcurrentExecutions.max).toBeLessThan(160);
  });

  it('R6.15: follows its cron in its time zone, and every so often from t = 0', () => {
    const starts = (schedule: object): readonly number[] => {
      const { rows } = play(
        bare({
          duration: '1d',
          assumptions: NOW,
          functions: { job: { duration: '1s' } },
          sources: {
            nightly: { type: 'schedule', function: 'job', precision: '0s', ...schedule },
          },
        }),
      );
      return rows.map(({ start_s }) => start_s! / 3600);
    };
    expect(starts({ cron: 'cron(0 9,17 ? * MON-FRI *)' })).toEqual([9, 17]);
    // New York is five hours behind in January.
    expect(starts({ cron: '0 9 * * ? *', timezone: 'America/New_York' })).toEqual([14]);
    expect(starts({ every: '8h' })).toEqual([0, 8, 16]);
  });

  it('R6.15: keeps firing while the window of the time before is open', () => {
    const { rows } = play(
      bare({
        duration: '30m',
        functions: { job: { duration: '1s' } },
        sources: {
          often: {
            type: 'schedule',
            function: 'job',
            every: '1m',
            count: 50,
            flexibleWindow: '10m',
          },
        },
      }),
    );
    const arrivals = rows.map(({ arrival_s }) => arrival_s);
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
    // 50 a minute for 30 minutes, less those of the last 11 minutes that come after the end.
    expect(rows.length).toBeGreaterThan(1150);
    expect(rows.length).toBeLessThan(1300);
  });
});

describe('A warmer', () => {
  const warmed = (warmer: object): Played => {
    return play(
      bare({
        duration: '1h',
        assumptions: { idleTimeout: '6m', ...NOW },
        functions: { api: { duration: '100ms' } },
        sources: {
          ping: {
            type: 'warmer',
            function: 'api',
            every: '5m',
            concurrency: 10,
            hold: '200ms',
            ...warmer,
          },
          web: { function: 'api', stages: [{ pause: '29m' }, { burst: 12 }] },
        },
      }),
    );
  };

  it('R3.21: keeps as many environments warm as it calls at once, while it calls more often than they may be idle', () => {
    const cold = (played: Played): number => played.rows.filter((row) => row.source === 'web' && row.cold).length;
    expect(cold(warmed({}))).toBe(2);
    expect(cold(warmed({ concurrency: 20 }))).toBe(0);
    // Called one after the other they share environments; called too rarely they find none.
    expect(cold(warmed({ spread: '10s', hold: '1ms' }))).toBeGreaterThan(8);
    expect(cold(warmed({ every: '10m' }))).toBe(12);
  });

  it('R3.21: calls asynchronously, holds each environment as long as it says, and stands apart from the users', () => {
    const played = warmed({});
    expect(played.json.sources['ping']).toMatchObject({ requests: 120, served: 120 });
    expect(played.json.sources['ping']?.latency.max_ms).toBe(200);
    expect(played.json.sources['web']).toMatchObject({ requests: 12, served: 12 });
    expect(functionOf(played, 'api')).toMatchObject({ AsyncEventsReceived: 120, Invocations: 132 });
  });
});
