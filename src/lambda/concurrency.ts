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
 * What is provisioned is set aside, whether it is used or not: from the function's reservation if it has one, else from
 * the pool (R1.9, R4.6, R4.7). Invocations on demand have what is left.
 *
 * The background stands for functions that are not modelled. What it wants is taken from the unreserved pool before
 * anything else, at most the whole pool; what other functions hold at that moment it gets as they give it back.
 */
export class Concurrency {
  /** Reserved concurrency by function; −1 = none. */
  readonly #reserved: Int32Array;
  /** Reserved concurrency less what is set aside, by function. */
  readonly #ownLeft: Int32Array;
  /** In flight by function: on demand, and on provisioned environments. */
  readonly #onDemand: Int32Array;
  readonly #provisioned: Int32Array;
  /** Account limit − sum of the reservations (R1.9). */
  readonly #pool: number;
  /** `null` = nobody waits for what is given back. */
  watcher: ConcurrencyWatcher | null = null;
  /** The pool less what is set aside of it. */
  #poolLeft: number;
  #unreserved = 0;
  /** On provisioned environments of functions without a reservation. */
  #poolProvisioned = 0;
  #wanted = 0;
  #background = 0;
  /** What a fault has taken from the pool; below 0 = added to it. */
  #takenAway = 0;

  /** @param limit account limit @param reserved reserved concurrency by function, `null` = none */
  constructor(limit: number, reserved: readonly (number | null)[]) {
    this.#reserved = Int32Array.from(reserved, (units) => units ?? -1);
    this.#ownLeft = this.#reserved.slice();
    this.#onDemand = new Int32Array(reserved.length);
    this.#provisioned = new Int32Array(reserved.length);
    this.#pool = reserved.reduce<number>((rest, units) => rest - (units ?? 0), limit);
    this.#poolLeft = this.#pool;
  }

  /** Invocations of all functions in flight, background not included. */
  get inFlight(): number {
    const sum = (levels: Int32Array): number => levels.reduce((all, units) => all + units, 0);
    return sum(this.#onDemand) + sum(this.#provisioned);
  }

  /** What the background holds of the pool. */
  get background(): number {
    return this.#background;
  }

  /** The throttle that one more invocation on demand of `fn` would meet (R1.6, R1.9), or −1 if there is room. */
  refusal(fn: number): number {
    if (this.#reserved[fn]! >= 0) return this.#onDemand[fn]! >= this.#ownLeft[fn]! ? RESERVED_CONCURRENCY : -1;
    return this.#unreserved + this.#wanted >= this.#poolLeft - this.#takenAway ? ACCOUNT_CONCURRENCY : -1;
  }

  /** One invocation on demand of `fn` takes a unit; `refusal` must have answered −1. */
  claim(fn: number): void {
    this.#onDemand[fn]!++;
    if (this.#reserved[fn]! < 0) this.#unreserved++;
  }

  /** One invocation on demand of `fn` gives its unit back. */
  release(fn: number): void {
    const left = --this.#onDemand[fn]!;
    assertModel(left >= 0, 'invocations in flight', left, 'at least 0');
    if (this.#reserved[fn]! < 0) this.#unreserved--;
    if (this.watcher !== null) this.watcher.freed();
  }

  /** More or less is set aside for what is provisioned of a function; what is in flight on demand goes on. */
  setAside(fn: number, units: number): void {
    if (this.#reserved[fn]! >= 0) this.#ownLeft[fn]! -= units;
    else this.#poolLeft -= units;
    const left = this.#reserved[fn]! >= 0 ? this.#ownLeft[fn]! : this.#poolLeft;
    assertModel(left >= 0, 'concurrency left on demand', left, 'at least 0');
    if (units < 0 && this.watcher !== null) this.watcher.freed();
  }

  /**
   * Whether a provisioned environment of `fn` may serve: always, but while invocations on demand still hold units that
   * were set aside after they had begun.
   */
  mayProvide(fn: number): boolean {
    const reserved = this.#reserved[fn]!;
    if (reserved >= 0) return this.#onDemand[fn]! + this.#provisioned[fn]! < reserved;
    return this.#unreserved + this.#poolProvisioned + this.#background < this.#pool;
  }

  /** One invocation of `fn` begins on a provisioned environment; `mayProvide` must have answered yes. */
  provide(fn: number): void {
    this.#provisioned[fn]!++;
    if (this.#reserved[fn]! < 0) this.#poolProvisioned++;
  }

  /** One invocation of `fn` on a provisioned environment ends. */
  giveBack(fn: number): void {
    const left = --this.#provisioned[fn]!;
    assertModel(left >= 0, 'invocations on provisioned environments', left, 'at least 0');
    if (this.#reserved[fn]! < 0) this.#poolProvisioned--;
    if (this.watcher !== null) this.watcher.freed();
  }

  /** The pool is smaller by so many units than it would be, or larger; what is in flight goes on. */
  takeAway(units: number): void {
    const more = units < this.#takenAway;
    this.#takenAway = units;
    this.settle();
    if (more && this.watcher !== null) this.watcher.freed();
  }

  /** The background wants this much from now on. @returns what it holds */
  want(units: number): number {
    this.#wanted = Math.min(units, this.#pool);
    return this.settle();
  }

  /** The background takes what it wants of what is free. @returns what it holds */
  settle(): number {
    this.#background = Math.max(0, Math.min(this.#wanted, this.#poolLeft - this.#takenAway - this.#unreserved));
    return this.#background;
  }
}
