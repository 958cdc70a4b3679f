/** What every function used, with what decides the prices of each of its versions. */
import type { Usage } from './billing-record.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';

/** In the order of the functions, a usage for each version. */
export function usagesOf({ functions }: Setup, record: RunRecord): readonly (readonly Usage[])[] {
  return functions.map((f, k) =>
    record.functions[k]!.billing.map((billing, version) => {
      const { runtime, architecture, memorySize, ephemeralStorage } = version === 0 ? f : f.versions[version - 1]!;
      return { ...billing, runtime, architecture, memorySize, ephemeralStorage };
    }),
  );
}
