/** Everything one replication recorded: counts, sums, histograms and series; plain data that workers can send. */
import type { MappingRecord, StreamRecord } from './stream-record.ts';
import type { TopicRecord } from './topic-figures.ts';
import type { Micros } from '../des/time.ts';
import type { Delivery } from '../lambda/async-event.ts';
import type { DeploymentEvent } from '../lambda/deployment.ts';
import type { DropCondition } from '../lambda/drop-condition.ts';
import type { AsyncRetry } from '../lambda/assumption-config.ts';
import type { InvokeError } from '../lambda/course.ts';
import type { DependencyRecord } from './dependency-record.ts';
import type { MessagesRecord, QueueRecord } from './queue-record.ts';
import type { BacklogRecord, HistogramRecord, LevelRecord } from './plain-records.ts';
import type { BillingRecord } from './billing-record.ts';
import type { CompletionRecord, FanOutRecord } from './fan-out-record.ts';
import type { ThingRecovery } from './recovery.ts';
import type { RunSeries } from './series-record.ts';
import type { WorstMinute } from './worst-minute-record.ts';

export type { BacklogRecord, CompletionRecord, FanOutRecord, HistogramRecord, LevelRecord };

/** What only functions with SnapStart, external extensions or a VPC have. */
export interface LifecycleRecord {
  /** Restore phases (R3.7). */
  readonly restore: HistogramRecord;
  /** Time of extensions after the runtime has answered, of finished invocations that had any (R11.8). */
  readonly extensions: HistogramRecord;
  /** Attempts that Lambda answered with an error of its own, without an invocation (R5.4). */
  readonly invokeErrors: Readonly<Record<InvokeError, number>>;
}

/** Provisioned concurrency of one function in the window, all versions together. */
export interface ProvisionedRecord {
  /** Invocations on provisioned environments. */
  readonly invocations: number;
  /** Invocations on demand of versions and aliases that have provisioned concurrency. */
  readonly spillover: number;
  /** Provisioned environments that run an invocation. */
  readonly inUse: LevelRecord;
  /** READY. */
  readonly allocated: LevelRecord;
  /** In use / allocated, taken at the start of each invocation on provisioned environments. */
  readonly utilisation: { readonly count: number; readonly sum: number; readonly max: number };
}

/** One function in the window [warmup, until): invocations by start. */
export interface FunctionRecord {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
  /** Invocations that waited for an on-demand Init or Restore. */
  readonly coldStarts: number;
  /** Throttled attempts, indexed as THROTTLES of `lambda/throttle.ts`. */
  readonly throttles: Float64Array;
  /** Attempts that a gateway answered 429 itself; Lambda never saw them, so they are none of `throttles`. */
  readonly gatewayThrottles: number;
  /** Attempts throttled because a shared pool was exhausted, and who held the pool then. */
  readonly pool: {
    readonly throttles: number;
    readonly holders: readonly string[];
    /** Sums of shares, one a holder; 0 = held nothing. Empty where there are no such throttles. */
    readonly shares: Float64Array;
  };
  /** CloudWatch's Duration of finished invocations (R11.7): without Init; extensions included. */
  readonly duration: HistogramRecord;
  /** Init phases, without platform overhead. */
  readonly init: HistogramRecord;
  /** Claim to release of invocations that started in the window: count and sum. */
  readonly occupied: { readonly count: number; readonly sum: Micros };
  readonly concurrency: LevelRecord;
  readonly environments: LevelRecord & {
    /** Created on demand in the window. */
    readonly created: number;
    readonly idleIntegral: number;
    /** Lives of the environments that ended in the window. */
    readonly ended: number;
    readonly lifetimeSum: Micros;
  };
  /** Left out where it calls nobody, and no chain of calls comes back to it. */
  readonly fanOut?: FanOutRecord;
  /** `null` where the function has nothing of the kind. */
  readonly lifecycle: LifecycleRecord | null;
  /** What is billed in the window, by version: $LATEST, then the published ones as they stand in the function. */
  readonly billing: readonly BillingRecord[];
  /** `null` where nobody sends it asynchronous events. */
  readonly events: AsyncRecord | null;
  /** `null` where the function has no provisioned concurrency. */
  readonly provisioned: ProvisionedRecord | null;
}

/** The asynchronous events of one function: facts of the window, by their own instant. */
export interface AsyncRecord {
  readonly received: number;
  /** By the start of the attempt that succeeded, also those that still ran at the end. */
  readonly succeeded: number;
  readonly dropped: Readonly<Record<DropCondition, number>>;
  /** Dropped events that a dead-letter queue or a destination has. */
  readonly kept: number;
  /** Records that arrived. */
  readonly delivered: Readonly<Record<Delivery, number>>;
  /** Records that did not. */
  readonly undelivered: Readonly<Record<Delivery, number>>;
  readonly attempts: number;
  readonly throttledAttempts: number;
  /** Attempts of second deliveries among them (R6.8). */
  readonly duplicateAttempts: number;
  /** R6.13: billed requests beyond one an invocation. */
  readonly extraRequests: number;
  /** AsyncEventAge (R11.18): one time an attempt. */
  readonly age: HistogramRecord;
  /** Events that wait for a further attempt. */
  readonly waiting: LevelRecord & BacklogRecord;
  /** At the end of the run: events that are to be tried, and failing ones that ran. */
  readonly queued: number;
  readonly running: number;
}

