/** The series of a run as they are read: one value a bucket. */
import type { ColumnKind, CountSeries, MetricSeries, RunSeries, SeriesTable } from './run-record.ts';

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

/** All metrics of a run that occurred, thing by thing, in buckets `from` to `to` − 1. */
export function* metricSeries(series: RunSeries, from = 0, to = series.length): Generator<MetricSeries> {
  for (const [scope, own] of byScope(series)) {
    const kind = scope.slice(0, scope.includes('.') ? scope.indexOf('.') : undefined) as keyof typeof METRICS;
    for (const metric of METRICS[kind]) {
      const values = findSeries(own, scope, metric, from, to);
      if (values !== null) yield { scope, metric, values };
    }
  }
}

/**
 * One metric of one thing in buckets `from` to `to` − 1: a value a bucket, NaN where it did not occur; `null` where it
 * never did in them.
 */
export function findSeries(
  series: RunSeries,
  scope: string,
  metric: string,
  from = 0,
  to = series.length,
): Float64Array | null {
  const sum = SUMS[metric];
  return stored(series, scope, metric, from, to) ?? (sum === undefined ? null : summed(series, scope, sum, from, to));
}

/** The series of each thing, in the order of tables and counts: looking among all would take long where there are hundreds. */
function byScope(series: RunSeries): ReadonlyMap<string, RunSeries> {
  const scopes = new Map<string, { tables: SeriesTable[]; counts: CountSeries[] }>();
  for (const { scope } of [...series.tables, ...series.counts]) scopes.set(scope, { tables: [], counts: [] });
  for (const table of series.tables) scopes.get(table.scope)!.tables.push(table);
  for (const counts of series.counts) scopes.get(counts.scope)!.counts.push(counts);
  return new Map([...scopes].map(([scope, own]) => [scope, { ...series, ...own }]));
}

/**
 * A column as one value a page, NaN where it did not occur. A level holds from its page's row on: the column after it
 * says at what.
 */
function columnOf({ columns, chunks }: SeriesTable, column: number, from: number, to: number): Float64Array {
  const { kind } = columns[column]!;
  const level = kind === 'level';
  const stride = columns.length + 1;
  const dense = new Float64Array(to - from).fill(level ? 0 : NaN);
  let held = 0;
  let next = from;
  for (const chunk of chunks) {
    // Of what lies before, the last row says all.
    const begin = chunk.length > 0 && chunk[chunk.length - stride]! < from ? chunk.length - stride : 0;
    for (let row = begin; row < chunk.length && chunk[row]! < to; row += stride) {
      const page = chunk[row]!;
      if (level) {
        if (page > next) dense.fill(held, next - from, page - from);
        held = chunk[row + 2 + column]!;
        next = Math.max(from, page + 1);
      }
      const value = chunk[row + 1 + column]!;
      if (page >= from && !isAbsent(kind, value)) dense[page - from] = value;
    }
  }
  if (level) dense.fill(held, next - from);
  return dense;
}

function stored(series: RunSeries, scope: string, metric: string, from: number, to: number): Float64Array | null {
  for (const table of series.tables) {
    if (table.scope !== scope) continue;
    const column = table.columns.findIndex((candidate) => candidate.metric === metric);
    if (column < 0) continue;
    const values = columnOf(table, column, from, to);
    return occurred(values) ? values : null;
  }
  const found = series.counts.find((candidate) => candidate.scope === scope && candidate.metric === metric);
  if (found === undefined || found.counts.length <= from) return null;
  const values = new Float64Array(to - from).fill(NaN);
  found.counts.subarray(from, to).forEach((count, page) => {
    if (count !== 0) values[page] = count;
  });
  return values;
}

function summed(
  series: RunSeries,
  scope: string,
  parts: (typeof SUMS)[string],
  from: number,
  to: number,
): Float64Array | null {
  const total = new Float64Array(to - from);
  for (const [metric, sign] of parts) {
    stored(series, scope, metric, from, to)?.forEach((value, page) => {
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
