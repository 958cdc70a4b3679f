/** Shards of a stream that nobody reads, by a fault. */
import type { Faultable, FaultEffects } from './fault.ts';
import type { Shard } from './stream-shard.ts';

/** The present state of one stream; a shard that comes by resharding is well. */
export class StuckShards implements Faultable {
  readonly #shards: () => readonly Shard[];

  /** @param shards of the stream, as all of its mappings read them */
  constructor(shards: () => readonly Shard[]) {
    this.#shards = shards;
  }

  suffer(effects: readonly FaultEffects[]): void {
    const stuck = effects.map(({ stuckShard }) => stuckShard);
    for (const shard of this.#shards()) shard.isStuck = stuck.includes(shard.number);
  }
}
