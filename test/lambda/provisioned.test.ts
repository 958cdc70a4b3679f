import { describe, expect, it } from 'vitest';
import type { FunctionResult } from '../../src/result/run-result.ts';
import { play, series, type Played, type Row } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

/** Plays a function `api`, whose source `web` sends what `web` says. */
function played(api: object, web: object, rest: Partial<Content> = {}): Played {
  return play(
    bare({
      duration: '1m',
      ...rest,
      functions: { api: { duration: '1s', ...api } },
      sources: { web: { function: 'api', ...web } },
    }),
  );
}

function figures({ json }: Played): FunctionResult {
  return json.functions['api']!;
}

/** Invocations on provisioned environments, and beside them. */
function shares(run: Played): (number | undefined)[] {
  const f = figures(run);
  return [f.ProvisionedConcurrencyInvocations, f.ProvisionedConcurrencySpilloverInvocations];
}

const burst = (count: number): object => ({ stages: [{ burst: count }] });

/** Seconds at which the greatest value of each bucket of 1 s changes. */
function changes(run: Played, metric: string, from = 0): [number, number][] {
  const values = series(run.record, 'functions.api', metric);
  return values.flatMap((value, t): [number, number][] => (t > from && value !== values[t - 1] ? [[t, value]] : []));
}

