/** The series of a run as they are read: one value a bucket. */
import { seriesReader, type Reader } from './series-reader.ts';
import type { CountSeries, MetricSeries, RunSeries, SeriesTable } from './series-record.ts';

/** What is told of each kind of thing, in this order. */
const METRICS = {
  account: ['ConcurrentExecutions', 'UnreservedConcurrentExecutions', 'ClaimedAccountConcurrency', 'background'],
  functions: [
    'Invocations',
    'Errors',
    'Throttles',
    'coldStarts',
    'ConcurrentExecutions',
    'environments',
    'Duration_p50_ms',
    'Duration_p99_ms',
    'initDuration_p50_ms',
    'AsyncEventsReceived',
    'AsyncEventsDropped',
    'AsyncEventAge_mean_ms',
    'AsyncEventAge_p99_ms',
    'AsyncEventAge_max_ms',
    'asyncQueue',
    'provisionedAllocated',
    'ProvisionedConcurrentExecutions',
    'ProvisionedConcurrencyUtilization',
    'ProvisionedConcurrencyInvocations',
    'ProvisionedConcurrencySpilloverInvocations',
  ],
  dependencies: [
    'calls',
    'rejected',
    'failed',
    'timeouts',
    'utilisation',
    'inService',
    'waiting',
    'connections',
    'wait_p50_ms',
    'wait_p99_ms',
  ],
  queues: ['visible', 'inFlight', 'oldestAge_s', 'sent', 'processed', 'deadLettered', 'lost'],
  sources: [
    'requests',
    'served',
    'failed',
    'attempts',
    'throttledAttempts',
    'latency_p50_ms',
    'latency_p95_ms',
    'latency_p99_ms',
    'latency_mean_ms',
    'backlog',
    'IteratorAge_p99_ms',
    'IteratorAge_max_ms',
    'lost',
    'OffsetLag',
    'pollers',
    'ProvisionedPollers',
    'EventPollerUnit',
    'EventPollerThroughputInBytes',
  ],
  deployments: ['weight'],
} as const;

/** A metric that a thing may have, read bucket by bucket. */
export interface MetricReader {
  readonly scope: string;
  readonly metric: string;
  readonly reader: Reader;
}

/** All metrics of a run, thing by thing. */
export function* metricReaders(series: RunSeries): Generator<MetricReader> {
  for (const [scope, own] of byScope(series)) {
    const kind = scope.slice(0, scope.includes('.') ? scope.indexOf('.') : undefined) as keyof typeof METRICS;
    for (const metric of METRICS[kind]) {
      const reader = seriesReader(own, scope, metric);
      if (reader !== null) yield { scope, metric, reader };
    }
  }
}

/** All metrics of a run that occurred, thing by thing. */
export function* metricSeries(series: RunSeries): Generator<MetricSeries> {
  for (const { scope, metric, reader } of metricReaders(series)) {
    const values = valuesOf(reader, series.length);
    if (values !== null) yield { scope, metric, values };
  }
}

/** One metric of one thing: a value a bucket, NaN where it did not occur; `null` where it never did. */
export function findSeries(series: RunSeries, scope: string, metric: string): Float64Array | null {
  const reader = seriesReader(series, scope, metric);
  return reader === null ? null : valuesOf(reader, series.length);
}

/** The series of each thing, in the order of tables and counts: looking among all would take long where there are hundreds. */
function byScope(series: RunSeries): ReadonlyMap<string, RunSeries> {
  const scopes = new Map<string, { tables: SeriesTable[]; counts: CountSeries[] }>();
  for (const { scope } of [...series.tables, ...series.counts]) scopes.set(scope, { tables: [], counts: [] });
  for (const table of series.tables) scopes.get(table.scope)!.tables.push(table);
  for (const counts of series.counts) scopes.get(counts.scope)!.counts.push(counts);
  return new Map([...scopes].map(([scope, own]) => [scope, { ...series, ...own }]));
}

function valuesOf(reader: Reader, length: number): Float64Array | null {
  const values = new Float64Array(length);
  let occurred = false;
  for (let page = 0; page < length; page++) {
    const value = reader.at(page);
    values[page] = value;
    if (!Number.isNaN(value)) occurred = true;
  }
  return occurred ? values : null;
}
