/** The bill of the account, and what each function has of it. */
import type { Architecture } from '../lambda/config.ts';
import { FREE_TIER, type PriceTier } from '../lambda/pricing.ts';
import { DEFAULT_EPHEMERAL_STORAGE } from '../lambda/quotas.ts';
import { NOTHING_BILLED, type BillingRecord, type Usage } from './billing-record.ts';
import type { Prices } from './prices.ts';
import type { CostParts, CostResult } from './run-result.ts';

/** How the bill is made. */
export interface Terms {
  readonly prices: Prices;
  /** R10.4: whether 1 M requests and 400,000 GB-s on demand a month are taken off first. */
  readonly freeTier: boolean;
  /**
   * Share by which a Compute Savings Plan lowers duration and provisioned concurrency, 0 to 1; it lowers nothing else
   * (https://aws.amazon.com/savingsplans/compute-pricing/).
   */
  readonly savingsPlan: number;
  /** How often a month the usage occurs; `null` = nothing is known of it, and the usage counts as the month's whole. */
  readonly timesPerMonth: number | null;
  /** Share by which traffic grows from month to month; `null` = nothing is said of it. */
  readonly growth: number | null;
  /** R10.19, A-39: every part is rounded to cents before it is added up. */
  readonly roundLikeAws: boolean;
}

/** The account's bill, and its functions' in their order. */
export interface Bill {
  readonly account: CostResult;
  readonly functions: readonly CostResult[];
}

/**
 * Tiers (R10.2) and the free tier (R10.4) come once a month and belong to the account: the month is billed as a
 * whole and split in proportion to requests and GB-s, and one occurrence of the usage is its part of the month. So
 * functions add up to the account, and occurrences to the month; only rounding to cents parts them.
 * @param functions what each used, a usage for each of its versions
 */
export function billOf(functions: readonly (readonly Usage[])[], terms: Terms): Bill {
  const { timesPerMonth, growth } = terms;
  const months = monthlyCosts(functions, timesPerMonth ?? 1, 1, terms);
  const later = growth === null ? null : monthlyCosts(functions, timesPerMonth ?? 1, (1 + growth) ** 12, terms);
  return {
    account: shown(terms, added(months), later && added(later)),
    functions: months.map((month, k) => shown(terms, month, later?.[k] ?? null)),
  };
}

/** The parts of a bill, in the order in which they are told. */
export const COST_PARTS = [
  'requests',
  'duration',
  'provisionedConcurrency',
  'provisionedDuration',
  'ephemeralStorage',
  'snapStartCache',
  'snapStartRestore',
  'tenantIsolation',
  'provisionedPollers',
] as const satisfies readonly Exclude<keyof CostParts, 'total'>[];

/** A bill by its parts; the total is their sum. */
export function perPart(cost: (part: (typeof COST_PARTS)[number]) => number): CostParts {
  const parts = COST_PARTS.map((part) => [part, cost(part)] as const);
  const total = sum(parts.map(([, value]) => value));
  return { ...(Object.fromEntries(parts) as Omit<CostParts, 'total'>), total };
}

/** R10.19: every part half up to the next cent; binary noise below a millionth of a cent tips nothing. */
export function toCents(cost: CostParts): CostParts {
  const rounded = perPart((part) => inCents(cost[part]) / 100);
  return { ...rounded, total: inCents(rounded.total) / 100 };
}

/** GB-s on demand = MB / 1,024 × billed seconds; the billed part of a restore is duration like any other (R10.12). */
export function gigabyteSeconds(usage: Usage): number {
  return gigabytes(usage) * ((usage.billed_ms + usage.restoreBilled_ms) / 1_000);
}

function shown({ timesPerMonth, roundLikeAws }: Terms, month: CostParts, later: CostParts | null): CostResult {
  const settle = (parts: CostParts): CostParts => (roundLikeAws ? toCents(parts) : parts);
  if (timesPerMonth === null) return settle(month);
  const once = settle(perPart((part) => month[part] / timesPerMonth));
  return { ...once, month: settle(month), ...(later === null ? {} : { monthInAYear: settle(later) }) };
}

function added(costs: readonly CostParts[]): CostParts {
  return perPart((part) => sum(costs.map((cost) => cost[part])));
}

const MB_PER_GB = 1_024;
const SECONDS_PER_HOUR = 3_600;

function inCents(dollars: number): number {
  return Math.round(Number((dollars * 100).toFixed(6)));
}

function gigabytes({ memorySize }: Usage): number {
  return memorySize / MB_PER_GB;
}

