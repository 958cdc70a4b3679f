import { describe, expect, it } from 'vitest';
import { band, halfWidth, mean, median, standardError } from '../../src/result/replications.ts';
import { studentT95 } from '../../src/result/student-t.ts';

describe('a figure over several runs', () => {
  it('has the mean of the runs that have it', () => {
    expect(mean([1, 2, NaN, 6])).toBe(3);
    expect(mean([NaN])).toBeNaN();
  });

  it('has the middle one as its median, or the mean of the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(median([7])).toBe(7);
    expect(median([])).toBeNaN();
  });

  it('has a band from the 5th to the 95th percentile', () => {
    const hundred = Array.from({ length: 100 }, (_, k) => 100 - k);
    expect(band(hundred)).toEqual([5, 95]);
    expect(band([30, 10])).toEqual([10, 30]);
  });

  it('has s/√n as standard error: 1, 2, 3, 4, 5 have √(2.5/5)', () => {
    expect(standardError([1, 2, 3, 4, 5])).toBeCloseTo(Math.sqrt(0.5), 12);
    expect(standardError([3])).toBeNaN();
  });

  it('has t × the standard error as half-width: 2.776 × 0.7071 for five runs', () => {
    expect(halfWidth([1, 2, 3, 4, 5])).toBeCloseTo(2.776445 * Math.SQRT1_2, 5);
    expect(halfWidth([1, NaN])).toBeNaN();
    expect(halfWidth([4, 4, 4])).toBe(0);
  });
});

describe("Student's t", () => {
  // Abramowitz and Stegun, table 26.10, column 0.975.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [10, 2.228],
    [11, 2.201],
    [15, 2.131],
    [30, 2.042],
    [60, 2.0],
    [120, 1.98],
  ])('with %d degrees of freedom has its 97.5 %% point at %d', (degrees, point) => {
    expect(studentT95(degrees)).toBeCloseTo(point, 3);
  });

  it('comes down to the normal distribution, without a step where the table ends', () => {
    const points = Array.from({ length: 200 }, (_, k) => studentT95(k + 1));
    expect(points).toEqual(points.toSorted((a, b) => b - a));
    expect(studentT95(9) - studentT95(10)).toBeCloseTo(0.034, 3);
    expect(studentT95(1e9)).toBeCloseTo(1.959963985, 8);
  });

  it('leaves 2.5 % beyond the point: the density, integrated by hand, says the same', () => {
    for (const degrees of [3, 10, 25]) expect(beyond(degrees, studentT95(degrees))).toBeCloseTo(0.025, 6);
  });
});

/** P(T > t) for whole degrees of freedom, by Simpson's rule on t = √ν tan θ, where the density is cos^(ν−1) θ. */
function beyond(degrees: number, t: number): number {
  const from = Math.atan(t / Math.sqrt(degrees));
  const integral = (low: number, high: number): number => {
    const steps = 20_000;
    const width = (high - low) / steps;
    let sum = 0;
    for (let k = 0; k <= steps; k++) {
      const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
      sum += weight * Math.cos(low + k * width) ** (degrees - 1);
    }
    return (sum * width) / 3;
  };
  return integral(from, Math.PI / 2) / integral(-Math.PI / 2, Math.PI / 2);
}
