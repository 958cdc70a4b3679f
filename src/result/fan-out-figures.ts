/** What a result says of functions that call functions, beside everything else. */

/** Keys of a function. */
export interface FanOutFigures {
  /** R11.21, of functions that a chain of calls can come back to: what the recursion guard did not run (R9.9). */
  readonly RecursiveInvocationsDropped?: number;
  /** Of functions that wait for the answers of others, over finished invocations. */
  readonly waiting?: {
    /** Of Duration. */
    readonly share: number;
    /** What it costs: mean units of concurrency that do nothing else. */
    readonly concurrency: number;
    /** Share of Duration by the function that is waited for. */
    readonly callees: Readonly<Record<string, number>>;
  };
}
