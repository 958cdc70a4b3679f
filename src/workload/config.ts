/** What the workload is told: who calls which function, when, and whether they try again. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';
import type { QueueMappingConfig, RedriveConfig } from '../lambda/queue-config.ts';
import { ASYNC_SOURCE_TYPES } from '../lambda/quotas.ts';
import type { StreamMappingConfig } from '../lambda/stream-config.ts';

/** Callers that wait for the answer (R5.1, R5.9-R5.11). */
export type SourceType = 'invoke' | 'function-url' | 'alb' | 'rest-api' | 'http-api' | 'step-functions';

/** Senders of asynchronous events, who wait for nothing but the 202 (R6.1, R6.12); a warmer is one of them (R3.21). */
export type AsyncSourceType = (typeof ASYNC_SOURCE_TYPES)[number];

/** A stretch of the arrival rate, or a number of requests at once. Rates are per second. */
export type Stage =
  /** The rate moves in a straight line from `from` to `to` within `for`; `for` of the last one may be Infinity. */
  | { readonly kind: 'rate'; readonly from: number; readonly to: number; readonly for: Micros }
  /** `count` requests: in one instant when `over` is 0, else within `over`. */
  | { readonly kind: 'burst'; readonly count: number; readonly over: Micros };

/** The arrival rate over time. */
export type Shape =
  /** Played in order; the last stage's rate is expected to reach the horizon. */
  | {
      readonly kind: 'stages';
      readonly stages: readonly Stage[];
      /** They are the pieces of a curve: where one ends means nothing to people. */
      readonly smooth?: true;
    }
  /** Replayed instants, ascending, relative to t = 0; `durations` gives each request's own handler time. */
  | {
      readonly kind: 'timestamps';
      readonly at: Float64Array;
      readonly durations: Float64Array | null;
    }
  /** Requests per period: `counts[k]` within [starts[k], starts[k] + period). */
  | {
      readonly kind: 'counts';
      readonly starts: Float64Array;
      readonly counts: Float64Array;
      readonly period: Micros;
      /** Handler time of the requests of period k, where the trace has it. */
      readonly durations: Float64Array | null;
    }
  /** A closed loop: `count` users, each of whom sends, waits for the final answer, thinks, and sends again. */
  | { readonly kind: 'users'; readonly count: number; readonly thinkTime: Distribution }
  /** `count` requests after each instant of `at`, which ascend: each uniform within `spread`, at once where that is 0. */
  | { readonly kind: 'firings'; readonly at: Float64Array; readonly count: number; readonly spread: Micros };

/** Two-state modulated Poisson: `ratio` is the rate while on over the mean rate; the mean is kept. */
export interface Burstiness {
  readonly ratio: number;
  /** Mean length of the on state. */
  readonly on: Micros;
  /** Mean length of the off state. */
  readonly off: Micros;
}

/** Arrivals are `factor` times as frequent in [from, to). */
export interface TrafficChange {
  readonly from: Micros;
  readonly to: Micros;
  readonly factor: number;
}

/** The arrival process of one source. */
export interface ArrivalConfig {
  readonly process: 'poisson' | 'constant' | 'bursty';
  /** Present exactly when `process` is `bursty`. */
  readonly burstiness: Burstiness | null;
  readonly shape: Shape;
  /** What faults make of it, in order and without overlap; absent = nothing. */
  readonly traffic?: readonly TrafficChange[];
}

/** Exponential back-off: the k-th retry (k = 0, 1 …) waits `min(cap, base × factor^k)`, then jitter is applied. */
export interface Backoff {
  readonly base: Micros;
  readonly factor: number;
  readonly cap: Micros;
  readonly jitter: 'none' | 'full' | 'equal';
}

/** Retry token bucket of an SDK client: one per source (R5.6, R5.7). */
export interface RetryTokens {
  readonly capacity: number;
  readonly throttleCost: number;
  readonly transientCost: number;
  readonly timeoutCost: number;
}

