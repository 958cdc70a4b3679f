/** The CSV files: RFC 4180 with `\n` line ends, `.` decimals, numbers as numbers and text that no spreadsheet runs. */
export { functionsCsv } from './csv/functions.ts';
export { REQUESTS_HEADER, requestsRow } from './csv/requests.ts';
export { throttlesCsv } from './csv/throttles.ts';
export { timeseriesCsv } from './csv/timeseries.ts';
