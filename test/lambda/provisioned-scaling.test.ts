import { describe, expect, it } from 'vitest';
import { TargetTracking } from '../../src/lambda/provisioned-scaling.ts';
import { play, series } from '../support/play.ts';
import { bare, type Content } from '../support/scenario.ts';

/** Numbers that are configured after each minute of these utilisations; NaN = no data. Changes are READY at once. */
function tracked(
  utilisations: readonly number[],
  { target = 0.7, lowAlarmPeriods = 15, start = 10, min = 1, max = 100 } = {},
): number[] {
  const tracking = new TargetTracking({ target, lowAlarmPeriods });
  let current = start;
  return utilisations.map((utilisation) => {
    current = tracking.minute(utilisation, utilisation * current, current, { min, max });
    return current;
  });
}

const times = (count: number, utilisation: number): number[] => new Array<number>(count).fill(utilisation);

describe('target tracking', () => {
  it('V-35, R4.12: 9 of 10 busy for two minutes and then 5 do not scale out; a third minute does', () => {
    expect(tracked([0.9, 0.9, 0.5])).toEqual([10, 10, 10]);
    expect(tracked([0.9, 0.9, 0.9])).toEqual([10, 10, 13]);
    expect(tracked([0.7, 0.7, 0.7, 0.7])).toEqual([10, 10, 10, 10]);
  });

  it('V-35, R4.11: the low alarm is set off below 63 % for a target of 70 %', () => {
    expect(tracked(times(16, 0.63))).toEqual(times(16, 10));
    expect(tracked(times(15, 0.62)).at(-1)).toBe(9);
  });

  it('R4.12: scaling in takes 15 minutes in a row, or as many as the knob says (A-18)', () => {
    expect(tracked(times(14, 0.1)).at(-1)).toBe(10);
    expect(tracked(times(15, 0.1)).at(-1)).toBe(9);
    expect(tracked([...times(14, 0.1), 0.65, ...times(14, 0.1)]).at(-1)).toBe(10);
    expect(tracked(times(3, 0.1), { lowAlarmPeriods: 3 })).toEqual([10, 10, 9]);
  });

  it('R4.13: scaling out is proportional, rounds up, and stays within max (A-19)', () => {
    expect(tracked(times(3, 1)).at(-1)).toBe(15);
    expect(tracked(times(3, 1), { start: 100, max: 1_000 }).at(-1)).toBe(143);
    expect(tracked(times(3, 1), { start: 21, max: 1_000 }).at(-1)).toBe(30);
    expect(tracked(times(3, 1), { max: 12 }).at(-1)).toBe(12);
  });

  it('R4.13: scaling in goes down by a tenth at most, by one at least, and never below min or the need (A-19)', () => {
    const low = (start: number, utilisation: number, min = 1): number | undefined =>
      tracked(times(15, utilisation), { start, min, max: 1_000 }).at(-1);
    expect(low(100, 0.1)).toBe(90);
    expect(low(5, 0.1)).toBe(4);
    expect(low(100, 0.62)).toBe(90);
    expect(low(100, 0.1, 95)).toBe(95);
    expect(low(10, 0.6)).toBe(9);
  });

  it('R4.14: there is no cooldown: an alarm that lasts acts every minute', () => {
    expect(tracked(times(5, 1), { max: 1_000 })).toEqual([10, 10, 15, 22, 32]);
    expect(tracked(times(18, 0.1), { start: 100 }).slice(-4)).toEqual([90, 81, 73, 66]);
  });

  it('R4.15: without data nothing is scaled, and what came before does not count', () => {
    expect(tracked([1, 1, NaN, 1, 1]).at(-1)).toBe(10);
    expect(tracked([...times(14, 0.1), NaN, ...times(14, 0.1)]).at(-1)).toBe(10);
    expect(tracked(times(60, NaN)).at(-1)).toBe(10);
  });
});

/** What is READY of `api` at each full minute; `busy` invocations of the whole run, or what `web` sends. */
function allocated(provisionedConcurrency: object, web: object, rest: Partial<Content> = {}): number[] {
  const { record } = play(
    bare({
      duration: '30m',
      bucket: '1m',
      assumptions: { provisionedPreparation: '59s' },
      ...rest,
      functions: { api: { duration: '5s', provisionedConcurrency } },
      sources: { web: { function: 'api', ...web } },
    }),
  );
  return [...series(record, 'functions.api', 'provisionedAllocated')];
}

