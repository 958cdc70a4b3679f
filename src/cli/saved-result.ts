/** A run that was written earlier: its result.json and the timeseries.csv beside it. */
import { dirname, join } from 'node:path';
import { csvParseRows } from 'd3-dsv';
import { SECOND, type Micros } from '../des/time.ts';
import type { MetricSeries } from '../result/run-record.ts';
import { SCHEMA_VERSION } from '../result/run-result.ts';
import { EXIT } from './exit-code.ts';
import { Failure, problem } from './failure.ts';
import { readScenarioFile } from './files.ts';

/** Run 1 of what was saved. */
export interface SavedResult {
  readonly series: readonly MetricSeries[];
  readonly bucket: Micros;
  readonly warmup: Micros;
  readonly complete: boolean;
}

/**
 * Reads a result.json and its series.
 * @param path absolute @param shown as typed
 * @throws Failure with E_FILE_MISSING or E_FILE_UNREADABLE (exit 4), or E_RESULT (exit 3) where it is no result of lsim
 */
export function readSavedResult(path: string, shown: string): SavedResult {
  const { warmup_s, complete } = header(textOf(path, shown), shown);
  const csv = join(dirname(shown), 'timeseries.csv');
  const { series, bucket } = seriesOf(textOf(join(dirname(path), 'timeseries.csv'), csv), csv);
  return { series, bucket, warmup: Math.round(warmup_s * SECOND), complete };
}

function textOf(path: string, shown: string): string {
  const read = readScenarioFile(path);
  if ('text' in read) return read.text;
  const code = read.problem === 'missing' ? 'E_FILE_MISSING' : 'E_FILE_UNREADABLE';
  throw new Failure(EXIT.file, [problem(code, shown, `cannot be read: ${read.detail}`)]);
}

function header(text: string, shown: string): { readonly warmup_s: number; readonly complete: boolean } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw noResult(shown, 'it is not JSON');
  }
  const { schemaVersion, warmup_s, complete } = (typeof json === 'object' && json !== null ? json : {}) as Readonly<
    Record<string, unknown>
  >;
  if (typeof schemaVersion !== 'string' || typeof warmup_s !== 'number' || typeof complete !== 'boolean') {
    throw noResult(shown, 'it is not a result.json of lsim');
  }
  const [major] = schemaVersion.split('.');
  if (major !== SCHEMA_VERSION.split('.')[0]) {
    throw noResult(
      shown,
      `its schemaVersion is ${schemaVersion}; this lsim reads ${SCHEMA_VERSION} and older minor ones`,
    );
  }
  return { warmup_s, complete };
}

/** `run,t_s,scope,metric,value`, time-major; the account's concurrency has a value in every bucket. */
function seriesOf(text: string, shown: string): { readonly series: MetricSeries[]; readonly bucket: Micros } {
  const [columns = [], ...rows] = csvParseRows(text);
  if (columns.join() !== 'run,t_s,scope,metric,value') throw noResult(shown, 'it is not a timeseries.csv of lsim');
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

function noResult(shown: string, why: string): Failure {
  return new Failure(EXIT.invalid, [problem('E_RESULT', shown, `cannot be exported: ${why}`)]);
}
