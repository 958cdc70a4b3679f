/** Everything that a scenario writes, as text. */
import { functionsCsv, requestsRow, throttlesCsv, timeseriesCsv } from '../../src/report/csv.ts';
import { resultJsonText } from '../../src/report/json.ts';
import { summarise } from '../../src/result/summary.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { Replication } from '../../src/simulate.ts';

/** Texts by file name. */
export type Outputs = Readonly<Record<string, string>>;

/** Plays all runs of a scenario. @param slice events at a time, as a command line that wants to breathe would */
export function outputsOf(scenario: Scenario, slice = Infinity): Outputs {
  const requests: string[] = [];
  const records = Array.from({ length: scenario.runs }, (_, k) => {
    const replication = new Replication(scenario, k + 1, {
      series: true,
      requestLog: { row: (...row) => requests.push(requestsRow(k + 1, ...row)) },
    });
    while (!replication.advance(slice));
    return replication.record();
  });
  const result = summarise(scenario, records);
  return {
    'result.json': resultJsonText(result),
    'functions.csv': functionsCsv(result),
    'timeseries.csv': [...timeseriesCsv(records)].join(''),
    'throttles.csv': [...throttlesCsv(records)].join(''),
    'requests.csv': requests.join(''),
  };
}

/** The same lines in the order of the alphabet, for what only the order of the file moves. */
export function sortedLines(text: string | undefined): readonly string[] {
  return (text ?? '').split('\n').sort();
}
