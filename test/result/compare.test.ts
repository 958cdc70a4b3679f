import { describe, expect, it, test } from 'vitest';
import type { Outcome } from '../../src/result/comparison.ts';
import { comparisonSchema } from '../../src/result/comparison-schema.ts';
import type { FailOn } from '../../src/result/comparison-findings.ts';
import { compared, objectiveAt, resultOf } from '../support/comparison-input.ts';
import { functionResult, sourceResult, statistics } from '../support/run-result.ts';

const BASE = [10, 20, 30, 40];
const mean = (...args: Parameters<typeof compared>) => compared(...args).account['ConcurrentExecutions.mean']!;

describe('the difference of a figure', () => {
  it('is the mean over pairs of runs, with the interval of Student’s t', () => {
    // 3, 2, 4, 2: mean 2.75, standard error 0.47871, t(3) 3.18245.
    const { base, head, difference, change } = mean(resultOf(BASE), resultOf([13, 22, 34, 42]));
    expect([base, head, change]).toEqual([25, 27.75, 'different']);
    expect(difference?.value).toBeCloseTo(2.75, 12);
    expect(difference?.ci95).toBeCloseTo(1.52348, 5);
    expect(difference?.relative).toBeCloseTo(0.11, 12);
  });

  it('is no clear change where zero lies in the interval', () => {
    // 2, 1, 4, 1: mean 2, half-width 2.25033.
    const { difference, change } = mean(resultOf(BASE), resultOf([12, 21, 34, 41]));
    expect(difference?.ci95).toBeCloseTo(2.25033, 5);
    expect(change).toBe('unclear');
  });

  it('is none where every run gives the same, and clear where every run differs by the same', () => {
    expect(mean(resultOf(BASE), resultOf(BASE))).toMatchObject({ difference: { value: 0, ci95: 0 }, change: 'none' });
    expect(mean(resultOf(BASE), resultOf([11, 21, 31, 41]))).toMatchObject({ change: 'different' });
  });

  it('counts for nothing below the least change, however clear', () => {
    const more = resultOf([10.1, 20.1, 30.1, 40.1]);
    expect(mean(resultOf(BASE), more).change).toBe('small');
    expect(mean(resultOf(BASE), more, { minChange: 0.003 }).change).toBe('different');
  });

  it('has no interval with one run', () => {
    expect(mean(resultOf([10]), resultOf([12]))).toMatchObject({
      difference: { value: 2, ci95: null },
      change: 'unclear',
    });
    expect(mean(resultOf([10]), resultOf([10])).change).toBe('none');
  });

  it('pairs runs of the same seed, wherever they stand', () => {
    const { pairing, notes, account } = compared(resultOf(BASE), resultOf([33, 44, 50], {}, 3));
    expect(pairing).toEqual({ paired: true, runs: 2, seeds: ['3', '4'], sameDuration: true });
    expect(account['ConcurrentExecutions.mean']?.difference?.value).toBe(3.5);
    expect(notes).toEqual(['only 2 of 4 runs have a partner of the same seed']);
  });

  it('of runs that have no partners is that of independent means', () => {
    const ci95 = (width: number) => ({ account: { ConcurrentExecutions: { mean: width } } });
    const base = resultOf(BASE, { ci95: ci95(3) });
    const { pairing, account } = compared(base, resultOf(BASE, { ci95: ci95(4) }, 100));
    expect(pairing).toMatchObject({ paired: false, runs: 4, seeds: null });
    expect(account['ConcurrentExecutions.mean']?.difference).toEqual({ value: 0, ci95: 5, relative: 0 });
  });

  it('is better or worse by what the figure is', () => {
    const side = (share: number, headroom: number) => {
      const json = resultOf([10], { functions: { api: functionResult({ throttledShare: share }) } });
      return {
        ...json,
        perRun: [1, 2].map((run) => ({
          ...json.perRun[0]!,
          run,
          seed: run.toString(),
          account: { ...json.account, headroom },
        })),
      };
    };
    const { functions, account } = compared(side(0.1, 0.5), side(0.2, 0.4));
    expect(functions['api']?.figures['throttledShare']?.change).toBe('worse');
    expect(account['headroom']?.change).toBe('worse');
    expect(compared(side(0.2, 0.4), side(0.1, 0.5)).account['headroom']?.change).toBe('better');
  });

  it('leaves out times of which there are none', () => {
    const none = statistics(0, 0, 0, { mean_ms: 0, max_ms: 0 });
    const silent = resultOf(BASE, { sources: { shop: sourceResult({ latency: none }) } });
    const { sources } = compared(silent, resultOf(BASE, { sources: { shop: sourceResult() } }));
    expect(sources['shop']?.figures['latency.p99_ms']).toMatchObject({ base: null, head: 400, difference: null });
    expect(compared(silent, silent).sources['shop']?.figures).not.toHaveProperty('latency.p99_ms');
  });
});

