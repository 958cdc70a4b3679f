/** What was found, before it is put into words. */
import type { FaultResult } from './fault-outcome.ts';
import type { Figures } from './figures.ts';
import type { AsyncReadingsResult } from './async-reading.ts';
import type { CauseResult, ObjectiveResult, PrecisionResult } from './run-result.ts';
import type { Setup } from './setup.ts';

/** `figures` are those of all runs together; objectives stand in the scenario's order, causes by throttles. */
export interface Findings {
  readonly setup: Setup;
  /** How many runs there are. */
  readonly runs: number;
  readonly figures: Figures;
  readonly objectives: readonly ObjectiveResult[];
  /** `null` where no precision was asked for. */
  readonly precision: PrecisionResult | null;
  readonly causes: readonly CauseResult[];
  /** In the scenario's order. */
  readonly faults: readonly FaultResult[];
  /** Functions whose events fare differently under the other reading of `asyncRetry`. */
  readonly readings: readonly AsyncReadingsResult[];
  readonly complete: boolean;
}
