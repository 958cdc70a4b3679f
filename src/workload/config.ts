/** What the workload is told of sources: who calls which function, and what stands in between. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';
import type { QueueMappingConfig, RedriveConfig } from '../lambda/queue-config.ts';
import { ASYNC_SOURCE_TYPES } from '../lambda/quotas.ts';
import type { StreamMappingConfig } from '../lambda/stream-config.ts';
import type { ArrivalConfig } from './arrival-config.ts';
import type { ClientConfig } from './client-config.ts';

/** Callers that wait for the answer (R5.1, R5.9-R5.11). */
export type SourceType = 'invoke' | 'function-url' | 'alb' | 'rest-api' | 'http-api' | 'step-functions';

/** Senders of asynchronous events, who wait for nothing but the 202 (R6.1, R6.12); a warmer is one of them (R3.21). */
export type AsyncSourceType = (typeof ASYNC_SOURCE_TYPES)[number];

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