describe('an objective', () => {
  const outcome = (base: number, head: number): Outcome | undefined =>
    compared(resultOf(BASE, { objectives: [objectiveAt(base)] }), resultOf(BASE, { objectives: [objectiveAt(head)] }))
      .objectives[0]?.outcome;

  test.each([
    [0.05, 0.2, 'newly-fails'],
    [0.2, 0.3, 'still-fails'],
    [0.2, 0.05, 'fixed'],
    [0.05, 0.06, 'passes'],
    [0.05, 0.0995, 'too-close'],
    [0.05, 0.1005, 'too-close'],
    [0.2, 0.1005, 'too-close'],
    [0.0995, 0.2, 'newly-fails'],
  ] as const)('at %d, then %d: %s', (base, head, expected) => {
    expect(outcome(base, head)).toBe(expected);
  });

  it('has a difference of its own, over the runs’ values', () => {
    const side = (values: readonly number[]) => resultOf(BASE, { objectives: [objectiveAt(values[0]!)], values });
    const { objectives } = compared(side([0.02, 0.03, 0.04, 0.05]), side([0.05, 0.05, 0.08, 0.07]));
    // 3, 2, 4, 2 points.
    expect(objectives[0]?.difference?.value).toBeCloseTo(0.0275, 12);
    expect(objectives[0]?.difference?.ci95).toBeCloseTo(0.0152348, 6);
    expect(objectives[0]?.change).toBe('worse');
  });

  it('is the same one where only its threshold differs, with equal thresholds first', () => {
    const at = (expr: string, value: number) => objectiveAt(value, { expr });
    const { objectives } = compared(
      resultOf(BASE, {
        objectives: [at('failed < 10%', 0.05), at('failed < 20%', 0.05), at('failed < 1% in any 1m', 0.05)],
      }),
      resultOf(BASE, { objectives: [at('failed < 30%', 0.01), at('failed<10%', 0.02)] }),
    );
    expect(objectives.map(({ expr, base, outcome: how }) => [expr, base?.value, how])).toEqual([
      ['failed < 30%', 0.05, 'passes'],
      ['failed<10%', 0.05, 'passes'],
      ['failed < 1% in any 1m', 0.05, 'gone'],
    ]);
  });

  it('that is too close to call says how many runs should settle it', () => {
    const head = objectiveAt(0.0995, { ci95: 0.001, runsMeeting: 2 });
    const { objectives, suggestions } = compared(resultOf(BASE), resultOf(BASE, { objectives: [head] }));
    // Four times narrower than 0.001 lies half of the distance of 0.0005: sixteen times as many runs.
    expect(objectives[0]).toMatchObject({ outcome: 'too-close', runsToSettle: 64 });
    expect(suggestions).toEqual(['--runs 64 should settle what is too close to call']);
    const coin = objectiveAt(0.1, { ci95: 0.001 });
    expect(compared(resultOf(BASE), resultOf(BASE, { objectives: [coin] })).objectives[0]?.runsToSettle).toBeNull();
  });

  it('stands with the worst first', () => {
    const values = [0.05, 0.2, 0.2, 0.05, 0.05];
    const base = resultOf(BASE, { objectives: values.map((value, k) => objectiveAt(value, { on: `s${k}` })) });
    const after = [0.05, 0.05, 0.3, 0.3, 0.0999];
    const head = resultOf(BASE, { objectives: after.map((value, k) => objectiveAt(value, { on: `s${k}` })) });
    expect(compared(base, head).objectives.map(({ on, outcome: how }) => [on, how])).toEqual([
      ['s3', 'newly-fails'],
      ['s2', 'still-fails'],
      ['s4', 'too-close'],
      ['s1', 'fixed'],
      ['s0', 'passes'],
    ]);
  });
});

