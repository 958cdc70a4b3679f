/** What a run records of functions that call functions, and of all that a request sets going. */
import type { Micros } from '../des/time.ts';
import type { HistogramRecord } from './plain-records.ts';

/** What only functions have that call others, or that a chain of calls can come back to. */
export interface FanOutRecord {
  /** How long finished invocations waited for the answers of their calls, by callee; `null` = it never waits. */
  readonly waits: readonly { readonly callee: string; readonly sum: Micros }[] | null;
  /** R11.21: invocations that were not run because a loop had come back too often; `null` = it is part of none. */
  readonly loopsStopped: number | null;
}

/** From the arrivals of requests to the ends of all that they set going. */
export interface CompletionRecord {
  readonly times: HistogramRecord;
  /** Requests of which something had not ended when the run stopped. */
  readonly unfinished: number;
}