describe('serving', () => {
  it('V-6, R4.5: of eleven simultaneous requests on provisioned concurrency of 10 the eleventh spills over', () => {
    const run = played({ provisionedConcurrency: 10, init: '2s' }, burst(11));
    expect(shares(run)).toEqual([10, 1]);
    expect(run.rows.map(({ cold }) => cold).filter(Boolean)).toHaveLength(1);
    expect(figures(run)).toMatchObject({ Invocations: 11, coldStarts: 1, Throttles: 0 });
  });

  it('V-6, R1.12: 10 serve 100 a second of a 50 ms function; of 150 the rest spills over', () => {
    const run = played({ duration: '50ms', provisionedConcurrency: 10 }, { rate: '150/s' }, { warmup: '10s' });
    expect(shares(run)).toEqual([5_000, 2_500]);
    expect(figures(run).ConcurrentExecutions.max).toBe(8);
  });

  it('R4.19: 500 serve 5,000 a second of 28 ms; the utilisation stays at 28 %, and a target of 60 % never fires', () => {
    const rate = '427698/min';
    const run = played(
      { duration: '28ms', provisionedConcurrency: { min: 500, max: 900, target: '60%' } },
      { rate },
      { duration: '7m', warmup: '6m', account: { concurrency: 2_000 } },
    );
    const [provisioned = 0, spilled = 0] = shares(run);
    expect(provisioned + spilled).toBe(427_698);
    expect(Math.abs(provisioned - 300_504) / 300_504).toBeLessThan(0.02);
    expect(Math.abs(spilled - 127_194) / 127_194).toBeLessThan(0.02);
    const { mean } = figures(run).ProvisionedConcurrencyUtilization!;
    expect(Math.abs(mean - 0.285)).toBeLessThan(0.02 * 0.285);
    expect(figures(run).provisionedAllocated).toEqual({ max: 500, mean: 500 });
  });

  it('V-10, R4.7: 400 of 1,000 provisioned leave 600 to all; the function itself reaches 1,000', () => {
    const alone = played({ duration: '10s', init: '1s', provisionedConcurrency: 400 }, burst(1_001));
    expect(alone.json.functions['api']).toMatchObject({
      Invocations: 1_000,
      coldStarts: 600,
      throttles: { ConcurrentInvocationLimitExceeded: 1 },
      formula: { limit: 1_000 },
    });
    const other = play(
      bare({
        duration: '5s',
        functions: { other: { duration: '10s' }, orange: { duration: '10s', provisionedConcurrency: 400 } },
        sources: {
          a: { function: 'other', ...burst(601) },
          b: { function: 'orange', stages: [{ pause: '1s' }, { burst: 401 }] },
        },
      }),
    );
    expect(other.json.functions['other']).toMatchObject({ Invocations: 600, Throttles: 1, formula: { limit: 600 } });
    expect(other.json.functions['orange']).toMatchObject({ Invocations: 400, Throttles: 1 });
    expect(other.json.account).toMatchObject({
      ConcurrentExecutions: { max: 1_000 },
      UnreservedConcurrentExecutions: { max: 600 },
      ClaimedAccountConcurrency: { max: 1_000 },
    });
  });

  it('V-12, R4.6: where all of the reservation is provisioned, $LATEST is throttled', () => {
    const scenario = (fn: string) =>
      play(
        bare({
          duration: '1m',
          functions: { api: { duration: '1s', reservedConcurrency: 50, provisionedConcurrency: 50 } },
          sources: { web: { function: fn, ...burst(51) } },
        }),
      ).json.functions['api'];
    expect(scenario('api')).toMatchObject({
      Invocations: 50,
      throttles: { ReservedFunctionConcurrentInvocationLimitExceeded: 1 },
    });
    expect(scenario('api:$LATEST')).toMatchObject({
      Invocations: 0,
      throttles: { ReservedFunctionConcurrentInvocationLimitExceeded: 51 },
    });
  });

  it('R4.6: what is beyond the provisioned part spills into the rest of the reservation', () => {
    const run = played({ duration: '10s', reservedConcurrency: 50, provisionedConcurrency: 30 }, burst(60));
    expect(shares(run)).toEqual([30, 20]);
    expect(figures(run)).toMatchObject({
      throttles: { ReservedFunctionConcurrentInvocationLimitExceeded: 10 },
      formula: { limit: 50 },
    });
    expect(run.json.account.ClaimedAccountConcurrency.max).toBe(50);
  });

  it('V-14, R11.16, R11.30: 600 reserved and 200 provisioned claim 800 while nothing runs', () => {
    const { json } = play(
      bare({
        duration: '1m',
        functions: {
          orange: { duration: '1s', reservedConcurrency: 600 },
          blue: { duration: '1s', provisionedConcurrency: 200 },
          green: { duration: '1s' },
        },
        sources: { web: { function: 'green', stages: [{ pause: '30s' }, { burst: 100 }] } },
      }),
    );
    expect(json.account).toMatchObject({ ClaimedAccountConcurrency: { max: 900 }, headroom: 0.1 });
    const idle = played({ provisionedConcurrency: 200 }, { rate: '1/s', enabled: false });
    expect(idle.json.account.ClaimedAccountConcurrency.max).toBe(200);
    expect(idle.json.account.ConcurrentExecutions.max).toBe(0);
  });

  it('R1.9: the unreserved pool is what is neither reserved nor provisioned', () => {
    const { json } = play(
      bare({
        duration: '1s',
        functions: {
          a: { duration: '1s', reservedConcurrency: 300, provisionedConcurrency: 100 },
          b: { duration: '1s', provisionedConcurrency: 200 },
          c: { duration: '10s' },
        },
        sources: { web: { function: 'c', ...burst(501) } },
      }),
    );
    expect(json.functions['c']).toMatchObject({ Invocations: 500, Throttles: 1, formula: { limit: 500 } });
  });

  it('R11.29: UnreservedConcurrentExecutions leaves out what provisioned environments run (A-41)', () => {
    const run = played({ duration: '10s', provisionedConcurrency: 30 }, burst(50));
    expect(run.json.account).toMatchObject({
      ConcurrentExecutions: { max: 50 },
      UnreservedConcurrentExecutions: { max: 20 },
      ClaimedAccountConcurrency: { max: 50 },
    });
  });

  it('V-15, R11.11: 60 of 100 in use are a utilisation of 0.6, 7 of 10 are 0.7', () => {
    const utilisation = (provisioned: number, busy: number): number => {
      const run = played({ duration: '10s', provisionedConcurrency: provisioned }, burst(busy));
      return figures(run).ProvisionedConcurrencyUtilization!.max;
    };
    expect(utilisation(100, 60)).toBe(0.6);
    expect(utilisation(10, 7)).toBe(0.7);
  });

  it('V-16, R11.10, R11.28: one invocation a minute of 2 min each uses 1, then 2 at once, and counts 1 a minute', () => {
    // A little before the minute is full, so that two of them never meet in the very instant of its end.
    const run = played(
      { duration: '119s', provisionedConcurrency: 10 },
      { stages: [{ pause: '1s' }, { rate: '1/min' }] },
      { duration: '5m', bucket: '1m' },
    );
    expect(series(run.record, 'functions.api', 'ProvisionedConcurrentExecutions')).toEqual([1, 2, 2, 2, 2]);
    expect(series(run.record, 'functions.api', 'ProvisionedConcurrencyInvocations')).toEqual([1, 1, 1, 1, 1]);
    expect(series(run.record, 'functions.api', 'ProvisionedConcurrencyUtilization')).toEqual([0.1, 0.2, 0.2, 0.2, 0.2]);
  });

  it('R4.1: only the version or alias that it is configured for has it', () => {
    const calling = (fn: string): (number | undefined)[] =>
      shares(
        played(
          {
            versions: { '1': {}, '2': {} },
            aliases: { live: { version: '1', provisionedConcurrency: 5 }, other: { version: '2' } },
          },
          { function: fn, ...burst(6) },
        ),
      );
    expect(calling('api:live')).toEqual([5, 1]);
    expect(calling('api:1')).toEqual([5, 1]);
    expect(calling('api:other')).toEqual([0, 0]);
    expect(calling('api:$LATEST')).toEqual([0, 0]);
    expect(calling('api')).toEqual([0, 0]);
  });

  it('R4.1: configured for a version itself it serves that version', () => {
    const run = played({ versions: { '1': { provisionedConcurrency: 5 } } }, { function: 'api:1', ...burst(6) });
    expect(shares(run)).toEqual([5, 1]);
  });

  it('R4.1: of the function itself it is short for an alias live, which the bare name then calls', () => {
    expect(shares(played({ provisionedConcurrency: 5 }, burst(5)))).toEqual([5, 0]);
    expect(shares(played({ provisionedConcurrency: 5 }, { function: 'api:live', ...burst(5) }))).toEqual([5, 0]);
    expect(shares(played({ provisionedConcurrency: 5 }, { function: 'api:$LATEST', ...burst(5) }))).toEqual([0, 0]);
  });

  it('R12.3: an alias of two versions shares it out by weight', () => {
    const run = played(
      {
        duration: '10s',
        versions: { '1': {}, '2': {} },
        aliases: { live: { version: '1', weights: { '2': '30%' }, provisionedConcurrency: 10 } },
      },
      burst(0 + 1),
    );
    expect(figures(run).provisionedAllocated!.max).toBe(10);
    const all = (fn: string): (number | undefined)[] =>
      shares(
        played(
          {
            duration: '10s',
            versions: { '1': {}, '2': {} },
            aliases: { live: { version: '1', weights: { '2': '30%' }, provisionedConcurrency: 10 } },
          },
          { function: fn, ...burst(10) },
        ),
      );
    expect(all('api:1')).toEqual([7, 3]);
    expect(all('api:2')).toEqual([3, 7]);
  });

  it('R4.5, R4.10: a provisioned invocation is never cold, but its first call may be slower', () => {
    const run = played(
      { init: '3s', coldDuration: '4s', provisionedConcurrency: 1 },
      { stages: [{ burst: 1 }, { pause: '10s' }, { burst: 1 }] },
    );
    expect(run.rows.map(({ start_s, end_s, cold }) => [start_s, end_s, cold])).toEqual([
      [0, 4, false],
      [10, 11, false],
    ]);
    expect(figures(run)).toMatchObject({ coldStarts: 0, initDuration: { max_ms: 0 } });
  });

  it('R2.3: what provisioned environments serve costs no scaling token', () => {
    const run = played({ duration: '10s', provisionedConcurrency: 1_500 }, burst(2_501), {
      account: { concurrency: 10_000 },
    });
    expect(shares(run)).toEqual([1_500, 1_000]);
    expect(figures(run).throttlesByCause).toMatchObject({ scalingRate: 1 });
  });
});

