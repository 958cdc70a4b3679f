/** Percentiles and the mean of times per bucket, also of facts that are known long after their bucket. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { Samples } from './samples.ts';

/**
 * A bucket is summed up as soon as nothing more can come: when the next one begins, or when the last request that was
 * postponed in it is settled. So memory holds the open buckets, and one number per bucket and percentile for the rest.
 */
export class PercentileSeries {
  readonly #percentiles: readonly number[];
  readonly #columns: readonly Column[];
  readonly #means = new Column(NaN);
  #bucket = 0;
  #current = new Samples();
  /** Earlier buckets that wait for requests. */
  readonly #open = new Map<number, Samples>();
  readonly #spare: Samples[] = [];

  /** @param percentiles each in (0, 100] */
  constructor(percentiles: readonly number[]) {
    this.#percentiles = percentiles;
    this.#columns = percentiles.map(() => new Column(NaN));
  }

  /** A sample of the present bucket. Buckets never go back. */
  add(bucket: number, micros: Micros, bin: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#current.add(micros, bin);
  }

  /** A sample, or none, will come later for something that falls into `bucket`. @param now the present bucket */
  postpone(now: number, bucket: number): void {
    const samples = this.#samplesOf(now, bucket);
    if (samples !== undefined) samples.pending++;
  }

  /** What was postponed in `bucket` is settled: with a sample, or without one where `bin` is −1. */
  settle(now: number, bucket: number, micros: Micros, bin: number): void {
    const samples = this.#samplesOf(now, bucket);
    if (samples === undefined) return;
    samples.pending--;
    if (bin >= 0) samples.add(micros, bin);
    if (samples.pending > 0 || samples === this.#current) return;
    this.#open.delete(bucket);
    this.#close(bucket, samples);
  }

  /** Sums up what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn(this.#bucket + 1);
    for (const [bucket, samples] of this.#open) this.#close(bucket, samples);
    this.#open.clear();
  }

  /** A percentile that was asked for, in milliseconds; NaN where a bucket has no sample. After `finish`. */
  percentile(q: number): Float64Array {
    return this.#columns[this.#percentiles.indexOf(q)]!.values();
  }

  /** Means in milliseconds; NaN where a bucket has no sample. After `finish`. */
  means(): Float64Array {
    return this.#means.values();
  }

  #samplesOf(now: number, bucket: number): Samples | undefined {
    if (now !== this.#bucket) this.#turn(now);
    return bucket === now ? this.#current : this.#open.get(bucket);
  }

  #turn(bucket: number): void {
    const current = this.#current;
    if (current.pending > 0) {
      this.#open.set(this.#bucket, current);
      this.#current = this.#spare.pop() ?? new Samples();
    } else if (current.count > 0) {
      this.#sumUp(this.#bucket, current);
    }
    this.#bucket = bucket;
  }

  #close(bucket: number, samples: Samples): void {
    if (samples.count > 0) this.#sumUp(bucket, samples);
    else samples.clear();
    this.#spare.push(samples);
  }

  #sumUp(bucket: number, samples: Samples): void {
    samples.sort();
    for (let k = 0; k < this.#columns.length; k++) {
      this.#columns[k]!.put(bucket, samples.percentile(this.#percentiles[k]!) / 1000);
    }
    this.#means.put(bucket, samples.mean / 1000);
    samples.clear();
  }
}
