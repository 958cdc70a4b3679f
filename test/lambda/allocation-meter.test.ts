import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/des/time.ts';
import { AllocationMeter } from '../../src/lambda/allocation-meter.ts';

describe('time of provisioned concurrency', () => {
  it('R10.9: 100 for 8 hours are 2.88 M unit-seconds', () => {
    const meter = new AllocationMeter();
    meter.set(0, 100);
    meter.set(8 * HOUR, 0);
    expect(meter.unitSeconds(9 * HOUR)).toBe(2_880_000);
  });

  it.each([
    [1 * SECOND, 300],
    [5 * MINUTE, 300],
    [5 * MINUTE + 1, 600],
    [61 * MINUTE, 65 * 60],
  ])('R10.9: %d microseconds are rounded up to 5 minutes: %d s', (time, seconds) => {
    const meter = new AllocationMeter();
    meter.set(1 * HOUR, 10);
    meter.set(1 * HOUR + time, 0);
    expect(meter.unitSeconds(3 * HOUR)).toBe(10 * seconds);
  });

  it('R10.9: a change from one positive number to another counts exactly (A-37)', () => {
    const meter = new AllocationMeter();
    meter.set(0, 10);
    meter.set(7 * MINUTE, 40);
    meter.set(8 * MINUTE, 5);
    expect(meter.unitSeconds(10 * MINUTE)).toBe((10 * 7 + 40 * 1 + 5 * 2) * 60);
  });

  it('R10.9: only the end is rounded up, at the number that was left (A-37)', () => {
    const meter = new AllocationMeter();
    meter.set(0, 10);
    meter.set(7 * MINUTE, 40);
    meter.set(8 * MINUTE, 0);
    expect(meter.unitSeconds(1 * HOUR)).toBe((10 * 7 + 40 * 3) * 60);
  });

  it('R10.9: each time from 0 up is rounded by itself', () => {
    const meter = new AllocationMeter();
    meter.set(0, 1);
    meter.set(1 * MINUTE, 0);
    meter.set(2 * MINUTE, 1);
    meter.set(3 * MINUTE, 0);
    expect(meter.unitSeconds(1 * HOUR)).toBe(600);
  });

  it('R10.9: what still lasts is not rounded', () => {
    const meter = new AllocationMeter();
    meter.set(0, 3);
    expect(meter.unitSeconds(1 * MINUTE)).toBe(180);
  });

  it('R10.9: of a period that began in the warm-up the window pays its own part, and the rounding at the end', () => {
    const meter = new AllocationMeter();
    meter.set(0, 2);
    meter.restart(6 * MINUTE);
    meter.set(8 * MINUTE, 0);
    expect(meter.unitSeconds(20 * MINUTE)).toBe(2 * (2 + 2) * 60);
  });
});