/** Whether and when a client tries again. */
export interface RetryConfig {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  readonly on: { readonly throttle: boolean; readonly serverError: boolean; readonly timeout: boolean };
  /** After a 429. */
  readonly throttleBackoff: Backoff;
  /** After a 5xx or a client timeout. */
  readonly transientBackoff: Backoff;
  readonly tokens: RetryTokens | null;
  /** Retries as a share of the requests, at most; `null` = as many as wanted. */
  readonly budget: number | null;
}

/** The client behind a source: how long it waits, and whether it tries again. */
export interface ClientConfig {
  /** The client gives an attempt up after this long; the function runs on (R5.13). `null` = it waits. */
  readonly timeout: Micros | null;
  /** `null` = never tries again. */
  readonly retry: RetryConfig | null;
}

/** R5.9: a gateway's token bucket; who finds it empty is answered 429. */
export interface ThrottleConfig {
  /** Requests per second. */
  readonly rate: number;
  /** Requests at once, at least 1. */
  readonly burst: number;
}

/** What is called. */
export interface TargetConfig {
  /** Name of the function. */
  readonly function: string;
  /** The version or alias; `$LATEST` where the name stands alone, and no alias stands behind it. */
  readonly qualifier: string;
}

/** R5.9: a Lambda authorizer, asked before the integration unless its answer is cached. */
export interface AuthorizerConfig extends TargetConfig {
  /** Share of the requests in [0, 1] whose authorization is cached. */
  readonly cacheHit: number;
}

/** One route of an API. */
export interface RouteConfig extends TargetConfig {
  readonly name: string;
  /** Handler time of its requests; `null` = the function's own. */
  readonly duration: Distribution | null;
  /** Share of the source's requests in (0, 1]; those of a source add up to 1. */
  readonly share: number;
}

/** A Map state: one request is one execution, which runs an invocation an item. */
export interface MapConfig {
  /** Items of an execution in plain numbers, rounded, at least 1 and at most a million. */
  readonly items: Distribution;
  /** Items at once. */
  readonly maxConcurrency: number;
}

/** One source of requests. */
export interface SourceConfig extends TargetConfig {
  readonly name: string;
  readonly type: SourceType;
  /** Name of the function that is called; where there are routes, that of the largest share. */
  readonly function: string;
  /** Routes of an API, in the file's order; empty where it calls one function. */
  readonly routes: readonly RouteConfig[];
  readonly enabled: boolean;
  /** Handler time of this source's requests; `null` = the function's own. */
  readonly duration: Distribution | null;
  /** R5.9: the gateway answers after this long whatever the function does; `null` = no gateway in between. */
  readonly integrationTimeout: Micros | null;
  /** R5.9: the API's own throttle; `null` = it shares the account's quota with all other APIs. */
  readonly throttle: ThrottleConfig | null;
  readonly authorizer: AuthorizerConfig | null;
  readonly map: MapConfig | null;
  readonly arrivals: ArrivalConfig;
  readonly clients: ClientConfig;
}

/** What a source has in front of which nothing stands. */
interface Direct {
  readonly routes: readonly RouteConfig[];
  readonly throttle: null;
  readonly authorizer: null;
  readonly map: null;
}

/** A source of asynchronous events; nothing stands in front of Lambda. */
export interface AsyncSourceConfig extends TargetConfig, Direct {
  readonly name: string;
  readonly type: AsyncSourceType;
  readonly enabled: boolean;
  /** Handler time of this source's events; `null` = the function's own. */
  readonly duration: Distribution | null;
  readonly arrivals: ArrivalConfig;
  /** Size of an event in KB (R6.13). */
  readonly payload: number;
}

