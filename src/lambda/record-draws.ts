/** What is drawn for the records of one producer, for many of them at once. */
import type { Stream } from '../des/random.ts';
import type { Sampler } from '../des/sampler.ts';
import type { PartitionKeys } from './partition-keys.ts';

/** The draws of the records of one producer; each belongs to a record, by its number. */
export interface ProducerStreams {
  /** Number of the source. */
  readonly index: number;
  readonly keys: Stream;
  readonly sizes: Stream;
}

/** Records of a block: waits for memory overlap, where one record after another would wait for each. */
const BLOCK = 64;

/** Keys and sizes of a block of records. */
export class RecordDraws {
  /** Where the key leads in [0, 1), where among the lanes, and the bytes of each record of the block. */
  readonly places = new Float64Array(BLOCK);
  readonly lanes = new Float64Array(BLOCK);
  readonly bytes = new Float64Array(BLOCK);
  readonly #producer: ProducerStreams;
  readonly #keys: PartitionKeys | null;
  readonly #size: Sampler;
  #first = -BLOCK;

  /** @param keys `null` = every record has a key of its own */
  constructor(producer: ProducerStreams, keys: PartitionKeys | null, size: Sampler) {
    this.#producer = producer;
    this.#keys = keys;
    this.#size = size;
  }

  /** Where record `number` stands in the block; numbers never go back. */
  of(number: number): number {
    if (number >= this.#first + BLOCK) this.#draw(number);
    return number - this.#first;
  }

  #draw(first: number): void {
    this.#first = first;
    if (this.#keys === null) this.#drawPlaces(this.#producer.keys);
    else this.#drawKeys(this.#producer.keys, this.#keys);
    this.#drawSizes(this.#producer.sizes);
  }

  #drawPlaces(draws: Stream): void {
    for (let k = 0; k < BLOCK; k++) {
      this.places[k] = draws.uniform(this.#first + k, 0);
      this.lanes[k] = draws.uniform(this.#first + k, 1);
    }
  }

  #drawKeys(draws: Stream, keys: PartitionKeys): void {
    for (let k = 0; k < BLOCK; k++) {
      const key = keys.of(draws.uniform(this.#first + k, 0));
      this.places[k] = keys.placeOf(key);
      this.lanes[k] = keys.laneOf(key);
    }
  }

  #drawSizes(draws: Stream): void {
    for (let k = 0; k < BLOCK; k++) this.bytes[k] = Math.max(1, this.#size.sample(draws, this.#first + k, 0));
  }
}
