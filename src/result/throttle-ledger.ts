/** The rows of throttles.csv: who was refused, why, and who held the exhausted pool, bucket by bucket. */
import type { ThrottleTable } from './series-record.ts';
import { ThrottleRows } from './throttle-rows.ts';

interface Entry {
  readonly fn: number;
  readonly throttle: number;
  readonly holder: number;
  count: number;
  shares: number;
}

/** Adds up the throttles of the present bucket by function, reason and holder. */
export class ThrottleLedger {
  /** Who can hold a pool; also nobody. */
  readonly #holders: number;
  readonly #rows: ThrottleRows;
  readonly #entries = new Map<number, Entry>();
  #bucket = 0;

  /** @param names of all functions by number, the background last */
  constructor(names: readonly string[]) {
    this.#holders = names.length + 1;
    this.#rows = new ThrottleRows(names);
  }

  /** @param holder number of the function that held most of the pool, −1 for rate causes @param share of the pool */
  add(bucket: number, fn: number, throttle: number, holder: number, share: number): void {
    if (bucket !== this.#bucket) {
      this.#close();
      this.#bucket = bucket;
    }
    const key = (fn * 8 + throttle) * this.#holders + holder + 1;
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { fn, throttle, holder, count: 1, shares: share });
    else {
      entry.count++;
      entry.shares += share;
    }
  }

  /** All rows in the order of buckets, then functions, reasons and holders. */
  table(): ThrottleTable {
    this.#close();
    return this.#rows.table();
  }

  #close(): void {
    const keys = [...this.#entries.keys()].sort((a, b) => a - b);
    for (const key of keys) {
      const { fn, throttle, holder, count, shares } = this.#entries.get(key)!;
      this.#rows.add(this.#bucket, fn, throttle, holder, count, holder < 0 ? NaN : shares / count);
    }
    this.#entries.clear();
  }
}
