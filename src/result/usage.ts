/** What every function used, with what decides the prices of each of its versions. */
import type { BillingRecord, Usage } from './billing-record.ts';
import type { RunRecord, SourceRecord } from './run-record.ts';
import type { Setup } from './setup.ts';

/** In the order of the functions, a usage for each version. */
export function usagesOf({ functions, sources }: Setup, record: RunRecord): readonly (readonly Usage[])[] {
  return functions.map((f, k) =>
    record.functions[k]!.billing.map((billing, version) => {
      const { runtime, architecture, memorySize, ephemeralStorage } = version === 0 ? f : f.versions[version - 1]!;
      // What a mapping costs has no version; it stands with $LATEST.
      const mappings = version > 0 ? [] : record.sources.filter((_, index) => sources[index]!.function === f.name);
      const pollers = mappings.map(pollerUsage).reduce(added, pollerUsageOf(billing));
      return { ...billing, ...pollers, runtime, architecture, memorySize, ephemeralStorage };
    }),
  );
}

/** R10.14: units × seconds of provisioned pollers. */
type PollerUsage = Pick<BillingRecord, 'sqsPollers_s' | 'kafkaUnits_s'>;

/** Those of a mapping. */
export function pollerUsage({ messages, topic }: SourceRecord): PollerUsage {
  return {
    sqsPollers_s: messages?.mapping?.provisioned?.unit_s ?? 0,
    kafkaUnits_s: topic?.provisioned?.unit_s ?? 0,
  };
}

function pollerUsageOf({ sqsPollers_s, kafkaUnits_s }: BillingRecord): PollerUsage {
  return { sqsPollers_s, kafkaUnits_s };
}

function added(a: PollerUsage, b: PollerUsage): PollerUsage {
  return { sqsPollers_s: a.sqsPollers_s + b.sqsPollers_s, kafkaUnits_s: a.kafkaUnits_s + b.kafkaUnits_s };
}
