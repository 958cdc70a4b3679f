/** Which of a function's idle environments serves next (R3.16, A-13). */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
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
  /** Of all environments. */
  readonly links: IdleLinks;
}

/** Makes an empty pool. */
export function idlePool(policy: ReusePolicy, order: PoolOrder): IdlePool {
  if ((policy === 'mru' || policy === 'lru') && !order.paced) return new IdleChain(policy === 'mru', order.links);
  return new SearchedPool(policy, order);
}

const NONE = -1;

/** By environment: the one of the same chain that became idle next after it, and next before it; −1 = none. */
export class IdleLinks {
  newer = new Int32Array(256);
  older = new Int32Array(256);

  /** From now on there is a place for this environment. */
  makeRoom(environment: number): void {
    while (environment >= this.newer.length) {
      this.newer = grown(this.newer);
      this.older = grown(this.older);
    }
  }
}

/** In the order in which they became idle; serves the last (`mru`) or the first (`lru`). */
class IdleChain implements IdlePool {
  #newest = NONE;
  #oldest = NONE;
  readonly #takeNewest: boolean;
  readonly #links: IdleLinks;

  constructor(takeNewest: boolean, links: IdleLinks) {
    this.#takeNewest = takeNewest;
    this.#links = links;
  }

  has(): boolean {
    return this.#newest !== NONE;
  }

  take(): number {
    const environment = this.#takeNewest ? this.#newest : this.#oldest;
    this.remove(environment);
    return environment;
  }

  add(environment: number): void {
    this.#links.makeRoom(environment);
    const { newer, older } = this.#links;
    const newest = this.#newest;
    newer[environment] = NONE;
    older[environment] = newest;
    if (newest === NONE) this.#oldest = environment;
    else newer[newest] = environment;
    this.#newest = environment;
  }

  remove(environment: number): void {
    const { newer, older } = this.#links;
    const after = newer[environment]!;
    const before = older[environment]!;
    if (after === NONE) this.#newest = before;
    else older[after] = before;
    if (before === NONE) this.#oldest = after;
    else newer[before] = after;
  }
}

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
