/** One count per page of time, for what happens rarely: growing with the time it has seen. */

const FIRST_SIZE = 64;

/** A growing row of counts; nothing is kept until the first one. */
export class Column {
  #values = new Float64Array(0);
  #length = 0;

  /** Pages up to the last one that was written. */
  get length(): number {
    return this.#length;
  }

  /** What a page holds. */
  at(page: number): number {
    return page < this.#length ? this.#values[page]! : 0;
  }

  add(page: number, amount: number): void {
    if (page >= this.#length) this.#extend(page);
    this.#values[page]! += amount;
  }

  /** The numbers themselves, not a copy. */
  values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  #extend(page: number): void {
    if (page >= this.#values.length) this.#grow(page);
    this.#length = page + 1;
  }

  /** New memory holds zeros, and what is never reached is never touched. */
  #grow(page: number): void {
    let size = Math.max(FIRST_SIZE, this.#values.length);
    while (size <= page) size *= 2;
    const longer = new Float64Array(size);
    longer.set(this.#values);
    this.#values = longer;
  }
}