describe('what trips', () => {
  const side = (value: number, level: 'fail' | 'warn' = 'fail', means: readonly number[] = BASE) =>
    resultOf(means, { objectives: [objectiveAt(value, { level })], values: [value, value, value, value] });
  const trip = (base: ReturnType<typeof side>, head: ReturnType<typeof side>, failOn: FailOn) => {
    const { tripped, exitCode } = compared(base, head, { failOn }).failOn;
    return [tripped, exitCode];
  };

  test.each<[string, number, number, FailOn, readonly [string | null, number]]>([
    ['a new failure', 0.05, 0.2, 'new-failure', ['new-failure', 99]],
    ['an old failure', 0.2, 0.2, 'new-failure', [null, 0]],
    ['an old failure, where any counts', 0.2, 0.2, 'any-failure', ['any-failure', 99]],
    ['what is too close to call', 0.05, 0.1005, 'new-failure', [null, 0]],
    ['a new failure, where nothing counts', 0.05, 0.2, 'none', [null, 0]],
    ['an old failure that got worse', 0.2, 0.3, 'worse', ['worse', 99]],
    ['an objective that still passes and got worse', 0.05, 0.06, 'worse', ['worse', 5]],
    ['an objective that got better', 0.06, 0.05, 'worse', [null, 0]],
  ])('%s', (_, base, head, failOn, expected) => {
    expect(trip(side(base), side(head), failOn)).toEqual(expected);
  });

  it('is never 99 for a warning', () => {
    expect(trip(side(0.05, 'warn'), side(0.2, 'warn'), 'new-failure')).toEqual([null, 0]);
    expect(trip(side(0.05, 'warn'), side(0.2, 'warn'), 'worse')).toEqual(['worse', 5]);
  });

  it('is a failure of the head where there is no baseline, and the head’s own code where there is no head', () => {
    const alone = compared(null, side(0.2));
    expect([alone.failOn.exitCode, alone.objectives[0]?.outcome, alone.changed]).toEqual([99, 'fails', true]);
    expect(compared(side(0.2), null, { failOn: 'none' }).failOn).toEqual({ asked: 'none', tripped: null, exitCode: 3 });
  });
});

describe('the verdict', () => {
  const side = (...values: readonly number[]) =>
    resultOf(BASE, {
      ok: values.every((value) => value < 0.1),
      objectives: values.map((value, k) => objectiveAt(value, { on: `s${k}` })),
    });

  test.each([
    [
      'names first what now fails, then what is fixed',
      side(0.05, 0.2),
      side(0.2, 0.05),
      '1 of 2 objectives fails with this change: s0 failed < 10% goes from 5.00 % to 20.00 %; it fixes 1 of 2 objectives: s1 failed < 10% goes from 20.00 % to 5.00 %',
    ],
    [
      'says what is too close to call',
      side(0.05),
      side(0.0995),
      's0 failed < 10% is too close to call (0 of 4 runs miss it)',
    ],
    [
      'says that what fails failed before',
      side(0.2),
      side(0.2),
      '1 objective still fails, as before; nothing changes: every figure is the same in every run',
    ],
    [
      'says that nothing changes',
      side(0.05, 0.06),
      side(0.05, 0.06),
      'both objectives pass; nothing changes: every figure is the same in every run',
    ],
    [
      'names the figure that changes',
      resultOf(BASE),
      resultOf([13, 22, 34, 42]),
      'account mean concurrency goes from 25 to 28',
    ],
    [
      'names the greatest difference where none is clear',
      resultOf(BASE),
      resultOf([12, 21, 34, 41]),
      'no clear change; the greatest difference is account mean concurrency by +8 %',
    ],
  ])('%s', (_, base, head, expected) => {
    expect(compared(base, head).verdict).toBe(expected);
  });

  it('says why where the head fails, and what would help', () => {
    const { cause, suggestions } = compared(side(0.05), { ...side(0.2), verdict: 'the reason' });
    expect([cause, suggestions]).toEqual(['the reason', ['more would help']]);
    expect(compared(side(0.2), side(0.05))).toMatchObject({ cause: null, suggestions: [] });
  });
});

it('is described by its schema, whatever is missing', () => {
  const sides = [
    resultOf(BASE, { objectives: [objectiveAt(0.05)], functions: { api: functionResult() } }),
    resultOf([1], {}, 9),
    null,
  ];
  for (const base of sides) {
    for (const head of sides) {
      const tree: unknown = JSON.parse(JSON.stringify(compared(base, head)));
      expect(comparisonSchema.safeParse(tree).error).toBeUndefined();
    }
  }
});
