import { describe, expect, it } from 'vitest';
import { THROTTLES } from '../../src/lambda/throttle.ts';
import { throttleRows } from '../../src/result/throttle-rows.ts';
import { play } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

const burst = (n: number): object => ({ stages: [{ burst: n }] });

describe('throttle reasons', () => {
  it('R2.7: are spelled as AWS spells them', () => {
    expect(THROTTLES.map(({ reason, cause }) => `${cause}: ${reason}`)).toEqual([
      'account: ConcurrentInvocationLimitExceeded',
      'reserved: ReservedFunctionConcurrentInvocationLimitExceeded',
      'scalingRate: FunctionInvocationRateLimitExceeded',
      'scalingRate: ReservedFunctionInvocationRateLimitExceeded',
      'requestRate: ReservedFunctionInvocationRateLimitExceeded',
      'accountRequestRate: CallerRateLimitExceeded',
    ]);
  });

  it.each([
    ['the account limit', {}, { duration: '10s' }, burst(11), 'account', 'ConcurrentInvocationLimitExceeded'],
    [
      'the reservation',
      { concurrency: 110 },
      { duration: '10s', reservedConcurrency: 10 },
      burst(11),
      'reserved',
      'ReservedFunctionConcurrentInvocationLimitExceeded',
    ],
    [
      'ten times the reservation a second',
      { concurrency: 110 },
      { duration: '0ms', reservedConcurrency: 10 },
      burst(101),
      'requestRate',
      'ReservedFunctionInvocationRateLimitExceeded',
    ],
    [
      'ten times the account limit a second',
      {},
      { duration: '0ms' },
      burst(101),
      'accountRequestRate',
      'CallerRateLimitExceeded',
    ],
    [
      'the scaling rate',
      { concurrency: 5_000 },
      { duration: '10s' },
      burst(1_001),
      'scalingRate',
      'FunctionInvocationRateLimitExceeded',
    ],
    [
      'the scaling rate under a reservation',
      { concurrency: 5_000 },
      { duration: '10s', reservedConcurrency: 2_000 },
      burst(1_001),
      'scalingRate',
      'ReservedFunctionInvocationRateLimitExceeded',
    ],
  ])('R2.7: one request beyond %s', (_limit, account, api, source, cause, reason) => {
    const { json } = play(
      bare({
        duration: '1s',
        account: { concurrency: 10, ...account },
        functions: { api },
        sources: { web: { function: 'api', ...source } },
      }),
    );
    const { Throttles, throttles, throttlesByCause } = json.functions['api']!;
    expect(Throttles).toBe(1);
    expect(throttles).toEqual({ [reason]: 1 });
    expect(throttlesByCause).toEqual({
      account: 0,
      reserved: 0,
      scalingRate: 0,
      requestRate: 0,
      accountRequestRate: 0,
      source: 0,
      [cause]: 1,
    });
  });
});

describe('who held the pool', () => {
  it('a throttle of the shared pool names its holders with their shares of it at that moment', () => {
    const { json, record } = play(
      bare({
        duration: '10s',
        bucket: '1s',
        account: { concurrency: 200, background: { concurrency: 20 } },
        functions: {
          batch: { duration: '10s' },
          checkout: { duration: '10s' },
          guarded: { duration: '10s', reservedConcurrency: 100 },
        },
        sources: {
          a: { function: 'batch', ...burst(70) },
          b: { function: 'checkout', stages: [{ pause: '1s' }, { burst: 14 }] },
          c: { function: 'guarded', ...burst(100) },
        },
      }),
    );
    // The pool of 100: background 20, batch 70, and 10 of 14 for checkout.
    expect(json.functions['checkout']).toMatchObject({
      Throttles: 4,
      holders: { batch: 0.7, background: 0.2, checkout: 0.1 },
    });
    expect([...throttleRows(record.series.throttles)]).toEqual([
      { bucket: 1, function: 'checkout', throttle: 0, holder: 'batch', count: 4, holderShare: 0.7 },
    ]);
  });

  it('is the function itself where its reservation is used up, and nobody where a rate is', () => {
    const { record, json } = play(
      bare({
        duration: '1s',
        bucket: '1s',
        account: { concurrency: 5_000 },
        functions: { rushed: { duration: '10s' }, small: { duration: '10s', reservedConcurrency: 1 } },
        sources: { a: { function: 'rushed', ...burst(1_001) }, b: { function: 'small', ...burst(2) } },
      }),
    );
    expect([...throttleRows(record.series.throttles)]).toEqual([
      { bucket: 0, function: 'rushed', throttle: 2, holder: '', count: 1, holderShare: NaN },
      { bucket: 0, function: 'small', throttle: 1, holder: 'small', count: 1, holderShare: 1 },
    ]);
    expect(json.functions['rushed']?.holders).toEqual({});
  });

  it('its share is the mean over the throttles', () => {
    const { json } = play(
      bare({
        duration: '10s',
        account: { concurrency: 10 },
        functions: { a: { duration: '2s' }, b: { duration: '10s' }, c: { duration: '1s' } },
        sources: {
          one: { function: 'a', ...burst(10) },
          two: { function: 'b', stages: [{ pause: '3s' }, { burst: 10 }] },
          three: { function: 'c', stages: [{ pause: '1s' }, { burst: 1 }, { pause: '3s' }, { burst: 3 }] },
        },
      }),
    );
    expect(json.functions['c']).toMatchObject({ Throttles: 4, holders: { a: 0.25, b: 0.75 } });
  });
});
