/** Zipf's law over a few things: the k-th of them is drawn with a weight of 1 / k^exponent. */

/** Draws by a table of cumulative shares. */
export class ZipfLaw {
  readonly #cumulative: Float64Array;

  /** @param count of things, at least 1 @param exponent 0 = all alike */
  constructor(count: number, exponent: number) {
    this.#cumulative = new Float64Array(count);
    let sum = 0;
    for (let k = 0; k < count; k++) {
      sum += (k + 1) ** -exponent;
      this.#cumulative[k] = sum;
    }
    for (let k = 0; k < count; k++) this.#cumulative[k]! /= sum;
  }

  /** Index of the thing that a uniform in (0, 1) falls on. */
  draw(uniform: number): number {
    let low = 0;
    let high = this.#cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cumulative[middle]! < uniform) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
