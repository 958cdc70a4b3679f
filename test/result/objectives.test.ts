import { describe, expect, it } from 'vitest';
import { NOTHING_BILLED } from '../../src/result/billing-record.ts';
import type { Comparison, Objective } from '../../src/result/objective.ts';
import { meets } from '../../src/result/objectives.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import type { ObjectiveResult } from '../../src/result/run-result.ts';
import { summarise } from '../../src/result/summary.ts';
import {
  functionConfig,
  functionRecord,
  histogramOf,
  latencyObjective,
  runRecord,
  setup,
  sourceRecord,
  sourceSetup,
} from '../support/run-result.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

function objective(subject: Objective['subject'], expr: string, overrides: Partial<Objective> = {}): Objective {
  const comparison = /[<>=]+/.exec(expr)?.[0] as Comparison;
  const on = subject.kind === 'account' ? 'account' : subject.name;
  return { on, expr, level: 'fail', subject, comparison, threshold: 0.1, unit: 'share', window: 'run', ...overrides };
}

const shop = (metric: Extract<Objective['subject'], { kind: 'source' }>['metric']): Objective['subject'] => {
  return { kind: 'source', name: 'shop', metric };
};
const checkout = (metric: Extract<Objective['subject'], { kind: 'function' }>['metric']): Objective['subject'] => {
  return { kind: 'function', name: 'checkout', version: null, metric };
};
const account = (kind: 'headroom' | 'concurrency' | 'throttled' | 'errors' | 'cost'): Objective['subject'] => {
  return { kind: 'account', metric: { kind } };
};

/** 100 requests, 10 of them failed; 90 invocations, 10 throttles, 9 errors, 18 cold; 900 of 1,000 claimed. */
function run(number: number, overrides: Partial<RunRecord> = {}): RunRecord {
  const level = { max: 0, integral: 0 };
  return runRecord({
    run: number,
    functions: [
      {
        ...functionRecord('checkout'),
        invocations: 90,
        errors: 9,
        coldStarts: 18,
        throttles: Float64Array.of(10, 0, 0, 0, 0, 0),
        duration: histogramOf([0.1, 0.2, 0.3, 0.4]),
        init: histogramOf([0.25]),
        concurrency: { max: 44, integral: 0 },
        billing: [{ ...NOTHING_BILLED, requests: 5_000_000, billed_ms: 0 }],
      },
      functionRecord('search'),
    ],
    sources: [
      {
        ...sourceRecord('shop', histogramOf([0.1, 0.2, 0.3])),
        requests: 100,
        served: 90,
        failures: { throttled: 6, error: 3, timeout: 1, other: 0 },
        attempts: 120,
        throttledAttempts: 30,
        throttledRequests: 20,
      },
    ],
    account: { concurrency: { ...level, max: 333 }, unreserved: { max: 0 }, claimed: { max: 900 } },
    ...overrides,
  });
}

/** The only objective's result. */
function evaluated(one: Objective, ...records: readonly RunRecord[]): ObjectiveResult {
  const theSetup = setup({
    runs: records.length,
    warmup: 0,
    functions: [functionConfig('checkout'), functionConfig('search')],
    sources: [sourceSetup('shop', 'checkout')],
    objectives: [one],
  });
  return summarise(theSetup, records).json.objectives[0]!;
}

