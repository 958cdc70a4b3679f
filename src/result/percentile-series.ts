/** Percentiles of times per page, also of facts that are known long after their page, and their histogram. */
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import { binOf, upperEdge, type Histogram } from './histogram.ts';
import type { Chunk, ColumnDefinition, Rows } from './rows.ts';
import { rankOf, Samples } from './samples.ts';

/** Times that are gathered before they are counted. */
const MOST_FRESH = 512;
/** Where the bins of fresh times stand while they are counted. */
const freshBins = new Int32Array(MOST_FRESH);
/** Up to here times are put in order rather than counted. */
const FEW = 16;

/** What to keep of the times. */
export interface Kept {
  /** Each in (0, 100]. */
  readonly percentiles: readonly number[];
  readonly means: boolean;
  /** Takes the times that are added while they count; `null` = nobody. */
  readonly total: Histogram | null;
}

/** The columns that are kept of the times called `name`: percentiles, then the mean. */
export function timeColumns(name: string, { percentiles, means }: Kept): readonly ColumnDefinition[] {
  const names = [...percentiles.map((q) => `${name}_p${String(q)}_ms`), ...(means ? [`${name}_mean_ms`] : [])];
  return names.map((metric) => ({ metric, kind: 'time' }));
}

/** A page that is over and waits for times that were postponed in it. */
interface OpenPage {
  readonly samples: Samples;
  /** Where its row stands, and where in it the row's first column does. */
  readonly chunk: Chunk;
  readonly row: number;
}

/**
 * A page is summed up as soon as nothing more can come: when its owner says that it is over, or when the last request
 * that was postponed in it is settled. So memory holds the open pages, and one number per page and percentile for the rest.
 */
export class PercentileSeries {
  readonly #rows: Rows;
  /** The first of its columns. */
  readonly #column: number;
  readonly #percentiles: readonly number[];
  readonly #means: boolean;
  readonly #total: Histogram | null;
  #current = new Samples();
  /**
   * Times as they came, not counted yet: a fact costs one store, and all are counted in one loop. So many stand beside
   * their array in memory.
   */
  #fresh = new Float64Array(8);
  #freshCount = 0;
  /** From here on they are of the present page. */
  #pageStart = 0;
  /** Earlier pages that wait for requests. */
  readonly #open = new Map<number, OpenPage>();
  readonly #spare: Samples[] = [];

  /** @param column the first of `timeColumns` in a row */
  constructor(rows: Rows, column: number, kept: Kept) {
    this.#rows = rows;
    this.#column = column;
    this.#percentiles = kept.percentiles;
    this.#means = kept.means;
    this.#total = kept.total;
  }

  /** A time of the present page. */
  add(micros: Micros): void {
    if (this.#freshCount === this.#fresh.length) this.#makeRoom();
    this.#fresh[this.#freshCount++] = micros;
  }

  /** A time, or none, will come later for something that falls into the present page. */
  postpone(): void {
    this.#current.pending++;
  }

  /** What was postponed in `page` is settled: with a time, or without one where `bin` is −1. Not for the total. */
  settle(page: number, micros: Micros, bin: number): void {
    const open = this.#open.get(page);
    const samples = open?.samples ?? this.#current;
    samples.pending--;
    if (bin >= 0) samples.add(micros, bin);
    if (samples.pending > 0 || open === undefined) return;
    this.#open.delete(page);
    this.#close(open);
  }

  /** The window begins: the total forgets what was before. */
  beginWindow(): void {
    this.#count();
    this.#total?.clear();
  }

  /** The page is over. @param row where in the rows' chunk its first column stands */
  turn(page: number, row: number): void {
    const current = this.#current;
    if (this.#freshCount - this.#pageStart <= FEW && current.count === 0 && current.pending === 0) {
      this.#sumUpFew(row);
      return;
    }
    this.#count();
    if (current.pending > 0) {
      this.#open.set(page, { samples: current, chunk: this.#rows.hold(), row });
      this.#current = this.#spare.pop() ?? new Samples();
    } else {
      this.#sumUp(this.#rows.chunk, row, current);
    }
  }

  /** Sums up what is still open; nothing may be added after this. */
  finish(): void {
    this.#count();
    for (const open of this.#open.values()) this.#close(open);
    this.#open.clear();
  }

  #makeRoom(): void {
    if (this.#pageStart > 0) this.#countEarlier();
    else if (this.#fresh.length === MOST_FRESH) this.#count();
    else this.#fresh = grown(this.#fresh);
  }

  /** Counts the fresh times. */
  #count(): void {
    if (this.#pageStart > 0) this.#countEarlier();
    const fresh = this.#fresh;
    const count = this.#freshCount;
    for (let k = 0; k < count; k++) freshBins[k] = binOf(fresh[k]!);
    this.#current.addAll(fresh, freshBins, count);
    if (this.#total !== null) this.#total.addAll(fresh, freshBins, count);
    this.#freshCount = 0;
  }

  /** Those of earlier pages count for the total alone. */
  #countEarlier(): void {
    const fresh = this.#fresh;
    const start = this.#pageStart;
    for (let k = 0; k < start; k++) freshBins[k] = binOf(fresh[k]!);
    this.#total!.addAll(fresh, freshBins, start);
    for (let k = start; k < this.#freshCount; k++) fresh[k - start] = fresh[k]!;
    this.#freshCount -= start;
    this.#pageStart = 0;
  }

  #close({ samples, chunk, row }: OpenPage): void {
    this.#sumUp(chunk.values, row, samples);
    this.#rows.letGo(chunk);
    this.#spare.push(samples);
  }

  #sumUp(chunk: Float64Array, row: number, samples: Samples): void {
    let at = row + this.#column;
    const none = samples.count === 0;
    if (!none) samples.sort();
    for (let k = 0; k < this.#percentiles.length; k++) {
      chunk[at++] = none ? NaN : samples.percentile(this.#percentiles[k]!);
    }
    if (this.#means) chunk[at] = none ? NaN : samples.mean;
    samples.clear();
  }

  /** Most pages of sparse traffic are like this: nothing has to be cleared, and the total can wait for more of them. */
  #sumUpFew(row: number): void {
    const start = this.#pageStart;
    const end = this.#freshCount;
    const count = end - start;
    const times = this.#fresh;
    const { chunk } = this.#rows;
    let sum = 0;
    for (let k = start; k < end; k++) sum += this.#putInOrder(start, k);
    const max = count > 0 ? times[end - 1]! : NaN;
    let at = row + this.#column;
    for (let k = 0; k < this.#percentiles.length; k++) {
      const rank = count > 1 ? rankOf(this.#percentiles[k]!, count) : count;
      chunk[at++] = rank === count ? max : upperEdge(binOf(times[start + rank - 1]!));
    }
    if (this.#means) chunk[at] = sum / count;
    if (this.#total === null) this.#freshCount = 0;
    else this.#pageStart = end;
  }

  /** Moves the fresh time at `k` to its place among those from `start` on. @returns it */
  #putInOrder(start: number, k: number): Micros {
    const times = this.#fresh;
    const micros = times[k]!;
    let place = k;
    for (; place > start && times[place - 1]! > micros; place--) times[place] = times[place - 1]!;
    times[place] = micros;
    return micros;
  }
}
