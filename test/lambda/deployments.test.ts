import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeploymentResult } from '../../src/result/deployment-outcome.ts';
import { play, series, type Played, type Row } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

/** Versions 1 and 2 take 100 ms and 200 ms, so that a request tells which one it had. */
const TWO = {
  duration: '100ms',
  versions: { '1': {}, '2': { duration: '200ms' } },
  aliases: { live: { version: '1' } },
};

/** Plays deployments of `api`'s alias `live`, which `web` calls ten times a second. */
function deployed(deployments: readonly object[], rest: Partial<Content> = {}): Played {
  return play(
    bare({
      duration: '10m',
      functions: { api: TWO },
      sources: { web: { function: 'api:live', rate: '10/s' } },
      deployments: deployments.map((one) => ({ function: 'api', alias: 'live', to: '2', ...one })),
      ...rest,
    }),
  );
}

function first({ json }: Played): DeploymentResult {
  return json.deployments![0]!;
}

/** `[seconds, event, weight]` of the first deployment. */
function steps(run: Played, index = 0): [number, string, number][] {
  return run.json.deployments![index]!.steps.map(({ t_s, event, weight }) => [t_s, event, weight]);
}

/** Arrivals of requests that took as long as version 2 does. */
function onSecond({ rows }: Played, span = 0.2): number[] {
  return rows.filter((row) => Math.abs(spanOf(row) - span) < 1e-9).map(({ arrival_s }) => arrival_s);
}

function spanOf({ start_s, end_s }: Row): number {
  return end_s! - start_s!;
}

/** Values of a series and the bucket in which each begins. */
function changes(run: Played, scope: string, metric: string): [number, number][] {
  const values = series(run.record, scope, metric);
  return values.flatMap((value, t): [number, number][] => (value === values[t - 1] ? [] : [[t, value]]));
}

