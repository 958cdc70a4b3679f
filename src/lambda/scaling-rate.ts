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

/** Where the numbers of a function stand in the table: the second they are of, requests admitted in it, L and G. */
const SECOND_AT = 0;
const COUNT = 1;
/** −1 = not looked up in this second. */
const LEVEL = 2;
const GROWTH = 3;
/** Requests admitted in the last full seconds, each at its number modulo ten. */
const ADMITTED = 4;
/** Numbers of a function: one line of the processor's cache. */
const WIDTH = 16;

/**
 * R2.1's other half: 10,000 additional requests per second every 10 s (A-4), for each function by itself. A calendar
 * second admits at most L + G: L is the most that was admitted in one of the ten full seconds before it, G a bucket of
 * 10,000 that regains 1,000 a second and falls by what a second admitted beyond L. For handlers below 100 ms this is
 * the only scaling limit.
 */
export class GrowthLimits {
  readonly #table: Int32Array;
  /** The present second, and where it ends. */
  #second = 0;
  #end: Micros = SECOND;

  /** @param functions of the account */
  constructor(functions: number) {
    this.#table = new Int32Array(WIDTH * functions);
    for (let fn = 0; fn < functions; fn++) this.#table[WIDTH * fn + GROWTH] = GROWTH_BURST_RPS;
  }

  /** Whether this second admits one more request of `fn`; `now` never goes back. */
  has(fn: number, now: Micros): boolean {
    if (now >= this.#end) {
      this.#second = Math.floor(now / SECOND);
      this.#end = (this.#second + 1) * SECOND;
    }
    const at = WIDTH * fn;
    const table = this.#table;
    if (table[at + SECOND_AT] !== this.#second) this.#turn(at);
    const growth = table[at + GROWTH]!;
    return table[at + COUNT]! < growth || table[at + COUNT]! < this.#lookBack(at) + growth;
  }

  /** One request of `fn` is admitted in the second of the last `has`. */
  take(fn: number): void {
    this.#table[WIDTH * fn + COUNT]!++;
  }

  /** The numbers at `at` become those of the present second. */
  #turn(at: number): void {
    const table = this.#table;
    const second = table[at + SECOND_AT]!;
    const count = table[at + COUNT]!;
    const growth = table[at + GROWTH]!;
    const passed = this.#second - second;
    const regained = passed * GROWTH_REFILL_RPS_PER_SECOND;
    // A full bucket that regains all that was admitted is full again, whatever L was: nearly always.
    if (growth < GROWTH_BURST_RPS || count > regained) {
      const left = growth - Math.max(0, count - this.#lookBack(at));
      table[at + GROWTH] = Math.min(GROWTH_BURST_RPS, left + regained);
    }
    table[at + ADMITTED + (second % GROWTH_LOOK_BACK_SECONDS)] = count;
    // Seconds without a request in between count as zeros.
    const silent = Math.min(passed - 1, GROWTH_LOOK_BACK_SECONDS);
    for (let k = 1; k <= silent; k++) table[at + ADMITTED + ((second + k) % GROWTH_LOOK_BACK_SECONDS)] = 0;
    table[at + LEVEL] = -1;
    table[at + SECOND_AT] = this.#second;
    table[at + COUNT] = 0;
  }

  #lookBack(at: number): number {
    const table = this.#table;
    let level = table[at + LEVEL]!;
    if (level < 0) {
      for (let k = 0; k < GROWTH_LOOK_BACK_SECONDS; k++) level = Math.max(level, table[at + ADMITTED + k]!);
      table[at + LEVEL] = level;
    }
    return level;
  }
}

/** R2.6: before November 2023 all functions of the account share one scaling rate; `null` = they do not. */
export function sharedScaling(account: AccountConfig, assumptions: Assumptions): ScalingRate | null {
  if (account.scaling !== 'regional-burst-2017') return null;
  return assumptions.legacyRefill === 'stepped' ? new LegacySteps(account.region) : legacyBucket(account.region);
}

/** how fast the requests of each function may grow; `null` = as fast as they like. */
export function growthLimits(account: AccountConfig, assumptions: Assumptions, functions: number): GrowthLimits | null {
  return account.scaling === 'per-function-2023' && assumptions.growthLimit ? new GrowthLimits(functions) : null;
}
