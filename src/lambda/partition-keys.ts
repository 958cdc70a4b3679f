/** Partition keys by popularity, and where each of them leads (R7.2). */
import type { Stream } from '../des/random.ts';

/**
 * Keys 1 to `count`, key k with a weight of 1 / k^exponent. A key leads to a place in [0, 1) of the hash space, which
 * the shards share out evenly, and to a place of its own among the lanes of its shard.
 */
export class PartitionKeys {
  readonly count: number;
  /** Share of the records that each key has. */
  readonly weights: Float64Array;
  /**
   * Of every cell the share that is its own key's and the other key in it; then where its own key hashes to and where
   * that stands among the lanes. All side by side, for with many keys a draw is mostly a wait for memory.
   */
  readonly #cells: Float64Array;

  /** @param stream its draws belong to the keys */
  constructor(count: number, exponent: number, stream: Stream) {
    this.count = count;
    this.weights = Float64Array.from({ length: count }, (_, key) => (key + 1) ** -exponent);
    const sum = this.weights.reduce((all, weight) => all + weight, 0);
    for (let key = 0; key < count; key++) this.weights[key]! /= sum;
    this.#cells = new Float64Array(4 * count);
    for (let key = 0; key < count; key++) {
      this.#cells.set([1, key, stream.uniform(key, 0), stream.uniform(key, 1)], 4 * key);
    }
    this.#build();
  }

  /** The key that a uniform in (0, 1) leads to. */
  of(uniform: number): number {
    const scaled = uniform * this.count;
    const cell = Math.floor(scaled);
    return scaled - cell < this.#cells[4 * cell]! ? cell : this.#cells[4 * cell + 1]!;
  }

  /** Where a key hashes to. */
  placeOf(key: number): number {
    return this.#cells[4 * key + 2]!;
  }

  /** Where a key stands among the lanes of its shard. */
  laneOf(key: number): number {
    return this.#cells[4 * key + 3]!;
  }

  /** Walker's alias table: every cell holds its own key and at most one other, so that a draw looks at one cell. */
  #build(): void {
    const scaled = this.weights.map((weight) => weight * this.count);
    const small: number[] = [];
    const large: number[] = [];
    for (let key = 0; key < this.count; key++) (scaled[key]! < 1 ? small : large).push(key);
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large.at(-1)!;
      this.#cells[4 * less] = scaled[less]!;
      this.#cells[4 * less + 1] = more;
      scaled[more]! -= 1 - scaled[less]!;
      if (scaled[more]! < 1) small.push(large.pop()!);
    }
  }
}