describe('the loop', () => {
  it('R4.20: from a step in traffic to help it takes three minutes, the delay of the metric and the allocation', () => {
    // Ten of ten from the start. The alarms see minutes 1, 2 and 3 at 4 min (delay 1 min), and 5 more are READY
    // 59 s of preparation and 50 ms of ramp later; in minute 5 ten of fifteen are busy.
    const web = { rate: '2/s' };
    expect(allocated({ min: 10, max: 50 }, web, { duration: '8m' })).toEqual([10, 10, 10, 10, 15, 15, 15, 15]);
    const at = (metricDelay: string): number =>
      allocated({ min: 10, max: 50 }, web, {
        duration: '8m',
        assumptions: { provisionedPreparation: '59s', metricDelay },
      }).indexOf(15);
    expect([at('0s'), at('60s'), at('120s')]).toEqual([3, 4, 5]);
  });

  it('R4.13: an allocation under way is not asked for twice', () => {
    const web = { rate: '2/s' };
    expect(
      allocated({ min: 10, max: 50 }, web, { duration: '12m', assumptions: { provisionedPreparation: '190s' } }).at(-1),
    ).toBe(15);
  });

  it('R4.11: with Maximum a peak within each of three minutes is enough, with Average it is not', () => {
    // Nine at once at the start of each minute, then one a time: a mean far below 70 %.
    const spikes = Array.from({ length: 10 }, () => [
      { burst: 9 },
      { pause: '6s' },
      { rate: '1/s', for: '48s' },
      { pause: '6s' },
    ]).flat();
    const after = (statistic: string): number =>
      Math.max(...allocated({ min: 10, max: 50, statistic }, { stages: spikes }, { duration: '10m' }));
    expect(after('Average')).toBe(10);
    expect(after('Maximum')).toBe(13);
  });

  it('R4.15: traffic that stops leaves everything as it is, and paid for', () => {
    const levels = allocated({ min: 10, max: 50 }, { stages: [{ rate: '2/s', for: '6m' }, { pause: '24m' }] });
    expect(levels.at(-1)).toBe(15);
  });

  it('R4.15: target tracking cannot leave 0, a scheduled action can', () => {
    const web = { rate: '2/s' };
    expect(allocated({ min: 0, max: 50 }, web).at(-1)).toBe(0);
    expect(allocated({ min: 0, max: 50, schedule: [{ at: '10m', min: 1 }] }, web).at(-1)).toBeGreaterThan(10);
  });

  it('R4.16: scheduled actions set the bounds, and the number is moved between them', () => {
    const calm = { rate: '1/min' };
    const schedule = [
      { at: '5m', min: 30, max: 40 },
      { at: '10m', min: 5, max: 20 },
      { at: '15m', max: 10 },
    ];
    const levels = allocated({ min: 10, max: 50, schedule }, calm);
    // The increase of 5 min is READY after 59 s of preparation and 200 ms of ramp, still within its minute.
    expect(levels.slice(0, 16)).toEqual([10, 10, 10, 10, 10, 30, 30, 30, 30, 30, 20, 20, 20, 20, 20, 10]);
  });

  it('R4.16: by cron, in the time zone of the scenario', () => {
    const levels = allocated(
      { min: 10, max: 10, schedule: [{ cron: 'cron(10 8 ? * MON-FRI *)', min: 4, max: 4 }] },
      { rate: '1/s' },
      { ...({ start: '2026-11-27T07:00:00Z', timezone: 'Europe/Berlin' } as object) },
    );
    expect(levels.indexOf(4)).toBe(10);
  });

  it('R4.17: the average is that of the samples at each start of an invocation (A-20)', () => {
    // Two at 0 s and 1 s that stay: samples 0.1 and 0.2 of ten.
    const { json } = play(
      bare({
        duration: '1m',
        functions: { api: { duration: '50s', provisionedConcurrency: 10 } },
        sources: { web: { function: 'api', stages: [{ burst: 1 }, { pause: '1s' }, { burst: 1 }] } },
      }),
    );
    expect(json.functions['api']!.ProvisionedConcurrencyUtilization).toEqual({ max: 0.2, mean: (0.1 + 0.2) / 2 });
  });

  it('R4.2: an alias with weights keeps its number, whatever schedule and alarms say', () => {
    const { record } = play(
      bare({
        duration: '30m',
        bucket: '1m',
        functions: {
          api: {
            duration: '5s',
            versions: { '1': {}, '2': {} },
            aliases: {
              live: {
                version: '1',
                weights: { '2': '50%' },
                provisionedConcurrency: { min: 10, max: 50, schedule: [{ at: '10m', min: 20 }] },
              },
            },
          },
        },
        sources: { web: { function: 'api:live', rate: '4/s' } },
      }),
    );
    expect(new Set(series(record, 'functions.api', 'provisionedAllocated'))).toEqual(new Set([10]));
  });
});
