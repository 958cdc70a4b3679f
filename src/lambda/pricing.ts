/** List prices of on-demand Lambda by Region, as data with their date and source. */
import type { Architecture } from './config.ts';

/** A price of duration up to a monthly amount; the last tier has no end. */
export interface PriceTier {
  /** GB-s a month at which the tier ends; Infinity for the last one. */
  readonly upTo: number;
  /** USD per GB-s. */
  readonly price: number;
}

/** R10.1, R10.2, R10.11: what one Region charges, in USD. `null` = no price is known. */
export interface RegionPrices {
  /** Each start of an execution. */
  readonly request: number;
  /** Duration by tier, per account, Region and architecture; `null` = the architecture has no price there. */
  readonly duration: Readonly<Record<Architecture, readonly PriceTier[] | null>>;
  /** Per GB-s of ephemeral storage above 512 MB. */
  readonly ephemeralStorage: number | null;
}

/** Year and month in which the prices were collected. */
export const PRICES_DATE = '2026-10';

/** R10.4: what is free every month, over both architectures; on-demand only. */
export const FREE_TIER = { requests: 1_000_000, gigabyteSeconds: 400_000 } as const;

/** Prices of a Region, or `null` where it is not known. */
export function priceOf(region: string): RegionPrices | null {
  return PRICES.get(region) ?? null;
}

/** Every Region with prices, us-east-1 first, then in the order of R10.18. */
export function knownRegions(): readonly string[] {
  return [...PRICES.keys()];
}

/** Whether a Region is known and has a price for the architecture. */
export function hasArchitecturePrice(region: string, architecture: Architecture): boolean {
  return priceOf(region)?.duration[architecture] != null;
}

/** Names the prices a bill was made of: `us-east-1 2026-10`. */
export function pricesVersion(region: string): string {
  return `${region} ${PRICES_DATE}`;
}

/** R10.2: GB-s a month at which the first and the second tier end (since August 2022). */
const TIER_ENDS: Readonly<Record<Architecture, readonly [number, number]>> = {
  x86_64: [6e9, 15e9],
  arm64: [7.5e9, 18.75e9],
};

/** Prices of duration and storage have ten decimals. */
const DECIMALS = 1e10;

/** x86, arm and ephemeral storage in 1e-10 USD per GB-s; requests in cents per million. */
type Row = readonly [x86: number, arm: number | null, requests: number, ephemeralStorage: number | null];

/**
 * R10.18: the rows of us-east-1 come from https://aws.amazon.com/lambda/pricing/; those of the other Regions from the
 * unit maps of the AWS calculator (a public copy of 2024-25). `null` is a cell that neither of them gives.
 */
const ROWS: readonly (readonly [region: string, row: Row])[] = [
  ['us-east-1', [166_667, 133_334, 20, 309]],
  ['eu-west-1', [166_667, 133_334, 20, 340]],
  ['eu-west-2', [166_667, 133_334, 20, 358]],
  ['eu-west-3', [166_667, 133_334, 20, 358]],
  ['eu-central-1', [166_667, 133_334, 20, 367]],
  ['eu-south-1', [195_172, 156_138, 23, 357]],
  ['ap-northeast-1', [166_667, 133_334, 20, 370]],
  ['ap-northeast-2', [166_667, 133_334, 20, 352]],
  ['ap-northeast-3', [166_667, 133_334, 20, 370]],
  ['ap-southeast-1', [166_667, 133_334, 20, 370]],
  ['ap-southeast-2', [166_667, 133_334, 20, 370]],
  ['ap-southeast-5', [150_000, 120_000, 18, 333]],
  ['ap-south-1', [166_667, 133_334, 20, 352]],
  ['ca-central-1', [166_667, 133_334, 20, 340]],
  ['ap-east-1', [229_200, 183_000, 28, 407]],
  ['af-south-1', [221_000, 176_800, 27, 404]],
  ['me-south-1', [206_667, 165_334, 25, 374]],
  ['me-central-1', [206_667, 165_334, 25, 374]],
  ['eu-central-2', [183_334, null, 22, 441]],
  ['il-central-1', [175_000, null, 21, 408]],
  ['us-east-2', [166_667, 133_334, 20, null]],
  ['us-west-1', [166_667, 133_334, 20, null]],
  ['us-west-2', [166_667, 133_334, 20, null]],
  ['eu-north-1', [166_667, 133_334, 20, null]],
  ['sa-east-1', [166_667, 133_334, 20, null]],
  ['ap-southeast-3', [166_667, 133_334, 20, null]],
  ['ap-southeast-4', [166_667, 133_334, 20, null]],
  ['ap-south-2', [166_667, 133_334, 20, null]],
  ['eu-south-2', [166_667, 133_334, 20, null]],
  ['ca-west-1', [166_667, 133_334, 20, null]],
];

const PRICES: ReadonlyMap<string, RegionPrices> = new Map(
  ROWS.map(([region, [x86, arm, requests, ephemeralStorage]]) => [
    region,
    {
      request: requests / 1e8,
      duration: { x86_64: tiers(x86, 'x86_64'), arm64: arm === null ? null : tiers(arm, 'arm64') },
      ephemeralStorage: ephemeralStorage === null ? null : ephemeralStorage / DECIMALS,
    },
  ]),
);

/**
 * R10.2: the second tier costs 90 % and the third 80 % of the first, rounded to ten decimals. That gives the
 * published prices of us-east-1 exactly; for Regions with another first price it is inferred.
 */
function tiers(first: number, architecture: Architecture): readonly PriceTier[] {
  const [end, secondEnd] = TIER_ENDS[architecture];
  return [
    { upTo: end, price: first / DECIMALS },
    { upTo: secondEnd, price: Math.round((first * 9) / 10) / DECIMALS },
    { upTo: Infinity, price: Math.round((first * 8) / 10) / DECIMALS },
  ];
}
