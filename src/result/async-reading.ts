/** What is told of the two readings of `asyncRetry` (R6.4). */

/** How the asynchronous events of a function fare under both readings of `asyncRetry` in run 1 (R6.4). */
export interface AsyncReadingsResult {
  readonly function: string;
  readonly perEventTimers: AsyncReading;
  readonly queue: AsyncReading;
}

/** The figures that decide whether the readings differ. */
export interface AsyncReading {
  readonly AsyncEventsDropped: number;
  readonly AsyncEventAge_p99_ms: number;
}
