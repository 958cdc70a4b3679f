import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/des/time.ts';
import type { ThrottleCause } from '../../src/lambda/throttle.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import { ThrottledTime } from '../../src/result/throttled-time.ts';
import { THROTTLES } from '../../src/lambda/throttle.ts';
import { runRecord, runSeries, setup } from '../support/run-result.ts';

/** 5 min of warm-up, 20 min in all. */
const SETUP = setup();

/** One throttle of checkout at each of these seconds, in buckets of some seconds. */
function throttledAt(seconds: readonly number[], cause: ThrottleCause, bucket = 1): RunRecord {
  const throttle = THROTTLES.findIndex((entry) => entry.cause === cause);
  const throttles = seconds.map((second) => ({
    bucket: Math.floor(second / bucket),
    function: 'checkout',
    throttle,
    holder: 'checkout',
    count: 1,
    holderShare: 1,
  }));
  return runRecord({ series: runSeries(bucket * SECOND, [], throttles) });
}

describe('the time that a function was throttled', () => {
  it('counts the buckets that have a throttle, each once', () => {
    expect(new ThrottledTime(SETUP, throttledAt([600, 601, 601, 700], 'reserved')).of('checkout', 'reserved')).toBe(
      '3 s',
    );
    expect(new ThrottledTime(SETUP, throttledAt([600, 601, 700], 'reserved', 60)).of('checkout', 'reserved')).toBe(
      '2 min',
    );
  });

  it('leaves out the warm-up, other causes and other functions', () => {
    const record = throttledAt([10, 299, 300, 301], 'reserved');
    expect(new ThrottledTime(SETUP, record).of('checkout', 'reserved')).toBe('2 s');
    expect(new ThrottledTime(SETUP, record).of('checkout', 'account')).toBe('');
    expect(new ThrottledTime(SETUP, record).of('search', 'reserved')).toBe('');
  });

  it('is at most what was measured', () => {
    expect(new ThrottledTime(SETUP, throttledAt([600], 'reserved', 3600)).of('checkout', 'reserved')).toBe('15 min');
  });

  it('is told as a part of it, and of run 1 where there are several', () => {
    const record = throttledAt([600, 601], 'account');
    expect(new ThrottledTime(SETUP, record).partOf('checkout', 'account')).toBe(', for 2 s of 15 min');
    expect(new ThrottledTime(setup({ runs: 4 }), record).partOf('checkout', 'account')).toBe(
      ', in run 1 for 2 s of 15 min',
    );
    expect(new ThrottledTime(SETUP, undefined).partOf('checkout', 'account')).toBe('');
  });
});