/** What happened to one deployment, in the order of time. */
export interface DeploymentRecord {
  readonly steps: readonly {
    readonly at: Micros;
    readonly event: DeploymentEvent;
    /** The version that had the invocations before. */
    readonly from: string;
    /** Share of the new version from then on. */
    readonly weight: number;
    /** Why it was rolled back; empty for all else. */
    readonly why: string;
  }[];
}

/** How run 1 would have gone under the other reading of `asyncRetry` (R6.4); functions in the scenario's order. */
export interface OtherReading {
  readonly asyncRetry: AsyncRetry;
  readonly functions: readonly { readonly dropped: number; readonly age: HistogramRecord }[];
}

/** One source in the window: requests by arrival. */
export interface SourceRecord {
  readonly name: string;
  readonly requests: number;
  readonly served: number;
  readonly failures: {
    readonly throttled: number;
    readonly error: number;
    readonly timeout: number;
    readonly other: number;
  };
  /** Requests that had no final answer when the run stopped. */
  readonly unfinished: number;
  readonly attempts: number;
  readonly throttledAttempts: number;
  /** Those of them that the gateway answered 429 itself; `null` where no gateway stands in front. */
  readonly gatewayThrottled: number | null;
  /** Requests with at least one throttled attempt. */
  readonly throttledRequests: number;
  /** Left out where no function behind it calls another asynchronously. */
  readonly completion?: CompletionRecord;
  /** First attempt to final answer, of served requests. */
  readonly latency: HistogramRecord;
  readonly failedLatency: HistogramRecord;
  /** Sums over served requests; they add up to `latency.sum`. */
  readonly latencyParts: {
    readonly retries: Micros;
    readonly overhead: Micros;
    readonly init: Micros;
    readonly run: Micros;
  };
  /** Invocations of its authorizer. */
  readonly authorizations: number;
  /** Its routes, in the file's order. */
  readonly routes: readonly SourceRecord[];
  /** A source of asynchronous events; `null` where callers wait for their answer. */
  readonly events: {
    /** Of the unfinished ones those that wait in Lambda's queue. */
    readonly queued: number;
    readonly backlog: BacklogRecord;
  } | null;
  /** A source whose requests are messages of a queue; absent for all others. */
  readonly messages?: MessagesRecord;
  /** A mapping of a Kafka topic; absent for all others. */
  readonly topic?: TopicRecord;
  /** A mapping of a stream, whose requests are records; `null` for everybody else. */
  readonly mapping: MappingRecord | null;
}

/** The account in the window; background included in every level. */
export interface AccountRecord {
  readonly concurrency: LevelRecord;
  readonly unreserved: { readonly max: number };
  readonly claimed: { readonly max: number };
}

/** One value a calendar minute for one objective: `values[k]` is minute `firstMinute + k`; NaN = no event in it. */
export interface ObjectiveMinutes {
  readonly firstMinute: number;
  readonly values: Float64Array;
}

/** One replication. Arrays of functions and sources stand in the scenario's (the file's) order. */
export interface RunRecord {
  /** 1-based. */
  readonly run: number;
  /** Seed text of this replication. */
  readonly seed: string;
  /** Reached instant: the horizon, or less when interrupted. */
  readonly until: Micros;
  readonly complete: boolean;
  /** Simulation events executed. */
  readonly events: number;
  readonly functions: readonly FunctionRecord[];
  /** Versions that an objective, a condition or a deployment is about, as `function:version`; without levels of environments. */
  readonly versions: readonly FunctionRecord[];
  readonly sources: readonly SourceRecord[];
  /** In the scenario's order. */
  readonly queues: readonly QueueRecord[];
  readonly dependencies: readonly DependencyRecord[];
  readonly account: AccountRecord;
  readonly streams: readonly StreamRecord[];
  readonly unfinished: { readonly requests: number; readonly invocations: number; readonly queued: number };
  /** Over the whole run, warm-up included; empty where series are not kept. */
  readonly series: RunSeries;
  /** Where `series` are too wide to tell it; `null` also where nothing was throttled. Read it with `worstMinuteOf`. */
  readonly worstMinute: WorstMinute | null;
  /** Indexed as the scenario's objectives; the worst minute and `in any 1m` come from here. */
  readonly objectiveMinutes: readonly ObjectiveMinutes[];
  /** In the scenario's order. */
  readonly deployments: readonly DeploymentRecord[];
  /** By fault, in the scenario's order: every thing of which enough is known before and after it. */
  readonly recoveries: readonly (readonly ThingRecovery[])[];
  /** Of run 1, where throttled events make it worth asking; else `null`. */
  readonly otherReading: OtherReading | null;
}