/** What each function pays for a month in which its usage occurs this often. @param traffic grown to this multiple */
function monthlyCosts(
  functions: readonly (readonly Usage[])[],
  times: number,
  traffic: number,
  terms: Terms,
): readonly CostParts[] {
  const months = functions.map((usages) => usages.map((usage) => repeated(usage, times, traffic)));
  const all = months.flat();
  const request = requestRate(all, terms);
  const duration = { x86_64: durationRate('x86_64', all, terms), arm64: durationRate('arm64', all, terms) };
  return months.map((usages) =>
    added(usages.map((usage) => costOf(usage, request, duration[usage.architecture], terms))),
  );
}

/** @param request what a request costs on average @param duration what a GB-s on demand costs on average */
function costOf(usage: Usage, request: number, duration: number, { prices, savingsPlan }: Terms): CostParts {
  const { architecture } = usage;
  const paid = 1 - savingsPlan;
  const onProvisioned = (usage.provisionedBilled_ms + usage.provisionedInit_ms) / 1_000;
  const onDemand = (usage.billed_ms + usage.restoreBilled_ms) / 1_000;
  const storage = Math.max(0, usage.ephemeralStorage - DEFAULT_EPHEMERAL_STORAGE) / MB_PER_GB;
  const snapshots = snapStartIsFree(usage) ? 0 : gigabytes(usage);
  const costs: Omit<CostParts, 'total'> = {
    requests: requestsOf(usage) * request,
    duration: paid * gigabyteSeconds(usage) * duration,
    provisionedConcurrency:
      paid * gigabytes(usage) * usage.provisionedAllocated_s * prices.provisionedConcurrency[architecture],
    provisionedDuration: paid * gigabytes(usage) * onProvisioned * prices.provisionedDuration[architecture],
    ephemeralStorage: storage * (onDemand + onProvisioned) * prices.ephemeralStorage,
    snapStartCache: snapshots * usage.snapStart_s * prices.snapStartCache,
    snapStartRestore: snapshots * usage.restores * prices.snapStartRestore,
    tenantIsolation: gigabytes(usage) * usage.tenantEnvironments * prices.tenantEnvironment[architecture],
    provisionedPollers:
      (usage.sqsPollers_s * prices.pollerHour.sqs + usage.kafkaUnits_s * prices.pollerHour.kafka) / SECONDS_PER_HOUR,
  };
  return perPart((part) => costs[part]);
}

/** R10.12: neither cache nor restores of Java are charged. */
function snapStartIsFree({ runtime }: Usage): boolean {
  return runtime?.startsWith('java') ?? false;
}

function requestsOf({ requests, extraRequests }: Usage): number {
  return requests + extraRequests;
}

/** What a request costs on average, free and paid ones together; those on provisioned concurrency count, too (V-30e). */
function requestRate(usages: readonly Usage[], { prices, freeTier }: Terms): number {
  const requests = sum(usages.map(requestsOf));
  const free = freeTier ? FREE_TIER.requests : 0;
  return requests > 0 ? (prices.request * Math.max(0, requests - free)) / requests : 0;
}

/** What a GB-s on demand on one architecture costs on average, free and dearer ones together. */
function durationRate(architecture: Architecture, usages: readonly Usage[], { prices, freeTier }: Terms): number {
  const all = sum(usages.map(gigabyteSeconds));
  const used = sum(usages.filter((usage) => usage.architecture === architecture).map(gigabyteSeconds));
  if (used === 0) return 0;
  // What is free is shared by both architectures in proportion to their use; AWS does not say how.
  const free = freeTier ? Math.min(1, FREE_TIER.gigabyteSeconds / all) * used : 0;
  return tiered(used - free, prices.duration[architecture]) / used;
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

/** What is paid for by the hour does not grow with the traffic. */
const STANDING: readonly (keyof BillingRecord)[] = [
  'provisionedAllocated_s',
  'provisionedInit_ms',
  'snapStart_s',
  'sqsPollers_s',
  'kafkaUnits_s',
];

function repeated(usage: Usage, times: number, traffic: number): Usage {
  const quantities = (Object.keys(NOTHING_BILLED) as (keyof BillingRecord)[]).map((key) => {
    return [key, usage[key] * times * (STANDING.includes(key) ? 1 : traffic)];
  });
  return { ...usage, ...(Object.fromEntries(quantities) as unknown as BillingRecord) };
}

/** In an order of their own, so that the order of the file changes not even the last digit. */
function sum(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
}
