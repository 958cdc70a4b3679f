/** How long a batch waits that is tried again until it succeeds or expires. */
import type { Micros } from '../des/time.ts';
import type { StreamRetryBackoff } from './assumption-config.ts';

/** A-26 of streams, A-52 of brokers: from the k-th failed or throttled try of a batch to its next one, k from 0. */
export function retryWait(k: number, { base, factor, cap }: StreamRetryBackoff): Micros {
  return Math.round(Math.min(cap, base * factor ** k));
}
