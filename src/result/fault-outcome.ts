/** What result.json says of a fault. */

/** One fault, and how things came through it. Recovery is that of run 1 but for `runsRecovered` and `recovered_s`. */
export interface FaultResult {
  readonly on: string;
  readonly at_s: number;
  /** 0 = it happened in one instant. */
  readonly for_s: number;
  /** As the file says them. */
  readonly effects: string;
  /** Median over the runs of the time from its end until everything was back; `null` = not, or nobody can tell. */
  readonly recovered_s: number | null;
  /** In how many runs everything was back; `null` where there is too little time before or after it to tell. */
  readonly runsRecovered: number | null;
  /** The thing that was back last, or is not; `null` = nothing was out of its range after the fault. */
  readonly last: {
    /** `functions.<f>`, `sources.<s>` and so on. */
    readonly scope: string;
    readonly metric: string;
    readonly isBack: boolean;
    /** Mean before the fault, and in the last minute out of range; in ms for times. */
    readonly before: number | null;
    readonly value: number | null;
  } | null;
  /** A source that its own retries keep down though the fault is over; `null` = none. */
  readonly metastable: {
    readonly source: string;
    readonly attemptsBefore: number;
    readonly attemptsAfter: number;
    readonly text: string;
  } | null;
}
