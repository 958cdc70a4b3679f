/** requests.csv: one line per request, written while the run goes on. */
import { csvCells, csvRow, secondsCell } from './cells.ts';

/** The first line, with its line end. */
export const REQUESTS_HEADER = csvRow([
  'run',
  'source',
  'function',
  'arrival_s',
  'start_s',
  'end_s',
  'environment',
  'cold',
  'status',
  'attempts',
]);

/**
 * One line with its line end. Times are in microseconds, written as seconds with at most six decimals;
 * `NaN` times and environment -1 are empty cells.
 * @param run 1-based; the other parameters are those of `RequestLog.row`
 */
export function requestsRow(
  run: number,
  source: string,
  fn: string,
  arrival: number,
  start: number,
  end: number,
  environment: number,
  cold: boolean,
  status: string,
  attempts: number,
): string {
  const times = `${secondsCell(arrival)},${secondsCell(start)},${secondsCell(end)}`;
  const place = environment < 0 ? '' : environment.toString();
  return `${run.toString()},${csvCells([source, fn])},${times},${place},${cold.toString()},${csvCells([status])},${attempts.toString()}\n`;
}
