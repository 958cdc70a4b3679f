/** A run that was written earlier: its result.json and the timeseries.csv beside it. */
import { dirname, join } from 'node:path';
import { csvParseRows } from 'd3-dsv';
import { SECOND, type Micros } from '../des/time.ts';
import type { MetricSeries } from '../result/series-record.ts';
import { noResult, readResultFile, readSavedText } from './result-file.ts';

/** Run 1 of what was saved. */
export interface SavedResult {
  readonly series: readonly MetricSeries[];
  readonly bucket: Micros;
  readonly warmup: Micros;
  readonly complete: boolean;
  /** Their names. */
  readonly functions: readonly string[];
}

/**
 * Reads a result.json and its series.
 * @param path absolute @param shown as typed
 * @throws Failure with E_FILE_MISSING or E_FILE_UNREADABLE (exit 4), or E_RESULT (exit 3) where it is no result of lsim
 */
export function readSavedResult(path: string, shown: string): SavedResult {
  const { warmup_s, complete, functions } = readResultFile(path, shown, 'exported');
  const { series, bucket } = readSavedSeries(path, shown, 'exported');
  return { series, bucket, warmup: Math.round(warmup_s * SECOND), complete, functions: Object.keys(functions) };
}

/** The series of run 1 in the timeseries.csv beside a result.json; throws as `readSavedResult` does. */
export function readSavedSeries(path: string, shown: string, purpose: string): Pick<SavedResult, 'series' | 'bucket'> {
  const name = join(dirname(shown), SERIES_FILE);
  return seriesOf(readSavedText(join(dirname(path), SERIES_FILE), name), name, purpose);
}

const SERIES_FILE = 'timeseries.csv';

/** `run,t_s,scope,metric,value`, time-major; the account's concurrency has a value in every bucket. */
function seriesOf(text: string, shown: string, purpose: string): Pick<SavedResult, 'series' | 'bucket'> {
  const [columns = [], ...rows] = csvParseRows(text);
  if (columns.join() !== 'run,t_s,scope,metric,value')
    throw noResult(shown, 'it is not a timeseries.csv of lsim', purpose);
  const run1 = rows.filter(([run]) => run === '1');
  const instants = [...new Set(run1.map(([, t_s]) => Math.round(Number(t_s) * SECOND)))];
  const bucket = instants.length > 1 ? instants[1]! - instants[0]! : 60 * SECOND;
  const byName = new Map<string, MetricSeries>();
  for (const [, t_s, scope = '', metric = '', value] of run1) {
    const name = `${scope}\n${metric}`;
    const series = byName.get(name) ?? { scope, metric, values: new Float64Array(instants.length).fill(NaN) };
    byName.set(name, series);
    series.values[Math.round((Number(t_s) * SECOND) / bucket)] = Number(value);
  }
  return { series: [...byName.values()], bucket };
}
