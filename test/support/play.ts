/** Plays a scenario and keeps a line per request. */
import { toSeconds } from '../../src/des/time.ts';
import type { RunRecord } from '../../src/result/run-record.ts';
import type { ResultJson } from '../../src/result/run-result.ts';
import { findSeries } from '../../src/result/series.ts';
import { summarise } from '../../src/result/summary.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Replication } from '../../src/simulate.ts';
import type { RequestLog } from '../../src/workload/request-log.ts';

/** One request as the log tells it; times in seconds, `null` where there is none. */
export interface Row {
  readonly source: string;
  readonly fn: string;
  readonly arrival_s: number;
  readonly start_s: number | null;
  readonly end_s: number | null;
  readonly environment: number | null;
  readonly cold: boolean;
  readonly status: string;
  readonly attempts: number;
}

/** One run, from three sides. */
export interface Played {
  readonly json: ResultJson;
  readonly record: RunRecord;
  /** In the order of arrival; of one instant in the order of the log. */
  readonly rows: readonly Row[];
}

/** Plays the first run of a scenario. @param keepsRows false = without a line a request, for runs with very many */
export function play(scenario: Scenario, keepsRows = true): Played {
  const rows: Row[] = [];
  const requestLog: RequestLog = {
    row: (source, fn, arrival, start, end, environment, cold, status, attempts) => {
      rows.push({
        source,
        fn,
        arrival_s: toSeconds(arrival),
        start_s: Number.isNaN(start) ? null : toSeconds(start),
        end_s: Number.isNaN(end) ? null : toSeconds(end),
        environment: environment < 0 ? null : environment,
        cold,
        status,
        attempts,
      });
    },
  };
  const replication = new Replication({ ...scenario, runs: 1 }, 1, {
    series: true,
    requestLog: keepsRows ? requestLog : null,
  });
  while (!replication.advance(Infinity));
  const record = replication.record();
  rows.sort((a, b) => a.arrival_s - b.arrival_s);
  return { json: summarise({ ...scenario, runs: 1 }, [record]).json, record, rows };
}

/** Values of a series by bucket up to the last one in which the metric occurred, NaN where it did not. */
export function series(record: RunRecord, scope: string, metric: string): readonly number[] {
  const found = findSeries(record.series, scope, metric);
  if (found === null) throw new Error(`no ${metric} of ${scope}`);
  return [...found.subarray(0, found.findLastIndex((value) => !Number.isNaN(value)) + 1)];
}

/** How many rows have each value, e.g. each status. */
export function countBy<T>(things: readonly T[], keyOf: (thing: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const thing of things) {
    const key = keyOf(thing);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}
