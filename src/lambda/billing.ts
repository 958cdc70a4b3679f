/** What an invocation is billed for. */
import { MILLISECOND, type Micros } from '../des/time.ts';

/**
 * R10.3, R10.5, R10.6: billed duration in milliseconds, rounded up to the billing step
 * (https://aws.amazon.com/lambda/pricing/). Exact: times are whole microseconds, so no float noise can tip the
 * rounding (V-32). Platform overhead is no part of it.
 * @param duration CloudWatch's Duration; of a timed-out invocation its timeout
 * @param init length of the Init phase, 0 if there was none
 * @param step 1 ms today, 100 ms before December 2020; a whole number of milliseconds
 * @param initBilled whether Init counts: since August 2025 always, before that not for zip on a managed runtime
 */
export function billedMs(duration: Micros, init: Micros, step: Micros, initBilled: boolean): number {
  const time = initBilled ? duration + init : duration;
  return Math.ceil(time / step) * (step / MILLISECOND);
}
