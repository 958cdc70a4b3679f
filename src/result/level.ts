/** A level over time, such as concurrency: maximum and integral of the window, and the maximum of each bucket. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import type { LevelRecord } from './run-record.ts';

/**
 * Follows one level; integrals are exact in whole units × microseconds.
 *
 * A level belongs to a bucket if it held for some time in it, or was risen to in it: what ends at a bucket's very first
 * instant is no part of it, a peak of one instant is.
 */
export class Level {
  readonly #width: Micros;
  readonly #column = new Column(0);
  #level = 0;
  #since: Micros = 0;
  #integral = 0;
  #max = 0;
  #bucket = 0;
  #start: Micros = 0;
  #bucketMax = 0;
  /** Greatest value of the present bucket before the window began in it. */
  #maxBefore = 0;

  /** @param width of a bucket */
  constructor(width: Micros) {
    this.#width = width;
  }

  get value(): number {
    return this.#level;
  }

  /** The level rises by one now. @param bucket the present one; buckets never go back */
  rise(now: Micros, bucket: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#integral += this.#level * (now - this.#since);
    this.#since = now;
    if (++this.#level > this.#bucketMax) this.#bucketMax = this.#level;
  }

  /** The level falls by one now. */
  fall(now: Micros, bucket: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    if (this.#level > this.#bucketMax) this.#noteHeld(now);
    this.#integral += this.#level * (now - this.#since);
    this.#since = now;
    this.#level--;
  }

  /** The level becomes `level` now. */
  set(now: Micros, bucket: number, level: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#noteHeld(now);
    this.#integral += this.#level * (now - this.#since);
    this.#since = now;
    if (level > this.#level && level > this.#bucketMax) this.#bucketMax = level;
    this.#level = level;
  }

  /** Forgets what was before `now`, where the window begins; the series keeps it. */
  restart(now: Micros, bucket: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#noteHeld(now);
    this.#maxBefore = this.#bucketMax;
    this.#bucketMax = 0;
    this.#integral = 0;
    this.#since = now;
    this.#max = 0;
  }

  /** Maximum and integral of the window that ends at `until`. */
  record(until: Micros): LevelRecord {
    return {
      max: Math.max(this.#max, this.#bucketMax, until > this.#since ? this.#level : 0),
      integral: this.#integral + this.#level * Math.max(0, until - this.#since),
    };
  }

  /** The maximum of each of the first `length` buckets; the last level holds to their end. Nothing may follow. */
  series(length: number): Float64Array {
    if (length > this.#bucket) this.#turn(length);
    return this.#column.values().subarray(0, length);
  }

  /** The present level counts in this bucket if it held for some time in it. */
  #noteHeld(now: Micros): void {
    if (this.#level > this.#bucketMax && now > this.#since && now > this.#start) this.#bucketMax = this.#level;
  }

  /** Writes the bucket down; its last level held to its end. */
  #turn(bucket: number): void {
    if (this.#level > this.#bucketMax) this.#bucketMax = this.#level;
    this.#column.put(this.#bucket, Math.max(this.#bucketMax, this.#maxBefore));
    for (let silent = this.#bucket + 1; silent < bucket; silent++) this.#column.put(silent, this.#level);
    if (this.#bucketMax > this.#max) this.#max = this.#bucketMax;
    this.#bucketMax = 0;
    this.#maxBefore = 0;
    this.#bucket = bucket;
    this.#start = bucket * this.#width;
  }
}
