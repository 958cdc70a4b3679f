/** How many items the executions of a Map state have. */
import type { Stream } from '../des/random.ts';
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { MapConfig } from './config.ts';

/** More items than an execution ever has; a power of two. */
const ITEMS = 2 ** 20;

/** The items of one source's executions. */
export class MapItems {
  readonly maxConcurrency: number;
  /** Items begun so far. */
  begun = 0;
  readonly #items: Sampler;
  readonly #stream: Stream;

  constructor({ items, maxConcurrency }: MapConfig, stream: Stream) {
    this.maxConcurrency = maxConcurrency;
    this.#items = roundedSamplerOf(items);
    this.#stream = stream;
  }

  /** Items of an execution: at least 1, at most a million. */
  of(request: number): number {
    return Math.min(1_000_000, Math.max(1, this.#items.sample(this.#stream, request, 0)));
  }

  /** The number by which an item is drawn for: its own among all items of the source. @param item counted from 0 */
  static numberOf(request: number, item: number): number {
    return request * ITEMS + item;
  }
}
