/** How fast a function may get new execution environments (R2.1, R2.2, R2.6). */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { Assumptions } from './assumption-config.ts';
import type { AccountConfig } from './config.ts';
import {
  GROWTH_BURST_RPS,
  GROWTH_LOOK_BACK_SECONDS,
  GROWTH_REFILL_RPS_PER_SECOND,
  LEGACY_REFILL_PER_MINUTE,
  legacyBurst,
  SCALING_BURST,
  SCALING_REFILL_PER_SECOND,
  SCALING_WINDOW,
} from './quotas.ts';
import { TokenBucket } from './token-bucket.ts';

/** Says whether one more environment may be created now, and takes note when it is. */
export interface ScalingRate {
  /** `now` never goes back. */
  has(now: Micros): boolean;
  /** One environment is created; `has` must have answered yes for this instant. */
  take(): void;
}

/** R2.1-R2.2 as a token bucket: 1,000 at once, then 100 per second; unused rate is not saved up. */
export function scalingBucket(): ScalingRate {
  return new TokenBucket(SCALING_BURST, SCALING_REFILL_PER_SECOND, SECOND);
}

/** R2.1 read literally (A-3, `scalingBurst: window`): at most 1,000 new environments in any 10 s. */
export class ScalingWindow implements ScalingRate {
  /** Instants of the last 1,000 creations; the oldest stands at `#next`. */
  readonly #created = new Float64Array(SCALING_BURST).fill(-Infinity);
  #next = 0;
  #now: Micros = 0;

  has(now: Micros): boolean {
    this.#now = now;
    return this.#created[this.#next]! + SCALING_WINDOW <= now;
  }

  take(): void {
    this.#created[this.#next] = this.#now;
    this.#next = (this.#next + 1) % SCALING_BURST;
  }
}

/** The burst before November 2023 (R2.6): shared by all functions of the account, 500 more per minute. */
export function legacyBucket(region: string): ScalingRate {
  return new TokenBucket(legacyBurst(region), LEGACY_REFILL_PER_MINUTE, MINUTE);
}

/** R2.6 with the refill in one lump at each minute boundary (A-6, `legacyRefill: stepped`). */
export class LegacySteps implements ScalingRate {
  readonly #capacity: number;
  #tokens = 0;
  #minute = 0;

  constructor(region: string) {
    this.#capacity = legacyBurst(region);
    this.#tokens = this.#capacity;
  }

  has(now: Micros): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute > this.#minute) {
      this.#tokens = Math.min(this.#capacity, this.#tokens + (minute - this.#minute) * LEGACY_REFILL_PER_MINUTE);
      this.#minute = minute;
    }
    return this.#tokens >= 1;
  }

  take(): void {
    this.#tokens -= 1;
  }
}

/** R2.10 `unlimited`: any number of environments at any time. */
export const UNLIMITED: ScalingRate = { has: () => true, take: () => undefined };

/**
 * R2.1's other half: 10,000 additional requests per second every 10 s (A-4). A calendar second admits at most L + G:
 * L is the most that was admitted in one of the ten full seconds before it, G a bucket of 10,000 that regains 1,000 a
 * second and falls by what a second admitted beyond L. For handlers below 100 ms this is the only scaling limit.
 */
export class GrowthLimit {
  readonly #admitted = new Float64Array(GROWTH_LOOK_BACK_SECONDS);
  #second = 0;
  #end: Micros = SECOND;
  #count = 0;
  /** L; −1 = not looked up in this second. */
  #level = 0;
  /** G. */
  #growth = GROWTH_BURST_RPS;

  /** Whether this second admits one more request; `now` never goes back. */
  has(now: Micros): boolean {
    if (now >= this.#end) this.#turn(Math.floor(now / SECOND));
    return this.#count < this.#growth || this.#count < this.#lookBack() + this.#growth;
  }

  /** One request is admitted in the second of the last `has`. */
  take(): void {
    this.#count++;
  }

  #turn(second: number): void {
    const passed = second - this.#second;
    const regained = passed * GROWTH_REFILL_RPS_PER_SECOND;
    // A full bucket that regains all that was admitted is full again, whatever L was: nearly always.
    if (this.#growth < GROWTH_BURST_RPS || this.#count > regained) {
      const left = this.#growth - Math.max(0, this.#count - this.#lookBack());
      this.#growth = Math.min(GROWTH_BURST_RPS, left + regained);
    }
    this.#admitted[this.#second % GROWTH_LOOK_BACK_SECONDS] = this.#count;
    // Seconds without a request in between count as zeros.
    const silent = Math.min(passed - 1, GROWTH_LOOK_BACK_SECONDS);
    for (let k = 1; k <= silent; k++) this.#admitted[(this.#second + k) % GROWTH_LOOK_BACK_SECONDS] = 0;
    this.#level = -1;
    this.#second = second;
    this.#end = (second + 1) * SECOND;
    this.#count = 0;
  }

  #lookBack(): number {
    if (this.#level < 0) this.#level = this.#admitted.reduce((most, count) => Math.max(most, count), 0);
    return this.#level;
  }
}

/** R2.6: before November 2023 all functions of the account share one scaling rate; `null` = they do not. */
export function sharedScaling(account: AccountConfig, assumptions: Assumptions): ScalingRate | null {
  if (account.scaling !== 'regional-burst-2017') return null;
  return assumptions.legacyRefill === 'stepped' ? new LegacySteps(account.region) : legacyBucket(account.region);
}
