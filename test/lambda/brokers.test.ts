import { describe, expect, it } from 'vitest';
import type { SourceResult } from '../../src/result/run-result.ts';
import { play, series, type Played } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

interface Parts {
  readonly duration?: string;
  readonly f?: object;
  readonly mapping?: object;
  readonly assumptions?: object;
}

/** One function behind one queue of Amazon MQ, with a mapping `m`. */
function played({ duration = '2m', f = {}, mapping = {}, assumptions = {} }: Parts): Played {
  return play(
    bare({
      duration,
      bucket: '1s',
      account: { concurrency: 1_000, scaling: 'unlimited' },
      assumptions,
      functions: { f: { duration: '100ms', timeout: '14m', ...f } },
      sources: { m: { type: 'mq', broker: 'activemq', function: 'f', ...mapping } },
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

describe('A mapping of Amazon MQ', () => {
  it.each([
    ['activemq', 5],
    ['rabbitmq', 1],
  ])('R8.10: of %s has %d batches at once, whatever is reserved or provisioned', (broker, most) => {
    const backlog = { broker, backlog: 10_000, batchSize: 10 };
    const plain = played({ f: { duration: '2s' }, mapping: backlog });
    expect(plain.json.functions['f']!.ConcurrentExecutions.max).toBe(most);
    expect(plain.json.functions['f']!.Invocations).toBe(60 * most);
    expect(mappingOf(plain).pollersMax).toBe(most);
    const reserved = played({ f: { duration: '2s', reservedConcurrency: 100 }, mapping: backlog });
    expect(reserved.json.functions['f']!.ConcurrentExecutions.max).toBe(most);
    const provisioned = played({ f: { duration: '2s', provisionedConcurrency: 50 }, mapping: backlog });
    expect(provisioned.json.functions['f']!.ConcurrentExecutions.max).toBe(most);
  });

  it('R8.10, R8.12: hands 100 messages over at most, after 500 ms at the latest', () => {
    const mapping = { stages: [{ pause: '300ms' }, { burst: 5 }, { pause: '2s' }, { burst: 230 }] };
    const run = played({ mapping, f: { duration: '10ms' } });
    // At 0.8 s, twice at 2.3 s, and at 2.8 s: no long poll holds what is left over back.
    expect(invocations(run)).toEqual([0, 2]);
    expect(run.json.functions['f']!.Invocations).toBe(4);
    expect(mappingOf(run).latency.max_ms).toBe(510);
    const last = run.rows.at(-1)!;
    expect([last.arrival_s, last.start_s]).toEqual([2.3, 2.8]);
  });

  it('R8.10: tries the whole batch again until it succeeds, at growing intervals (A-52)', () => {
    const run = played({
      f: { errors: '100%' },
      mapping: { broker: 'rabbitmq', stages: [{ burst: 3 }] },
      duration: '20s',
    });
    // At 0.5 s, and from the end of each 1, 2, 4 and 8 s later.
    expect(invocations(run)).toEqual([0, 1, 3, 7, 15]);
    expect(mappingOf(run)).toMatchObject({ served: 0, failed: 0, lost: 0, attempts: 5 });
    expect(mappingOf(run).eventCount).toMatchObject({
      PolledEventCount: 3,
      InvokedEventCount: 15,
      FailedInvokeEventCount: 15,
      DeletedEventCount: 0,
    });
    expect(run.json.unfinished.queued).toBe(3);
    expect(run.rows.map(({ status, attempts }) => [status, attempts])).toEqual(Array(3).fill(['unfinished', 5]));
  });

  it('R8.10: draws each try anew, so that half of the errors do not keep a batch for ever', () => {
    const run = played({ f: { errors: '50%' }, mapping: { rate: '12/min', batchSize: 1 }, duration: '1h' });
    const { requests, served, failed } = mappingOf(run);
    expect(failed).toBe(0);
    // Two tries each on average; of 720 messages the last few may wait.
    expect(served).toBeGreaterThan(requests - 10);
  });

  it('R8.10: lets messages expire, also while their batch is tried again', () => {
    const run = played({
      f: { errors: '100%' },
      mapping: { broker: 'rabbitmq', retention: '10s', stages: [{ burst: 3 }, { pause: '5s' }, { burst: 2 }] },
      duration: '1m',
    });
    // The first three leave at the try of 15.9 s, when they are more than 10 s old; the other two were gone at 15 s.
    expect(mappingOf(run)).toMatchObject({ served: 0, failed: 5, lost: 5 });
    expect(run.rows.map(({ end_s, status }) => [end_s, status])).toEqual([
      [15.9, 'lost'],
      [15.9, 'lost'],
      [15.9, 'lost'],
      [15, 'lost'],
      [15, 'lost'],
    ]);
  });

  it('R8.10: tries a throttled batch again, and loses nothing', () => {
    const run = played({
      f: { duration: '3s', reservedConcurrency: 1 },
      mapping: { backlog: 40, batchSize: 10 },
      duration: '5m',
    });
    expect(run.json.functions['f']!).toMatchObject({ Invocations: 4, Errors: 0 });
    expect(run.json.functions['f']!.Throttles).toBeGreaterThan(0);
    expect(run.json.queues!['m']!).toMatchObject({ processed: 40, lost: 0, deadLettered: 0 });
  });

  it('R8.10: fills a batch with 6 MB at most, and deletes what does not pass the filter', () => {
    const run = played({ mapping: { broker: 'rabbitmq', backlog: 20, messageSize: '1MB' } });
    expect(run.json.functions['f']!.Invocations).toBe(4);
    const none = played({ mapping: { backlog: 20, filter: { pass: '0%' } } });
    expect(none.json.queues!['m']!).toMatchObject({ filtered: 20, processed: 0 });
  });
});
