/** How the AWS SDKs and Step Functions retry, as presets for clients. */
import { MILLISECOND, SECOND } from '../des/time.ts';
import {
  SDK_BACKOFF_CAP,
  STEP_FUNCTIONS_BACKOFF_RATE,
  STEP_FUNCTIONS_INTERVAL,
  STEP_FUNCTIONS_RETRIES,
} from '../lambda/quotas.ts';
import type { Backoff, RetryConfig } from './client-config.ts';

const SDK_ATTEMPTS = 3;
const SDK_TOKENS = 500;

/** What an SDK retries: throttles, server errors and its own timeouts (R5.8). */
const SDK_TRIGGERS = { throttle: true, serverError: true, timeout: true } as const;

/**
 * R5.6 (SDK/feature-retry-behavior.html), A-21: standard mode of 2026. The delay of retry k = 0, 1 … is uniform
 * between 0 and min(20 s, base × 2^k); a throttling retry costs 5 tokens of 500, a transient one 14.
 */
export const SDK_2026: RetryConfig = {
  maxAttempts: SDK_ATTEMPTS,
  on: SDK_TRIGGERS,
  throttleBackoff: { base: SECOND, factor: 2, cap: SDK_BACKOFF_CAP, jitter: 'full' },
  transientBackoff: { base: 50 * MILLISECOND, factor: 2, cap: SDK_BACKOFF_CAP, jitter: 'full' },
  tokens: { capacity: SDK_TOKENS, throttleCost: 5, transientCost: 14, timeoutCost: 14 },
  budget: null,
};

/**
 * R5.7, A-21: standard mode before 2026, with the base of 1 s that boto has for every class; a retry costs 5 tokens
 * of 500, after a timeout 10.
 */
export const SDK_STANDARD: RetryConfig = {
  maxAttempts: SDK_ATTEMPTS,
  on: SDK_TRIGGERS,
  throttleBackoff: { base: SECOND, factor: 2, cap: SDK_BACKOFF_CAP, jitter: 'full' },
  transientBackoff: { base: SECOND, factor: 2, cap: SDK_BACKOFF_CAP, jitter: 'full' },
  tokens: { capacity: SDK_TOKENS, throttleCost: 5, transientCost: 5, timeoutCost: 10 },
  budget: null,
};

const STEP_FUNCTIONS_BACKOFF: Backoff = {
  base: STEP_FUNCTIONS_INTERVAL,
  factor: STEP_FUNCTIONS_BACKOFF_RATE,
  cap: Infinity,
  jitter: 'none',
};

/**
 * R5.11 (SFN/bp-lambda-serviceexception.html): the retrier that CDK gives a task: 2, 4, 8 … 64 s after its four errors.
 * ServiceException, AWSLambdaException and SdkClientException are server errors, ClientExecutionTimeoutException is the
 * client's timeout; TooManyRequestsException (429) is none of them, so a throttle fails the task at once.
 */
export const CDK: RetryConfig = {
  maxAttempts: 1 + STEP_FUNCTIONS_RETRIES,
  on: { throttle: false, serverError: true, timeout: true },
  throttleBackoff: STEP_FUNCTIONS_BACKOFF,
  transientBackoff: STEP_FUNCTIONS_BACKOFF,
  tokens: null,
  budget: null,
};
