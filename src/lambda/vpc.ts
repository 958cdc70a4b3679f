/** Functions in a VPC: interfaces of their own before 2019, shared ones that can be reclaimed since (R9.8, R3.20). */
import type { Distribution } from '../des/distribution.ts';
import type { Stream } from '../des/random.ts';
import { roundedSamplerOf } from '../des/sampler.ts';
import { SECOND, type Micros } from '../des/time.ts';
import { GIGABYTES_PER_INTERFACE, INACTIVE_AFTER } from './quotas.ts';

/** creation and attachment of a network interface, as measured before 2019; not billed. */
export const LEGACY_INTERFACE_TIME: Distribution = { kind: 'uniform', min: 10 * SECOND, max: 30 * SECOND };

/**
 * R3.20: how long a function stays Pending while its shared interface is made again. AWS says "up to several minutes"
 * and, when it announced these interfaces, that making one takes about 90 s.
 * https://aws.amazon.com/blogs/compute/announcing-improved-vpc-networking-for-aws-lambda-functions/
 */
export const PENDING_TIME: Micros = 90 * SECOND;

/** V-42 (OLD/vpc.md): network interfaces that so many environments at once need. @param memorySize MB */
export function networkInterfaces(environments: number, memorySize: number): number {
  return Math.ceil((environments * memorySize) / (1_024 * GIGABYTES_PER_INTERFACE));
}

/**
 * R9.8, A-34: the interfaces of one function before 2019. As many are there as its environments need; a new
 * environment that needs one more waits until it is made, and so does one that shares the latest while that is made.
 */
export class LegacyInterfaces {
  readonly #memorySize: number;
  readonly #time = roundedSamplerOf(LEGACY_INTERFACE_TIME);
  /** When the latest interface is ready. */
  #readyAt: Micros = 0;

  /** @param memorySize MB */
  constructor(memorySize: number) {
    this.#memorySize = memorySize;
  }

  /**
   * What one more environment beside `others` waits for its interface: until a new one is made, or until the latest
   * is ready, which it shares.
   */
  wait(now: Micros, others: number, stream: Stream, request: number): Micros {
    const missing = networkInterfaces(others + 1, this.#memorySize) > networkInterfaces(others, this.#memorySize);
    if (!missing) return Math.max(0, this.#readyAt - now);
    const time = this.#time.sample(stream, request, 0);
    this.#readyAt = Math.max(this.#readyAt, now + time);
    return time;
  }
}

/** R3.20: the state of a function with shared interfaces: Active, Inactive after 14 idle days, then Pending. */
export class SharedInterface {
  #lastUse: Micros = 0;
  #pendingUntil: Micros = 0;

  /** Whether the function is Active for an attempt now; one that finds it Inactive makes it Pending. */
  isActive(now: Micros): boolean {
    if (now < this.#pendingUntil) return false;
    const idle = now - Math.max(this.#lastUse, this.#pendingUntil);
    this.#lastUse = now;
    if (idle < INACTIVE_AFTER) return true;
    this.#pendingUntil = now + PENDING_TIME;
    return false;
  }
}