describe('allocation', () => {
  const cold = (count: number): object => ({ min: count, max: count, provisioning: 'cold' });

  it('V-21b, R4.4: 5,000 take 90 s and 50 s of ramp, and none serves before all are there', () => {
    const run = played(
      { duration: '50ms', provisionedConcurrency: cold(5_000) },
      { rate: '10/s' },
      { duration: '3m', bucket: '1s', account: { concurrency: 10_000 } },
    );
    expect(changes(run, 'provisionedAllocated')).toEqual([[140, 5_000]]);
    expect(shares(run)).toEqual([400, 1_400]);
    const first = series(run.record, 'functions.api', 'ProvisionedConcurrencyInvocations').findIndex((n) => n > 0);
    expect(first).toBe(140);
  });

  it('R4.4: the longest Init of the batch is part of it', () => {
    const run = played(
      { init: { empirical: ['2s', '7s'] }, provisionedConcurrency: cold(100) },
      { rate: '1/s' },
      { duration: '3m', bucket: '1s' },
    );
    expect(changes(run, 'provisionedAllocated')).toEqual([[98, 100]]);
  });

  it('R3.4: a provisioned Init may take 130 s, or the timeout of the function', () => {
    const readyAt = (init: string, timeout: string): number | undefined =>
      changes(
        played(
          { init, timeout, provisionedConcurrency: cold(100) },
          { rate: '1/s', enabled: false },
          { duration: '20m', bucket: '1s' },
        ),
        'provisionedAllocated',
      )[0]?.[0];
    expect(readyAt('60s', '3s')).toBe(151);
    expect(readyAt('200s', '3s')).toBe(221);
    expect(readyAt('200s', '15m')).toBe(291);
  });

  it('R4.4: the preparation is a knob (A-16)', () => {
    const run = played(
      { provisionedConcurrency: cold(100) },
      { rate: '1/s' },
      { duration: '3m', bucket: '1s', assumptions: { provisionedPreparation: '60s' } },
    );
    expect(changes(run, 'provisionedAllocated')).toEqual([[61, 100]]);
  });

  it('R4.7: what is requested is taken from the pool before it is READY', () => {
    const run = played({ duration: '10s', provisionedConcurrency: cold(400) }, burst(601), { duration: '5s' });
    expect(figures(run)).toMatchObject({ Invocations: 600, Throttles: 1 });
    expect(shares(run)).toEqual([0, 600]);
  });

  it('R4.4: of an increase the old part serves on, and the new one is there as a block', () => {
    const run = played(
      { duration: '30s', provisionedConcurrency: { min: 10, max: 10, schedule: [{ at: '60s', min: 40, max: 40 }] } },
      { stages: [{ pause: '61s' }, { burst: 20 }, { pause: '100s' }, { burst: 40 }] },
      { duration: '4m', bucket: '1s' },
    );
    // 90 s of preparation and 30 × 10 ms of ramp after 60 s.
    expect(changes(run, 'provisionedAllocated')).toEqual([[150, 40]]);
    expect(shares(run)).toEqual([50, 10]);
  });

  it('R4.4: of a decrease idle environments go at once, busy ones when they finish', () => {
    const run = played(
      { duration: '30s', provisionedConcurrency: { min: 10, max: 10, schedule: [{ at: '60s', min: 2, max: 2 }] } },
      { stages: [{ pause: '50s' }, { burst: 6 }, { pause: '20s' }, { burst: 2 }] },
      { duration: '2m', bucket: '1s' },
    );
    expect(changes(run, 'provisionedAllocated')).toEqual([[60, 2]]);
    // At 60 s four idle ones go; at 80 s six are busy, of which four go, and two stay.
    expect(changes(run, 'environments')).toEqual([
      [60, 6],
      [70, 8],
      [80, 4],
    ]);
    expect(shares(run)).toEqual([6, 2]);
    // The four that are still busy hold what others cannot have.
    expect(series(run.record, 'account', 'ClaimedAccountConcurrency').slice(58, 84)).toEqual(
      Array.from({ length: 26 }, (_, k) => (k < 2 ? 10 : k < 12 ? 6 : k < 22 ? 8 : 4)),
    );
  });

  it('R4.5: busy invocations on demand hold back what is set aside of a full pool', () => {
    // 400 long ones hold the pool when 300 more are set aside for api: of its 600 only 300 can serve beside them.
    const run = play(
      bare({
        duration: '5m',
        account: { concurrency: 700 },
        functions: {
          api: {
            duration: '10s',
            provisionedConcurrency: { min: 300, max: 300, schedule: [{ at: '10s', min: 600, max: 600 }] },
          },
          batch: { duration: '200s' },
        },
        sources: {
          long: { function: 'batch', stages: [{ burst: 400 }] },
          web: { function: 'api', stages: [{ pause: '150s' }, { burst: 400 }] },
        },
      }),
    );
    expect(run.json.account.ConcurrentExecutions.max).toBe(700);
    expect(run.json.functions['api']).toMatchObject({ ProvisionedConcurrencyInvocations: 300, Throttles: 100 });
  });
});

