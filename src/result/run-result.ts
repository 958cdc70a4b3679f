/** The result of a scenario: the tree that result.json holds, and what only charts and CSV files need beside it. */
import type { FanOutFigures } from './fan-out-figures.ts';
import type { AsyncResult } from './async-figures.ts';
import type { AsyncReadingsResult } from './async-reading.ts';
import type { InvokeError } from '../lambda/course.ts';
import type { ThrottleCause, ThrottleReason } from '../lambda/throttle.ts';
import type { DeploymentResult } from './deployment-outcome.ts';
import type { FaultResult } from './fault-outcome.ts';
import type { DependencyResult, DependencyUse } from './dependency-figures.ts';
import type { MaxMean, Statistics } from './figure-shapes.ts';
import type { MessageFigures, QueueResult } from './queue-figures.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';
import type { MappingResult, StreamResult } from './stream-figures.ts';
import type { TopicFigures } from './topic-figures.ts';

export type { MaxMean, Statistics };

/** Version of result.json, semver: readers accept older minor versions and refuse a newer major. */
export const SCHEMA_VERSION = '1.1.0';

/** How one objective turned out. */
export interface ObjectiveResult {
  readonly on: string;
  readonly expr: string;
  readonly level: 'fail' | 'warn';
  readonly ok: boolean;
  /** `null` where nothing happened that the metric could be taken of; such an objective is met. */
  readonly value: number | null;
  readonly unit: 'share' | 'ms' | 'count' | 'usd';
  readonly threshold: number;
  /** Half-width of the 95 % interval of `value`; `null` with one run. */
  readonly ci95: number | null;
  /** From 2 runs up: standard error of `value`. */
  readonly standardError?: number | null;
  /** From 2 runs up: whether `value` ± `ci95` reaches the threshold; `ok` is decided on `value` all the same. */
  readonly tooClose?: boolean;
  /** Where `value` is a median over two or more runs (of maxima, of worst minutes): their 5th and 95th percentile. */
  readonly band?: readonly [number, number];
  /** Distance to the threshold as a share of it, positive = room left; `null` without a value or at threshold 0. */
  readonly margin: number | null;
  /** The worst calendar minute of run 1; `null` where there is none. */
  readonly worst: { readonly t_s: number; readonly value: number } | null;
  /** How many runs meet it. */
  readonly runsMeeting: number;
}

/** How narrow the interval of the deciding objective was to become, and how narrow it is; both ci95 ÷ value. */
export interface PrecisionResult {
  readonly wanted: number;
  /** `null` where the value is 0 and its interval is not. */
  readonly reached: number | null;
  /** Place of the objective among `objectives`. */
  readonly objective: number;
  readonly met: boolean;
}

/** One reason for throttles, most throttles first. */
export interface CauseResult {
  readonly cause: ThrottleCause;
  /** Whose attempts were refused; with cause `source` the function that lost most. */
  readonly function: string;
  /** With cause `source`: whose gateway refused them. */
  readonly source?: string;
  readonly throttles: number;
  /** Mean share of the pool by holder at these throttles, largest first; empty for rate causes. */
  readonly holders: readonly { readonly holder: string; readonly share: number }[];
  /** One sentence with the finding. */
  readonly text: string;
}

/** Provisioned concurrency of a function, all versions together; under CloudWatch's names where they mean the same. */
export interface ProvisionedFigures extends Readonly<
  Record<'provisionedAllocated' | 'ProvisionedConcurrentExecutions' | 'ProvisionedConcurrencyUtilization', MaxMean>
> {
  readonly ProvisionedConcurrencyInvocations: number;
  readonly ProvisionedConcurrencySpilloverInvocations: number;
}

