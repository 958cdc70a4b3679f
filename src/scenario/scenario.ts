/** A validated scenario: plain data with every default filled in, ready to be simulated or sent to a worker. */
import type { Micros } from '../des/time.ts';
import type { Assumptions } from '../lambda/assumption-config.ts';
import type { AccountConfig, FunctionConfig } from '../lambda/config.ts';
import type { DependencyConfig } from '../lambda/dependency-config.ts';
import type { FaultConfig } from '../lambda/fault.ts';
import type { QueueConfig } from '../lambda/queue-config.ts';
import type { StreamConfig } from '../lambda/stream-config.ts';
import type { Repeat } from '../result/month.ts';
import type { Objective } from '../result/objective.ts';
import type { SetupDeployment } from '../result/setup.ts';
import type { AnySourceConfig } from '../workload/config.ts';

/** A warning that travels with the scenario into the result, such as a default that was not measured. */
export interface ScenarioWarning {
  /** `W_…`, listed in docs/errors.md. */
  readonly id: string;
  /** Names what it is about and says the way out. */
  readonly text: string;
}

/** How the bill is made. */
export interface Pricing {
  /** R10.4. */
  readonly freeTier: boolean;
  /** Share taken off duration and provisioned concurrency, 0 to 1. */
  readonly savingsPlan: number;
}

/** Structured-cloneable; functions and sources stand in the file's order. */
export interface Scenario {
  readonly name: string;
  /** The variant of the file that this is; `null` = the file as it stands. */
  readonly variant: string | null;
  readonly description: string;
  /** t = 0 in microseconds since 1970; `null` where the file does not say. */
  readonly start: Micros | null;
  /** IANA zone of the scenario's clocks; crons and curves are resolved already. */
  readonly timezone: string;
  /** Horizon, warm-up included. */
  readonly duration: Micros;
  /** Simulated but left out of all results; less than `duration`. */
  readonly warmup: Micros;
  readonly seed: string;
  /** Replications, at least 1. */
  readonly runs: number;
  /** Width of a bucket of the time series, already chosen where the file says `auto`. */
  readonly bucket: Micros;
  /** How often the window happens, for the cost of a month; `null` = not said. */
  readonly repeat: Repeat | null;
  /** Share by which the traffic grows from month to month. */
  readonly growth: number | null;
  readonly account: AccountConfig;
  readonly pricing: Pricing;
  readonly assumptions: Assumptions;
  readonly functions: readonly FunctionConfig[];
  /** Those of the file's `queues`, then those inside mappings, each in the file's order. */
  readonly queues: readonly QueueConfig[];
  readonly dependencies: readonly DependencyConfig[];
  readonly sources: readonly AnySourceConfig[];
  readonly deployments: readonly SetupDeployment[];
  /** In the file's order; those that mappings write out come last. */
  readonly streams: readonly StreamConfig[];
  /** In the file's order: `fault 1` is the first. */
  readonly faults: readonly FaultConfig[];
  readonly objectives: readonly Objective[];
  readonly warnings: readonly ScenarioWarning[];
  /** `sha256:<hex>` over everything above that can change a result. */
  readonly digest: string;
}
