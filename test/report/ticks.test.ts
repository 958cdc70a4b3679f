import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countScale, linearScale, logarithmicScale } from '../../src/report/chart/ticks.ts';

const labels = (scale: { ticks: readonly { label: string }[] }): string[] => scale.ticks.map(({ label }) => label);

it('a linear axis goes from zero in round steps', () => {
  expect(labels(linearScale(1000))).toEqual(['0', '200', '400', '600', '800', '1,000']);
  expect(labels(linearScale(1.2))).toEqual(['0.00', '0.25', '0.50', '0.75', '1.00', '1.25']);
  expect(linearScale(0).max).toBeGreaterThan(0);
});

it('an axis of counts has whole numbers only', () => {
  expect(labels(countScale(3))).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(labels(countScale(9))).toEqual(['0', '2', '4', '6', '8', '10']);
});

it('a logarithmic axis names 1, 2, 5 of a short range and powers of ten of a long one', () => {
  expect(labels(logarithmicScale(42, 3400))).toEqual(['20', '50', '100', '200', '500', '1,000', '2,000', '5,000']);
  expect(labels(logarithmicScale(0.3, 90_000))).toEqual(['1', '10', '100', '1,000', '10,000', '100,000']);
});

it('an axis holds what it was made for, and its ticks lie on it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
      fc.double({ min: 1, max: 1e6, noNaN: true }),
      (least, factor) => {
        const top = least * factor;
        for (const scale of [linearScale(top), countScale(top), logarithmicScale(least, top)]) {
          expect(scale.max).toBeGreaterThanOrEqual(top * (1 - 1e-6));
          expect(scale.ticks.every(({ value }) => value >= scale.min && value <= scale.max)).toBe(true);
          expect(scale.ticks.length).toBeLessThan(20);
        }
        expect(logarithmicScale(least, top).min).toBeLessThanOrEqual(least * (1 + 1e-6));
      },
    ),
  );
});