/** One function in the window, under CloudWatch's names where they mean the same; some figures only where they apply. */
export interface FunctionResult
  extends Partial<AsyncResult>, Partial<ProvisionedFigures>, FanOutFigures, DependencyUse {
  /** Where a stream invokes it: of the last record of each batch, at every try (R11.12). */
  readonly IteratorAge?: Statistics;
  readonly Invocations: number;
  readonly Errors: number;
  readonly Throttles: number;
  readonly throttledShare: number;
  readonly throttles: Readonly<Partial<Record<ThrottleReason, number>>>;
  readonly throttlesByCause: Readonly<Record<ThrottleCause, number>>;
  readonly holders: Readonly<Record<string, number>>;
  readonly coldStarts: number;
  readonly coldStartShare: number;
  readonly Duration: Statistics;
  readonly initDuration: Statistics;
  /** With SnapStart: Restore phases (R3.7). */
  readonly restoreDuration?: Statistics;
  /** With external extensions that go on after the runtime (R11.8): of invocations that had any such time. */
  readonly PostRuntimeExtensionsDuration?: Statistics;
  /** Attempts that Lambda answered with an error of its own, by its name; those that occurred (R5.4). */
  readonly invokeErrors?: Readonly<Partial<Record<InvokeError, number>>>;
  /** `vpc: legacy-eni`: network interfaces that the greatest number of environments needs (R9.8). */
  readonly networkInterfaces?: { readonly max: number; readonly maxBand?: readonly [number, number] };
  readonly occupied: { readonly mean_ms: number };
  readonly ConcurrentExecutions: MaxMean;
  readonly environments: {
    readonly created: number;
    readonly max: number;
    readonly mean: number;
    readonly idleMean: number;
    readonly lifetimeMean_s: number;
    readonly maxBand?: readonly [number, number];
  };
  /** R1.2 beside the simulation: offered attempts per second × mean Duration, and the limit that applies. */
  readonly formula: {
    readonly rate_rps: number;
    readonly duration_s: number;
    readonly concurrency: number;
    readonly limit: number;
  };
  readonly cost_usd: CostResult;
}

/** A bill by its parts, in US dollars. */
export interface CostParts {
  readonly requests: number;
  /** On demand. */
  readonly duration: number;
  /** Provisioned concurrency that was configured, used or not. */
  readonly provisionedConcurrency: number;
  /** Duration and Init on provisioned concurrency. */
  readonly provisionedDuration: number;
  readonly ephemeralStorage: number;
  readonly snapStartCache: number;
  readonly snapStartRestore: number;
  readonly tenantIsolation: number;
  /** Event pollers of mappings in provisioned mode. */
  readonly provisionedPollers: number;
  readonly total: number;
}

/** The bill of the window, and of a month where the scenario says how often the window repeats. */
export interface CostResult extends CostParts {
  readonly month?: CostParts;
  /** The month twelve months later, where the scenario says how traffic grows. */
  readonly monthInAYear?: CostParts;
}

/** One source: requests of the window by arrival. */
export interface SourceResult extends Partial<MessageFigures>, Partial<MappingResult>, TopicFigures {
  readonly requests: number;
  readonly served: number;
  readonly failed: number;
  readonly failures: {
    readonly throttled: number;
    readonly error: number;
    readonly timeout: number;
    readonly other: number;
  };
  readonly attempts: number;
  readonly throttledAttempts: number;
  readonly throttledShare: number;
  readonly latency: Statistics;
  readonly latencyParts: {
    readonly retries_ms: number;
    readonly overhead_ms: number;
    readonly init_ms: number;
    readonly run_ms: number;
  };
  readonly failedLatency: Statistics;
  /**
   * Where a function behind it calls another asynchronously: from the arrival of a request until all that it set going
   * has ended, at any depth; `unfinished` are requests of which something had not.
   */
  readonly completion?: Statistics & { readonly unfinished: number };
  /** The source's share of the bill of the function it calls. */
  readonly cost_usd: CostResult;
  /** Of a REST or HTTP API: attempts that its own throttle answered 429; part of `throttledAttempts`. */
  readonly gatewayThrottled?: number;
  /** Of an API with routes: the same figures of each, by name. */
  readonly routes?: Readonly<Record<string, SourceResult>>;
}

