/** Whom the requests of a source call: one function, or the routes of an API. */
import type { Stream } from '../des/random.ts';
import type { Caller } from '../lambda/caller.ts';

/** One route, or the only function of a source without routes. */
export interface Route {
  /** Its own name. */
  readonly name: string;
  /** Name of the function. */
  readonly function: string;
  readonly caller: Caller;
  readonly share: number;
}

/**
 * The routes of one source. Which one a request takes is a draw of its own: its number and the names of the routes
 * decide, and nothing else.
 */
export class Routes {
  readonly all: readonly Route[];
  /** Indices of the routes in the order of their names: that of the file must not matter. */
  readonly #byName: readonly number[];
  /** Upper ends of their parts of [0, 1), in the same order. */
  readonly #ends: readonly number[];
  readonly #stream: Stream;

  /** @param all at least one; their shares add up to 1 */
  constructor(all: readonly Route[], stream: Stream) {
    this.all = all;
    this.#stream = stream;
    const named = all.map(({ name }, index) => ({ name, index }));
    this.#byName = named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ index }) => index);
    let end = 0;
    this.#ends = this.#byName.map((index) => (end += all[index]!.share));
  }

  /** Index of the route that a request takes. */
  of(request: number): number {
    const u = this.#stream.uniform(request, 0);
    const last = this.all.length - 1;
    let k = 0;
    while (k < last && u >= this.#ends[k]!) k++;
    return this.#byName[k]!;
  }
}
