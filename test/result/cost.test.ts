import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceOf, type RegionPrices } from '../../src/lambda/pricing.ts';
import { costsOf, gigabyteSeconds, pricesIn, totalCost, type Usage } from '../../src/result/cost.ts';

const VIRGINIA = priceOf('us-east-1')!;

function usage(memorySize: number, requests: number, billedMsEach: number, overrides: Partial<Usage> = {}): Usage {
  const billed_ms = requests * billedMsEach;
  return { architecture: 'x86_64', memorySize, ephemeralStorage: 512, requests, billed_ms, ...overrides };
}

/** The whole bill, in dollars and cents as AWS prints it. */
function bill(usages: readonly Usage[], freeTier: boolean, prices: RegionPrices = VIRGINIA): object {
  const { requests, duration, ephemeralStorage, total } = totalCost(costsOf(usages, prices, freeTier));
  const cents = (dollars: number): string => dollars.toFixed(2);
  return {
    requests: cents(requests),
    duration: cents(duration),
    ephemeralStorage: cents(ephemeralStorage),
    total: cents(total),
  };
}

describe('the bill', () => {
  it('V-30a, R10.4: 3 M × 120 ms at 1,536 MB with the free tier cost $2.73', () => {
    const one = usage(1_536, 3e6, 120);
    expect(gigabyteSeconds(one)).toBe(540_000);
    expect(bill([one], true)).toEqual({ requests: '0.40', duration: '2.33', ephemeralStorage: '0.00', total: '2.73' });
  });

  it('V-30b, R10.1, R10.2: 7.44 M × 2 s at 1,024 MB without the free tier cost $249.49', () => {
    const one = usage(1_024, 7.44e6, 2_000);
    expect(gigabyteSeconds(one)).toBe(14.88e6);
    expect(bill([one], false)).toEqual({
      requests: '1.49',
      duration: '248.00',
      ephemeralStorage: '0.00',
      total: '249.49',
    });
  });

  const OLD_PAGE: RegionPrices = {
    ...VIRGINIA,
    duration: { x86_64: [{ upTo: Infinity, price: 0.00001667 }], arm64: null },
  };

  it('V-30d: 3 M × 1 s at 512 MB at the price of the old page cost $18.74', () => {
    expect(bill([usage(512, 3e6, 1_000)], true, OLD_PAGE)).toMatchObject({
      requests: '0.40',
      duration: '18.34',
      total: '18.74',
    });
  });

  it('V-30d: 30 M × 200 ms at 128 MB at the price of the old page cost $11.63', () => {
    expect(bill([usage(128, 30e6, 200)], true, OLD_PAGE)).toMatchObject({
      requests: '5.80',
      duration: '5.83',
      total: '11.63',
    });
  });

  it('R10.2: 7 thousand million GB-s pay 6 at the first price and 1 at the second', () => {
    const [cost] = costsOf([usage(1_024, 7e9, 1_000)], VIRGINIA, false);
    expect(cost!.duration).toBeCloseTo(6e9 * 0.0000166667 + 1e9 * 0.000015, 4);
  });

  it('R10.2: tiers count the whole account, but each architecture by itself', () => {
    const arm = usage(1_024, 7e9, 1_000, { architecture: 'arm64' });
    const two = [usage(1_024, 3.5e9, 1_000), usage(1_024, 3.5e9, 1_000), arm];
    const [first, second, third] = costsOf(two, VIRGINIA, false);
    expect(first!.duration).toBeCloseTo((6e9 * 0.0000166667 + 1e9 * 0.000015) / 2, 4);
    expect(second!.duration).toBe(first!.duration);
    expect(third!.duration).toBeCloseTo(7e9 * 0.0000133334, 4);
  });

  it('R10.4: the free tier is shared by both architectures', () => {
    const both = [usage(1_024, 300_000, 1_000), usage(1_024, 500_000, 1_000, { architecture: 'arm64' })];
    const [x86, arm] = costsOf(both, VIRGINIA, true);
    expect(x86!.duration).toBeCloseTo(150_000 * 0.0000166667, 9);
    expect(arm!.duration).toBeCloseTo(250_000 * 0.0000133334, 9);
    expect(x86!.requests + arm!.requests).toBe(0);
  });

  it('R10.4: what stays within the free tier costs nothing', () => {
    expect(bill([usage(1_024, 1e6, 400)], true)).toMatchObject({ total: '0.00' });
  });

  it('R10.11: of 10,240 MB of ephemeral storage all above 512 MB is paid for the billed duration', () => {
    const one = usage(1_024, 1e6, 1_000, { ephemeralStorage: 10_240 });
    const [cost] = costsOf([one], VIRGINIA, false);
    expect(cost!.ephemeralStorage).toBeCloseTo(9.5 * 1e6 * 0.0000000309, 12);
  });

  it("R10.18: takes us-east-1's price of storage where the Region's is not known", () => {
    const one = usage(1_024, 1e6, 1_000, { ephemeralStorage: 1_536 });
    const [cost] = costsOf([one], pricesIn('eu-north-1'), false);
    expect(cost!.ephemeralStorage).toBeCloseTo(1e6 * 0.0000000309, 12);
  });

  it('is zero for nothing', () => {
    expect(totalCost(costsOf([usage(128, 0, 0)], VIRGINIA, true))).toEqual({
      requests: 0,
      duration: 0,
      ephemeralStorage: 0,
      total: 0,
    });
  });

  it('is split over the functions so that they add up to it, and more use never costs less', () => {
    const anyUsage = fc.record({
      architecture: fc.constantFrom('x86_64' as const, 'arm64' as const),
      memorySize: fc.integer({ min: 128, max: 10_240 }),
      ephemeralStorage: fc.integer({ min: 512, max: 10_240 }),
      requests: fc.integer({ min: 0, max: 1e9 }),
      billed_ms: fc.integer({ min: 0, max: 1e12 }),
    });
    fc.assert(
      fc.property(fc.array(anyUsage, { minLength: 1, maxLength: 5 }), fc.boolean(), (usages, freeTier) => {
        const costs = costsOf(usages, VIRGINIA, freeTier);
        const { total } = totalCost(costs);
        const parts = costs.reduce((sum, cost) => sum + cost.requests + cost.duration + cost.ephemeralStorage, 0);
        expect(Math.abs(parts - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
        const more = usages.map((each) => ({ ...each, billed_ms: each.billed_ms + 1_000 }));
        expect(totalCost(costsOf(more, VIRGINIA, freeTier)).total).toBeGreaterThanOrEqual(total - 1e-9 * total);
      }),
    );
  });
});
