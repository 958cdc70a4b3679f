/** Why Lambda refuses an invocation: AWS's reason (R2.7) and, in plain words, the cause. */

/** `Reason` of TooManyRequestsException, in AWS's spelling (R2.7, API_Invoke). */
export type ThrottleReason =
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded'
  | 'ReservedFunctionInvocationRateLimitExceeded'
  | 'FunctionInvocationRateLimitExceeded'
  | 'CallerRateLimitExceeded';

/** What ran out. `source` is a gateway's or a mapping's own limit, in front of Lambda. */
export type ThrottleCause = 'account' | 'reserved' | 'scalingRate' | 'requestRate' | 'accountRequestRate' | 'source';

/** Every way to be throttled; its index is the small integer that the model passes around. */
export const THROTTLES: readonly { readonly reason: ThrottleReason; readonly cause: ThrottleCause }[] = [
  { reason: 'ConcurrentInvocationLimitExceeded', cause: 'account' },
  { reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', cause: 'reserved' },
  { reason: 'FunctionInvocationRateLimitExceeded', cause: 'scalingRate' },
  { reason: 'ReservedFunctionInvocationRateLimitExceeded', cause: 'scalingRate' },
  { reason: 'ReservedFunctionInvocationRateLimitExceeded', cause: 'requestRate' },
  { reason: 'CallerRateLimitExceeded', cause: 'accountRequestRate' },
];

/**
 * Everybody's refusals: Lambda's, and behind them API Gateway's own 429 (R5.9), by the name of its response type
 * (supported-gateway-response-types.html). Lambda never sees what a gateway refuses: it is no Throttle.
 */
export const REFUSALS: readonly { readonly reason: string; readonly cause: ThrottleCause }[] = [
  ...THROTTLES,
  { reason: 'THROTTLED', cause: 'source' },
];

/** Index into {@link REFUSALS}. */
export const GATEWAY_THROTTLE = THROTTLES.length;

/** Indices into {@link THROTTLES}. */
export const ACCOUNT_CONCURRENCY = 0;
export const RESERVED_CONCURRENCY = 1;
export const SCALING_RATE = 2;
export const RESERVED_SCALING_RATE = 3;
export const RESERVED_REQUEST_RATE = 4;
export const ACCOUNT_REQUEST_RATE = 5;