describe('the value of an objective', () => {
  it.each([
    ['failed', shop({ kind: 'failed' }), 0.1],
    ['throttled', shop({ kind: 'throttled' }), 0.2],
    ['throttledAttempts', shop({ kind: 'throttledAttempts' }), 0.25],
    ['mean latency', shop({ kind: 'latency', statistic: 'mean' }), 0.2],
    ['p(100) latency', shop({ kind: 'latency', statistic: 'percentile', q: 100 }), 0.3],
    ['p(1) latency', shop({ kind: 'latency', statistic: 'percentile', q: 1 }), 0.1],
    ['errors', checkout({ kind: 'errors' }), 0.1],
    ['throttled', checkout({ kind: 'throttled' }), 0.1],
    ['coldStartShare', checkout({ kind: 'coldStartShare' }), 0.2],
    ['concurrency', checkout({ kind: 'concurrency' }), 44],
    ['p(50) duration', checkout({ kind: 'duration', q: 50 }), 0.2],
    ['p(99) init', checkout({ kind: 'init', q: 99 }), 0.25],
    ['headroom', account('headroom'), 0.1],
    ['concurrency', account('concurrency'), 333],
    ['throttled', account('throttled'), 0.1],
    ['errors', account('errors'), 0.1],
    ['cost', account('cost'), 1],
  ])('%s of %o is %d', (name, subject, value) => {
    expect(evaluated(objective(subject, `${name} < 10%`), run(1)).value).toBeCloseTo(value, 12);
  });

  it('is nothing, and the objective met, where nothing happened to take it of', () => {
    const subject: Objective['subject'] = {
      kind: 'function',
      name: 'search',
      version: null,
      metric: { kind: 'errors' },
    };
    expect(evaluated(objective(subject, 'errors > 10%', { level: 'warn' }), run(1), run(2))).toEqual({
      on: 'search',
      expr: 'errors > 10%',
      level: 'warn',
      ok: true,
      value: null,
      unit: 'share',
      threshold: 0.1,
      ci95: null,
      standardError: null,
      tooClose: false,
      margin: null,
      worst: null,
      runsMeeting: 2,
    });
  });
});

describe('the comparison with the threshold', () => {
  it.each([
    [1, '<', 2, true],
    [2, '<', 2, false],
    [2, '<=', 2, true],
    [3, '<=', 2, false],
    [3, '>', 2, true],
    [2, '>', 2, false],
    [2, '>=', 2, true],
    [1, '>=', 2, false],
    [2, '==', 2, true],
    [1, '==', 2, false],
    [0, '==', 0, true],
    [NaN, '<', 2, true],
  ] as const)('%d %s %d is %s', (value, comparison, threshold, met) => {
    expect(meets(value, comparison, threshold)).toBe(met);
  });

  it('does not let float noise decide', () => {
    expect(0.1 + 0.2).not.toBe(0.3);
    expect(meets(0.1 + 0.2, '<=', 0.3)).toBe(true);
    expect(meets(0.3, '<', 0.1 + 0.2)).toBe(false);
    expect(meets(1 - 0.9, '>=', 0.1)).toBe(true);
  });
});

describe('the margin of an objective', () => {
  it.each([
    ['failed < 20%', 0.2, 0.5],
    ['failed <= 5%', 0.05, -1],
    ['failed > 5%', 0.05, 1],
    ['failed >= 20%', 0.2, -0.5],
    ['failed == 20%', 0.2, -0.5],
  ])('%s at 10 % leaves the right share of the threshold', (expr, threshold, margin) => {
    expect(evaluated(objective(shop({ kind: 'failed' }), expr, { threshold }), run(1)).margin).toBeCloseTo(margin, 12);
  });

  it('is nothing at threshold 0', () => {
    const one = evaluated(objective(shop({ kind: 'failed' }), 'failed == 0%', { threshold: 0 }), run(1));
    expect(one).toMatchObject({ ok: false, margin: null, value: 0.1 });
  });
});

describe('the worst minute', () => {
  const minutes = (...values: readonly number[]): Pick<RunRecord, 'objectiveMinutes'> => {
    return { objectiveMinutes: [{ firstMinute: 5, values: Float64Array.from(values) }] };
  };
  const failed = shop({ kind: 'failed' });

  it('is the one with the most where little is wanted', () => {
    const one = evaluated(objective(failed, 'failed < 10%'), run(1, minutes(0.01, NaN, 0.07, 0.07, 0.03)));
    expect(one.worst).toEqual({ t_s: 7 * 60, value: 0.07 });
    expect(one.value).toBe(0.1);
  });

  it('is the one with the least where much is wanted', () => {
    const one = evaluated(objective(account('headroom'), 'headroom > 10%'), run(1, minutes(0.4, 0.2, 0.3)));
    expect(one.worst).toEqual({ t_s: 6 * 60, value: 0.2 });
  });

  it('decides alone where the objective must hold in any 1m', () => {
    const one = objective(failed, 'failed < 10% in any 1m', { window: '1m' });
    expect(evaluated(one, run(1, minutes(0.01, 0.12)))).toMatchObject({ ok: false, value: 0.12 });
    expect(evaluated(one, run(1, minutes(0.01, 0.09)))).toMatchObject({ ok: true, value: 0.09 });
    expect(evaluated(one, run(1, minutes(NaN)))).toMatchObject({ ok: true, value: null, worst: null });
  });

  it('of several runs is that of run 1, and their median decides', () => {
    const one = objective(failed, 'failed < 10% in any 1m', { window: '1m' });
    const three = evaluated(one, run(1, minutes(0.2)), run(2, minutes(0.05)), run(3, minutes(0.08)));
    expect(three).toMatchObject({ ok: true, value: 0.08, worst: { t_s: 300, value: 0.2 }, runsMeeting: 2 });
  });
});

