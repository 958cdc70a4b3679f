/** What every function used, with what decides the prices of each of its versions. */
import type { Usage } from './billing-record.ts';
import type { RunRecord, SourceRecord } from './run-record.ts';
import type { Setup } from './setup.ts';

/** In the order of the functions, a usage for each version. */
export function usagesOf({ functions, sources }: Setup, record: RunRecord): readonly (readonly Usage[])[] {
  return functions.map((f, k) =>
    record.functions[k]!.billing.map((billing, version) => {
      const { runtime, architecture, memorySize, ephemeralStorage } = version === 0 ? f : f.versions[version - 1]!;
      const mappings = version > 0 ? [] : record.sources.filter((_, index) => sources[index]!.function === f.name);
      // What a mapping costs has no version; it stands with $LATEST.
      const sqsPollers_s = mappings.reduce((sum, source) => sum + pollerSeconds(source), billing.sqsPollers_s);
      return { ...billing, sqsPollers_s, runtime, architecture, memorySize, ephemeralStorage };
    }),
  );
}

/** R10.14: units × seconds of a mapping's provisioned pollers. */
export function pollerSeconds({ messages }: SourceRecord): number {
  return messages?.mapping?.provisioned?.unit_s ?? 0;
}
