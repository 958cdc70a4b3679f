/** What the model of AWS Lambda is told: one account and its functions. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';
import type { Assumptions } from './assumption-config.ts';
import type { UsesConfig } from './dependency-config.ts';

/** Which scaling rule holds (R2.10): today's per function, the regional burst before November 2023, or none. */
export type ScalingMode = 'per-function-2023' | 'regional-burst-2017' | 'unlimited';

export type Architecture = 'x86_64' | 'arm64';
export type PackageType = 'zip' | 'image';

/** How a function reaches a VPC (R9.8): not at all, through shared interfaces (since 2019), or with interfaces of its own. */
export type VpcMode = 'none' | 'hyperplane' | 'legacy-eni';

/** What the background wants: drawn every minute, or the values of the minutes from t = 0, of which the last one holds. */
export type Background = Distribution | { readonly kind: 'minutes'; readonly values: Float64Array };

/** One account in one Region (R1.4). */
export interface AccountConfig {
  /** Account concurrency limit, a whole number of at least 1 (R1.4). */
  readonly concurrency: number;
  /** AWS Region name; decides prices (R10.18) and the legacy burst (R2.6). */
  readonly region: string;
  readonly scaling: ScalingMode;
  /** Concurrency used by functions that are not modelled, in plain numbers, anew every minute. */
  readonly background: Background | null;
}

/** How an invocation can fail: a returned error keeps the environment, the others reset it (R3.10). */
export type ErrorKind = 'error' | 'crash' | 'out-of-memory' | 'hang';

/** Function errors by rate. */
export interface ErrorConfig {
  /** Probability in [0, 1] that an attempt ends in an error. */
  readonly share: number;
  readonly kind: ErrorKind;
  /** Handler time of a failing attempt in microseconds; `null` = the ordinary one. */
  readonly duration: Distribution | null;
}

/** Extensions that run beside the handler (R3.8, R3.11). Their Init is part of the function's `init`. */
export interface ExtensionsConfig {
  /** External extensions; 0 = internal ones alone. */
  readonly external: number;
  /** How long the slowest external one goes on after the runtime has answered; `null` = not at all. */
  readonly postInvoke: Distribution | null;
}

/** Which services can take a record of an event (R6.7). */
export type DestinationType = 'sqs' | 'sns' | 'eventbridge' | 'lambda' | 's3' | 'kafka';

/** Where a record of an event goes (R6.7). What is neither a function nor a queue of the scenario only counts what it gets. */
export interface DestinationConfig {
  readonly type: DestinationType;
  /** Name of the function where `type` is `lambda`; else whatever the file calls it, perhaps nothing. */
  readonly to: string;
  /** Name of the queue of the scenario that gets the record as a message; `null` = it is none. */
  readonly queue: string | null;
  /** The version or alias of that function; empty for anything else. */
  readonly qualifier: string;
  /** Probability in [0, 1] that a delivery fails. */
  readonly failing: number;
}

/** What Lambda does with the asynchronous events of a function (R6.3-R6.7). */
export interface EventInvokeConfig {
  /** 0 to 2 further attempts after function errors (R6.3). */
  readonly maximumRetryAttempts: number;
  /** 60 s to 6 h (R6.5). */
  readonly maximumEventAge: Micros;
  readonly deadLetter: DestinationConfig | null;
  readonly onFailure: DestinationConfig | null;
  readonly onSuccess: DestinationConfig | null;
}

/** What a handler calls when its own work is done: one entry of a list that is gone through in order. */
export interface HandlerCall {
  /** Name of the function; empty where messages go to a queue. */
  readonly function: string;
  /** A version, an alias or $LATEST; empty where messages go to a queue. */
  readonly qualifier: string;
  /** Name of the queue that gets messages; `null` = a function is called. */
  readonly queue: string | null;
  /** Whether the handler waits for the answers (R5.1), sends events (R6.1), or messages to a queue. */
  readonly mode: 'sync' | 'async' | 'sqs';
  /** Calls at once, in plain numbers, rounded; drawn for each invocation. */
  readonly count: Distribution;
  /** In [0, 1] that an invocation makes these calls. */
  readonly probability: number;
}

