/** The series of a run as they are read: one value a bucket. */
import type { ColumnKind, MetricSeries, RunSeries, SeriesTable } from './run-record.ts';

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
  ],
  deployments: ['weight'],
} as const;

/** Metrics that are others added up (+1) or taken away (−1). */
const SUMS: Readonly<Record<string, readonly (readonly [metric: string, sign: 1 | -1])[]>> = {
  served: [
    ['requests', 1],
    ['failed', -1],
    ['unfinished', -1],
  ],
  attempts: [
    ['requests', 1],
    ['retries', 1],
  ],
};

/** All metrics of a run that occurred, thing by thing. */
export function* metricSeries(series: RunSeries): Generator<MetricSeries> {
  for (const scope of new Set([...series.tables, ...series.counts].map((part) => part.scope))) {
    const kind = scope.slice(0, scope.includes('.') ? scope.indexOf('.') : undefined) as keyof typeof METRICS;
    for (const metric of METRICS[kind]) {
      const values = findSeries(series, scope, metric);
      if (values !== null) yield { scope, metric, values };
    }
  }
}

/** One metric of one thing, a value a bucket, NaN where it did not occur; `null` where it never did. */
export function findSeries(series: RunSeries, scope: string, metric: string): Float64Array | null {
  const sum = SUMS[metric];
  return stored(series, scope, metric) ?? (sum === undefined ? null : summed(series, scope, sum));
}

/**
 * A column as one value a page, NaN where it did not occur. A level holds from its page's row on: the column after it
 * says at what.
 * @param length how many pages
 */
export function columnOf(table: SeriesTable, column: number, length: number): Float64Array {
  const { kind } = table.columns[column]!;
  const stride = table.columns.length + 1;
  const dense = new Float64Array(length).fill(kind === 'level' ? 0 : NaN);
  let held = 0;
  let from = 0;
  for (const chunk of table.chunks) {
    for (let row = 0; row < chunk.length; row += stride) {
      const page = chunk[row]!;
      const value = chunk[row + 1 + column]!;
      if (kind === 'level') {
        dense.fill(held, from, page);
        held = chunk[row + 2 + column]!;
        from = page + 1;
      }
      if (page < length && !isAbsent(kind, value)) dense[page] = value;
    }
  }
  if (kind === 'level') dense.fill(held, from);
  return dense;
}

function stored(series: RunSeries, scope: string, metric: string): Float64Array | null {
  for (const table of series.tables) {
    if (table.scope !== scope) continue;
    const column = table.columns.findIndex((candidate) => candidate.metric === metric);
    if (column < 0) continue;
    const values = columnOf(table, column, series.length);
    return occurred(values) ? values : null;
  }
  const found = series.counts.find((candidate) => candidate.scope === scope && candidate.metric === metric);
  if (found === undefined || found.counts.length === 0) return null;
  const values = new Float64Array(series.length).fill(NaN);
  found.counts.forEach((count, page) => {
    if (count !== 0 && page < series.length) values[page] = count;
  });
  return values;
}

function summed(series: RunSeries, scope: string, parts: (typeof SUMS)[string]): Float64Array | null {
  const total = new Float64Array(series.length);
  for (const [metric, sign] of parts) {
    stored(series, scope, metric)?.forEach((value, page) => {
      if (!Number.isNaN(value)) total[page]! += sign * value;
    });
  }
  for (let page = 0; page < total.length; page++) if (total[page] === 0) total[page] = NaN;
  return occurred(total) ? total : null;
}

/** What a value says when it did not occur: counts are never 0, values are NaN then. */
function isAbsent(kind: ColumnKind, value: number): boolean {
  return kind === 'count' ? value === 0 : Number.isNaN(value);
}

function occurred(values: Float64Array): boolean {
  return values.some((value) => !Number.isNaN(value));
}
