/** Whom the requests of a source call: one function, or the routes of an API. */
import type { Stream } from '../des/random.ts';
import type { Caller } from '../lambda/caller.ts';

/** One route, or the only function of a source without routes. */
export interface Route {
  /** Name of the function. */
  readonly function: string;
  readonly caller: Caller;
  readonly share: number;
}

/** The routes of one source. Which one a request takes is a draw of its own: its number decides, and nothing else. */
export class Routes {
  readonly all: readonly Route[];
  /** Upper ends of the routes' parts of [0, 1). */
  readonly #ends: readonly number[];
  readonly #stream: Stream;

  /** @param all at least one; their shares add up to 1 */
  constructor(all: readonly Route[], stream: Stream) {
    this.all = all;
    this.#stream = stream;
    let end = 0;
    this.#ends = all.map(({ share }) => (end += share));
  }

  /** Index of the route that a request takes. */
  of(request: number): number {
    const u = this.#stream.uniform(request, 0);
    const last = this.all.length - 1;
    let route = 0;
    while (route < last && u >= this.#ends[route]!) route++;
    return route;
  }
}
