/** Who may hold how much of the account's concurrency (R1.4-R1.9). */
import { RESERVED_CONCURRENCY, ACCOUNT_CONCURRENCY } from './throttle.ts';
import { assertModel } from './invariant.ts';

/** Told when an invocation gives its unit of concurrency back. */
export interface ConcurrencyWatcher {
  freed(): void;
}

/**
 * The account's concurrency: one reservation per function that has one, and the unreserved pool that all others share
 * (R1.5). A function with a reservation can use nothing else, and nobody else can use it (R1.5, R1.6).
 *
 * The background stands for functions that are not modelled. What it wants is taken from the unreserved pool before
 * anything else, at most the whole pool; what other functions hold at that moment it gets as they give it back.
 */
export class Concurrency {
  /** Reserved concurrency by function; −1 = none. */
  readonly #reserved: Int32Array;
  readonly #inFlight: Int32Array;
  /** Account limit − sum of the reservations (R1.9). */
  readonly #pool: number;
  /** `null` = nobody waits for what is given back. */
  watcher: ConcurrencyWatcher | null = null;
  #unreserved = 0;
  #wanted = 0;
  #background = 0;

  /** @param limit account limit @param reserved reserved concurrency by function, `null` = none */
  constructor(limit: number, reserved: readonly (number | null)[]) {
    this.#reserved = Int32Array.from(reserved, (units) => units ?? -1);
    this.#inFlight = new Int32Array(reserved.length);
    this.#pool = reserved.reduce<number>((rest, units) => rest - (units ?? 0), limit);
  }

  /** Invocations of all functions in flight, background not included. */
  get inFlight(): number {
    return this.#inFlight.reduce((sum, units) => sum + units, 0);
  }

  /** What the background holds of the pool. */
  get background(): number {
    return this.#background;
  }

  /** The throttle that one more invocation of `fn` would meet (R1.6, R1.9), or −1 if there is room. */
  refusal(fn: number): number {
    const reserved = this.#reserved[fn]!;
    if (reserved >= 0) return this.#inFlight[fn]! >= reserved ? RESERVED_CONCURRENCY : -1;
    return this.#unreserved + this.#wanted >= this.#pool ? ACCOUNT_CONCURRENCY : -1;
  }

  /** One invocation of `fn` takes a unit; `refusal` must have answered −1. */
  claim(fn: number): void {
    this.#inFlight[fn]!++;
    if (this.#reserved[fn]! < 0) this.#unreserved++;
  }

  /** One invocation of `fn` gives its unit back. */
  release(fn: number): void {
    const left = --this.#inFlight[fn]!;
    assertModel(left >= 0, 'invocations in flight', left, 'at least 0');
    if (this.#reserved[fn]! < 0) this.#unreserved--;
    if (this.watcher !== null) this.watcher.freed();
  }

  /** The background wants this much from now on. @returns what it holds */
  want(units: number): number {
    this.#wanted = Math.min(units, this.#pool);
    return this.settle();
  }

  /** The background takes what it wants of what is free. @returns what it holds */
  settle(): number {
    this.#background = Math.min(this.#wanted, this.#pool - this.#unreserved);
    return this.#background;
  }
}
