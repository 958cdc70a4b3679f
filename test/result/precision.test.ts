import { describe, expect, it } from 'vitest';
import { deciding } from '../../src/result/deciding.ts';
import { precisionOf, runsForPrecision } from '../../src/result/precision.ts';
import { isTooClose, settlingRuns } from '../../src/result/too-close.ts';
import { objectiveResult } from '../support/run-result.ts';

describe('the objective that decides', () => {
  const met = (margin: number | null) => objectiveResult({ margin });
  const missed = (margin: number | null, level: 'fail' | 'warn' = 'fail') =>
    objectiveResult({ ok: false, margin, level });

  it('is the one missed by most, those of level fail first', () => {
    expect(deciding([met(0.1), missed(-0.2), missed(-0.5), missed(-9, 'warn')])).toBe(2);
    expect(deciding([met(0.1), missed(-9, 'warn')])).toBe(1);
    expect(deciding([missed(-5), missed(null)])).toBe(1);
  });

  it('is the tightest where all are met, and the first where there is no margin', () => {
    expect(deciding([met(0.3), met(0.1), met(null)])).toBe(1);
    expect(deciding([met(null), met(null)])).toBe(0);
  });
});

describe('a precision', () => {
  const at = (value: number | null, ci95: number | null, wanted: number) =>
    precisionOf([objectiveResult({ value, ci95, margin: 0.5 })], wanted);

  it('is half the width of the interval ÷ the value of the deciding objective', () => {
    expect(at(200, 4, 0.01)).toEqual({ wanted: 0.01, reached: 0.02, objective: 0, met: false });
    expect(at(200, 2, 0.01)).toMatchObject({ reached: 0.01, met: true });
    expect(at(-0.5, 0.01, 0.01)).toMatchObject({ reached: 0.02, met: false });
  });

  it('is reached where all runs agree, or where there is nothing to measure', () => {
    expect(at(0, 0, 0.01)).toMatchObject({ reached: 0, met: true });
    expect(at(null, null, 0.01)).toMatchObject({ reached: 0, met: true });
  });

  it('is out of reach while the value is 0 and its interval is not', () => {
    expect(at(0, 0.1, 0.5)).toEqual({ wanted: 0.5, reached: null, objective: 0, met: false });
  });

  it('takes runs by the square of how far it is, at most twice as many each time, 400 in all', () => {
    expect(runsForPrecision(at(100, 1, 0.01), 8)).toBeNull();
    // 1.2 times too wide: 1.44 times the runs.
    expect(runsForPrecision(at(100, 1.2, 0.01), 50)).toBe(72);
    expect(runsForPrecision(at(100, 1.0001, 0.01), 8)).toBe(9);
    expect(runsForPrecision(at(100, 30, 0.01), 8)).toBe(16);
    expect(runsForPrecision(at(0, 1, 0.01), 8)).toBe(16);
    expect(runsForPrecision(at(100, 1.9, 0.01), 300)).toBe(400);
    expect(runsForPrecision(at(100, 1.9, 0.01), 400)).toBeNull();
    expect(runsForPrecision(at(100, 1.9, 0.01), 500)).toBeNull();
  });
});

describe('what is too close to call', () => {
  it('has the threshold within its interval', () => {
    expect(isTooClose({ value: 0.09, ci95: 0.02, threshold: 0.1 })).toBe(true);
    expect(isTooClose({ value: 0.11, ci95: 0.02, threshold: 0.1 })).toBe(true);
    expect(isTooClose({ value: 0.07, ci95: 0.02, threshold: 0.1 })).toBe(false);
    expect(isTooClose({ value: 0.1, ci95: 0, threshold: 0.1 })).toBe(false);
    expect(isTooClose({ value: 0.1, ci95: null, threshold: 0.1 })).toBe(false);
    expect(isTooClose({ value: null, ci95: null, threshold: 0.1 })).toBe(false);
  });

  it('is settled by as many runs as bring the interval to half the distance', () => {
    // From ± 4 to ± 1 at a distance of 2: 16 times as many.
    expect(settlingRuns({ value: 98, ci95: 4, threshold: 100 }, 10)).toBe(160);
    expect(settlingRuns({ value: 98, ci95: 4.1, threshold: 100 }, 10)).toBe(170);
    expect(settlingRuns({ value: 100, ci95: 4, threshold: 100 }, 10)).toBeNull();
  });
});
