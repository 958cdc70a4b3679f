/** The words that flags with a choice take. */

/** `series-all` is `series` for every run. */
export const CSV_KINDS = ['summary', 'series', 'series-all', 'requests'] as const;
export const CHART_MODES = ['png', 'none'] as const;
export const FAIL_ON = ['fail', 'warn', 'none'] as const;
/** What `lsim export` can write. */
export const EXPORT_KINDS = ['cloudwatch'] as const;
export const COLOR_MODES = ['auto', 'always', 'never'] as const;
export const PROGRESS_MODES = ['auto', 'bar', 'plain', 'none'] as const;

export type CsvKind = (typeof CSV_KINDS)[number];
export type ChartMode = (typeof CHART_MODES)[number];
export type FailOn = (typeof FAIL_ON)[number];
export type ExportKind = (typeof EXPORT_KINDS)[number];
export type ColorMode = (typeof COLOR_MODES)[number];
export type ProgressMode = (typeof PROGRESS_MODES)[number];
