/** Which of a function's idle environments serves next (R3.16, A-13). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { ReusePolicy } from './assumption-config.ts';

/** The idle environments of one function, by their numbers in the table of environments. */
export interface IdlePool {
  /** Whether one of them may serve at `now`. */
  has(now: Micros): boolean;
  /** Takes out the one that serves next; `has` must have answered yes for this instant. */
  take(): number;
  add(environment: number): void;
  /** Takes out one that expired. */
  remove(environment: number): void;
}

/** What a pool has to know of environments to put them into an order. */
export interface PoolOrder {
  /** Number of an environment within its function, in the order of creation. */
  numberOf(environment: number): number;
  /** Whether a per-environment request rate lets it serve now (R1.10, `rpsModel: perEnvironment`). */
  mayServe(environment: number, now: Micros): boolean;
  /** Whether `mayServe` can ever say no. */
  readonly paced: boolean;
  /** Draws of the policy `random`: one subject a choice. */
  readonly stream: Stream;
}

/** Makes an empty pool. */
export function idlePool(policy: ReusePolicy, order: PoolOrder): IdlePool {
  if ((policy === 'mru' || policy === 'lru') && !order.paced) return new IdleDeque(policy === 'mru');
  return new SearchedPool(policy, order);
}

/**
 * In the order in which they became idle; serves the last (`mru`) or the first (`lru`). What expires is nearly always
 * among the first, so taking it out moves the few that stand before it.
 */
class IdleDeque implements IdlePool {
  readonly #takeLast: boolean;
  #idle = new Int32Array(16);
  /** The environments stand at `#first` … `#end` − 1. */
  #first = 0;
  #end = 0;

  constructor(takeLast: boolean) {
    this.#takeLast = takeLast;
  }

  has(): boolean {
    return this.#end > this.#first;
  }

  take(): number {
    return this.#idle[this.#takeLast ? --this.#end : this.#first++]!;
  }

  add(environment: number): void {
    if (this.#end === this.#idle.length) this.#makeRoom();
    this.#idle[this.#end++] = environment;
  }

  remove(environment: number): void {
    const place = this.#idle.indexOf(environment, this.#first);
    this.#idle.copyWithin(this.#first + 1, this.#first, place);
    this.#first++;
  }

  #makeRoom(): void {
    const size = this.#end - this.#first;
    const idle = size > this.#idle.length / 2 ? new Int32Array(2 * this.#idle.length) : this.#idle;
    idle.set(this.#idle.subarray(this.#first, this.#end));
    this.#idle = idle;
    this.#first = 0;
    this.#end = size;
  }
}

const NONE = -1;

/** A plain list that is searched: for the other policies, and where a request-rate pace rules environments out. */
class SearchedPool implements IdlePool {
  readonly #policy: ReusePolicy;
  readonly #order: PoolOrder;
  /** By creation for `newest`, else in the order in which they became idle. */
  readonly #idle: number[] = [];
  #candidate = NONE;
  #picks = 0;

  constructor(policy: ReusePolicy, order: PoolOrder) {
    this.#policy = policy;
    this.#order = order;
  }

  has(now: Micros): boolean {
    const size = this.#idle.length;
    const fromEnd = this.#policy === 'mru' || this.#policy === 'newest';
    const offset = this.#policy === 'random' && size > 0 ? this.#pick(size) : 0;
    this.#candidate = NONE;
    for (let k = 0; k < size && this.#candidate === NONE; k++) {
      const place = fromEnd ? size - 1 - k : (offset + k) % size;
      if (this.#order.mayServe(this.#idle[place]!, now)) this.#candidate = place;
    }
    return this.#candidate !== NONE;
  }

  take(): number {
    return this.#idle.splice(this.#candidate, 1)[0]!;
  }

  add(environment: number): void {
    let place = this.#idle.length;
    if (this.#policy === 'newest') {
      const number = this.#order.numberOf(environment);
      while (place > 0 && this.#order.numberOf(this.#idle[place - 1]!) > number) place--;
    }
    this.#idle.splice(place, 0, environment);
  }

  remove(environment: number): void {
    this.#idle.splice(this.#idle.indexOf(environment), 1);
  }

  #pick(size: number): number {
    return Math.floor(this.#order.stream.uniform(this.#picks++, 0) * size);
  }
}
