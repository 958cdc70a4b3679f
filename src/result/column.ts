/** One number per page of time, growing with the time it has seen. */

const FIRST_SIZE = 4096;

/** A growing row of numbers; pages that were never written hold `absent`. */
export class Column {
  readonly #absent: number;
  #values = new Float64Array(0);
  #length = 0;

  /** @param absent 0 for counts, NaN for what has no value where nothing happened */
  constructor(absent: number) {
    this.#absent = absent;
  }

  /** Pages up to the last one that was written. */
  get length(): number {
    return this.#length;
  }

  /** What a page holds. */
  at(page: number): number {
    return page < this.#length ? this.#values[page]! : this.#absent;
  }

  put(page: number, value: number): void {
    if (page >= this.#length) this.#extend(page);
    this.#values[page] = value;
  }

  add(page: number, amount: number): void {
    if (page >= this.#length) this.#extend(page);
    this.#values[page]! += amount;
  }

  /** The numbers themselves, not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  /** The numbers themselves, NaN in the place of 0: what did not occur has no value. Call once, at the end. */
  occurrences(): Float64Array {
    const values = this.values();
    for (let page = 0; page < values.length; page++) if (values[page] === 0) values[page] = NaN;
    return values;
  }

  #extend(page: number): void {
    if (page >= this.#values.length) this.#grow(page);
    // New memory holds zeros, and what is never reached is never touched.
    if (this.#absent !== 0) for (let k = this.#length; k < page; k++) this.#values[k] = this.#absent;
    this.#length = page + 1;
  }

  /** Four times as long: copying costs a third of a value written, however long the run is. */
  #grow(page: number): void {
    let size = Math.max(FIRST_SIZE, this.#values.length);
    while (size <= page) size *= 4;
    const longer = new Float64Array(size);
    longer.set(this.#values);
    this.#values = longer;
  }
}
