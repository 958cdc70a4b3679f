/** timeseries.csv: every metric of every thing over time, in long form. */
import type { RunRecord } from '../../result/run-record.ts';
import { metricReaders } from '../../result/series.ts';
import { csvCells, csvRow, numberCell, secondsCell } from './cells.ts';

/**
 * The file in pieces, the header first, so that a million buckets are never one text.
 * `t_s` is the bucket's start from t = 0, warm-up included; time-major, then in the order of the series;
 * what did not occur in a bucket has no line. A run without series gives no lines.
 */
export function* timeseriesCsv(records: readonly RunRecord[]): Generator<string> {
  yield csvRow(['run', 't_s', 'scope', 'metric', 'value']);
  for (const record of records) yield* runLines(record);
}

/** Long enough to make writing cheap, short enough to be nothing beside the series themselves. */
const PIECE_LINES = 256;

function* runLines({ run, series }: RunRecord): Generator<string> {
  let lines: string[] = [];
  const columns = [...metricReaders(series)].map(({ scope, metric, reader }) => ({
    reader,
    cells: csvCells([scope, metric]),
  }));
  for (let bucket = 0; bucket < series.length; bucket++) {
    const start = `${run.toString()},${secondsCell(bucket * series.bucket)}`;
    for (const { reader, cells } of columns) {
      const value = reader.at(bucket);
      if (!Number.isFinite(value)) continue;
      lines.push(`${start},${cells},${numberCell(value)}\n`);
      if (lines.length < PIECE_LINES) continue;
      yield lines.join('');
      lines = [];
    }
  }
  if (lines.length > 0) yield lines.join('');
}
