import { expect, it } from 'vitest';
import { gammaFunction } from '../../src/des/gamma-function.ts';

it('Γ(n + 1) is n factorial', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    factorial *= n;
    expect(gammaFunction(n + 1) / factorial).toBeCloseTo(1, 12);
  }
});

it('Γ(1/2) is the square root of π', () => {
  expect(gammaFunction(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 13);
});

it('Γ(171) is the largest factorial that a number holds, and does not overflow on the way', () => {
  expect(gammaFunction(171) / 7.257415615307994e306).toBeCloseTo(1, 11);
});
