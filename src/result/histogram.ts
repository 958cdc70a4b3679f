/** A log-linear histogram of times: constant memory, exact count, sum and maximum, relative error below 0.4 %. */
import type { Micros } from '../des/time.ts';
import type { HistogramRecord } from './run-record.ts';

/** Bins per octave; a bin is at most 1/256 of its lower edge wide. */
const PER_OCTAVE = 256;

/**
 * The bin of a time. Below 512 µs every microsecond has its own bin.
 * @param micros a whole number from 0 to 2^52
 */
export function binOf(micros: Micros): number {
  if (micros < PER_OCTAVE) return micros | 0;
  if (micros < 2147483648) {
    const shift = 23 - Math.clz32(micros);
    return ((shift << 8) + (micros >>> shift)) | 0;
  }
  const high = Math.floor(micros / 2 ** 23);
  const shift = 23 - Math.clz32(high);
  return (((shift + 23) << 8) + (high >>> shift)) | 0;
}

/** The greatest whole number of microseconds that falls into a bin. */
export function upperEdge(bin: number): Micros {
  if (bin < 2 * PER_OCTAVE) return bin;
  const shift = (bin >> 8) - 1;
  const above = bin - shift * PER_OCTAVE + 1;
  // A shift is exact up to 2^30 and many times as fast as a power.
  return (shift <= 21 ? above << shift : above * 2 ** shift) - 1;
}

/** Counts times; grows with the range of what it has seen, never with their number. */
export class Histogram {
  /** A bin of more than 2^32 − 1 would take years of requests of one length. */
  #counts = new Uint32Array(0);
  #first = 0;
  #count = 0;
  #sum = 0;
  #max = 0;

  /** @param micros a whole number of at least 0 @param bin its bin, `binOf(micros)` */
  add(micros: Micros, bin: number): void {
    this.#count++;
    this.#sum += micros;
    if (micros > this.#max) this.#max = micros;
    const slot = bin - this.#first;
    if (slot >= 0 && slot < this.#counts.length) this.#counts[slot]!++;
    else this.#grow(bin);
  }

  /** Adds the first `length` of `times`. @param bins theirs */
  addAll(times: Float64Array, bins: Int32Array, length: number): void {
    let sum = this.#sum;
    let max = this.#max;
    for (let k = 0; k < length; k++) {
      const micros = times[k]!;
      sum += micros;
      if (micros > max) max = micros;
    }
    this.#sum = sum;
    this.#max = max;
    this.#count += length;
    for (let k = this.#countFrom(bins, 0, length); k < length; k = this.#countFrom(bins, k + 1, length)) {
      this.#grow(bins[k]!);
    }
  }

  /** Adds the same time `times` times. */
  addMany(micros: Micros, times: number): void {
    const bin = binOf(micros);
    this.add(micros, bin);
    this.#count += times - 1;
    this.#sum += micros * (times - 1);
    this.#counts[bin - this.#first]! += times - 1;
  }

  /** Forgets everything. */
  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
    this.#sum = 0;
    this.#max = 0;
  }

  get count(): number {
    return this.#count;
  }

  /** Of all times that were counted. */
  get sum(): Micros {
    return this.#sum;
  }

  /** What was counted, as plain data. */
  record(): HistogramRecord {
    const end = this.#counts.findLastIndex((count) => count > 0) + 1;
    return {
      count: this.#count,
      sum: this.#sum,
      max: this.#max,
      first: this.#first,
      counts: this.#counts.slice(0, end),
    };
  }

  /** Counts bins up to the first that has no place yet. @returns where that stands; `length` = nowhere */
  #countFrom(bins: Int32Array, from: number, length: number): number {
    const counts = this.#counts;
    const first = this.#first;
    for (let k = from; k < length; k++) {
      const slot = bins[k]! - first;
      if (slot < 0 || slot >= counts.length) return k;
      counts[slot]!++;
    }
    return length;
  }

  #grow(bin: number): void {
    // Whole octaves, so that a law's tail costs a few growths and no more.
    const first = Math.min(this.#counts.length > 0 ? this.#first : bin, bin) & ~(PER_OCTAVE - 1);
    const end = (Math.max(this.#first + this.#counts.length, bin + 1) + PER_OCTAVE - 1) & ~(PER_OCTAVE - 1);
    const counts = new Uint32Array(end - first);
    counts.set(this.#counts, this.#counts.length > 0 ? this.#first - first : 0);
    this.#counts = counts;
    this.#first = first;
    counts[bin - first]!++;
  }
}
