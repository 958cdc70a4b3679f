/** Shapes that many figures of a result have. */

/** Percentiles are the upper edge of their bucket (at most 0.5 % above); mean and max are exact. */
export interface Statistics {
  readonly mean_ms: number;
  readonly p50_ms: number;
  readonly p90_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  /** From 2 runs up: 5th and 95th percentile of the runs' maxima; `max_ms` is their median. */
  readonly maxBand?: readonly [number, number];
}

/** A level over the window; `max` is exact, over several runs the median of theirs with its band. */
export interface MaxMean {
  readonly max: number;
  readonly mean: number;
  readonly maxBand?: readonly [number, number];
}

/** R11.23: what the EventCount metrics of an event source mapping count, each record or message as often as it comes. */
export interface EventCounts {
  readonly PolledEventCount: number;
  readonly FilteredOutEventCount: number;
  readonly InvokedEventCount: number;
  readonly FailedInvokeEventCount: number;
  /** Of queues. */
  readonly DeletedEventCount?: number;
  /** Of streams. */
  readonly DroppedEventCount?: number;
  readonly OnFailureDestinationDeliveredEventCount?: number;
}