/** An event source mapping of a queue of SQS or of Amazon MQ; its own arrivals write into the queue. Nothing stands in front of Lambda. */
export interface QueueSourceConfig extends TargetConfig, Direct {
  readonly name: string;
  readonly type: 'sqs' | 'mq';
  readonly enabled: boolean;
  /** Handler time of its batches; `null` = the function's own. */
  readonly duration: Distribution | null;
  /** What each message takes in addition; `null` = nothing, or as the function says where `duration` is `null`. */
  readonly perRecord: Distribution | null;
  readonly arrivals: ArrivalConfig;
  readonly mapping: QueueMappingConfig;
}

/** Who writes into a queue and calls no function; `function` is empty. */
export interface ProducerConfig extends TargetConfig, Direct {
  readonly name: string;
  readonly type: 'sqs-producer';
  readonly enabled: boolean;
  readonly duration: null;
  readonly arrivals: ArrivalConfig;
  /** Name of the queue. */
  readonly queue: string;
}

/** A task that moves messages of a dead-letter queue back, as new ones of its own; nothing else arrives by itself. */
export interface RedriveSourceConfig extends TargetConfig, Direct {
  readonly name: string;
  readonly type: 'redrive';
  readonly enabled: boolean;
  readonly duration: null;
  readonly arrivals: ArrivalConfig;
  readonly redrive: RedriveConfig;
}

/** What a source of another kind has, and these have not. */
interface StreamSource extends Direct {
  readonly name: string;
  readonly enabled: boolean;
  /** When records are written; a mapping that leaves this to producers has no arrivals. */
  readonly arrivals: ArrivalConfig;
  /** Handler time of its batches; `null` = the function's own. */
  readonly duration: Distribution | null;
}

/** A producer alone; it calls no function. */
export interface StreamProducerConfig extends StreamSource, TargetConfig {
  readonly type: 'kinesis-producer';
  /** Name of the stream. */
  readonly stream: string;
}

/** An event source mapping of a stream. */
export interface StreamSourceConfig extends StreamSource, TargetConfig {
  readonly type: 'kinesis' | 'dynamodb' | 'kafka';
  readonly stream: string;
  readonly streamMapping: StreamMappingConfig;
  /** What each record adds to `duration`. */
  readonly perRecord: Distribution | null;
  /** Whether it has arrivals of its own. */
  readonly writes: boolean;
}

/** Who sends requests. */
export type AnySourceConfig =
  | SourceConfig
  | AsyncSourceConfig
  | QueueSourceConfig
  | ProducerConfig
  | RedriveSourceConfig
  | StreamSourceConfig
  | StreamProducerConfig;

/** Whether a source reads a queue, or writes into one. */
export function hasQueue(source: AnySourceConfig): source is QueueSourceConfig | ProducerConfig | RedriveSourceConfig {
  return readsQueue(source) || source.type === 'sqs-producer' || source.type === 'redrive';
}

/** Whether a source reads a queue. */
export function readsQueue(source: AnySourceConfig): source is QueueSourceConfig {
  return source.type === 'sqs' || source.type === 'mq';
}

/** Whether the callers of a source wait for their answer. */
export function waitsForAnswer(source: AnySourceConfig): source is SourceConfig {
  return !isAsynchronous(source) && !hasQueue(source) && !hasStream(source);
}
/** Whether a source sends asynchronous events. */
export function isAsynchronous(source: AnySourceConfig): source is AsyncSourceConfig {
  return (ASYNC_SOURCE_TYPES as readonly string[]).includes(source.type);
}

/** Whether a source reads a stream. */
export function isStreamMapping(source: AnySourceConfig): source is StreamSourceConfig {
  return source.type === 'kinesis' || source.type === 'dynamodb' || source.type === 'kafka';
}

/** Whether a source writes to a stream. */
export function writesStream(source: AnySourceConfig): source is StreamProducerConfig | StreamSourceConfig {
  return source.type === 'kinesis-producer' || (isStreamMapping(source) && source.writes);
}

/** Whether a source reads a stream, or writes to one. */
export function hasStream(source: AnySourceConfig): source is StreamProducerConfig | StreamSourceConfig {
  return source.type === 'kinesis-producer' || isStreamMapping(source);
}