describe("CodeDeploy's presets", () => {
  const canary = (minutes: number): [number, string, number][] => [
    [60, 'shift', 0.1],
    [60 + 60 * minutes, 'complete', 1],
  ];
  const linear = (minutes: number): [number, string, number][] =>
    [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((weight, k) => [
      60 + 60 * minutes * k,
      weight === 1 ? 'complete' : 'shift',
      weight,
    ]);

  it.each([
    ['AllAtOnce', [[60, 'complete', 1]]],
    ['Canary10Percent5Minutes', canary(5)],
    ['Canary10Percent10Minutes', canary(10)],
    ['Canary10Percent15Minutes', canary(15)],
    ['Canary10Percent30Minutes', canary(30)],
    ['Linear10PercentEvery1Minute', linear(1)],
    ['Linear10PercentEvery2Minutes', linear(2)],
    ['Linear10PercentEvery3Minutes', linear(3)],
    ['Linear10PercentEvery10Minutes', linear(10)],
  ])('R12.5: %s shifts traffic at its instants', (strategy, expected) => {
    const run = deployed([{ at: '1m', strategy }], {
      duration: '2h',
      bucket: '1m',
      sources: { web: { function: 'api:live', rate: '1/min' } },
    });
    expect(steps(run)).toEqual(expected);
    expect(first(run)).toMatchObject({ from: '1', to: '2', strategy, outcome: 'completed', rollback: null });
    // The series holds each weight from its minute on.
    const weights = [[0, 0], ...expected.map(([t_s, , weight]) => [(t_s as number) / 60, weight])];
    expect(changes(run, 'deployments.api:live', 'weight')).toEqual(weights);
  });

  it('R12.5, V-38: a canary of 10 % gets 10 % of 10,000 invocations, within three sigma', () => {
    const run = deployed([{ at: '0s', strategy: 'Canary10Percent30Minutes' }], {
      duration: '1000s',
    });
    const share = onSecond(run).length / run.rows.length;
    expect(run.rows).toHaveLength(10_000);
    expect(Math.abs(share - 0.1)).toBeLessThan(3 * Math.sqrt((0.1 * 0.9) / 10_000));
  });

  it('R12.5: each minute of Linear10PercentEvery1Minute has its share, within four sigma', () => {
    const run = deployed([{ at: '0s', strategy: 'Linear10PercentEvery1Minute' }], { duration: '11m' });
    const arrivals = onSecond(run);
    for (let minute = 0; minute < 10; minute++) {
      const count = arrivals.filter((t) => t >= 60 * minute && t < 60 * (minute + 1)).length;
      const weight = Math.min(1, (minute + 1) / 10);
      expect(Math.abs(count - 600 * weight)).toBeLessThanOrEqual(4 * Math.sqrt(600 * weight * (1 - weight)));
    }
  });

  it('R12.5: who arrives in the instant of a shift is shifted', () => {
    const run = deployed([{ at: '30s', strategy: 'AllAtOnce' }], { duration: '61s' });
    expect(onSecond(run).filter((t) => t < 60)).toHaveLength(300);
    expect(Math.min(...onSecond(run))).toBe(30);
  });

  it('R12.5, R12.2: no arrival of the alias goes anywhere else, whatever the strategy and the seed', () => {
    const strategy = fc.constantFrom('AllAtOnce', 'Canary10Percent5Minutes', 'Linear10PercentEvery1Minute');
    fc.assert(
      fc.property(strategy, fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 500 }), (name, seed, at) => {
        const run = deployed([{ at: `${String(at)}s`, strategy: name }], { seed, duration: '20m' });
        const arrivals = onSecond(run);
        expect(arrivals.every((t) => t >= at)).toBe(true);
        const end = at + 300 * (name === 'Canary10Percent5Minutes' ? 1 : 0) + 540 * (name.startsWith('Linear') ? 1 : 0);
        expect(onSecond(run, 0.1).every((t) => t < end)).toBe(true);
        const { versions } = first(run);
        expect(versions['1']!.Invocations + versions['2']!.Invocations).toBe(12_000);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('environments', () => {
  it('R12.3: those of the new version are cold, at the first shift and at the last', () => {
    // One at a time keeps one environment of each version warm; a second of 30 at once takes 29 more of version 2.
    const burst = { stages: [{ rate: '10/s', for: '359s' }, { pause: '1s' }, { burst: 30 }] };
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes' }], {
      duration: '7m',
      functions: { api: { ...TWO, init: '0ms' } },
      sources: { web: { function: 'api:live', ...burst } },
    });
    expect(first(run).versions['1']!.coldStarts).toBeGreaterThanOrEqual(1);
    // Requests of version 2 that overlap (200 ms at 10/s) take a second environment.
    const before = run.rows.filter((row) => row.cold && row.arrival_s < 360).length;
    const after = run.rows.filter((row) => row.cold && row.arrival_s >= 360).length;
    expect(before).toBe(3);
    expect(after).toBe(28);
  });

  it('R12.3: AllAtOnce makes as many cold starts as are in flight', () => {
    // Ten at once every second: ten environments of version 1, then ten of version 2.
    const stages = Array.from({ length: 20 }, () => [{ burst: 10 }, { pause: '1s' }]).flat();
    const run = deployed([{ at: '10s', strategy: 'AllAtOnce' }], {
      duration: '20s',
      sources: { web: { function: 'api:live', stages } },
    });
    const cold = run.rows.filter((row) => row.cold).map((row) => row.arrival_s);
    expect(cold).toEqual([...new Array<number>(10).fill(0), ...new Array<number>(10).fill(10)]);
    expect(first(run).versions).toMatchObject({
      '1': { Invocations: 100, coldStarts: 10, Errors: 0, Throttles: 0 },
      '2': { Invocations: 100, coldStarts: 10 },
    });
  });

  it('R12.6: versions that share traffic share the reservation, too', () => {
    const stages = Array.from({ length: 20 }, () => [{ burst: 10 }, { pause: '1s' }]).flat();
    const run = deployed([{ at: '10s', strategy: 'Canary10Percent5Minutes' }], {
      duration: '20s',
      functions: { api: { ...TWO, reservedConcurrency: 8 } },
      sources: { web: { function: 'api:live', stages } },
    });
    const { versions } = first(run);
    expect(versions['1']!.Throttles + versions['2']!.Throttles).toBe(40);
  });
});

describe('rollback', () => {
  const failing = { ...TWO, versions: { '1': {}, '2': { duration: '200ms', errors: '100%' } } };

  it('R12.5: rollbackAt sends all traffic back in its instant', () => {
    const run = deployed([{ at: '1m', strategy: 'AllAtOnce', rollbackAt: '95s' }], { duration: '3m' });
    expect(steps(run)).toEqual([
      [60, 'complete', 1],
      [95, 'rollBack', 0],
    ]);
    expect(onSecond(run)).toHaveLength(350);
    expect(Math.max(...onSecond(run))).toBe(94.9);
    expect(first(run)).toMatchObject({ outcome: 'rolledBack', rollback: { t_s: 95, why: 'rollbackAt' } });
  });

  it('R12.5: rollbackAt before the last shift leaves no shift behind', () => {
    const run = deployed([{ at: '1m', strategy: 'Linear10PercentEvery1Minute', rollbackAt: '150s' }]);
    expect(steps(run)).toEqual([
      [60, 'shift', 0.1],
      [120, 'shift', 0.2],
      [150, 'rollBack', 0],
    ]);
    expect(changes(run, 'deployments.api:live', 'weight')).toEqual([
      [0, 0],
      [60, 0.1],
      [120, 0.2],
      [150, 0],
    ]);
  });

  it('R12.5: a condition is asked at the end of each calendar minute', () => {
    // The minute from 1:00 to 2:00 has half a minute of the canary: every one of its invocations fails.
    const rollbackWhen = { on: 'api:2', expr: 'errors > 50% in any 1m' };
    const run = deployed([{ at: '90s', strategy: 'Canary10Percent5Minutes', rollbackWhen }], {
      functions: { api: failing },
    });
    expect(steps(run)).toEqual([
      [90, 'shift', 0.1],
      [120, 'rollBack', 0],
    ]);
    expect(first(run).rollback!.why).toBe('api:2: errors > 50% in any 1m; it was 100.00 % in the minute from 1 min on');
    const { Errors, Invocations } = first(run).versions['2']!;
    expect(Errors).toBe(Invocations);
    expect(Errors).toBeGreaterThan(10);
  });

  it('R12.5: without the words in any 1m it is the same, and a condition that does not hold rolls nothing back', () => {
    const played = (expr: string): DeploymentResult['outcome'] =>
      first(
        deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes', rollbackWhen: { on: 'api:2', expr } }], {
          functions: { api: failing },
        }),
      ).outcome;
    expect(played('errors > 50%')).toBe('rolledBack');
    expect(played('errors < 50%')).toBe('completed');
  });

  it.each([
    ['web', 'failed > 5%', 120],
    ['web', 'p(99) latency > 150ms', 120],
    ['web', 'throttled > 0%', null],
    ['api', 'errors >= 8%', 120],
    ['api:2', 'p(50) duration > 199ms', 120],
    ['api:2', 'coldStartShare > 0.1%', 120],
    ['api', 'concurrency >= 2', 120],
    ['account', 'errors > 5%', 120],
    ['account', 'concurrency >= 2', 120],
    ['account', 'headroom < 99.9%', 120],
  ])('R12.5: on %s %s can be the condition', (on, expr, at) => {
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent30Minutes', rollbackWhen: { on, expr } }], {
      functions: {
        api: expr.includes('latency') ? TWO : failing,
      },
      duration: '5m',
    });
    expect(first(run).rollback?.t_s ?? null).toBe(at);
  });

  it('R12.5: spillover and events can be the condition, too', () => {
    const spilling = deployed(
      [{ at: '1m', strategy: 'Canary10Percent30Minutes', rollbackWhen: { on: 'api', expr: 'spillover > 5%' } }],
      {
        duration: '5m',
        functions: { api: { ...TWO, aliases: { live: { version: '1', provisionedConcurrency: 1 } } } },
      },
    );
    expect(first(spilling).rollback?.t_s).toBe(120);
    const dropping = deployed([{ at: '1m', strategy: 'AllAtOnce', rollbackWhen: { on: 'api', expr: 'dropped > 0' } }], {
      duration: '5m',
      functions: { api: { ...failing, maximumRetryAttempts: 0 } },
      sources: { events: { type: 'sns', function: 'api:live', rate: '1/s' } },
    });
    expect(first(dropping).rollback?.t_s).toBe(120);
  });

  it('R12.5: requests count in the minute in which they arrived, also those that fail for good much later', () => {
    // Each fails at once and again after 70 s: those of the first minute have failed for good at 3:10.
    const clients = {
      retry: { maxAttempts: 2, on: ['5xx'], backoff: { base: '70s', factor: 1, cap: '70s', jitter: 'none' } },
    };
    const web = { function: 'api:live', stages: [{ pause: '1m' }, { rate: '1/s', for: '1m' }], clients };
    const run = deployed(
      [{ at: '1m', strategy: 'Canary10Percent5Minutes', rollbackWhen: { on: 'web', expr: 'failed > 0%' } }],
      { functions: { api: failing }, sources: { web: { ...web, type: 'function-url' } } },
    );
    const failed = run.rows.filter(({ status }) => status !== '200');
    expect(failed.length).toBeGreaterThan(0);
    expect(Math.max(...failed.map(({ arrival_s }) => arrival_s))).toBeLessThan(120);
    // The last attempts are made in the minute that ends at 3:00 or in the one after it.
    expect(first(run).rollback?.t_s).toBe(60 * Math.ceil(Math.min(...failed.map(({ end_s }) => end_s!)) / 60));
  });

  it('R12.5: a condition comes before the shift of its instant', () => {
    // Ten at once at 5:30 are over the limit in the minute that ends as the last shift is due.
    const run = deployed(
      [{ at: '1m', strategy: 'Canary10Percent5Minutes', rollbackWhen: { on: 'api', expr: 'concurrency > 5' } }],
      { sources: { web: { function: 'api:live', stages: [{ pause: '330s' }, { burst: 10 }] } } },
    );
    expect(steps(run)).toEqual([
      [60, 'shift', 0.1],
      [360, 'rollBack', 0],
    ]);
  });

  it('R12.5: the first whole minute after the last shift is still watched, and no later one', () => {
    const watched = (burst: string): number | null => {
      const run = deployed(
        [{ at: '90s', strategy: 'AllAtOnce', rollbackWhen: { on: 'api', expr: 'concurrency > 5' } }],
        { sources: { web: { function: 'api:live', stages: [{ pause: burst }, { burst: 10 }] } } },
      );
      return first(run).rollback?.t_s ?? null;
    };
    expect(['30s', '119s', '121s', '179s', '181s'].map(watched)).toEqual([null, 120, 180, 180, null]);
  });

  it('R12.5: facts of the warm-up roll nothing back', () => {
    const rollbackWhen = { on: 'api:2', expr: 'errors > 50%' };
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes', rollbackWhen }], {
      functions: { api: failing },
      warmup: '3m',
    });
    expect(first(run).rollback?.t_s).toBe(240);
  });

  it('R12.5: a rollback goes back to one version, also where the alias had weights', () => {
    const three = {
      duration: '100ms',
      versions: { '1': {}, '2': { duration: '200ms' }, '3': { duration: '300ms' } },
      aliases: { live: { version: '1', weights: { '3': '50%' } } },
    };
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes', rollbackAt: '2m' }], {
      functions: { api: three },
      duration: '3m',
    });
    expect(Math.max(...onSecond(run, 0.3))).toBeLessThan(60);
    expect(Math.max(...onSecond(run, 0.2))).toBeLessThan(120);
    expect(onSecond(run, 0.1).filter((t) => t >= 120)).toHaveLength(600);
  });
});

