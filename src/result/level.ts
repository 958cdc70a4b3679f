/** Levels over time, such as concurrency: maximum and integral of the window, maximum of each bucket. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import type { LevelRecord } from './run-record.ts';

/** Maximum and integral, exact in whole units × microseconds. */
export class Level {
  #level = 0;
  #since: Micros = 0;
  #max = 0;
  #integral = 0;

  get value(): number {
    return this.#level;
  }

  /** The level changes now. */
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

/** The greatest value of a level in each bucket. */
export class LevelSeries {
  readonly #column = new Column(0);
  #level = 0;
  #max = 0;
  #bucket = 0;

  /** The level changes within a bucket; buckets never go back. */
  set(bucket: number, level: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#level = level;
    if (level > this.#max) this.#max = level;
  }

  /** One value for each of the first `length` buckets; the last level holds to their end. Call at the end. */
  values(length: number): Float64Array {
    if (length > this.#bucket) this.#turn(length);
    return this.#column.values().subarray(0, length);
  }

  #turn(bucket: number): void {
    this.#column.put(this.#bucket, this.#max);
    for (let silent = this.#bucket + 1; silent < bucket; silent++) this.#column.put(silent, this.#level);
    this.#max = this.#level;
    this.#bucket = bucket;
  }
}
