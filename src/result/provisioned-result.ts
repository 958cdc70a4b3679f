/** What a result says of provisioned concurrency, where a function has some. */
import type { Micros } from '../des/time.ts';
import { overRuns } from './over-runs.ts';
import type { ProvisionedRecord } from './run-record.ts';
import type { FunctionResult, MaxMean, ProvisionedFigures } from './run-result.ts';

/** In one run; the same keys in each. @param window length of what counts */
export function provisionedOf(record: ProvisionedRecord | null, window: Micros): Partial<ProvisionedFigures> {
  if (record === null) return {};
  const { inUse, allocated, utilisation, invocations, spillover } = record;
  return {
    provisionedAllocated: { max: allocated.max, mean: allocated.integral / window },
    ProvisionedConcurrentExecutions: { max: inUse.max, mean: inUse.integral / window },
    ProvisionedConcurrencyUtilization: { max: utilisation.max, mean: utilisation.sum / utilisation.count },
    ProvisionedConcurrencyInvocations: invocations,
    ProvisionedConcurrencySpilloverInvocations: spillover,
  };
}

/** Levels over several runs; nothing where nothing is provisioned. */
export function provisionedOfRuns(runs: readonly FunctionResult[]): Partial<ProvisionedFigures> {
  if (runs[0]?.ProvisionedConcurrentExecutions === undefined) return {};
  const over = (of: (run: FunctionResult) => MaxMean | undefined): MaxMean => overRuns(runs.map((run) => of(run)!));
  return {
    provisionedAllocated: over((run) => run.provisionedAllocated),
    ProvisionedConcurrentExecutions: over((run) => run.ProvisionedConcurrentExecutions),
    ProvisionedConcurrencyUtilization: over((run) => run.ProvisionedConcurrencyUtilization),
  };
}
