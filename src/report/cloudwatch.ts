/** Series as `aws cloudwatch get-metric-data` answers (R11.1-R11.25). */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { MetricSeries } from '../result/series-record.ts';
import { ownedMetric, type Merge } from './cloudwatch-metrics.ts';

/** Series of one run and where they lie in time. */
export interface MetricSource {
  readonly series: readonly MetricSeries[];
  /** From one value to the next. */
  readonly bucket: Micros;
  /** What begins before this is left out. */
  readonly warmup: Micros;
  /** How the calendar writes an instant since t = 0, such as `2024-01-01T00:00:00+00:00`. */
  readonly timestamp: (at: Micros) => string;
  /** Whether the run reached its end. */
  readonly complete: boolean;
}

/** How long a period is: a minute, or the bucket where that is longer. `null` = buckets do not fill minutes. */
export function periodOf(bucket: Micros): Micros | null {
  if (MINUTE % bucket === 0) return MINUTE;
  return bucket % MINUTE === 0 ? bucket : null;
}

/** The series that are left out because buckets are shorter than a minute: their names, each once. */
export function leftOut({ series, bucket }: MetricSource): string[] {
  if (bucket % MINUTE === 0) return [];
  return [...new Set(series.filter((each) => ownedMetric(each)?.merge === 'none').map(({ metric }) => metric))];
}

/**
 * The answer as JSON text with a final newline: newest first, as AWS gives it; a period in which a metric did not occur
 * has no value. Labels are `MetricName|FunctionName|Stat|Period`; what belongs to the account has no function, and queues
 * and mappings have their own name in its place.
 * @param source its bucket must have a period
 */
export function metricDataText(source: MetricSource): string {
  const period = periodOf(source.bucket)!;
  const all = resultsOf(source, period);
  const results = all.map(({ label, points }, index) => ({
    Id: `m${(index + 1).toString()}`,
    Label: label,
    Timestamps: points.map(({ at }) => source.timestamp(at)),
    Values: points.map(({ value }) => value),
    StatusCode: source.complete ? 'Complete' : 'PartialData',
  }));
  return `${JSON.stringify({ MetricDataResults: results, Messages: [] }, null, 2)}\n`;
}

interface Point {
  readonly at: Micros;
  readonly value: number;
}

function resultsOf(source: MetricSource, period: Micros): { label: string; points: Point[] }[] {
  const scopes = [...new Set(source.series.map(({ scope }) => scope))];
  return scopes.flatMap((scope) => {
    return withZeros(source.series.filter((each) => each.scope === scope)).flatMap((each) => {
      const known = ownedMetric(each);
      if (known === null || (known.merge === 'none' && source.bucket !== period)) return [];
      const points = pointsOf(source, period, each.values, known.merge);
      const label = `${known.name}|${known.owner}|${known.stat}|${(period / SECOND).toString()}`;
      return points.length === 0 ? [] : [{ label, points }];
    });
  });
}

/** AWS gives errors and throttles of 0 for every minute with an invocation. */
function withZeros(series: readonly MetricSeries[]): readonly MetricSeries[] {
  const invocations = series.find(({ metric }) => metric === 'Invocations');
  if (invocations === undefined) return series;
  const counts = ['Errors', 'Throttles'].map((metric) => {
    const counted = series.find((each) => each.metric === metric)?.values ?? new Float64Array();
    const length = Math.max(counted.length, invocations.values.length);
    const values = Float64Array.from({ length }, (_, k) => {
      return counted[k]! >= 0 ? counted[k]! : invocations.values[k]! > 0 ? 0 : NaN;
    });
    return { ...invocations, metric, values };
  });
  const others = series.filter((each) => each !== invocations && !counts.some(({ metric }) => metric === each.metric));
  return [invocations, ...counts, ...others];
}

/** Newest first. */
function pointsOf({ bucket, warmup }: MetricSource, period: Micros, values: Float64Array, merge: Merge): Point[] {
  const wide = period / bucket;
  const points: Point[] = [];
  for (let k = Math.ceil(values.length / wide) - 1; k >= 0; k--) {
    const at = k * period;
    const value = merged(values.subarray(k * wide, (k + 1) * wide), merge);
    if (at >= warmup && merge === 'gauge') points.push({ at, value: Number.isNaN(value) ? 0 : value });
    else if (at >= warmup && !Number.isNaN(value) && (merge !== 'level' || value > 0)) points.push({ at, value });
  }
  return points;
}

function merged(values: Float64Array, merge: Merge): number {
  return values.reduce((all, value) => {
    if (Number.isNaN(value)) return all;
    if (Number.isNaN(all)) return value;
    return merge === 'sum' ? all + value : Math.max(all, value);
  }, NaN);
}
