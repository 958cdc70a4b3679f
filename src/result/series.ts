/** Counts and levels per bucket of time; they grow on first use and with the time they have seen. */
import type { LevelRecord } from './run-record.ts';
import type { Micros } from '../des/time.ts';

/** Occurrences per bucket. */
export class CountSeries {
  #counts = new Float64Array(0);
  #length = 0;

  /** Counts one in a bucket. */
  add(bucket: number): void {
    if (bucket >= this.#length) this.#extend(bucket);
    this.#counts[bucket]!++;
  }

  /** One value a bucket; NaN where nothing occurred. Empty if nothing ever did. */
  values(): Float64Array {
    return this.#counts.slice(0, this.#length).map((count) => (count === 0 ? NaN : count));
  }

  /** Occurrences in a bucket. */
  at(bucket: number): number {
    return bucket < this.#length ? this.#counts[bucket]! : 0;
  }

  /** Buckets up to the last one with an occurrence. */
  get length(): number {
    return this.#length;
  }

  #extend(bucket: number): void {
    if (bucket >= this.#counts.length) this.#counts = lengthened(this.#counts, bucket);
    this.#length = bucket + 1;
  }
}

/** The greatest value of a level in each bucket. */
export class LevelSeries {
  #values = new Float64Array(0);
  #level = 0;
  #max = 0;
  #bucket = 0;

  /** The level changes within a bucket; buckets never go back. */
  set(bucket: number, level: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#level = level;
    if (level > this.#max) this.#max = level;
  }

  /** One value for each of the first `length` buckets; the last level holds to their end. */
  values(length: number): Float64Array {
    if (length > this.#bucket) this.#turn(length);
    return this.#values.slice(0, length);
  }

  #turn(bucket: number): void {
    if (bucket > this.#values.length) this.#values = lengthened(this.#values, bucket);
    this.#values[this.#bucket] = this.#max;
    if (bucket > this.#bucket + 1) this.#values.fill(this.#level, this.#bucket + 1, bucket);
    this.#max = this.#level;
    this.#bucket = bucket;
  }
}

/** A level over time: its maximum and its integral, exact in whole units × microseconds. */
export class Level {
  #level = 0;
  #since: Micros = 0;
  #max = 0;
  #integral = 0;

  get value(): number {
    return this.#level;
  }

  set(now: Micros, level: number): void {
    this.#integral += this.#level * (now - this.#since);
    this.#since = now;
    this.#level = level;
    if (level > this.#max) this.#max = level;
  }

  /** Forgets what was before `now`, where the window begins. */
  restart(now: Micros): void {
    this.#integral = 0;
    this.#since = now;
    this.#max = this.#level;
  }

  record(until: Micros): LevelRecord {
    return { max: this.#max, integral: this.#integral + this.#level * Math.max(0, until - this.#since) };
  }
}

function lengthened(values: Float64Array, bucket: number): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(Math.max(64, Math.ceil(1.5 * (bucket + 1))));
  longer.set(values);
  return longer;
}
