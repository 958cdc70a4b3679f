/** What an objective asks of a run: a metric of one thing, a comparison, a threshold, and perhaps a window. */

export type Comparison = '<' | '<=' | '>' | '>=' | '==';

/** A time of a source: `latency` is first attempt to final answer, `completion` arrival to the end of all that was set going. */
export type SourceTime = 'latency' | 'completion';

/** Metrics of a source: shares are fractions. */
export type SourceMetric =
  | { readonly kind: 'failed' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'throttledAttempts' }
  | { readonly kind: SourceTime; readonly statistic: 'mean' }
  | { readonly kind: SourceTime; readonly statistic: 'percentile'; readonly q: number };

/** Metrics of a function's asynchronous events; `dropped` is a count, or a share of the events received. */
export type EventMetric =
  { readonly kind: 'dropped'; readonly of: 'count' | 'received' } | { readonly kind: 'eventAge'; readonly q: number };

/** Metrics of a function. */
export type FunctionMetric =
  | EventMetric
  | { readonly kind: 'errors' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'coldStartShare' }
  | { readonly kind: 'spillover' }
  | { readonly kind: 'concurrency' }
  | { readonly kind: 'duration'; readonly q: number }
  | { readonly kind: 'init'; readonly q: number };

/** Metrics of a queue; `oldest` and `drain` are times, the others count messages. */
export interface QueueMetric {
  readonly kind: 'oldest' | 'drain' | 'backlog' | 'lost' | 'count';
}
/** Metrics of what lies in a stream for a mapping, or for all mappings of the stream. */
export type BacklogMetric =
  | { readonly kind: 'iteratorAge'; readonly q: number }
  | { readonly kind: 'oldest' }
  | { readonly kind: 'drain' }
  | { readonly kind: 'backlog' }
  | { readonly kind: 'lost' };

/** Metrics of a dependency; `rejected` is a share of its calls. */
export type DependencyMetric =
  { readonly kind: 'utilisation' | 'rejected' | 'connections' } | { readonly kind: 'wait'; readonly q: number };

/** Metrics of the account. */
export type AccountMetric =
  | { readonly kind: 'headroom' }
  | { readonly kind: 'concurrency' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'errors' }
  | { readonly kind: 'cost' };

/** A function, or one of its versions; `null` = all of them. */
export interface FunctionSubject {
  readonly kind: 'function';
  readonly name: string;
  readonly version: string | null;
  readonly metric: FunctionMetric;
}

/** A dependency. */
export interface DependencySubject {
  readonly kind: 'dependency';
  readonly name: string;
  readonly metric: DependencyMetric;
}

/** How soon after a fault a thing is back. */
export interface RecoverySubject {
  readonly kind: 'recovery';
  readonly name: string;
  /** Whose recovery counts, the last one; as those of their series. */
  readonly scopes: readonly string[];
  /** Its place in the scenario's list, from 0. */
  readonly fault: number;
  readonly metric: { readonly kind: 'recovered' };
}

/** What the metric is taken of; a source, or one `route` of it. Percentiles have q in (0, 100]. */
export type ObjectiveSubject =
  | { readonly kind: 'source'; readonly name: string; readonly route?: string; readonly metric: SourceMetric }
  | FunctionSubject
  | { readonly kind: 'queue'; readonly name: string; readonly metric: QueueMetric }
  | { readonly kind: 'mapping'; readonly name: string; readonly metric: BacklogMetric }
  | { readonly kind: 'stream'; readonly name: string; readonly metric: BacklogMetric }
  | DependencySubject
  | { readonly kind: 'account'; readonly metric: AccountMetric }
  | RecoverySubject;

/** Unit of an objective's value and threshold. */
export type ObjectiveUnit = 'share' | 'ms' | 'count' | 'usd';

/** One objective of the scenario, parsed. */
export interface Objective {
  /** As the file says it. */
  readonly on: string;
  /** As the file says it, e.g. `p(99) latency < 1s`. */
  readonly expr: string;
  readonly level: 'fail' | 'warn';
  readonly subject: ObjectiveSubject;
  readonly comparison: Comparison;
  /** In `unit`: a fraction for shares, milliseconds for times. */
  readonly threshold: number;
  readonly unit: ObjectiveUnit;
  /** `run` = over the whole window after the warm-up; `1m` = in every calendar minute that has an event. */
  readonly window: 'run' | '1m';
}

/** `function`, or `function:version`. */
export function qualifiedName({ name, version }: FunctionSubject): string {
  return version === null ? name : `${name}:${version}`;
}
