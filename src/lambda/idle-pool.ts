/** Which of a function's idle environments serves next (R3.16, A-13). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { ReusePolicy } from './config.ts';

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
  if ((policy === 'mru' || policy === 'lru') && !order.paced) return new LinkedPool(policy === 'mru');
  return new ListPool(policy, order);
}

const NONE = -1;

/** A list in the order in which environments became idle; takes the last (`mru`) or the first (`lru`). */
class LinkedPool implements IdlePool {
  readonly #takeLast: boolean;
  #first = NONE;
  #last = NONE;
  #before = new Int32Array(64);
  #after = new Int32Array(64);

  constructor(takeLast: boolean) {
    this.#takeLast = takeLast;
  }

  has(): boolean {
    return this.#last !== NONE;
  }

  take(): number {
    const environment = this.#takeLast ? this.#last : this.#first;
    this.remove(environment);
    return environment;
  }

  add(environment: number): void {
    while (environment >= this.#before.length) {
      this.#before = doubled(this.#before);
      this.#after = doubled(this.#after);
    }
    this.#before[environment] = this.#last;
    this.#after[environment] = NONE;
    if (this.#last === NONE) this.#first = environment;
    else this.#after[this.#last] = environment;
    this.#last = environment;
  }

  remove(environment: number): void {
    const before = this.#before[environment]!;
    const after = this.#after[environment]!;
    if (before === NONE) this.#first = after;
    else this.#after[before] = after;
    if (after === NONE) this.#last = before;
    else this.#before[after] = before;
  }
}

/** A plain list that is searched: for the other policies, and where a request-rate pace rules environments out. */
class ListPool implements IdlePool {
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
    const offset = this.#policy === 'random' && size > 0 ? Math.floor(this.#order.stream.uniform(this.#picks++, 0) * size) : 0;
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
}

function doubled(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
