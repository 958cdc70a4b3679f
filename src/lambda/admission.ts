/** The order of the checks before an invocation (R2.8, A-8; 15.1). */
import type { Micros } from '../des/time.ts';
import { Concurrency } from './concurrency.ts';
import type { ModelConfig } from './config.ts';
import type { Caller } from './caller.ts';
import type { FunctionState } from './function-state.ts';
import { requestRateBucket } from './request-rate.ts';
import { growthLimits, type GrowthLimits } from './scaling-rate.ts';
import { ACCOUNT_REQUEST_RATE, RESERVED_REQUEST_RATE, RESERVED_SCALING_RATE, SCALING_RATE } from './throttle.ts';
import type { TokenBucket } from './token-bucket.ts';
import type { VersionState } from './version-state.ts';

/** An idle environment serves it. */
export const REUSE = -1;
/** A new environment is created for it. */
export const CREATE = -2;

/** A provisioned environment serves it. */
export const PROVIDE = -3;

/** What the account sets in front of all functions. */
export interface AccountGate {
  /** 10 × the account limit (R1.10); `null` where the per-environment reading holds. */
  readonly requestRate: TokenBucket | null;
  readonly concurrency: Concurrency;
  /** A-4; `null` where that rule is off. */
  readonly growth: GrowthLimits | null;
  /** A-44 (`rpsCountsThrottled`): whether a request that a later check throttles has spent its request-rate tokens. */
  readonly rpsCountsThrottled: boolean;
}

/** The gate of an account in which nothing has happened yet. */
export function accountGate({ account, assumptions, functions }: ModelConfig): AccountGate {
  return {
    requestRate: assumptions.rpsModel === 'total' ? requestRateBucket(account.concurrency, assumptions.rpsBurst) : null,
    concurrency: new Concurrency(
      account.concurrency,
      functions.map((f) => f.reservedConcurrency),
    ),
    growth: growthLimits(account, assumptions, functions.length),
    rpsCountsThrottled: assumptions.rpsCountsThrottled,
  };
}

/**
 * Decides one attempt: the account's request rate, the function's, a provisioned environment of the version (R4.5),
 * concurrency, growth of the request rate, an idle environment of the version, and last the rate of new
 * environments. Asynchronous events pass by the rates of requests (R1.11). Claims nothing: `spend` does, for what is
 * admitted.
 * @returns PROVIDE, REUSE, CREATE, or the index into THROTTLES of the first check that fails
 */
export function admit(account: AccountGate, { f, counted }: Caller, version: VersionState, now: Micros): number {
  if (counted) {
    const refusal = rateRefusal(account, f, now);
    if (refusal >= 0) return refusal;
  }
  const { provisioned } = version;
  if (provisioned !== null && provisioned.serves(now, counted) && account.concurrency.mayProvide(f.fn)) return PROVIDE;
  const refusal = account.concurrency.refusal(f.fn);
  if (refusal >= 0) return refusal;
  if (counted && account.growth !== null && !account.growth.has(f.fn, now)) return scalingThrottle(f);
  if (version.idle.has(now)) return REUSE;
  if (f.tenantLimit !== Infinity && f.live >= f.tenantLimit) return scalingThrottle(f);
  return f.scaling.has(now) ? CREATE : scalingThrottle(f);
}

/**
 * Spends what an admitted attempt uses up: request-rate tokens, and a unit of concurrency; on demand also a place in this
 * second, which what is provisioned does not need (R2.3). @param decision as `admit` gave it
 */
export function spend(account: AccountGate, caller: Caller, version: VersionState, decision: number): void {
  const { f, counted } = caller;
  if (counted && !account.rpsCountsThrottled) {
    account.requestRate?.take();
    f.requestRate?.take();
  }
  if (decision === PROVIDE) {
    version.provisioned!.begins(counted);
    account.concurrency.provide(f.fn);
    return;
  }
  if (counted) account.growth?.take(f.fn);
  account.concurrency.claim(f.fn);
}

/** The throttle of the request-rate quotas (R1.10), or −1. */
function rateRefusal(account: AccountGate, f: FunctionState, now: Micros): number {
  const accountRate = account.requestRate;
  if (accountRate !== null) {
    if (!accountRate.has(now)) return ACCOUNT_REQUEST_RATE;
    if (account.rpsCountsThrottled) accountRate.take();
  }
  if (f.requestRate !== null) {
    if (!f.requestRate.has(now)) return RESERVED_REQUEST_RATE;
    if (account.rpsCountsThrottled) f.requestRate.take();
  }
  return -1;
}

/** A-7: AWS does not say which reason the scaling rate returns, nor which the limit of tenants' environments (R14.3). */
function scalingThrottle(f: FunctionState): number {
  return f.config.reservedConcurrency === null ? SCALING_RATE : RESERVED_SCALING_RATE;
}