/** Code and the configuration that is frozen with it (R12.1), with every default filled in. Times are in microseconds. */
export interface VersionSettings {
  /** Runtime identifier such as `nodejs22.x`; `null` where the file names none. */
  readonly runtime: string | null;
  readonly architecture: Architecture;
  readonly package: PackageType;
  /** MB, 128-10,240 (R9.1). */
  readonly memorySize: number;
  /** MB of /tmp, 512-10,240 (R9.5). */
  readonly ephemeralStorage: number;
  /** R3.9. */
  readonly timeout: Micros;
  /** Idle environments at t = 0. */
  readonly initialEnvironments: number;
  /** Warm handler time at this memory size (R9.3). */
  readonly duration: Distribution;
  /** What each record of a batch takes in addition; a request is one record. Absent = nothing. */
  readonly perRecord?: Distribution;
  /** Handler time of an environment's first invocation; `null` = as any other, plus `firstInvokePenalty`. */
  readonly coldDuration: Distribution | null;
  /** R13.2: what an environment's first invocation takes longer; 0 where `coldDuration` or `init` is given. */
  readonly firstInvokePenalty: Micros;
  /** Init phase (R3.2), that of extensions included, without platform overhead. */
  readonly init: Distribution;
  /** SnapStart (R3.6): Restore of a snapshot, which takes the place of Init; `null` = no SnapStart. */
  readonly restore: Distribution | null;
  /** Sandbox creation and download before Init. */
  readonly platformOverhead: Distribution;
  readonly errors: ErrorConfig;
  /** Probability in [0, 1] that an Init phase fails (R3.5). */
  readonly initErrors: number;
  /** In the order in which they are made. */
  readonly calls: readonly HandlerCall[];
  /** What the handler uses after its own work and before its calls; absent = nothing. */
  readonly uses?: UsesConfig;
  /** `null` = none is registered. */
  readonly extensions: ExtensionsConfig | null;
  readonly vpc: VpcMode;
}

/** Bounds of scaled provisioned concurrency (R4.11): whole numbers, min ≤ max. */
export interface ProvisionedBounds {
  readonly min: number;
  readonly max: number;
}

/** A scheduled action: bounds from an instant on (R4.16). */
export interface ProvisionedAction extends ProvisionedBounds {
  readonly at: Micros;
}

/** Provisioned concurrency of one version or alias (R4.1, R4.2). */
export interface ProvisionedConfig {
  /** At t = 0; the same number twice where nothing scales. */
  readonly bounds: ProvisionedBounds;
  /** Target utilisation in [0.1, 0.9] (R4.11). */
  readonly target: number;
  /** What the alarms look at: the mean of a minute's samples, or the greatest (R4.11). */
  readonly statistic: 'Average' | 'Maximum';
  /** By instant. */
  readonly actions: readonly ProvisionedAction[];
  /** Whether it is READY at t = 0, or has to be allocated from then on. */
  readonly ready: boolean;
}

/** A version by its name (R12.1). */
export interface VersionConfig extends VersionSettings {
  /** A whole number of at least 1 as text, or $LATEST. */
  readonly version: string;
  /** `null` = none of its own; $LATEST never has any (R4.1). */
  readonly provisionedConcurrency: ProvisionedConfig | null;
}

/** A name that stands for one version, or for two by weight (R12.2). Versions are published ones of the function. */
export interface AliasConfig {
  readonly name: string;
  readonly version: string;
  /** The other version and its share of the invocations in [0, 1]; `null` = all go to `version`. */
  readonly second: { readonly version: string; readonly weight: number } | null;
  /** Over both versions by their weights (R12.3); `null` = none. */
  readonly provisionedConcurrency: ProvisionedConfig | null;
}

/** One function; its own settings are those of $LATEST. */
export interface FunctionConfig extends VersionSettings {
  readonly name: string;
  /** Reserved concurrency, `null` = draws on the unreserved pool (R1.5); for all versions together (R12.6). */
  readonly reservedConcurrency: number | null;
  /** R14.3: how many tenants share the function without sharing environments; 0 = no tenant isolation. */
  readonly tenants: number;
  /** The published ones, in ascending order. */
  readonly versions: readonly VersionConfig[];
  /** In the order of their names. */
  readonly aliases: readonly AliasConfig[];
  readonly eventInvoke: EventInvokeConfig;
}

/** What the model is built from. Functions must stand in the order of their names. */
export interface ModelConfig {
  readonly account: AccountConfig;
  readonly assumptions: Assumptions;
  readonly functions: readonly FunctionConfig[];
}
