/** The prices of a bill: the Region's own, and others in the place of those that are not known. */
import type { Architecture } from '../lambda/config.ts';
import { priceOf, type PriceTier, type RegionPrices } from '../lambda/pricing.ts';
import { DEFAULT_EPHEMERAL_STORAGE } from '../lambda/quotas.ts';
import type { Usage } from './billing-record.ts';

/** What a Region charges, in USD, with nothing unknown; the same fields as `RegionPrices`. */
export interface Prices {
  readonly request: number;
  readonly duration: Readonly<Record<Architecture, readonly PriceTier[]>>;
  readonly provisionedConcurrency: Readonly<Record<Architecture, number>>;
  readonly provisionedDuration: Readonly<Record<Architecture, number>>;
  readonly ephemeralStorage: number;
  readonly snapStartCache: number;
  readonly snapStartRestore: number;
  readonly tenantEnvironment: Readonly<Record<Architecture, number>>;
  readonly pollerHour: { readonly sqs: number; readonly kafka: number };
}

/** R10.18: where a Region's price is not known, us-east-1's stands in, and where that has none on arm, its x86 one. */
export function pricesIn(region: string): Prices {
  const own = priceOf(region) ?? STAND_IN;
  return {
    request: own.request,
    duration: either(own.duration, STAND_IN.duration),
    provisionedConcurrency: either(own.provisionedConcurrency, STAND_IN.provisionedConcurrency),
    provisionedDuration: either(own.provisionedDuration, STAND_IN.provisionedDuration),
    ephemeralStorage: (own.ephemeralStorage ?? STAND_IN.ephemeralStorage)!,
    snapStartCache: (own.snapStartCache ?? STAND_IN.snapStartCache)!,
    snapStartRestore: (own.snapStartRestore ?? STAND_IN.snapStartRestore)!,
    tenantEnvironment: either(own.tenantEnvironment, STAND_IN.tenantEnvironment),
    pollerHour: {
      sqs: (own.pollerHour.sqs ?? STAND_IN.pollerHour.sqs)!,
      kafka: (own.pollerHour.kafka ?? STAND_IN.pollerHour.kafka)!,
    },
  };
}

/** What this usage pays at a price that is not the Region's own, in words; empty where every price is known. */
export function unknownPrices(region: string, usage: Usage): readonly string[] {
  const own = priceOf(region) ?? null;
  const { architecture } = usage;
  const parts: readonly (readonly [price: unknown, used: boolean, words: string])[] = [
    [own?.duration[architecture], true, architecture],
    [own?.provisionedConcurrency[architecture], usage.provisionedAllocated_s > 0, 'provisioned concurrency'],
    [own?.ephemeralStorage, usage.ephemeralStorage > DEFAULT_EPHEMERAL_STORAGE, 'ephemeral storage'],
    [own?.snapStartCache, usage.snapStart_s + usage.restores > 0, 'SnapStart'],
    [own?.tenantEnvironment[architecture], usage.tenantEnvironments > 0, `tenant isolation on ${architecture}`],
    [own?.pollerHour.sqs, usage.sqsPollers_s + usage.kafkaUnits_s > 0, 'provisioned pollers'],
  ];
  return parts.filter(([price, used]) => used && (price ?? null) === null).map(([, , words]) => words);
}

const STAND_IN: RegionPrices = priceOf('us-east-1')!;

function either<T>(
  own: Readonly<Record<Architecture, T | null>>,
  standIn: Readonly<Record<Architecture, T | null>>,
): Readonly<Record<Architecture, T>> {
  const x86_64 = (own.x86_64 ?? standIn.x86_64)!;
  return { x86_64, arm64: own.arm64 ?? standIn.arm64 ?? standIn.x86_64! };
}
