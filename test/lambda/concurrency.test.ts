import { describe, expect, it } from 'vitest';
import { Concurrency } from '../../src/lambda/concurrency.ts';
import { ModelError } from '../../src/lambda/invariant.ts';
import { ACCOUNT_CONCURRENCY, RESERVED_CONCURRENCY } from '../../src/lambda/throttle.ts';
import { countBy, play, series } from '../support/play.ts';
import { bare } from '../support/scenario.ts';

/** `n` requests at once. */
const burst = (n: number): object => ({ stages: [{ burst: n }] });

describe('concurrency', () => {
  it('R1.1: the number of requests in flight at one instant, from admission to the end, Init and overhead included', () => {
    const { record } = play(
      bare({
        duration: '10s',
        bucket: '1s',
        assumptions: { platformOverhead: '1s' },
        functions: { api: { init: '2s', duration: '3s' } },
        sources: { web: { function: 'api', ...burst(1) } },
      }),
    );
    expect(series(record, 'functions.api', 'ConcurrentExecutions')).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
    expect(record.functions[0]?.concurrency).toEqual({ max: 1, integral: 6_000_000 });
  });

  it('R1.1: one environment serves one invocation at a time', () => {
    const { rows } = play(
      bare({
        duration: '5s',
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', ...burst(3) } },
      }),
    );
    expect(rows.map(({ environment }) => environment)).toEqual([0, 1, 2]);
  });

  it.each([
    [100, '1s', 100],
    [100, '500ms', 50],
    [200, '250ms', 50],
    [5_000, '200ms', 1_000],
  ])('V-1, R1.2: %d requests a second of %s are %d at once', (rate, duration, expected) => {
    const { json } = play(
      bare({
        duration: '4s',
        warmup: '2s',
        functions: { api: { duration } },
        sources: { web: { function: 'api', rate: `${rate}/s` } },
      }),
    );
    expect(json.functions['api']?.ConcurrentExecutions).toEqual({ max: expected, mean: expected });
    expect(json.functions['api']?.formula.concurrency).toBe(expected);
  });

  it('V-2: 10 a second of 3 s are 30 at once', () => {
    const { json } = play(
      bare({
        duration: '20s',
        warmup: '3s',
        functions: { api: { duration: '3s' } },
        sources: { web: { function: 'api', rate: '10/s' } },
      }),
    );
    expect(json.functions['api']?.ConcurrentExecutions).toEqual({ max: 30, mean: 30 });
    expect(json.functions['api']?.formula).toEqual({ rate_rps: 10, duration_s: 3, concurrency: 30, limit: 1_000 });
  });

  it('R1.2: the formula is an average; a burst reaches far above it', () => {
    const { json } = play(
      bare({
        duration: '100s',
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', ...burst(500) } },
      }),
    );
    expect(json.functions['api']?.formula.concurrency).toBe(5);
    expect(json.functions['api']?.ConcurrentExecutions).toEqual({ max: 500, mean: 5 });
  });

  it('R1.3: during a ramp of cold starts concurrency lies above the formula of warm durations', () => {
    const { json } = play(
      bare({
        duration: '10s',
        assumptions: { platformOverhead: '500ms' },
        functions: { api: { init: '500ms', duration: '1s' } },
        sources: { web: { function: 'api', rate: '100/s' } },
      }),
    );
    // 200 requests arrive before the first environment is free again; from then on 100 of the 200 are enough.
    expect(json.functions['api']).toMatchObject({
      ConcurrentExecutions: { max: 200 },
      coldStarts: 200,
      formula: { concurrency: 100 },
    });
  });

  it('V-3: ten requests with the clock A B C D E A B C F D need six environments, and six are in flight at the tenth', () => {
    const trace = [
      'at_s,handler_s',
      ...['0,5', '1,5', '2,5', '3,5.5', '4,16', '5.5,30', '6.5,30', '7.5,30', '8,30', '9,30'],
    ].join('\n');
    const { rows, record } = play(
      bare(
        {
          duration: '60s',
          bucket: '500ms',
          functions: { api: { duration: '1s' } },
          sources: { web: { function: 'api', trace: { file: 'ten.csv', time: 'at_s', durationColumn: 'handler_s' } } },
        },
        { 'ten.csv': trace },
      ),
    );
    expect(
      rows.map(({ start_s, environment, cold }) => `${start_s} ${'ABCDEF'[environment!]}${cold ? ' cold' : ''}`),
    ).toEqual([
      '0 A cold',
      '1 B cold',
      '2 C cold',
      '3 D cold',
      '4 E cold',
      '5.5 A',
      '6.5 B',
      '7.5 C',
      '8 F cold',
      '9 D',
    ]);
    const levels = series(record, 'functions.api', 'ConcurrentExecutions');
    expect(levels[18]).toBe(6);
    expect(record.functions[0]).toMatchObject({ coldStarts: 6, concurrency: { max: 6 } });
  });

  it('R1.16: idle environments do not count', () => {
    const { record, json } = play(
      bare({
        duration: '10s',
        bucket: '1s',
        functions: { api: { duration: '1s', initialEnvironments: 5 } },
        sources: { web: { function: 'api', ...burst(2) } },
      }),
    );
    expect(series(record, 'functions.api', 'ConcurrentExecutions')).toEqual([2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(series(record, 'functions.api', 'environments')).toEqual([5, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
    expect(json.functions['api']?.environments).toMatchObject({ created: 0, mean: 5, idleMean: 4.8 });
  });
});

describe('the account limit', () => {
  it('R1.4: 1,000 where nothing is said, shared by all functions', () => {
    const { json, rows } = play(
      bare({
        duration: '5s',
        functions: { a: { duration: '1s' }, b: { duration: '1s' } },
        sources: { one: { function: 'a', ...burst(600) }, two: { function: 'b', ...burst(600) } },
      }),
    );
    expect(json.account).toMatchObject({ limit: 1_000, ConcurrentExecutions: { max: 1_000 } });
    expect(countBy(rows, ({ fn, status }) => `${fn} ${status}`)).toEqual({
      'a 200': 500,
      'a 429': 100,
      'b 200': 500,
      'b 429': 100,
    });
  });

  it.each([
    [10, 'a new account'],
    [100, 'an account of 2016'],
  ])('R1.4: %d for %s', (concurrency) => {
    const { json } = play(
      bare({
        duration: '5s',
        account: { concurrency },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', ...burst(101) } },
      }),
    );
    expect(json.functions['api']).toMatchObject({ Invocations: concurrency, Throttles: 101 - concurrency });
  });

  it('R1.14: calls of every kind take from the same concurrency, and are refused when the function is to run', () => {
    const { json } = play(
      bare({
        duration: '5s',
        account: { concurrency: 10 },
        functions: { api: { duration: '1s' } },
        sources: Object.fromEntries(
          ['invoke', 'function-url', 'alb', 'rest-api', 'http-api'].map((type) => [
            type,
            { type, function: 'api', ...burst(4) },
          ]),
        ),
      }),
    );
    expect(json.functions['api']).toMatchObject({
      Invocations: 10,
      Throttles: 10,
      throttlesByCause: { account: 10 },
      ConcurrentExecutions: { max: 10 },
    });
  });
});

describe('reserved concurrency', () => {
  it('V-8, R1.5: neither of two reservations of 400 can be used by anybody else, nor can they use the pool of 200', () => {
    const functions = {
      blue: { duration: '1s', reservedConcurrency: 400 },
      orange: { duration: '1s', reservedConcurrency: 400 },
      others: { duration: '1s' },
    };
    const orange = play(bare({ duration: '5s', functions, sources: { web: { function: 'orange', ...burst(401) } } }));
    expect(orange.rows.map(({ status }) => status).indexOf('429')).toBe(400);
    expect(orange.json.functions['orange']?.throttles).toEqual({
      ReservedFunctionConcurrentInvocationLimitExceeded: 1,
    });
    const others = play(bare({ duration: '5s', functions, sources: { web: { function: 'others', ...burst(201) } } }));
    expect(others.rows.map(({ status }) => status).indexOf('429')).toBe(200);
    expect(others.json.functions['others']?.throttles).toEqual({ ConcurrentInvocationLimitExceeded: 1 });
  });

  it('R1.5: a function with a reservation never uses the pool, and a function without one never a reservation', () => {
    const { json } = play(
      bare({
        duration: '5s',
        account: { concurrency: 120 },
        functions: { own: { duration: '1s', reservedConcurrency: 20 }, shared: { duration: '1s' } },
        sources: {
          one: { function: 'own', ...burst(30) },
          two: { function: 'shared', stages: [{ pause: '2s' }, { burst: 110 }] },
        },
      }),
    );
    // At t = 0 the pool of 100 is idle, at t = 2 s the reservation of 20 is.
    expect(json.functions['own']).toMatchObject({ Invocations: 20, Throttles: 10 });
    expect(json.functions['shared']).toMatchObject({ Invocations: 100, Throttles: 10 });
  });

  it('R1.6: reserved concurrency is guarantee and cap at once', () => {
    const functions = { hungry: { duration: '10s' }, safe: { duration: '1s', reservedConcurrency: 5 } };
    const { rows } = play(
      bare({
        duration: '20s',
        account: { concurrency: 105 },
        functions,
        sources: {
          batch: { function: 'hungry', ...burst(200) },
          shop: { function: 'safe', stages: [{ pause: '1s' }, { burst: 6 }] },
        },
      }),
    );
    expect(countBy(rows, ({ fn, status }) => `${fn} ${status}`)).toEqual({
      'hungry 200': 100,
      'hungry 429': 100,
      'safe 200': 5,
      'safe 429': 1,
    });
  });

  it('R1.6: it costs nothing and warms nothing', () => {
    const { json, rows } = play(
      bare({
        duration: '5s',
        functions: {
          api: { duration: '1s', reservedConcurrency: 100 },
          idle: { duration: '1s', reservedConcurrency: 800 },
        },
        sources: { web: { function: 'api', ...burst(1) } },
      }),
    );
    expect(rows[0]?.cold).toBe(true);
    expect(json.functions['idle']?.cost_usd.total).toBe(0);
  });

  it.each([
    [1_000, 900],
    [2_000, 1_900],
    [101, 1],
  ])('V-9, R1.7: of a limit of %d at most %d can be reserved, for 100 stay unreserved', (concurrency, most) => {
    const reserving = (reservedConcurrency: number): (() => void) => {
      return () => {
        bare({
          duration: '1s',
          account: { concurrency },
          functions: { api: { duration: '1s', reservedConcurrency } },
          sources: { web: { function: 'api', rate: '1/s' } },
        });
      };
    };
    expect(reserving(most)).not.toThrow();
    expect(reserving(most + 1)).toThrow('E_RESERVED');
  });

  it('R1.8: with nothing reserved to it a function is stopped', () => {
    const { json, rows } = play(
      bare({
        duration: '10s',
        functions: { api: { duration: '1s', reservedConcurrency: 0 } },
        sources: { web: { function: 'api', rate: '1/s' } },
      }),
    );
    expect(rows.map(({ status }) => status)).toEqual(Array<string>(10).fill('429'));
    expect(json.functions['api']).toMatchObject({
      Invocations: 0,
      Throttles: 10,
      throttles: { ReservedFunctionConcurrentInvocationLimitExceeded: 10 },
    });
  });

  it('V-9, R1.9: with 100 of 1,000 reserved the unreserved pool is 900', () => {
    const { json } = play(
      bare({
        duration: '5s',
        functions: { reserved: { duration: '1s', reservedConcurrency: 100 }, other: { duration: '1s' } },
        sources: { web: { function: 'other', ...burst(950) } },
      }),
    );
    expect(json.functions['other']).toMatchObject({ Invocations: 900, Throttles: 50, formula: { limit: 900 } });
  });
});

describe('the background', () => {
  it('R1.9: what functions outside the model use is taken from the unreserved pool before anything else', () => {
    const { json } = play(
      bare({
        duration: '5s',
        account: { background: { concurrency: 300 } },
        functions: { reserved: { duration: '1s', reservedConcurrency: 100 }, other: { duration: '1s' } },
        sources: { web: { function: 'other', ...burst(650) } },
      }),
    );
    expect(json.functions['other']).toMatchObject({ Invocations: 600, Throttles: 50 });
    expect(json.account).toMatchObject({
      ConcurrentExecutions: { max: 900 },
      UnreservedConcurrentExecutions: { max: 900 },
      ClaimedAccountConcurrency: { max: 1_000 },
    });
  });

  it('never takes more than the pool, nor a reservation', () => {
    const { json } = play(
      bare({
        duration: '5s',
        account: { background: { concurrency: 5_000 } },
        functions: { reserved: { duration: '1s', reservedConcurrency: 100 }, other: { duration: '1s' } },
        sources: { one: { function: 'other', ...burst(1) }, two: { function: 'reserved', ...burst(100) } },
      }),
    );
    expect(json.functions['other']?.holders).toEqual({ background: 1 });
    expect(json.functions['reserved']).toMatchObject({ Invocations: 100, Throttles: 0 });
    expect(json.account.ConcurrentExecutions.max).toBe(1_000);
  });

  it('waits for what running invocations hold, and lets nobody in before it has it', () => {
    const pool = new Concurrency(10, [null]);
    for (let k = 0; k < 8; k++) pool.claim(0);
    expect(pool.want(5)).toBe(2);
    expect(pool.refusal(0)).toBe(ACCOUNT_CONCURRENCY);
    const levels = [1, 2, 3, 4].map(() => {
      pool.release(0);
      return [pool.settle(), pool.refusal(0)];
    });
    expect(levels).toEqual([
      [3, ACCOUNT_CONCURRENCY],
      [4, ACCOUNT_CONCURRENCY],
      [5, ACCOUNT_CONCURRENCY],
      [5, -1],
    ]);
  });

  it('follows a trace minute by minute, whose last value holds on', () => {
    const content = {
      duration: '5m',
      bucket: '1m',
      account: { background: { concurrency: { trace: 'others.csv', column: 'used' } } },
      functions: { api: { duration: '1s' } },
      sources: { web: { function: 'api', ...burst(1) } },
    };
    const { record } = play(bare(content, { 'others.csv': 'minute,used\n0,300\n1,0\n2,120.4\n' }));
    expect(series(record, 'account', 'background')).toEqual([300, 0, 120, 120, 120]);
  });

  it('is drawn anew every minute and held in between', () => {
    const { record } = play(
      bare({
        duration: '5m',
        bucket: '10s',
        account: { background: { concurrency: { uniform: [100, 500] } } },
        functions: { api: { duration: '1s' } },
        sources: { web: { function: 'api', ...burst(1) } },
      }),
    );
    const levels = series(record, 'account', 'background');
    const minutes = [0, 6, 12, 18, 24].map((bucket) => levels[bucket]!);
    expect(new Set(minutes).size).toBe(5);
    for (const level of minutes) {
      expect(Number.isInteger(level)).toBe(true);
      expect(level).toBeGreaterThanOrEqual(100);
      expect(level).toBeLessThanOrEqual(500);
    }
    // The bucket in which a minute begins holds the new level alone: the change lies at its very start.
    expect(levels.slice(1, 6)).toEqual(Array<number>(5).fill(levels[0]!));
    expect(levels.slice(7, 12)).toEqual(Array<number>(5).fill(levels[6]!));
  });
});

describe('a count of concurrency', () => {
  it('refuses by the reservation where there is one, else by the pool', () => {
    const pool = new Concurrency(105, [2, null]);
    expect([pool.refusal(0), pool.refusal(1)]).toEqual([-1, -1]);
    pool.claim(0);
    pool.claim(0);
    expect([pool.refusal(0), pool.refusal(1)]).toEqual([RESERVED_CONCURRENCY, -1]);
    for (let k = 0; k < 103; k++) pool.claim(1);
    expect(pool.refusal(1)).toBe(ACCOUNT_CONCURRENCY);
    pool.release(0);
    expect([pool.refusal(0), pool.refusal(1)]).toEqual([-1, ACCOUNT_CONCURRENCY]);
    expect(pool.inFlight).toBe(104);
  });

  it('stops the run when more is given back than was taken', () => {
    const pool = new Concurrency(10, [null]);
    expect(() => {
      pool.release(0);
    }).toThrow(ModelError);
  });
});
