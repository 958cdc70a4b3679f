/** Which record of a batch an attempt cannot process: poison, or a failure by chance (R7.10). */
import type { Stream, Streams } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Lane } from './stream-shard.ts';

/** Looks for the first such record. */
export class RecordFailures {
  readonly #share: number;
  readonly #draws: Stream;

  /** @param name of the mapping @param share probability in [0, 1] that an attempt at one record fails */
  constructor(name: string, share: number, streams: Streams) {
    this.#share = share;
    this.#draws = streams.stream('item-failures', name);
  }

  /** Its place in the lane's batch; −1 = there is none. */
  firstOf(lane: Lane, now: Micros): number {
    const { batch, poison, records } = lane;
    let first = batch;
    for (const { from, until } of poison) {
      if (from >= records.passed + first) break;
      if (now >= until) continue;
      first = Math.max(0, from - records.passed);
      break;
    }
    if (this.#share > 0) {
      // The first failure of independent trials is geometric: one draw stands for all of them.
      const u = this.#draws.uniform(lane.number, lane.tries);
      first = Math.min(first, this.#share >= 1 ? 0 : Math.floor(Math.log(u) / Math.log1p(-this.#share)));
    }
    return first < batch ? first : -1;
  }
}