describe('one deployment after the other', () => {
  const three = {
    duration: '100ms',
    versions: { '1': {}, '2': { duration: '200ms', errors: '100%' }, '3': { duration: '300ms' } },
    aliases: { live: { version: '1' } },
  };

  it('R12.5: begins with the version that the alias has then', () => {
    const second = { at: '5m', to: '3', strategy: 'AllAtOnce' };
    const rollbackWhen = { on: 'api:2', expr: 'errors > 50%' };
    const went = deployed([{ at: '1m', strategy: 'AllAtOnce' }, second], { functions: { api: three } });
    const back = deployed([{ at: '1m', strategy: 'AllAtOnce', rollbackWhen }, second], { functions: { api: three } });
    expect([went, back].map(({ json }) => json.deployments!.map(({ from, outcome }) => [from, outcome]))).toEqual([
      [
        ['1', 'completed'],
        ['2', 'completed'],
      ],
      [
        ['1', 'rolledBack'],
        ['1', 'completed'],
      ],
    ]);
  });

  it('R12.5: has nothing to do where the alias went back by itself', () => {
    const rollbackWhen = { on: 'api:2', expr: 'errors > 50%' };
    const run = deployed(
      [
        { at: '1m', strategy: 'AllAtOnce', rollbackWhen },
        { at: '5m', to: '1' },
      ],
      { functions: { api: three } },
    );
    expect(steps(run, 1)).toEqual([[300, 'skip', 1]]);
    expect(run.json.deployments![1]!.outcome).toBe('skipped');
  });

  it('R12.5: their order in the file does not matter', () => {
    const one = { at: '1m', strategy: 'AllAtOnce' };
    const two = { at: '5m', to: '3', strategy: 'AllAtOnce' };
    const forth = deployed([one, two], { functions: { api: three } });
    const back = deployed([two, one], { functions: { api: three } });
    expect(back.json.deployments).toEqual(forth.json.deployments!.toReversed());
    expect(back.rows).toEqual(forth.rows);
  });
});

