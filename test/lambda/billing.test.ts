import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMilliseconds, MILLISECOND } from '../../src/des/time.ts';
import { billedMs } from '../../src/lambda/billing.ts';

const STEP = 1 * MILLISECOND;
const LEGACY_STEP = 100 * MILLISECOND;

describe('billed duration', () => {
  it.each([
    [133.61, 80.0, 214],
    [3016.78, 84.0, 3101],
    [3004.92, 111.23, 3117],
    [1513.37, 303.63, 1817],
    [1293.83, 1049.63, 2344],
    [1307.68, 1058.15, 2366],
  ])('V-32, R10.6: Duration %d ms and Init %d ms are billed as %d ms', (duration, init, billed) => {
    expect(billedMs(fromMilliseconds(duration), fromMilliseconds(init), STEP, true)).toBe(billed);
  });

  it('R10.6: before August 2025 the Init of a zip package on a managed runtime was free', () => {
    expect(billedMs(fromMilliseconds(133.61), fromMilliseconds(80), STEP, false)).toBe(134);
  });

  it.each([
    [1, 1],
    [1_000, 1],
    [1_001, 2],
    [0, 0],
  ])('R10.3: %d microseconds are billed as %d ms', (micros, billed) => {
    expect(billedMs(micros, 0, STEP, true)).toBe(billed);
  });

  it.each([
    [1, 100],
    [100, 100],
    [100.001, 200],
    [3_001, 3_100],
  ])('R10.3: before December 2020 %d ms were billed as %d ms', (milliseconds, billed) => {
    expect(billedMs(fromMilliseconds(milliseconds), 0, LEGACY_STEP, true)).toBe(billed);
  });

  it('A-36: a timed-out invocation is billed its timeout and its Init', () => {
    expect(billedMs(fromMilliseconds(3_000), fromMilliseconds(84), STEP, true)).toBe(3_084);
  });

  it('R10.3: is the smallest multiple of the step that is not below the time', () => {
    const time = fc.integer({ min: 0, max: 910_000_000 });
    fc.assert(
      fc.property(time, time, fc.constantFrom(STEP, LEGACY_STEP), (duration, init, step) => {
        const micros = billedMs(duration, init, step, true) * MILLISECOND;
        expect(micros % step).toBe(0);
        expect(micros).toBeGreaterThanOrEqual(duration + init);
        expect(micros - step).toBeLessThan(duration + init);
      }),
    );
  });
});
