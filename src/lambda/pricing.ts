/** List prices of Lambda by Region, as data with their date and source. */
import type { Architecture } from './config.ts';

/** A price of duration up to a monthly amount; the last tier has no end. */
export interface PriceTier {
  /** GB-s a month at which the tier ends; Infinity for the last one. */
  readonly upTo: number;
  /** USD per GB-s. */
  readonly price: number;
}

/** What one Region charges, in USD. `null` = no price is known. */
export interface RegionPrices {
  /** R10.1: each start of an execution. */
  readonly request: number;
  /** R10.2: duration by tier, per account, Region and architecture. */
  readonly duration: Readonly<Record<Architecture, readonly PriceTier[] | null>>;
  /** R10.8: per GB-s of configured provisioned concurrency. */
  readonly provisionedConcurrency: Readonly<Record<Architecture, number | null>>;
  /** R10.8: per GB-s of duration on provisioned concurrency. */
  readonly provisionedDuration: Readonly<Record<Architecture, number | null>>;
  /** R10.11: per GB-s of ephemeral storage above 512 MB. */
  readonly ephemeralStorage: number | null;
  /** R10.12: per GB-s that a published version keeps its snapshot. */
  readonly snapStartCache: number | null;
  /** R10.12: per GB of each restored environment. */
  readonly snapStartRestore: number | null;
  /** R10.15: per GB of each environment created for a tenant. */
  readonly tenantEnvironment: Readonly<Record<Architecture, number | null>>;
  /** R10.14: per hour of an event poller unit: of a queue one poller is one, of Kafka ten are or 20 MB/s. */
  readonly pollerHour: { readonly sqs: number | null; readonly kafka: number | null };
}

/** Year and month in which the prices were collected. */
export const PRICES_DATE = '2026-10';

/** What runs with a function and is paid for elsewhere: no bill of lsim holds it. */
export const NOT_BILLED: readonly string[] = ['gateways', 'queues', 'streams', 'logs', 'NAT', 'data transfer'];

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

/** In 1e-10 USD per GB-s, but requests in cents per million; provisioned ones on x86. */
type Row = readonly [
  x86: number,
  arm: number | null,
  requests: number,
  provisionedConcurrency: number | null,
  provisionedDuration: number | null,
  ephemeralStorage: number | null,
];

/**
 * R10.18: the rows of us-east-1 come from https://aws.amazon.com/lambda/pricing/; those of the other Regions from the
 * unit maps of the AWS calculator (a public copy of 2024-25). `null` is a cell that neither of them gives.
 */
const ROWS: readonly (readonly [region: string, row: Row])[] = [
  ['us-east-1', [166_667, 133_334, 20, 41_667, 97_222, 309]],
  ['eu-west-1', [166_667, 133_334, 20, 46_460, 108_407, 340]],
  ['eu-west-2', [166_667, 133_334, 20, 48_304, 112_709, 358]],
  ['eu-west-3', [166_667, 133_334, 20, 48_673, 113_569, 358]],
  ['eu-central-1', [166_667, 133_334, 20, 50_147, 117_011, 367]],
  ['eu-south-1', [195_172, 156_138, 23, 48_783, 113_827, 357]],
  ['ap-northeast-1', [166_667, 133_334, 20, 53_835, 125_615, 370]],
  ['ap-northeast-2', [166_667, 133_334, 20, 51_254, 119_592, 352]],
  ['ap-northeast-3', [166_667, 133_334, 20, 53_835, 125_615, 370]],
  ['ap-southeast-1', [166_667, 133_334, 20, 51_991, 121_313, 370]],
  ['ap-southeast-2', [166_667, 133_334, 20, 52_360, 122_173, 370]],
  ['ap-southeast-5', [150_000, 120_000, 18, 46_791, 109_181, 333]],
  ['ap-south-1', [166_667, 133_334, 20, 44_985, 104_966, 352]],
  ['ca-central-1', [166_667, 133_334, 20, 46_460, 108_407, 340]],
  ['ap-east-1', [229_200, 183_000, 28, 57_153, 133_358, 407]],
  ['af-south-1', [221_000, 176_800, 27, 55_300, 129_000, 404]],
  ['me-south-1', [206_667, 165_334, 25, null, null, 374]],
  ['me-central-1', [206_667, 165_334, 25, null, null, 374]],
  ['eu-central-2', [183_334, null, 22, null, null, 441]],
  ['il-central-1', [175_000, null, 21, null, null, 408]],
  ['us-east-2', [166_667, 133_334, 20, null, null, null]],
  ['us-west-1', [166_667, 133_334, 20, null, null, null]],
  ['us-west-2', [166_667, 133_334, 20, null, null, null]],
  ['eu-north-1', [166_667, 133_334, 20, null, null, null]],
  ['sa-east-1', [166_667, 133_334, 20, null, null, null]],
  ['ap-southeast-3', [166_667, 133_334, 20, null, null, null]],
  ['ap-southeast-4', [166_667, 133_334, 20, null, null, null]],
  ['ap-south-2', [166_667, 133_334, 20, null, null, null]],
  ['eu-south-2', [166_667, 133_334, 20, null, null, null]],
  ['ca-west-1', [166_667, 133_334, 20, null, null, null]],
];

/** R10.12, R10.14, R10.15: prices that https://aws.amazon.com/lambda/pricing/ gives for us-east-1, tenants on x86. */
const VIRGINIA = {
  snapStartCache: 0.0000015046,
  snapStartRestore: 0.0001397998,
  tenantEnvironment: 0.000167,
  sqsPollerHour: 0.00925,
  kafkaUnitHour: 0.185,
};

const PRICES: ReadonlyMap<string, RegionPrices> = new Map(
  ROWS.map(([region, row]) => [region, regionPrices(region, row)]),
);

function regionPrices(region: string, row: Row): RegionPrices {
  const [x86, arm, requests, provisionedConcurrency, provisionedDuration, ephemeralStorage] = row;
  const more = region === 'us-east-1' ? VIRGINIA : null;
  return {
    request: requests / 1e8,
    duration: { x86_64: tiers(x86, 'x86_64'), arm64: arm === null ? null : tiers(arm, 'arm64') },
    provisionedConcurrency: onBoth(provisionedConcurrency),
    provisionedDuration: onBoth(provisionedDuration),
    ephemeralStorage: ephemeralStorage === null ? null : ephemeralStorage / DECIMALS,
    snapStartCache: more?.snapStartCache ?? null,
    snapStartRestore: more?.snapStartRestore ?? null,
    tenantEnvironment: { x86_64: more?.tenantEnvironment ?? null, arm64: null },
    pollerHour: { sqs: more?.sqsPollerHour ?? null, kafka: more?.kafkaUnitHour ?? null },
  };
}

/**
 * R10.8: on arm provisioned concurrency costs 80 % of what it does on x86, rounded to ten decimals. That gives the
 * published prices of us-east-1 exactly; for the other Regions it is inferred.
 */
function onBoth(x86: number | null): Readonly<Record<Architecture, number | null>> {
  if (x86 === null) return { x86_64: null, arm64: null };
  return { x86_64: x86 / DECIMALS, arm64: Math.round(x86 * 0.8) / DECIMALS };
}

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
