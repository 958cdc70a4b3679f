/** throttles.csv: when, why, and who held the pool. */
import { REFUSALS } from '../../lambda/throttle.ts';
import type { RunRecord } from '../../result/run-record.ts';
import { throttleRows } from '../../result/throttle-rows.ts';
import { csvRow, secondsCell } from './cells.ts';

/** The file, line by line: one a run, bucket, function, reason and holder; rate causes have no holder and no share. */
export function* throttlesCsv(records: readonly RunRecord[]): Generator<string> {
  yield csvRow(['run', 't_s', 'function', 'reason', 'cause', 'holder', 'count', 'holder_share']);
  for (const { run, series } of records) {
    for (const row of throttleRows(series.throttles)) {
      const throttle = REFUSALS[row.throttle];
      if (throttle === undefined) continue;
      const { reason, cause } = throttle;
      const t_s = Number(secondsCell(row.bucket * series.bucket));
      yield csvRow([run, t_s, row.function, reason, cause, row.holder, row.count, row.holderShare]);
    }
  }
}
