/** What a mapping of a stream counts, by its own instant. */

const COUNTS = [
  'attempts',
  'throttledAttempts',
  'throttledRecords',
  'polled',
  'filtered',
  'invoked',
  'failedRecords',
  'dropped',
  'delivered',
  'undelivered',
] as const;

/** One number each. */
type StreamCounts = Record<(typeof COUNTS)[number], number>;

/** At the beginning of the window. */
export function nothing(): StreamCounts {
  return Object.fromEntries(COUNTS.map((count) => [count, 0])) as StreamCounts;
}
