/** Where an invocation comes from: the request at the root, and the functions on the way that can come again. */
import type { CallTree } from './call-tree.ts';

/** One link of a chain of calls. Chains exist where somebody asks: for completion times, and in loops (R9.9). */
export class Lineage {
  /** What the request at the root sets going; `null` = nobody asks. */
  readonly tree: CallTree | null;
  readonly #before: Lineage | null;
  readonly #fn: number;

  /** @param fn number of a function that is part of a loop, −1 = none @param before the chain up to it */
  constructor(tree: CallTree | null, fn = -1, before: Lineage | null = null) {
    this.tree = tree;
    this.#before = before;
    this.#fn = fn;
  }

  /** The same chain behind a queue: nobody asks there when all has ended. */
  behindQueue(): Lineage {
    return this.tree === null ? this : new Lineage(null, this.#fn, this.#before);
  }

  /** How many invocations of a function the chain holds. */
  invocationsOf(fn: number): number {
    return (this.#fn === fn ? 1 : 0) + (this.#before?.invocationsOf(fn) ?? 0);
  }
}
