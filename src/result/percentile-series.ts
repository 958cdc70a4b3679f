/** Percentiles of times per page, also of facts that are known long after their page, and their histogram. */
import type { Micros } from '../des/time.ts';
import { doubled } from '../des/typed-array.ts';
import { Column } from './column.ts';
import { binOf, type Histogram } from './histogram.ts';
import type { Pages } from './present.ts';
import { Samples } from './samples.ts';

/** Times that are gathered before they are counted. */
const MOST_FRESH = 512;

/** What to keep of the times. */
export interface Kept {
  /** Each in (0, 100]. */
  readonly percentiles: readonly number[];
  readonly means: boolean;
  /** Takes the times that are added while they count; `null` = nobody. */
  readonly total: Histogram | null;
}

/**
 * A page is summed up as soon as nothing more can come: when the next one begins, or when the last request that was
 * postponed in it is settled. So memory holds the open pages, and one number per page and percentile for the rest.
 */
export class PercentileSeries {
  readonly #pages: Pages;
  readonly #percentiles: readonly number[];
  readonly #columns: readonly Column[];
  readonly #means: Column | null;
  readonly #total: Histogram | null;
  #page = 0;
  #current = new Samples();
  /** Times of the present page as they came: a fact costs one store, and all are counted in one loop. */
  #fresh = new Float64Array(4);
  #freshCount = 0;
  /** Earlier pages that wait for requests. */
  readonly #open = new Map<number, Samples>();
  readonly #spare: Samples[] = [];

  constructor(pages: Pages, kept: Kept) {
    this.#pages = pages;
    this.#percentiles = kept.percentiles;
    this.#columns = kept.percentiles.map(() => new Column(NaN));
    this.#means = kept.means ? new Column(NaN) : null;
    this.#total = kept.total;
  }

  /** A time of the present page. */
  add(micros: Micros): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    if (this.#freshCount === this.#fresh.length) this.#makeRoom();
    this.#fresh[this.#freshCount++] = micros;
  }

  /** A time, or none, will come later for something that falls into `page`. */
  postpone(page: number): void {
    const samples = this.#samplesOf(page);
    if (samples !== undefined) samples.pending++;
  }

  /** What was postponed in `page` is settled: with a time, or without one where `bin` is −1. Not for the total. */
  settle(page: number, micros: Micros, bin: number): void {
    const samples = this.#samplesOf(page);
    if (samples === undefined) return;
    samples.pending--;
    if (bin >= 0) samples.add(micros, bin);
    if (samples.pending > 0 || samples === this.#current) return;
    this.#open.delete(page);
    this.#close(page, samples);
  }

  /** The window begins: the total forgets what was before. */
  beginWindow(): void {
    this.#count();
    this.#total?.clear();
  }

  /** Sums up what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn(this.#page + 1);
    for (const [page, samples] of this.#open) this.#close(page, samples);
    this.#open.clear();
  }

  /** A percentile that was asked for, in milliseconds; NaN where a page has no time. After `finish`. */
  percentile(q: number): Float64Array {
    return this.#columns[this.#percentiles.indexOf(q)]!.values();
  }

  /** Means in milliseconds, where they are kept; NaN where a page has no time. After `finish`. */
  means(): Float64Array {
    return this.#means === null ? new Float64Array() : this.#means.values();
  }

  #samplesOf(page: number): Samples | undefined {
    const present = this.#pages.index;
    if (present !== this.#page) this.#turn(present);
    return page === present ? this.#current : this.#open.get(page);
  }

  #turn(page: number): void {
    const current = this.#current;
    if (this.#freshCount === 1 && current.count === 0 && current.pending === 0) {
      this.#sumUpOne(this.#fresh[0]!);
    } else {
      this.#count();
      if (current.pending > 0) {
        this.#open.set(this.#page, current);
        this.#current = this.#spare.pop() ?? new Samples();
      } else if (current.count > 0) {
        this.#sumUp(this.#page, current);
      }
    }
    this.#page = page;
  }

  #makeRoom(): void {
    if (this.#fresh.length === MOST_FRESH) {
      this.#count();
      return;
    }
    this.#fresh = doubled(this.#fresh);
  }

  /** Counts the fresh times. */
  #count(): void {
    this.#current.addAll(this.#fresh, this.#freshCount, this.#total);
    this.#freshCount = 0;
  }

  #close(page: number, samples: Samples): void {
    if (samples.count > 0) this.#sumUp(page, samples);
    else samples.clear();
    this.#spare.push(samples);
  }

  #sumUp(page: number, samples: Samples): void {
    samples.sort();
    for (let k = 0; k < this.#columns.length; k++) {
      this.#columns[k]!.put(page, samples.percentile(this.#percentiles[k]!) / 1000);
    }
    if (this.#means !== null) this.#means.put(page, samples.mean / 1000);
    samples.clear();
  }

  /** The only time of the present page is its mean and every percentile: sparse traffic has pages like this. */
  #sumUpOne(micros: Micros): void {
    this.#freshCount = 0;
    if (this.#total !== null) this.#total.add(micros, binOf(micros));
    const milliseconds = micros / 1000;
    for (let k = 0; k < this.#columns.length; k++) this.#columns[k]!.put(this.#page, milliseconds);
    if (this.#means !== null) this.#means.put(this.#page, milliseconds);
  }
}
