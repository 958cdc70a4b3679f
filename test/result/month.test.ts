import { describe, expect, it } from 'vitest';
import { bare } from '../support/scenario.ts';
import { play } from '../support/play.ts';
import type { ResultJson } from '../../src/result/run-result.ts';

/** A day of one request a second, 1 s at 1,024 MB, after an hour of warm-up. */
function daily(keys: object = {}): ResultJson {
  return play(
    bare({
      duration: '25h',
      warmup: '1h',
      functions: { api: { duration: '1s', memorySize: 1_024 } },
      sources: { web: { function: 'api', rate: '1/s' } },
      ...keys,
    }),
  ).json;
}

const MONTH = (365 / 12) * 86_400;

describe('the cost of a month', () => {
  it('is there where the scenario says how often it repeats, and only there', () => {
    expect(daily().cost_usd).not.toHaveProperty('month');
    const { cost_usd, functions, sources, perRun } = daily({ repeat: 'daily' });
    expect(cost_usd.requests).toBeCloseTo(86_400 * 0.0000002, 12);
    expect(cost_usd.month!.requests).toBeCloseTo(MONTH * 0.0000002, 9);
    expect(cost_usd.month!.duration).toBeCloseTo(MONTH * 0.0000166667, 9);
    expect(cost_usd.month!.total).toBeCloseTo(cost_usd.month!.requests + cost_usd.month!.duration, 12);
    for (const cost of [functions['api']!.cost_usd, sources['web']!.cost_usd, perRun[0]!.cost_usd])
      expect(cost.month!.total).toBeCloseTo(cost_usd.month!.total, 9);
  });

  it('R10.4: has the free tier once, and the day its part of it', () => {
    const { cost_usd } = daily({ repeat: 'daily', pricing: { freeTier: true } });
    expect(cost_usd.month!.requests).toBeCloseTo((MONTH - 1e6) * 0.0000002, 9);
    expect(cost_usd.month!.duration).toBeCloseTo((MONTH - 400_000) * 0.0000166667, 9);
    expect(cost_usd.total).toBeCloseTo(cost_usd.month!.total / (365 / 12), 9);
    expect(daily({ pricing: { freeTier: true } }).cost_usd.total).toBe(0);
  });

  it('grows with the traffic until a year later, where the scenario says so', () => {
    const { cost_usd } = daily({ repeat: 'daily', growth: '10%/month' });
    expect(cost_usd.monthInAYear!.total).toBeCloseTo(cost_usd.month!.total * 1.1 ** 12, 9);
    expect(daily({ repeat: 'daily' }).cost_usd).not.toHaveProperty('monthInAYear');
  });

  it('is the window itself where it repeats monthly', () => {
    const { cost_usd } = daily({ repeat: 'monthly' });
    const { month, ...once } = cost_usd;
    expect(month).toEqual(once);
  });
});

describe('the cost of a source', () => {
  const two = (slow: object): ResultJson =>
    play(
      bare({
        duration: '1h',
        functions: { api: { duration: '100ms', memorySize: 1_024 } },
        sources: {
          quick: { function: 'api', rate: '3/s' },
          slow: { function: 'api', rate: '1/s', ...slow },
        },
      }),
    ).json;

  it('is in proportion to its invocations where all take as long', () => {
    const { functions, sources } = two({});
    const { requests, duration, total } = functions['api']!.cost_usd;
    expect(sources['quick']!.cost_usd.requests).toBeCloseTo(requests * 0.75, 12);
    expect(sources['quick']!.cost_usd.duration).toBeCloseTo(duration * 0.75, 12);
    expect(sources['quick']!.cost_usd.total + sources['slow']!.cost_usd.total).toBeCloseTo(total, 12);
  });

  it('is in proportion to its time where it takes longer', () => {
    const { functions, sources } = two({ duration: '300ms' });
    expect(sources['slow']!.cost_usd.requests).toBeCloseTo(functions['api']!.cost_usd.requests / 4, 12);
    expect(sources['slow']!.cost_usd.duration).toBeCloseTo(functions['api']!.cost_usd.duration / 2, 12);
  });

  it('is nothing where it has called nobody', () => {
    const { sources, functions } = two({ enabled: false });
    expect(sources['slow']!.cost_usd.total).toBe(0);
    expect(sources['quick']!.cost_usd.total).toBeCloseTo(functions['api']!.cost_usd.total, 12);
  });
});
