import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../src/des/time.ts';
import { TokenBucket } from '../../src/lambda/token-bucket.ts';

/** Takes as many tokens as there are at `now`. */
function drain(bucket: { has(now: number): boolean; take(): void }, now: number): number {
  let taken = 0;
  while (bucket.has(now)) {
    bucket.take();
    taken++;
  }
  return taken;
}

describe('a token bucket', () => {
  it('starts full and holds no more than its capacity', () => {
    const bucket = new TokenBucket(10, 5, SECOND);
    expect(drain(bucket, 0)).toBe(10);
    expect(drain(bucket, 100 * SECOND)).toBe(10);
  });

  it('refills continuously: a token is there in the microsecond in which it is whole', () => {
    const bucket = new TokenBucket(10, 5, SECOND);
    drain(bucket, 0);
    expect(bucket.has(199_999)).toBe(false);
    expect(bucket.has(200_000)).toBe(true);
    bucket.take();
    expect(bucket.has(399_999)).toBe(false);
    expect(drain(bucket, SECOND)).toBe(4);
  });

  it('gives what it had at first and what it gained, and not one more, however it is asked', () => {
    const bucket = new TokenBucket(1_000, 100, SECOND);
    let taken = 0;
    for (let now = 0; now <= 60 * SECOND; now += 1_237) taken += drain(bucket, now);
    expect(taken).toBe(1_000 + 100 * 60 - 1);
    expect(drain(bucket, 60 * SECOND)).toBe(1);
  });

  it('loses nothing to rounding where the refill is no whole number a second', () => {
    const bucket = new TokenBucket(500, 500, MINUTE);
    drain(bucket, 0);
    let taken = 0;
    for (let now = 0; now <= 10 * MINUTE; now += 1_000) taken += drain(bucket, now);
    expect(taken).toBe(5_000);
  });

  it('lets a caller at exactly its refill rate pass', () => {
    const bucket = new TokenBucket(2, 3, SECOND);
    let refused = 0;
    for (let n = 0; n < 10_000; n++) {
      if (bucket.has(Math.round((n * SECOND) / 3))) bucket.take();
      else refused++;
    }
    expect(refused).toBe(0);
  });

  it('gives whole tokens alone', () => {
    const bucket = new TokenBucket(1.5, 1, SECOND);
    expect(drain(bucket, 0)).toBe(1);
    expect(drain(bucket, 500_000)).toBe(1);
    expect(drain(bucket, 1_499_999)).toBe(0);
  });
});