describe('an objective over several runs', () => {
  const shopRun = (number: number, failures: number, latencies: readonly number[]): RunRecord => {
    const source = sourceRecord('shop', histogramOf(latencies));
    const record = run(number);
    return {
      ...record,
      sources: [{ ...source, requests: 100, failures: { throttled: failures, error: 0, timeout: 0, other: 0 } }],
    };
  };

  it('has the mean of shares with its interval, and counts the runs that meet it', () => {
    const three = [shopRun(1, 2, []), shopRun(2, 4, []), shopRun(3, 12, [])];
    const one = evaluated(objective(shop({ kind: 'failed' }), 'failed < 10%'), ...three);
    expect(one.value).toBeCloseTo(0.06, 12);
    // s = √(28)/100 over √3, times t = 4.303 with two degrees of freedom.
    expect(one.ci95).toBeCloseTo((4.302653 * Math.sqrt(28 / 3)) / 100, 6);
    expect(one.standardError).toBeCloseTo(Math.sqrt(28 / 3) / 100, 12);
    expect(one).toMatchObject({ ok: true, runsMeeting: 2 });
  });

  it('is too close to call while its interval reaches the threshold, and decided on its value all the same', () => {
    // 6 % ± 13.1 % by three runs.
    const three = [shopRun(1, 2, []), shopRun(2, 4, []), shopRun(3, 12, [])];
    const at = (threshold: number) =>
      evaluated(objective(shop({ kind: 'failed' }), 'failed < 10%', { threshold }), ...three);
    expect(at(0.1)).toMatchObject({ ok: true, tooClose: true });
    expect(at(0.05)).toMatchObject({ ok: false, tooClose: true });
    expect(at(0.2)).toMatchObject({ ok: true, tooClose: false });
    expect(evaluated(objective(shop({ kind: 'failed' }), 'failed < 10%'), three[0]!)).not.toHaveProperty('tooClose');
  });

  it('has percentiles of all requests together', () => {
    const two = [shopRun(1, 0, [0.1, 0.1, 0.1]), shopRun(2, 0, [0.5])];
    const p75 = { kind: 'latency', statistic: 'percentile', q: 75 } as const;
    const one = evaluated(objective(shop(p75), 'p(75) latency < 0.3ms', { threshold: 0.3, unit: 'ms' }), ...two);
    expect(one).toMatchObject({ value: 0.1, ok: true, runsMeeting: 1 });
  });

  it('has the median of maxima', () => {
    const at = (number: number, max: number): RunRecord => {
      const record = run(number);
      return { ...record, functions: record.functions.map((f) => ({ ...f, concurrency: { max, integral: 0 } })) };
    };
    const peak = objective(checkout({ kind: 'concurrency' }), 'concurrency < 100', { threshold: 100, unit: 'count' });
    const three = evaluated(peak, at(1, 40), at(2, 300), at(3, 50));
    expect(three).toMatchObject({ value: 50, ok: true, runsMeeting: 2, band: [40, 300] });
    expect(evaluated(peak, at(1, 40))).not.toHaveProperty('band');
  });
});

describe('the whole result', () => {
  it('is ok while only objectives of level warn are missed', () => {
    const missed = latencyObjective('shop', 99, 0.01);
    const theSetup = setup({
      functions: [functionConfig('checkout'), functionConfig('search')],
      sources: [sourceSetup('shop', 'checkout')],
    });
    const record = run(1, { until: 10 * MINUTE });
    expect(summarise({ ...theSetup, objectives: [missed] }, [record]).json.ok).toBe(false);
    const warned = summarise({ ...theSetup, objectives: [{ ...missed, level: 'warn' }] }, [record]).json;
    expect(warned.ok).toBe(true);
    expect(warned.objectives[0]?.ok).toBe(false);
  });
});
