/** The bill of a window, as if it were the month's whole usage. */
import type { Architecture } from '../lambda/config.ts';
import { FREE_TIER, priceOf, type PriceTier, type RegionPrices } from '../lambda/pricing.ts';
import { DEFAULT_EPHEMERAL_STORAGE } from '../lambda/quotas.ts';
import type { CostResult } from './run-result.ts';

/** What one function used. */
export interface Usage {
  readonly architecture: Architecture;
  /** MB. */
  readonly memorySize: number;
  /** MB. */
  readonly ephemeralStorage: number;
  readonly requests: number;
  readonly billed_ms: number;
}

/**
 * What each function pays, in the given order. Tiers (R10.2) and the free tier (R10.4) belong to the account: its
 * bill is split in proportion to requests and GB-s, so that the functions add up to it.
 * @param freeTier whether 1 M requests and 400,000 GB-s are taken off first
 */
export function costsOf(usages: readonly Usage[], prices: RegionPrices, freeTier: boolean): readonly CostResult[] {
  const requests = sum(usages.map((usage) => usage.requests));
  const freeRequests = freeTier ? FREE_TIER.requests : 0;
  const request = requests > 0 ? (prices.request * Math.max(0, requests - freeRequests)) / requests : 0;
  const rates = {
    x86_64: durationRate('x86_64', usages, prices, freeTier),
    arm64: durationRate('arm64', usages, prices, freeTier),
  };
  return usages.map((usage) => {
    const extra = (usage.ephemeralStorage - DEFAULT_EPHEMERAL_STORAGE) / MB_PER_GB;
    const cost = {
      requests: usage.requests * request,
      duration: gigabyteSeconds(usage) * rates[usage.architecture],
      ephemeralStorage: extra > 0 ? extra * seconds(usage) * storagePrice(prices) : 0,
    };
    return { ...cost, total: cost.requests + cost.duration + cost.ephemeralStorage };
  });
}

/** The account's bill: part by part the sum of its functions'. */
export function totalCost(costs: readonly CostResult[]): CostResult {
  return {
    requests: sum(costs.map((cost) => cost.requests)),
    duration: sum(costs.map((cost) => cost.duration)),
    ephemeralStorage: sum(costs.map((cost) => cost.ephemeralStorage)),
    total: sum(costs.map((cost) => cost.total)),
  };
}

/** Where a Region's price is not known, us-east-1's stands in (the result warns of it). */
export function pricesIn(region: string): RegionPrices {
  return priceOf(region) ?? STAND_IN;
}

/** GB-s = MB / 1,024 × billed seconds. */
export function gigabyteSeconds(usage: Usage): number {
  return (usage.memorySize / MB_PER_GB) * seconds(usage);
}

const MB_PER_GB = 1_024;

const STAND_IN: RegionPrices = priceOf('us-east-1')!;

function seconds(usage: Usage): number {
  return usage.billed_ms / 1_000;
}

function storagePrice(prices: RegionPrices): number {
  return prices.ephemeralStorage ?? STAND_IN.ephemeralStorage ?? 0;
}

/** What a GB-s on one architecture costs on average, free and dearer ones together. */
function durationRate(
  architecture: Architecture,
  usages: readonly Usage[],
  prices: RegionPrices,
  freeTier: boolean,
): number {
  const all = sum(usages.map(gigabyteSeconds));
  const used = sum(usages.filter((usage) => usage.architecture === architecture).map(gigabyteSeconds));
  if (used === 0) return 0;
  // What is free is shared by both architectures in proportion to their use; AWS does not say how.
  const free = freeTier ? Math.min(1, FREE_TIER.gigabyteSeconds / all) * used : 0;
  return tiered(used - free, prices.duration[architecture] ?? STAND_IN.duration[architecture] ?? []) / used;
}

function tiered(amount: number, tiers: readonly PriceTier[]): number {
  let cost = 0;
  let from = 0;
  for (const { upTo, price } of tiers) {
    cost += Math.max(0, Math.min(amount, upTo) - from) * price;
    from = upTo;
  }
  return cost;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
