import { describe, expect, it } from 'vitest';
import { hasArchitecturePrice, knownRegions, priceOf, pricesVersion } from '../../src/lambda/pricing.ts';
import { accountSchema } from '../../src/scenario/account-schema.ts';

describe('prices by Region', () => {
  it('R10.1: a million requests cost $0.20 in us-east-1', () => {
    expect(priceOf('us-east-1')?.request).toBe(0.0000002);
  });

  it('R10.2: duration on x86 has three tiers, ending at 6 and 15 thousand million GB-s a month', () => {
    expect(priceOf('us-east-1')?.duration.x86_64).toEqual([
      { upTo: 6e9, price: 0.0000166667 },
      { upTo: 15e9, price: 0.000015 },
      { upTo: Infinity, price: 0.0000133334 },
    ]);
  });

  it('R10.2: duration on arm has three tiers, ending at 7.5 and 18.75 thousand million GB-s a month', () => {
    expect(priceOf('us-east-1')?.duration.arm64).toEqual([
      { upTo: 7.5e9, price: 0.0000133334 },
      { upTo: 18.75e9, price: 0.0000120001 },
      { upTo: Infinity, price: 0.0000106667 },
    ]);
  });

  it('R10.11: ephemeral storage costs $0.0000000309 per GB-s in us-east-1', () => {
    expect(priceOf('us-east-1')?.ephemeralStorage).toBe(0.0000000309);
  });

  it('R10.18: Regions differ', () => {
    const prices = priceOf('eu-south-1');
    expect(prices?.duration.x86_64?.[0]?.price).toBe(0.0000195172);
    expect(prices?.duration.arm64?.[0]?.price).toBe(0.0000156138);
    expect(prices?.request).toBe(0.00000023);
    expect(prices?.ephemeralStorage).toBe(0.0000000357);
  });

  it('R10.18: thirty Regions have a price for x86, and none is named twice', () => {
    const regions = knownRegions();
    expect(new Set(regions).size).toBe(30);
    expect(regions).toHaveLength(30);
    expect(regions.filter((region) => !hasArchitecturePrice(region, 'x86_64'))).toEqual([]);
  });

  it('R10.18: they are the Regions that a scenario may name', () => {
    const regions = knownRegions();
    expect(regions).toHaveLength(30);
    expect(regions.filter((region) => !accountSchema.safeParse({ region }).success)).toEqual([]);
    expect(accountSchema.safeParse({ region: 'moon-base-1' }).success).toBe(false);
  });

  it('R10.18: arm has no price in Zurich and Tel Aviv', () => {
    expect(knownRegions().filter((region) => !hasArchitecturePrice(region, 'arm64'))).toEqual([
      'eu-central-2',
      'il-central-1',
    ]);
  });

  it('knows nothing of a Region that is not in the list', () => {
    expect(priceOf('moon-base-1')).toBeNull();
    expect(hasArchitecturePrice('moon-base-1', 'x86_64')).toBe(false);
  });

  it('R10.18: every price is positive and no tier is dearer than the one before', () => {
    for (const region of knownRegions()) {
      const { request, duration, ephemeralStorage } = priceOf(region)!;
      expect(request).toBeGreaterThan(0);
      expect(ephemeralStorage ?? 1).toBeGreaterThan(0);
      for (const tiers of [duration.x86_64, duration.arm64]) {
        const prices = (tiers ?? []).map((tier) => tier.price);
        expect(prices.toSorted((a, b) => b - a)).toEqual(prices);
        expect(prices.at(-1) ?? 1).toBeGreaterThan(0);
      }
    }
  });

  it('says of which Region and month the prices are', () => {
    expect(pricesVersion('eu-west-1')).toBe('eu-west-1 2026-10');
  });
});
