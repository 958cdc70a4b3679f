/** What a result needs to know of its scenario: names, limits, prices and shapes. A validated scenario is one. */
import type { Micros } from '../des/time.ts';
import type { Assumptions } from '../lambda/assumption-config.ts';
import type { AccountConfig, FunctionConfig } from '../lambda/config.ts';
import type { DependencyConfig } from '../lambda/dependency-config.ts';
import type { DeploymentConfig } from '../lambda/deployment.ts';
import type { FaultConfig } from '../lambda/fault.ts';
import type { QueueConfig, QueueMappingConfig } from '../lambda/queue-config.ts';
import type { StreamMappingConfig } from '../lambda/stream-config.ts';
import type { Repeat } from './month.ts';
import type { Objective } from './objective.ts';

/** A stretch of a source's rate, or a number of requests at once; the boundaries between them are drawn in charts. */
export type SetupStage =
  | { readonly kind: 'rate'; readonly from: number; readonly to: number; readonly for: Micros }
  | { readonly kind: 'burst'; readonly count: number; readonly over: Micros };

/** What a report tells of a source. */
export interface SetupSource {
  readonly name: string;
  readonly type: string;
  /** Name of the function that is called; where there are routes, that of the largest share; empty where nobody is. */
  readonly function: string;
  /** Routes of an API, in the file's order; empty where it calls one function. */
  readonly routes: readonly { readonly name: string; readonly function: string }[];
  /** An API's authorizer. */
  readonly authorizer: { readonly function: string } | null;
  /** An API's own throttle; `null` where it shares the account's quota, or is no API. */
  readonly throttle: { readonly rate: number; readonly burst: number } | null;
  /** Of a source that reads or writes a stream: its name. */
  readonly stream?: string;
  /** What reads a stream. */
  readonly streamMapping?: Pick<
    StreamMappingConfig,
    'maximumBatchingWindow' | 'maximumRetryAttempts' | 'bisect' | 'parallelizationFactor' | 'onFailure' | 'topic'
  >;
  readonly enabled: boolean;
  /** What reads a queue. */
  readonly mapping?: Pick<
    QueueMappingConfig,
    'queue' | 'maximumConcurrency' | 'maximumBatchingWindow' | 'batchSize' | 'broker'
  >;
  /** The queue that a writer writes into. */
  readonly queue?: string;
  /** The dead-letter queue that a redrive task empties. */
  readonly redrive?: { readonly from: string };
  readonly arrivals: {
    readonly shape:
      | { readonly kind: 'stages'; readonly stages: readonly SetupStage[]; readonly smooth?: true }
      | { readonly kind: 'timestamps' }
      | { readonly kind: 'counts' }
      | { readonly kind: 'users' }
      | { readonly kind: 'firings' };
  };
}

/** A deployment, and the condition that rolls it back. */
export interface SetupDeployment extends DeploymentConfig {
  /** Asked of every minute, whatever its window says; `null` = there is none. */
  readonly rollbackWhen: Objective | null;
}

/** A structural subset of a validated scenario; functions and sources stand in the file's order. */
export interface Setup {
  readonly name: string;
  /** The variant of the scenario that this is; `null` = the scenario as its file stands. */
  readonly variant: string | null;
  /** `sha256:<hex>` over everything that can change a result. */
  readonly digest: string;
  readonly seed: string;
  readonly runs: number;
  /** Horizon, warm-up included. */
  readonly duration: Micros;
  readonly warmup: Micros;
  /** Width of a bucket of the time series. */
  readonly bucket: Micros;
  readonly account: AccountConfig;
  /** R10.4: the free tier; the share that a savings plan takes off duration and provisioned concurrency. */
  readonly pricing: { readonly freeTier: boolean; readonly savingsPlan: number };
  /** How often the window occurs; `null` = not said. */
  readonly repeat: Repeat | null;
  /** Share by which traffic grows from month to month; `null` = not said. */
  readonly growth: number | null;
  readonly assumptions: Assumptions;
  readonly functions: readonly FunctionConfig[];
  readonly queues: readonly QueueConfig[];
  readonly dependencies: readonly DependencyConfig[];
  readonly sources: readonly SetupSource[];
  readonly deployments: readonly SetupDeployment[];
  /** In the file's order, those of mappings among them. */
  readonly streams: readonly { readonly name: string; readonly shards: number }[];
  readonly faults: readonly FaultConfig[];
  readonly objectives: readonly Objective[];
  readonly warnings: readonly { readonly id: string; readonly text: string }[];
}

/** The functions that a source calls, authorizers aside. */
export function functionsOf({ function: only, routes }: Pick<SetupSource, 'function' | 'routes'>): readonly string[] {
  if (routes.length === 0) return only === '' ? [] : [only];
  return [...new Set(routes.map((route) => route.function))];
}
