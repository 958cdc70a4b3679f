/** The time series of a run as they are recorded: plain data that workers can send. Read them with `series.ts`. */
import type { Micros } from '../des/time.ts';
import type { Counts } from './column.ts';

/** What is told of the times of a page: a percentile in (0, 100], their mean or the greatest of them. */
export type Statistic = number | 'mean' | 'max';

/**
 * A column of a table: what it is called outside, empty where it is for nobody there, and how it reads. A `count` of 0
 * did not occur, a `value` of NaN neither; a `level` also has a value where there is no row, namely what the column after
 * it, its `after`, says in the row before; a `time` is said of times that are kept in microseconds, in milliseconds.
 */
export type Column =
  | { readonly metric: string; readonly kind: 'count' | 'value' | 'level' | 'after' }
  | { readonly metric: string; readonly kind: 'time'; readonly statistic: Statistic };

/** One thing over time: rows for the buckets in which something happened to it, in the order of time. */
export interface SeriesTable {
  /** `account`, `functions.<name>`, `sources.<name>`, `dependencies.<name>` or `deployments.<function>:<alias>`. */
  readonly scope: string;
  /** What the columns are, those of times last. */
  readonly columns: readonly Column[];
  /** Its rows as `row-format.ts` says, some in each. */
  readonly chunks: readonly Uint8Array[];
}

/** How often something that is rare happened to one thing. */
export interface CountSeries {
  readonly scope: string;
  readonly metric: string;
  readonly counts: Counts;
}

/** One metric of one thing over time, made from its table. NaN = it did not occur in that bucket. */
export interface MetricSeries {
  /** `account`, `functions.<name>`, `sources.<name>`, `sources.<name>.routes.<name>`, `queues.<name>` or `dependencies.<name>`. */
  readonly scope: string;
  /** CloudWatch's name where it means the same; the unit last where there is one. */
  readonly metric: string;
  /** One value a bucket from t = 0 to the end of the run. */
  readonly values: Float64Array;
}

/** A row of throttles.csv. */
export interface ThrottleRow {
  /** Index of the bucket from t = 0. */
  readonly bucket: number;
  readonly function: string;
  /** Index into REFUSALS. */
  readonly throttle: number;
  /** Function with most in flight in the exhausted pool; `background`; empty for rate causes. */
  readonly holder: string;
  readonly count: number;
  /** Mean share of the pool that the holder held at these throttles; NaN for rate causes. */
  readonly holderShare: number;
}

/** The rows of throttles.csv by bucket, function, reason and holder; read them with `throttleRows`. */
export interface ThrottleTable {
  /** All functions by number, the background last. */
  readonly names: readonly string[];
  readonly rows: SeriesTable;
}

/** The time series of a run; read them with `series.ts`. */
export interface RunSeries {
  /** Width of a bucket. */
  readonly bucket: Micros;
  /** How many buckets the run has reached. */
  readonly length: number;
  readonly tables: readonly SeriesTable[];
  readonly counts: readonly CountSeries[];
  readonly throttles: ThrottleTable;
}