/** The account, background included. */
export interface AccountResult {
  readonly limit: number;
  readonly ConcurrentExecutions: MaxMean;
  readonly UnreservedConcurrentExecutions: { readonly max: number; readonly maxBand?: readonly [number, number] };
  readonly ClaimedAccountConcurrency: { readonly max: number; readonly maxBand?: readonly [number, number] };
  /** 1 − max per-minute ClaimedAccountConcurrency / limit. */
  readonly headroom: number;
  /** As `maxBand`. */
  readonly headroomBand?: readonly [number, number];
  readonly throttles: Readonly<Record<ThrottleCause, number>>;
}

/** What to know before trusting the figures: the first text of its kind, and how many there are. */
export interface WarningResult {
  /** `W_…`, listed in docs/errors.md. */
  readonly id: string;
  readonly count: number;
  readonly text: string;
}

/** result.json, key by key in this order. No time of day anywhere. */
export interface ResultJson {
  readonly schemaVersion: string;
  readonly complete: boolean;
  /** Every `fail` objective is met. */
  readonly ok: boolean;
  readonly verdict: string;
  /** `variant` only where it is one. */
  readonly scenario: { readonly name: string; readonly variant?: string; readonly digest: string };
  readonly inputs: {
    readonly model: string;
    readonly prices: string;
    /** What runs with Lambda and stands in no bill of lsim. */
    readonly notBilled: readonly string[];
  };
  readonly seed: string;
  readonly runs: number;
  /** Where runs were added until the interval of the deciding objective was narrow enough. */
  readonly precision?: PrecisionResult;
  readonly duration_s: number;
  readonly warmup_s: number;
  readonly objectives: readonly ObjectiveResult[];
  readonly causes: readonly CauseResult[];
  readonly account: AccountResult;
  readonly functions: Readonly<Record<string, FunctionResult>>;
  readonly sources: Readonly<Record<string, SourceResult>>;
  readonly queues?: Readonly<Record<string, QueueResult>>;
  /** Where the scenario has any. */
  readonly streams?: Readonly<Record<string, StreamResult>>;
  readonly dependencies?: Readonly<Record<string, DependencyResult>>;
  readonly cost_usd: CostResult;
  readonly unfinished: { readonly requests: number; readonly invocations: number; readonly queued: number };
  /** In the scenario's order; absent where there are none. */
  readonly deployments?: readonly DeploymentResult[];
  /** In the scenario's order; absent where there are none. */
  readonly faults?: readonly FaultResult[];
  /** Functions whose events fare differently under the other reading of `asyncRetry`; absent where none does. */
  readonly asyncReadings?: readonly AsyncReadingsResult[];
  readonly warnings: readonly WarningResult[];
  /** From 2 runs up: half-widths of 95 % intervals under the same paths; absent with one run. */
  readonly ci95?: unknown;
  /** From 2 runs up: standard errors under the same paths. */
  readonly standardError?: unknown;
  readonly perRun: readonly RunResultJson[];
}

/** Keys of a run and of the whole alike. */
export type FigureKey =
  'account' | 'functions' | 'sources' | 'queues' | 'streams' | 'dependencies' | 'cost_usd' | 'unfinished';

/** One run's own figures. */
export interface RunResultJson extends Pick<ResultJson, 'seed' | 'complete' | FigureKey> {
  readonly run: number;
  /** Value of each objective in this run, by its place; from 2 runs up. */
  readonly objectives?: readonly { readonly value: number | null }[];
}

/** What reporters read: the JSON tree, and the records behind it for series and whole distributions. */
export interface RunResult {
  readonly json: ResultJson;
  readonly records: readonly RunRecord[];
  /** The scenario's side: stage boundaries, limits and names for charts. */
  readonly setup: Setup;
}
