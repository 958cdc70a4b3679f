/** What the workload is told of clients: how long they wait, and whether they try again. */
import type { Micros } from '../des/time.ts';

/** Exponential back-off: the k-th retry (k = 0, 1 …) waits `min(cap, base × factor^k)`, then jitter is applied. */
export interface Backoff {
  readonly base: Micros;
  readonly factor: number;
  readonly cap: Micros;
  readonly jitter: 'none' | 'full' | 'equal';
}

/** Retry token bucket of an SDK client: one per source (R5.6, R5.7). */
export interface RetryTokens {
  readonly capacity: number;
  readonly throttleCost: number;
  readonly transientCost: number;
  readonly timeoutCost: number;
}

/** Whether and when a client tries again. */
export interface RetryConfig {
  /** Attempts in all, the first included. */
  readonly maxAttempts: number;
  readonly on: { readonly throttle: boolean; readonly serverError: boolean; readonly timeout: boolean };
  /** After a 429. */
  readonly throttleBackoff: Backoff;
  /** After a 5xx or a client timeout. */
  readonly transientBackoff: Backoff;
  readonly tokens: RetryTokens | null;
  /** Retries as a share of the requests, at most; `null` = as many as wanted. */
  readonly budget: number | null;
}

/** The client behind a source: how long it waits, and whether it tries again. */
export interface ClientConfig {
  /** The client gives an attempt up after this long; the function runs on (R5.13). `null` = it waits. */
  readonly timeout: Micros | null;
  /** `null` = never tries again. */
  readonly retry: RetryConfig | null;
}
