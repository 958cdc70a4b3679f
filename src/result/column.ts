/** One count per page of time, for what happens rarely. */

/** One number a page, in blocks of so many pages; 0 where there is no block, or where it ends. Structured-cloneable. */
export interface Counts {
  readonly width: number;
  readonly blocks: readonly (Uint32Array | Float64Array | undefined)[];
}

/** Pages that have their counts in one array: a power of two. */
const BLOCK = 128;
const BLOCK_BITS = 7;

/** Counts with memory for the stretches of time in which there are any. */
export class Column {
  readonly #blocks: (Uint32Array | undefined)[] = [];

  /** What a page holds. */
  at(page: number): number {
    return this.#blocks[page >> BLOCK_BITS]?.[page & (BLOCK - 1)] ?? 0;
  }

  /** @param amount a whole number */
  add(page: number, amount: number): void {
    const number = page >> BLOCK_BITS;
    const block = (this.#blocks[number] ??= new Uint32Array(BLOCK));
    block[page & (BLOCK - 1)]! += amount;
  }

  /** The numbers themselves, not a copy. */
  counts(): Counts {
    return { width: BLOCK, blocks: this.#blocks };
  }
}

/** Numbers that stand in one array already. @param counts one a page */
export function countsOf(counts: Float64Array): Counts {
  return { width: counts.length, blocks: [counts] };
}
