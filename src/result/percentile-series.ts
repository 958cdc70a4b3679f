/** What is kept of the times of each page, also of facts that are known long after their page, and their histogram. */
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import { binOf, upperEdge, type Histogram } from './histogram.ts';
import type { HeldRow, Rows } from './rows.ts';
import { rankOf, Samples } from './samples.ts';
import type { Column, Statistic } from './series-record.ts';

/** Times that are gathered before they are counted. */
const MOST_FRESH = 128;
/** Where the bins of fresh times stand while they are counted. */
const freshBins = new Int32Array(MOST_FRESH);
/** Up to here times are put in order rather than counted. */
const FEW = 16;

/** What to keep of the times. */
export interface Kept {
  readonly statistics: readonly Statistic[];
  /** Takes the times that are added while they count; `null` = nobody. */
  readonly total: Histogram | null;
}

/** The columns that are kept of the times called `name`. */
export function timeColumns(name: string, { statistics }: Kept): readonly Column[] {
  return statistics.map((statistic) => {
    const which = typeof statistic === 'number' ? `p${String(statistic)}` : statistic;
    return { metric: `${name}_${which}_ms`, kind: 'time', statistic };
  });
}

/** A page that is over and waits for times that were postponed in it. */
interface OpenPage {
  readonly samples: Samples;
  readonly row: HeldRow;
}

/**
 * The times of a table's rows, of which it writes each as soon as its page is over: with the times themselves where
 * they are few, else with what is kept of them. Pages in which a request was postponed are filled in when the last of
 * these is settled. So memory holds the open pages, and a few bytes a page for the rest.
 */
export class PercentileSeries {
  readonly #rows: Rows;
  readonly #statistics: readonly Statistic[];
  readonly #total: Histogram | null;
  /** The statistics of the page that was summed up last. */
  readonly #summary: Float64Array;
  /** Times that a row may have. */
  readonly #mostTimes: number;
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

  /** @param rows with the `timeColumns` of `kept` */
  constructor(rows: Rows, { statistics, total }: Kept) {
    this.#rows = rows;
    this.#statistics = statistics;
    this.#total = total;
    this.#summary = new Float64Array(statistics.length);
    this.#mostTimes = rows.mostTimes;
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

  /** The page is over: its row is written, of which `ROW` has the other numbers. */
  turn(page: number): void {
    const current = this.#current;
    if (this.#freshCount - this.#pageStart <= FEW && current.count === 0 && current.pending === 0) {
      this.#turnFew(page);
      return;
    }
    this.#count();
    if (current.pending > 0) {
      this.#open.set(page, { samples: current, row: this.#rows.hold(page) });
      this.#current = this.#spare.pop() ?? new Samples();
    } else {
      this.#sumUp(current);
      this.#rows.appendSummary(page, this.#summary);
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

  #close({ samples, row }: OpenPage): void {
    this.#sumUp(samples);
    this.#rows.fill(row, this.#summary);
    this.#spare.push(samples);
  }

  #sumUp(samples: Samples): void {
    const none = samples.count === 0;
    if (!none) samples.sort();
    for (let k = 0; k < this.#statistics.length; k++) {
      this.#summary[k] = none ? NaN : samples.statistic(this.#statistics[k]!);
    }
    samples.clear();
  }

  /** Nothing has to be cleared then, and the total can wait for more of them. */
  #turnFew(page: number): void {
    const start = this.#pageStart;
    const end = this.#freshCount;
    if (end - start <= this.#mostTimes) this.#rows.append(page, this.#fresh, start, end);
    else {
      this.#sumUpFew(start, end);
      this.#rows.appendSummary(page, this.#summary);
    }
    if (this.#total === null) this.#freshCount = 0;
    else this.#pageStart = end;
  }

  #sumUpFew(start: number, end: number): void {
    const count = end - start;
    const times = this.#fresh;
    let sum = 0;
    for (let k = start; k < end; k++) sum += this.#putInOrder(start, k);
    const max = times[end - 1]!;
    for (let k = 0; k < this.#statistics.length; k++) {
      const statistic = this.#statistics[k]!;
      if (statistic === 'mean') this.#summary[k] = sum / count;
      else if (statistic === 'max') this.#summary[k] = max;
      else this.#summary[k] = Math.min(upperEdge(binOf(times[start + rankOf(statistic, count) - 1]!)), max);
    }
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
