/** One number per bucket of time, growing with the time it has seen. */

const FIRST_SIZE = 4096;

/** A growing row of numbers; buckets that were never written hold `absent`. */
export class Column {
  readonly #absent: number;
  #values = new Float64Array(0);
  #length = 0;

  /** @param absent 0 for counts, NaN for what has no value where nothing happened */
  constructor(absent: number) {
    this.#absent = absent;
  }

  /** Buckets up to the last one that was written. */
  get length(): number {
    return this.#length;
  }

  /** What a bucket holds. */
  at(bucket: number): number {
    return bucket < this.#length ? this.#values[bucket]! : this.#absent;
  }

  put(bucket: number, value: number): void {
    if (bucket >= this.#length) this.#extend(bucket);
    this.#values[bucket] = value;
  }

  add(bucket: number, amount: number): void {
    if (bucket >= this.#length) this.#extend(bucket);
    this.#values[bucket]! += amount;
  }

  /** The numbers themselves, not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** The numbers themselves, NaN in the place of 0: what did not occur has no value. Call once, at the end. */
  occurrences(): Float64Array {
    const values = this.values();
    for (let bucket = 0; bucket < values.length; bucket++) if (values[bucket] === 0) values[bucket] = NaN;
    return values;
  }

  #extend(bucket: number): void {
    if (bucket >= this.#values.length) {
      // Four times as long: copying costs a third of a value written, however long the run is.
      let size = Math.max(FIRST_SIZE, this.#values.length);
      while (size <= bucket) size *= 4;
      const longer = new Float64Array(size);
      longer.set(this.#values);
      if (this.#absent !== 0) longer.fill(this.#absent, this.#values.length);
      this.#values = longer;
    }
    this.#length = bucket + 1;
  }
}