describe('replacement', () => {
  it('R4.8: an environment that crashed is replaced after one Init, without preparation', () => {
    const run = played(
      { init: '5s', errors: { share: '100%', kind: 'crash' }, provisionedConcurrency: 1 },
      { stages: [{ burst: 1 }, { pause: '5s' }, { burst: 1 }, { pause: '5s' }, { burst: 1 }] },
    );
    // It ends at 1 s and is there again at 6 s: the request at 5 s spills over, the one at 10 s does not.
    expect(shares(run)).toEqual([2, 1]);
    expect(run.rows.map(({ environment, cold }) => [environment, cold])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
  });

  it('R4.8: environments are recycled at their greatest age', () => {
    const run = played(
      { init: '10s', provisionedConcurrency: 2 },
      { rate: '1/min' },
      { duration: '5m', bucket: '1s', assumptions: { maxLifetime: '100s' } },
    );
    // Two for 100 s, none for 10 s, again two until 210 s, none until 220 s.
    expect(changes(run, 'environments').map(([t, level]) => `${t}: ${level}`)).toContain('110: 2');
    expect(run.json.functions['api']!.environments.max).toBe(2);
    expect(run.record.functions[0]!.environments.ended).toBe(4);
    expect(figures(run).provisionedAllocated).toEqual({ max: 2, mean: 2 });
  });

  it('R4.9: a provisioned environment stays one, however long it is idle', () => {
    const run = played(
      { provisionedConcurrency: 1 },
      { rate: '1/h' },
      { duration: '3h', assumptions: { idleTimeout: '5m' } },
    );
    expect(shares(run)).toEqual([3, 0]);
    expect(new Set(run.rows.map(({ environment }: Row) => environment)).size).toBe(1);
  });
});

describe('the bill', () => {
  it('R10.8, R4.18: what provisioned environments serve is billed apart from what spills over', () => {
    const run = played({ duration: '100ms', init: '50ms', provisionedConcurrency: 2 }, burst(3));
    const [latest, billing] = run.record.functions[0]!.billing;
    expect(latest!.requests).toBe(0);
    expect(billing).toMatchObject({ requests: 3, provisionedBilled_ms: 200, billed_ms: 150 });
  });

  it('R10.9: configured concurrency is paid for by time, in steps of 5 minutes from 0 to 0', () => {
    const allocated = (provisionedConcurrency: unknown, rest: Partial<Content> = {}): number =>
      played({ provisionedConcurrency }, { rate: '1/s', enabled: false }, { duration: '10m', ...rest }).record
        .functions[0]!.billing[1]!.provisionedAllocated_s;
    expect(allocated(100)).toBe(60_000);
    expect(allocated(100, { warmup: '4m' })).toBe(36_000);
    expect(allocated({ min: 100, max: 100, schedule: [{ at: '3m', min: 50, max: 50 }] })).toBe(18_000 + 21_000);
    expect(allocated({ min: 100, max: 100, schedule: [{ at: '3m', min: 0, max: 0 }] })).toBe(30_000);
    // From the request on, READY or not.
    expect(allocated({ min: 100, max: 100, provisioning: 'cold' })).toBe(60_000);
  });

  it('R10.10: Init is billed at allocation and at each replacement, rounded up one by one', () => {
    const init = (provisionedConcurrency: unknown, rest: Partial<Content> = {}): number =>
      played({ init: '1.5ms', provisionedConcurrency }, { rate: '1/s', enabled: false }, { duration: '5m', ...rest })
        .record.functions[0]!.billing[1]!.provisionedInit_ms;
    expect(init(10)).toBe(0);
    expect(init({ min: 10, max: 10, provisioning: 'cold' })).toBe(20);
    expect(init(10, { assumptions: { maxLifetime: '2m' } })).toBe(40);
  });
});
