/** A token bucket in exact whole numbers. */
import type { Micros } from '../des/time.ts';

/**
 * Holds up to `capacity` tokens, starts full, gains `refill` tokens per `period`, continuously.
 *
 * The level is kept in 1/period of a token, so that for whole refills every sum is a whole number and a bucket that is
 * drained at exactly its refill rate never loses a token to rounding.
 */
export class TokenBucket {
  #full = 0;
  #refill = 0;
  readonly #period: Micros = 0;
  #level = 0;
  #at: Micros = 0;

  /** @param capacity tokens, at least 1 @param refill tokens per period @param period whole microseconds */
  constructor(capacity: number, refill: number, period: Micros) {
    this.#full = capacity * period;
    this.#refill = refill;
    this.#period = period;
    this.#level = this.#full;
  }

  /** Whether a token is there at `now`, which never goes back. */
  has(now: Micros): boolean {
    if (now > this.#at) {
      const level = this.#level + (now - this.#at) * this.#refill;
      this.#level = level < this.#full ? level : this.#full;
      this.#at = now;
    }
    return this.#level >= this.#period;
  }

  /** Takes a token if one is there at `now`, which never goes back. @returns whether it was */
  spend(now: Micros): boolean {
    if (!this.has(now)) return false;
    this.take();
    return true;
  }

  /** From now on it holds and gains this much; what is added to its capacity is there at once. */
  resize(capacity: number, refill: number, now: Micros): void {
    this.has(now);
    const full = capacity * this.#period;
    this.#level = Math.min(this.#level + Math.max(0, full - this.#full), full);
    this.#full = full;
    this.#refill = refill;
  }

  /** Takes one token; `has` must have answered yes for this instant. */
  take(): void {
    this.#level -= this.#period;
  }
}
