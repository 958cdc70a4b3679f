/** The rows of throttles.csv: who was refused, why, and who held the exhausted pool, bucket by bucket. */
import type { ThrottleRow } from './series-record.ts';

interface Entry {
  readonly fn: number;
  readonly throttle: number;
  readonly holder: number;
  count: number;
  shares: number;
}

/** Adds up the throttles of the present bucket by function, reason and holder. */
export class ThrottleLedger {
  readonly #names: readonly string[];
  readonly #rows: ThrottleRow[] = [];
  readonly #entries = new Map<number, Entry>();
  #bucket = 0;

  /** @param names of all functions by number, the background last */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** @param holder number of the function that held most of the pool, −1 for rate causes @param share of the pool */
  add(bucket: number, fn: number, throttle: number, holder: number, share: number): void {
    if (bucket !== this.#bucket) {
      this.#close();
      this.#bucket = bucket;
    }
    const key = (fn * 8 + throttle) * (this.#names.length + 1) + holder + 1;
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { fn, throttle, holder, count: 1, shares: share });
    else {
      entry.count++;
      entry.shares += share;
    }
  }

  /** All rows in the order of buckets, then functions, reasons and holders. */
  rows(): readonly ThrottleRow[] {
    this.#close();
    return this.#rows.slice();
  }

  #close(): void {
    const keys = [...this.#entries.keys()].sort((a, b) => a - b);
    for (const key of keys) {
      const { fn, throttle, holder, count, shares } = this.#entries.get(key)!;
      this.#rows.push({
        bucket: this.#bucket,
        function: this.#names[fn]!,
        throttle,
        holder: holder < 0 ? '' : this.#names[holder]!,
        count,
        holderShare: holder < 0 ? NaN : shares / count,
      });
    }
    this.#entries.clear();
  }
}
