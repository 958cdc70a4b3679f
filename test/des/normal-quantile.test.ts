import { describe, expect, it } from 'vitest';
import { normalProbability, normalQuantile } from '../../src/des/normal-quantile.ts';

describe('The quantile of the standard normal', () => {
  // The first three are the published check values of AS241; the others are from tables.
  it.each([
    [0.25, -0.674489750196081743],
    [0.001, -3.090232306167813542],
    [1e-20, -9.262340089798408069],
    [0.5, 0],
    [0.8413447460685429, 1],
    [0.975, 1.959963984540054],
    [0.99, 2.326347874040841],
    [0.9999, 3.719016485455709],
  ])('at %d is %d', (probability, z) => {
    expect(Math.abs(normalQuantile(probability) - z)).toBeLessThan(1e-14 * Math.max(1, Math.abs(z)));
  });

  it('is odd around one half', () => {
    for (const probability of [0.01, 0.06, 0.1, 0.3, 0.49]) {
      expect(normalQuantile(1 - probability)).toBeCloseTo(-normalQuantile(probability), 12);
    }
  });

  it('rises everywhere, across the seams between its three approximations too', () => {
    const seams = [0.075, Math.exp(-25)];
    for (const seam of seams) {
      const below = normalQuantile(seam * (1 - 1e-9));
      const above = normalQuantile(seam * (1 + 1e-9));
      expect(above).toBeGreaterThan(below);
      expect(above - below).toBeLessThan(1e-7);
    }
  });

  it('is infinite at 0 and at 1', () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
  });
});

describe('The probability of the standard normal', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-3, 0.0013498980316300945],
    [-20, 2.7536241186062337e-89],
  ])('below %d is %d', (z, probability) => {
    expect(normalProbability(z) / probability).toBeCloseTo(1, 10);
  });

  it('is the inverse of the quantile', () => {
    for (const z of [-8, -2.5, -0.3, 0.7, 1.9, 4]) expect(normalQuantile(normalProbability(z))).toBeCloseTo(z, 10);
  });

  it('is 1 above everything that a number can tell from 1', () => {
    expect(normalProbability(9)).toBe(1);
    expect(normalProbability(Infinity)).toBe(1);
  });
});