describe('provisioned concurrency', () => {
  const provided = (provisionedConcurrency: object | number): object => ({
    ...TWO,
    aliases: { live: { version: '1', provisionedConcurrency } },
  });
  const assumptions = { provisionedPreparation: '59s' };

  it('R12.3: moves by weight: what the old version loses is gone at once, what the new one gets is allocated', () => {
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes' }], {
      functions: { api: provided(20) },
      assumptions,
    });
    // 2 of 20 are READY 59 s of preparation and 20 ms of ramp later, then 18 more 59 s and 180 ms after the last shift.
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([
      [0, 20],
      [60, 18],
      [119, 20],
      [360, 2],
      [419, 20],
    ]);
  });

  it('R4.2: is frozen while the alias has weights; what a schedule asked for is done when they are gone', () => {
    const schedule = [{ at: '2m', min: 30 }];
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes' }], {
      functions: { api: provided({ min: 20, max: 50, schedule }) },
      sources: { web: { function: 'api:live', rate: '1/min' } },
      assumptions,
    });
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([
      [0, 20],
      [60, 18],
      [119, 20],
      [360, 2],
      [419, 30],
    ]);
  });

  it('R4.2: a rollback thaws it, too', () => {
    const schedule = [{ at: '2m', min: 30 }];
    const run = deployed([{ at: '1m', strategy: 'Canary10Percent5Minutes', rollbackAt: '3m' }], {
      functions: { api: provided({ min: 20, max: 50, schedule }) },
      sources: { web: { function: 'api:live', rate: '1/min' } },
      assumptions,
    });
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([
      [0, 20],
      [60, 18],
      [119, 20],
      [180, 18],
      [239, 30],
    ]);
  });

  it('R4.2: target tracking follows the new version when the weights are gone', () => {
    // 8 of 10 are in use: above 70 %, so that each three minutes would add some; nothing is added for half an hour.
    const run = deployed([{ at: '0s', strategy: 'Canary10Percent30Minutes' }], {
      duration: '45m',
      bucket: '1m',
      functions: { api: { ...provided({ min: 10, max: 50 }), duration: '1s', versions: { '1': {}, '2': {} } } },
      sources: { web: { function: 'api:live', rate: '8/s' } },
      assumptions,
    });
    const levels = series(run.record, 'functions.api', 'provisionedAllocated');
    expect(Math.max(...levels.slice(0, 30))).toBe(10);
    expect(Math.max(...levels.slice(31))).toBeGreaterThan(10);
  });

  it('R4.2: a plain repoint waits until that of the new version is READY, and the old one serves', () => {
    const run = deployed([{ at: '1m' }], { duration: '5m', functions: { api: provided(10) }, assumptions });
    // 59 s of preparation and 100 ms of ramp.
    expect(steps(run)).toEqual([
      [60, 'prepare', 0],
      [119.1, 'complete', 1],
    ]);
    expect(Math.min(...onSecond(run))).toBe(119.1);
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([
      [0, 10],
      [119, 20],
      [120, 10],
    ]);
    expect(run.json.functions['api']).toMatchObject({ ProvisionedConcurrencySpilloverInvocations: 0, coldStarts: 0 });
  });

  it('R4.2: a plain repoint without it is instant, and so is AllAtOnce with it', () => {
    expect(steps(deployed([{ at: '1m' }]))).toEqual([[60, 'complete', 1]]);
    const run = deployed([{ at: '1m', strategy: 'AllAtOnce' }], { functions: { api: provided(10) }, assumptions });
    expect(steps(run)).toEqual([[60, 'complete', 1]]);
    expect(run.json.functions['api']!.ProvisionedConcurrencySpilloverInvocations).toBe(591);
  });

  it('R4.2, R4.3: a repoint gets what there is room for, and the rest when the old version gives it back', () => {
    // Of 140 there are 40 for provisioned concurrency: 30 for version 1 leave 10 for version 2.
    const run = deployed([{ at: '1m' }], {
      duration: '5m',
      account: { concurrency: 140 },
      functions: { api: provided(30) },
      assumptions,
    });
    expect(steps(run).map(([, event]) => event)).toEqual(['prepare', 'complete']);
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([
      [0, 30],
      [119, 40],
      [120, 10],
      [178, 30],
    ]);
  });

  it('R4.2: without any room a repoint does not wait', () => {
    const run = deployed([{ at: '1m' }], {
      duration: '5m',
      account: { concurrency: 110 },
      functions: { api: provided(10) },
      assumptions,
    });
    expect(steps(run)).toEqual([[60, 'complete', 1]]);
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([
      [0, 10],
      [60, 0],
      [119, 10],
    ]);
  });

  it('R4.2: a repoint that is rolled back while it waits never happens', () => {
    const run = deployed([{ at: '1m', rollbackAt: '90s' }], {
      duration: '5m',
      functions: { api: provided(10) },
      assumptions,
    });
    expect(steps(run)).toEqual([
      [60, 'prepare', 0],
      [90, 'rollBack', 0],
    ]);
    expect(onSecond(run)).toEqual([]);
    expect(changes(run, 'functions.api', 'provisionedAllocated')).toEqual([[0, 10]]);
  });

  it('R4.2: the next deployment takes the place of one that waits', () => {
    const api = { ...provided(10), versions: { '1': {}, '2': { duration: '200ms' }, '3': { duration: '300ms' } } };
    const run = deployed([{ at: '1m' }, { at: '90s', to: '3' }], {
      duration: '5m',
      functions: { api },
      assumptions,
    });
    expect(steps(run)).toEqual([
      [60, 'prepare', 0],
      [90, 'supersede', 0],
    ]);
    expect(steps(run, 1)).toEqual([
      [90, 'prepare', 0],
      [149.1, 'complete', 1],
    ]);
    expect(onSecond(run)).toEqual([]);
  });

  it('R12.3, R10.9: each version pays for what it has, for five minutes at least', () => {
    const cost = (rest: object): number =>
      deployed([{ at: '5m', strategy: 'AllAtOnce', ...rest }], { functions: { api: provided(10) }, assumptions }).json
        .functions['api']!.cost_usd.provisionedConcurrency;
    // 5 + 5 minutes; and 5 minutes, 5 for one second, and 4:59.
    expect(cost({ rollbackAt: '301s' }) / cost({})).toBeCloseTo(899 / 600, 10);
  });
});

