/** Shards of a stream that nobody reads, by a fault. */
import type { Faultable, FaultEffects } from './fault.ts';
import type { Shard } from './stream-shard.ts';

/** The present state of one stream; a shard that comes by resharding is well. */
export class StuckShards implements Faultable {
  readonly #shards: () => readonly Shard[];
  readonly #freed: (shard: Shard) => void;

  /** @param shards of the stream, as all of its mappings read them @param freed is told of each that is well again */
  constructor(shards: () => readonly Shard[], freed: (shard: Shard) => void) {
    this.#shards = shards;
    this.#freed = freed;
  }

  suffer(effects: readonly FaultEffects[]): void {
    const stuck = effects.map(({ stuckShard }) => stuckShard);
    for (const shard of this.#shards()) {
      const wasStuck = shard.isStuck;
      shard.isStuck = stuck.includes(shard.number);
      if (wasStuck && !shard.isStuck) this.#freed(shard);
    }
  }
}
