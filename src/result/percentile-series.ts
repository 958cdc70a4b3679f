/** Percentiles and the mean of times per bucket, also of facts that are known long after their bucket. */
import type { Micros } from '../des/time.ts';
import { upperEdge } from './histogram.ts';

/** Below this many samples a bucket keeps them as they are; from here on it counts them by bin. */
const FEW = 32;

/**
 * A bucket is summed up as soon as nothing more can come: when the next one begins, or when the last request that was
 * postponed in it is settled. So memory holds the open buckets only, and one number a bucket and percentile for the rest.
 */
export class PercentileSeries {
  readonly #percentiles: readonly number[];
  readonly #columns: Float64Array[];
  #means = new Float64Array(0);
  #length = 0;
  #bucket = 0;
  #current = new Samples();
  /** Earlier buckets that wait for requests. */
  readonly #open = new Map<number, Samples>();
  readonly #spare: Samples[] = [];

  /** @param percentiles each in (0, 100] */
  constructor(percentiles: readonly number[]) {
    this.#percentiles = percentiles;
    this.#columns = percentiles.map(() => new Float64Array(0));
  }

  /** Which of the columns of `values` holds a percentile that was asked for. */
  columnOf(percentile: number): number {
    return this.#percentiles.indexOf(percentile);
  }

  /** A sample of the present bucket. Buckets never go back. */
  add(bucket: number, micros: Micros, bin: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#current.add(micros, bin);
  }

  /** A sample, or none (`bin` −1), may come later for something that falls into this bucket. */
  postpone(now: number, bucket: number): void {
    if (now !== this.#bucket) this.#turn(now);
    const samples = bucket === this.#bucket ? this.#current : this.#open.get(bucket);
    if (samples !== undefined) samples.pending++;
  }

  /** What was postponed in `bucket` is settled: with a sample, or without one where `bin` is −1. */
  settle(now: number, bucket: number, micros: Micros, bin: number): void {
    if (now !== this.#bucket) this.#turn(now);
    const samples = bucket === this.#bucket ? this.#current : this.#open.get(bucket);
    if (samples === undefined) return;
    samples.pending--;
    if (bin >= 0) samples.add(micros, bin);
    if (samples.pending > 0 || samples === this.#current) return;
    this.#open.delete(bucket);
    this.#close(bucket, samples);
  }

  /** Sums up what is still open. One array a percentile, NaN where a bucket has no sample. */
  values(): readonly Float64Array[] {
    this.#finish();
    return this.#columns.map((column) => column.slice(0, this.#length));
  }

  /** Mean per bucket, NaN where it has no sample. */
  means(): Float64Array {
    this.#finish();
    return this.#means.slice(0, this.#length);
  }

  #finish(): void {
    this.#turn(this.#bucket + 1);
    for (const [bucket, samples] of this.#open) this.#close(bucket, samples);
    this.#open.clear();
  }

  #turn(bucket: number): void {
    if (this.#current.pending > 0) {
      this.#open.set(this.#bucket, this.#current);
      this.#current = this.#spare.pop() ?? new Samples();
    } else if (this.#current.count > 0) {
      const done = this.#current;
      this.#close(this.#bucket, done);
      this.#current = this.#spare.pop()!;
    }
    this.#bucket = bucket;
  }

  #close(bucket: number, samples: Samples): void {
    if (samples.count > 0) {
      if (bucket >= this.#means.length) this.#lengthen(bucket);
      samples.sort();
      for (let k = 0; k < this.#percentiles.length; k++) {
        this.#columns[k]![bucket] = samples.percentile(this.#percentiles[k]!);
      }
      this.#means[bucket] = samples.sum / samples.count;
      if (bucket >= this.#length) this.#length = bucket + 1;
    }
    samples.clear();
    this.#spare.push(samples);
  }

  #lengthen(bucket: number): void {
    const size = Math.max(64, Math.ceil(1.5 * (bucket + 1)));
    const longer = (values: Float64Array): Float64Array<ArrayBuffer> => {
      const result = new Float64Array(size).fill(NaN);
      result.set(values);
      return result;
    };
    this.#means = longer(this.#means);
    for (let k = 0; k < this.#columns.length; k++) this.#columns[k] = longer(this.#columns[k]!);
  }
}

/** The samples of one bucket: few as they are, many counted by bin. */
class Samples {
  pending = 0;
  count = 0;
  sum: Micros = 0;
  #max: Micros = 0;
  readonly #few = new Int32Array(FEW);
  #counts = new Uint32Array(0);
  #low = 0;
  #high = -1;

  add(micros: Micros, bin: number): void {
    this.sum += micros;
    if (micros > this.#max) this.#max = micros;
    const count = this.count++;
    if (count < FEW) this.#few[count] = bin;
    else this.#tally(bin, count === FEW);
  }

  /** Puts few samples in order; must come before `percentile`. */
  sort(): void {
    if (this.count > FEW) return;
    const few = this.#few;
    for (let i = 1; i < this.count; i++) {
      const bin = few[i]!;
      let k = i;
      for (; k > 0 && few[k - 1]! > bin; k--) few[k] = few[k - 1]!;
      few[k] = bin;
    }
  }

  /** The ceil(q/100 · n)-th smallest sample: upper edge of its bin, never above the maximum. */
  percentile(q: number): Micros {
    const rank = Math.max(1, Math.ceil((q / 100) * this.count - 1e-9));
    let bin = -1;
    if (this.count <= FEW) {
      bin = this.#few[rank - 1]!;
    } else {
      let below = 0;
      for (bin = this.#low; bin < this.#high; bin++) {
        below += this.#counts[bin]!;
        if (below >= rank) break;
      }
    }
    return Math.min(upperEdge(bin), this.#max);
  }

  clear(): void {
    if (this.count > FEW) this.#counts.fill(0, this.#low, this.#high + 1);
    this.#low = 0;
    this.#high = -1;
    this.count = 0;
    this.pending = 0;
    this.sum = 0;
    this.#max = 0;
  }

  #tally(bin: number, first: boolean): void {
    if (first) {
      this.#low = bin;
      this.#high = bin;
      for (let k = 0; k < FEW; k++) this.#countOne(this.#few[k]!);
    }
    this.#countOne(bin);
  }

  #countOne(bin: number): void {
    if (bin >= this.#counts.length) {
      const longer = new Uint32Array((bin & ~255) + 256);
      longer.set(this.#counts);
      this.#counts = longer;
    }
    this.#counts[bin]!++;
    if (bin < this.#low) this.#low = bin;
    if (bin > this.#high) this.#high = bin;
  }
}
