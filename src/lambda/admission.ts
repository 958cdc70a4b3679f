/** The order of the checks before an invocation (R2.8, A-8; 15.1). */
import type { Micros } from '../des/time.ts';
import type { Concurrency } from './concurrency.ts';
import type { FunctionState } from './function-state.ts';
import { ACCOUNT_REQUEST_RATE, RESERVED_REQUEST_RATE, RESERVED_SCALING_RATE, SCALING_RATE } from './throttle.ts';
import type { TokenBucket } from './token-bucket.ts';

/** An idle environment serves it. */
export const REUSE = -1;
/** A new environment is created for it. */
export const CREATE = -2;

/** What the account sets in front of all functions. */
export interface AccountGate {
  /** 10 × the account limit (R1.10); `null` where the per-environment reading holds. */
  readonly requestRate: TokenBucket | null;
  readonly concurrency: Concurrency;
  /** A-44 (`rpsCountsThrottled`): whether a request that a later check throttles has spent its request-rate tokens. */
  readonly rpsCountsThrottled: boolean;
}

/**
 * Decides one synchronous attempt: the account's request rate, the function's, concurrency, growth of the request rate
 * an idle environment, and last the rate of new environments. Claims nothing: `spend` does, for what is admitted.
 * @returns REUSE, CREATE, or the index into THROTTLES of the first check that fails
 */
export function admit(account: AccountGate, f: FunctionState, now: Micros): number {
  const accountRate = account.requestRate;
  if (accountRate !== null) {
    if (!accountRate.has(now)) return ACCOUNT_REQUEST_RATE;
    if (account.rpsCountsThrottled) accountRate.take();
  }
  if (f.requestRate !== null) {
    if (!f.requestRate.has(now)) return RESERVED_REQUEST_RATE;
    if (account.rpsCountsThrottled) f.requestRate.take();
  }
  const refusal = account.concurrency.refusal(f.fn);
  if (refusal >= 0) return refusal;
  if (f.growth !== null && !f.growth.has(now)) return scalingThrottle(f);
  if (f.idle.has(now)) return REUSE;
  return f.scaling.has(now) ? CREATE : scalingThrottle(f);
}

/** Spends what an admitted attempt uses up: request-rate tokens, a place in this second, a unit of concurrency. */
export function spend(account: AccountGate, f: FunctionState): void {
  if (!account.rpsCountsThrottled) {
    account.requestRate?.take();
    f.requestRate?.take();
  }
  f.growth?.take();
  account.concurrency.claim(f.fn);
}

/** AWS does not say which reason the scaling rate returns. */
function scalingThrottle(f: FunctionState): number {
  return f.config.reservedConcurrency === null ? SCALING_RATE : RESERVED_SCALING_RATE;
}
