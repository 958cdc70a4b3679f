/** What is kept of the times of each page, also of facts that are known long after their page, and their histogram. */
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import { binOf, type Histogram } from './histogram.ts';
import type { HeldRow, Rows } from './rows.ts';
import { Samples, statisticOfFew } from './samples.ts';
import type { Column, Statistic } from './series-record.ts';

/** Times that are gathered before they are counted. */
const MOST_FRESH = 512;
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
  /**
   * Times as they came, those of the present page last. A fact costs one store, and all are counted in one loop. So
   * many stand beside their array in memory.
   */
  #fresh = new Float64Array(8);
  #freshCount = 0;
  /** Where those of the present page begin; the total has still to count those before, too. */
  #pageStart = 0;
  #current = new Samples();
  readonly #rows: Rows;
  readonly #total: Histogram | null;
  readonly #statistics: readonly Statistic[];
  /** The statistics of the page that was summed up last. */
  readonly #summary: Float64Array;
  /** Earlier pages that wait for requests. */
  readonly #open = new Map<number, OpenPage>();
  readonly #spare: Samples[] = [];

  /** @param rows with the `timeColumns` of `kept` */
  constructor(rows: Rows, { statistics, total }: Kept) {
    this.#rows = rows;
    this.#statistics = statistics;
    this.#total = total;
    this.#summary = new Float64Array(statistics.length);
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
    if (this.#fresh.length < MOST_FRESH) this.#fresh = grown(this.#fresh);
    else if (this.#pageStart === 0) this.#count();
    else this.#countEarlier();
  }

  /** Counts the times of earlier pages for the total; those of the present one move up. */
  #countEarlier(): void {
    const count = this.#pageStart;
    this.#binFresh(count);
    this.#total!.addAll(this.#fresh, freshBins, count);
    this.#fresh.copyWithin(0, count, this.#freshCount);
    this.#freshCount -= count;
    this.#pageStart = 0;
  }

  /** Counts the fresh times. */
  #count(): void {
    const count = this.#freshCount;
    this.#binFresh(count);
    this.#current.addAll(this.#fresh, freshBins, this.#pageStart, count);
    if (this.#total !== null) this.#total.addAll(this.#fresh, freshBins, count);
    this.#freshCount = 0;
    this.#pageStart = 0;
  }

  #binFresh(count: number): void {
    const fresh = this.#fresh;
    for (let k = 0; k < count; k++) freshBins[k] = binOf(fresh[k]!);
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
    const from = this.#pageStart;
    const to = this.#freshCount;
    if (to - from <= this.#rows.mostTimes) this.#rows.append(page, this.#fresh, from, to);
    else {
      this.#sumUpFew(from, to);
      this.#rows.appendSummary(page, this.#summary);
    }
    if (this.#total === null) this.#freshCount = 0;
    else this.#pageStart = to;
  }

  #sumUpFew(from: number, to: number): void {
    const times = this.#fresh;
    for (let k = from + 1; k < to; k++) {
      const micros = times[k]!;
      let place = k;
      for (; place > from && times[place - 1]! > micros; place--) times[place] = times[place - 1]!;
      times[place] = micros;
    }
    for (let k = 0; k < this.#statistics.length; k++) {
      this.#summary[k] = statisticOfFew(this.#statistics[k]!, times, from, to);
    }
  }
}
