/** Which series CloudWatch has, too, and what they are called there (R11.1-R11.25). */
import type { MetricSeries } from '../result/series-record.ts';

/**
 * How several buckets become one. A `level` of 0 is no value: CloudWatch is told of levels by invocations; a `gauge` is
 * told of every minute. `none` cannot be made of shorter buckets.
 */
export type Merge = 'sum' | 'max' | 'level' | 'gauge' | 'none';

/** One metric with one statistic. */
export interface Metric {
  readonly name: string;
  readonly stat: string;
  readonly merge: Merge;
}

/** A metric, and the value of the dimension that tells its series from others of the name; empty for the account. */
export interface OwnedMetric extends Metric {
  readonly owner: string;
}

/** What CloudWatch makes of a series; `null` = it does not know it. */
export function ownedMetric({ scope, metric }: Pick<MetricSeries, 'scope' | 'metric'>): OwnedMetric | null {
  const dot = scope.indexOf('.');
  const [kind, owner] = dot < 0 ? [scope, ''] : [scope.slice(0, dot), scope.slice(dot + 1)];
  const known = METRICS.get(kind)?.get(metric);
  return known === undefined ? null : { ...known, owner };
}

/**
 * OffsetLag by function, as CloudWatch has it: the greatest of all its topics (R11.20).
 * @param functionOf the function that a mapping calls; `null` = not known, which leaves its lag out
 */
export function withOffsetLag(
  series: readonly MetricSeries[],
  functionOf: (mapping: string) => string | null,
): readonly MetricSeries[] {
  const lags = new Map<string, MetricSeries>();
  for (const { scope, metric, values } of series) {
    if (metric !== OFFSET_LAG || !scope.startsWith(MAPPING_SCOPE)) continue;
    const owner = functionOf(scope.slice(MAPPING_SCOPE.length));
    if (owner === null) continue;
    const other = lags.get(owner)?.values;
    const greatest = other === undefined ? values : values.map((value, k) => greater(value, other[k]!));
    lags.set(owner, { scope: `functions.${owner}`, metric, values: greatest });
  }
  return [...series, ...lags.values()];
}

/** Whether the lag of mappings is there, and of no function. */
export function lacksOffsetLag(series: readonly MetricSeries[]): boolean {
  const lags = series.filter(({ metric }) => metric === OFFSET_LAG);
  return lags.length > 0 && lags.every(({ scope }) => scope.startsWith(MAPPING_SCOPE));
}

const MAPPING_SCOPE = 'sources.';
const OFFSET_LAG = 'OffsetLag';

function greater(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b);
}

/** By `FunctionName`, or of the whole account. */
const OF_FUNCTIONS: ReadonlyMap<string, Metric> = new Map([
  ...['Invocations', 'Errors', 'Throttles', 'DeadLetterErrors', 'DestinationDeliveryFailures'].map(summed),
  ...['ProvisionedConcurrencyInvocations', 'ProvisionedConcurrencySpilloverInvocations'].map(summed),
  ...['AsyncEventsReceived', 'AsyncEventsDropped', 'RecursiveInvocationsDropped'].map(summed),
  ...['ConcurrentExecutions', 'UnreservedConcurrentExecutions', 'ClaimedAccountConcurrency'].map(greatest),
  ...['ProvisionedConcurrentExecutions', 'ProvisionedConcurrencyUtilization'].map(greatest),
  ...['Duration', 'PostRuntimeExtensionsDuration', 'AsyncEventAge', 'IteratorAge'].flatMap(timed),
  gauge(OFFSET_LAG, OFFSET_LAG),
]);

/** By `EventSourceMappingUUID`: the mapping's name stands for it. Units are told once a minute, and added up. */
const OF_MAPPINGS: ReadonlyMap<string, Metric> = new Map([
  gauge('ProvisionedPollers', 'ProvisionedPollers'),
  gauge('EventPollerUnit', 'EventPollerUnit', 'Sum'),
  summed('EventPollerThroughputInBytes'),
]);

/** By `QueueName`, in the namespace AWS/SQS. */
const OF_QUEUES: ReadonlyMap<string, Metric> = new Map([
  gauge('visible', 'ApproximateNumberOfMessagesVisible'),
  gauge('inFlight', 'ApproximateNumberOfMessagesNotVisible'),
  ['oldestAge_s', { name: 'ApproximateAgeOfOldestMessage', stat: 'Maximum', merge: 'max' }],
  ['sent', { name: 'NumberOfMessagesSent', stat: 'Sum', merge: 'sum' }],
]);

const METRICS: ReadonlyMap<string, ReadonlyMap<string, Metric>> = new Map([
  ['account', OF_FUNCTIONS],
  ['functions', OF_FUNCTIONS],
  ['sources', OF_MAPPINGS],
  ['queues', OF_QUEUES],
]);

function summed(name: string): [string, Metric] {
  return [name, { name, stat: 'Sum', merge: 'sum' }];
}

function greatest(name: string): [string, Metric] {
  return [name, { name, stat: 'Maximum', merge: 'level' }];
}

function gauge(metric: string, name: string, stat = 'Maximum'): [string, Metric] {
  return [metric, { name, stat, merge: 'gauge' }];
}

function timed(name: string): [string, Metric][] {
  return [
    [`${name}_mean_ms`, { name, stat: 'Average', merge: 'none' }],
    [`${name}_max_ms`, { name, stat: 'Maximum', merge: 'max' }],
    ...[50, 90, 95, 99].map((q): [string, Metric] => {
      return [`${name}_p${q}_ms`, { name, stat: `p${q}`, merge: 'none' }];
    }),
  ];
}