describe('an update of $LATEST', () => {
  /** One request a second that takes 100 ms, from two callers at once until 10 s. */
  const stages = [
    { burst: 2 },
    { pause: '10s' },
    { burst: 1 },
    { pause: '10s' },
    { burst: 1 },
    { pause: '10s' },
    { burst: 1 },
  ];

  it('R12.4: idle environments go at once, and the next request gets a new one (A-42)', () => {
    const { rows, json } = play(
      bare({
        duration: '1m',
        bucket: '1s',
        functions: { api: { duration: '100ms' } },
        sources: { web: { function: 'api', stages } },
        deployments: [{ at: '15s', function: 'api', to: '$LATEST' }],
      }),
    );
    expect(rows.map(({ arrival_s, environment, cold }) => [arrival_s, environment, cold])).toEqual([
      [0, 0, true],
      [0, 1, true],
      [10, 1, false],
      [20, 2, true],
      [30, 2, false],
    ]);
    expect(json.functions['api']!.environments.created).toBe(3);
    expect(json.deployments![0]).toMatchObject({
      alias: null,
      from: '$LATEST',
      to: '$LATEST',
      outcome: 'completed',
      steps: [{ t_s: 15, event: 'complete', weight: 1 }],
      versions: {},
    });
  });

  it('R12.4: an invocation in flight ends on its old environment, which then goes (A-42)', () => {
    const { rows, record } = play(
      bare({
        duration: '1m',
        bucket: '1s',
        functions: { api: { duration: '8s' } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '10s' }, { burst: 1 }] } },
        deployments: [{ at: '5s', function: 'api', to: '$LATEST' }],
      }),
    );
    expect(rows.map(({ end_s, cold, status }) => [end_s, cold, status])).toEqual([
      [8, true, '200'],
      [18, true, '200'],
    ]);
    // Gone at 8 s; there is none until the next request.
    expect(series(record, 'functions.api', 'environments').slice(7, 11)).toEqual([1, 0, 0, 1]);
  });

  it('R12.4: versions and other functions keep their environments', () => {
    const { rows } = play(
      bare({
        duration: '1m',
        functions: { api: { duration: '100ms', versions: { '1': {} } }, other: { duration: '100ms' } },
        sources: {
          a: { function: 'api:1', stages: [{ burst: 1 }, { pause: '20s' }, { burst: 1 }] },
          b: { function: 'other', stages: [{ burst: 1 }, { pause: '20s' }, { burst: 1 }] },
        },
        deployments: [{ at: '10s', function: 'api', to: '$LATEST' }],
      }),
    );
    expect(rows.filter(({ arrival_s }) => arrival_s === 20).map(({ cold }) => cold)).toEqual([false, false]);
  });

  it('R12.4: going back to the old code is another update', () => {
    const { rows, json } = play(
      bare({
        duration: '1m',
        functions: { api: { duration: '100ms' } },
        sources: { web: { function: 'api', stages } },
        deployments: [{ at: '5s', function: 'api', to: '$LATEST', rollbackAt: '15s' }],
      }),
    );
    expect(rows.map(({ cold }) => cold)).toEqual([true, true, true, true, false]);
    expect(json.deployments![0]!.outcome).toBe('rolledBack');
  });

  it('R12.4: with tenants, the environments of all of them go', () => {
    const { rows } = play(
      bare({
        duration: '1m',
        functions: { api: { duration: '100ms', tenants: 3 } },
        sources: { web: { function: 'api', stages: [{ burst: 60 }, { pause: '20s' }, { burst: 60 }] } },
        deployments: [{ at: '10s', function: 'api', to: '$LATEST' }],
      }),
    );
    expect(rows.map(({ cold }) => cold)).toEqual(Array.from({ length: 120 }, () => true));
  });
});
