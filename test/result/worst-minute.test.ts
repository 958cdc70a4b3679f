import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/des/time.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import type { WorstMinute } from '../../src/result/worst-minute-record.ts';
import { worstMinuteOf } from '../../src/result/worst-minute.ts';
import { simulate } from '../../src/simulate.ts';
import { bare, type Content } from '../support/scenario.ts';

function worstOf({ setup, records }: RunResult): WorstMinute | null {
  return worstMinuteOf(setup, records[0]!);
}

/** Only seconds in which there is something. */
function secondsOf(values: Float64Array): Record<number, number> {
  return Object.fromEntries([...values.entries()].filter(([, value]) => value !== 0));
}

/** Two bursts at a limit of 4: ten requests 70 s after the start, five 60 s later; each runs for two seconds. */
const TWO_BURSTS: Content = {
  duration: '3m',
  account: { concurrency: 4 },
  functions: { a: { duration: '2s' } },
  sources: {
    dump: {
      type: 'invoke',
      function: 'a',
      arrivals: 'constant',
      stages: [{ pause: '70s' }, { burst: 10 }, { pause: '1m' }, { burst: 5 }, { pause: '30s' }],
      clients: { retry: 'none' },
    },
  },
};

/** Everything that moves a level: a pool that is shared, a reservation, provisioned concurrency, a background, a fault. */
const BUSY: Content = {
  duration: '5m',
  warmup: '70s',
  account: { concurrency: 260, background: { concurrency: { p50: 20, p99: 60 } } },
  functions: {
    api: { duration: '400ms', init: '700ms' },
    jobs: { duration: '3s', reservedConcurrency: 40 },
    shop: {
      duration: '200ms',
      versions: { 1: {} },
      aliases: { live: { version: 1, provisionedConcurrency: 12 } },
    },
  },
  sources: {
    web: {
      type: 'http-api',
      function: 'api',
      stages: [
        { rate: '40/s', for: '150s' },
        { rate: '400/s', for: '30s' },
        { rate: '40/s', for: '2m' },
      ],
    },
    batch: { type: 'invoke', function: 'jobs', rate: '16/s' },
    till: { type: 'http-api', function: 'shop:live', rate: '30/s' },
  },
  faults: [{ at: '140s', for: '20s', on: 'account', concurrency: 150 }],
};

describe('the worst minute', () => {
  it.each(['1s', '100ms', '20s', '7s'])(
    'is the one with most throttles, second by second, whatever the buckets: %s',
    (bucket) => {
      const worst = worstOf(simulate(bare({ ...TWO_BURSTS, bucket })))!;
      expect(worst.start).toBe(60 * SECOND);
      expect(worst.throttles.map(({ counts, ...own }) => ({ ...own, counts: secondsOf(counts) }))).toEqual([
        { function: 'a', throttle: 0, counts: { 10: 6 } },
      ]);
      for (const scope of ['account', 'functions.a']) {
        const level = worst.levels.find((one) => one.scope === scope && one.metric === 'ConcurrentExecutions')!;
        expect(level.values).toHaveLength(60);
        // What ends at the first instant of second 12 is no part of it.
        expect(secondsOf(level.values)).toEqual({ 10: 4, 11: 4 });
      }
    },
  );

  it('is none where nothing was throttled', () => {
    expect(worstOf(simulate(bare({ ...TWO_BURSTS, account: { concurrency: 10 } })))).toBeNull();
    expect(worstOf(simulate(bare({ ...TWO_BURSTS, account: { concurrency: 10 }, bucket: '20s' })))).toBeNull();
  });

  it.each(['1s', '10s'])('leaves out throttles of the warm-up, and ends where the run ends: %s', (bucket) => {
    const worst = worstOf(simulate(bare({ ...TWO_BURSTS, duration: '131500ms', warmup: '90s', bucket })))!;
    expect(worst.start).toBe(120 * SECOND);
    expect(worst.throttles.map(({ counts }) => [...counts])).toEqual([[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]]);
  });

  it.each(['10s', '7s', '1m', '300ms', '1h'])('is the same from wide buckets as from series of 1 s: %s', (bucket) => {
    const told = worstOf(simulate(bare({ ...BUSY, bucket: '1s' })))!;
    const kept = worstOf(simulate(bare({ ...BUSY, bucket })))!;
    const byName = (minute: WorstMinute): unknown =>
      minute.throttles.map((own) => `${own.function} ${own.throttle.toString()} ${own.counts.join(' ')}`).toSorted();
    expect(told.start).toBe(kept.start);
    expect(byName(kept)).toEqual(byName(told));
    expect(told.throttles.length).toBeGreaterThan(1);
    expect(told.levels.map(({ scope, metric }) => `${scope} ${metric}`)).toHaveLength(6);
    for (const level of told.levels) {
      const own = kept.levels.find(({ scope, metric }) => scope === level.scope && metric === level.metric);
      expect(own, `${level.scope} ${level.metric}`).toEqual(level);
    }
  });
});
