/** The words that flags with a choice take. */

/** `series-all` is `series` for every run. */
export const CSV_KINDS = ['summary', 'series', 'series-all', 'requests'] as const;
export const CHART_MODES = ['png', 'none'] as const;
export const FAIL_ON = ['fail', 'warn', 'none'] as const;
/** What ends `lsim compare` in an exit code other than 0. */
export const COMPARE_FAIL_ON = ['new-failure', 'any-failure', 'worse', 'none'] as const;
export const COMPARE_FORMATS = ['text', 'markdown', 'json'] as const;
/** What `lsim export` can write. */
export const EXPORT_KINDS = ['cloudwatch'] as const;
/** What becomes of the comment of an earlier push, and what is worth a new one. */
export const COMMENT_BEHAVIORS = ['update', 'hide-and-new', 'new'] as const;
export const COMMENT_ON = ['alert', 'change', 'always'] as const;
/** Whose workflows `lsim init` can write. */
export const CI_KINDS = ['github'] as const;
export const COLOR_MODES = ['auto', 'always', 'never'] as const;
export const PROGRESS_MODES = ['auto', 'bar', 'plain', 'none'] as const;

export type CsvKind = (typeof CSV_KINDS)[number];
export type ChartMode = (typeof CHART_MODES)[number];
export type FailOn = (typeof FAIL_ON)[number];
export type CompareFormat = (typeof COMPARE_FORMATS)[number];
export type ExportKind = (typeof EXPORT_KINDS)[number];
export type CiKind = (typeof CI_KINDS)[number];
export type ColorMode = (typeof COLOR_MODES)[number];
export type ProgressMode = (typeof PROGRESS_MODES)[number];
export type CommentBehavior = (typeof COMMENT_BEHAVIORS)[number];
export type CommentOn = (typeof COMMENT_ON)[number];
