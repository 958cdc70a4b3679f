/** The calendar as it should be: slow and plainly right. */

/** One scheduled event. */
export interface Entry {
  readonly time: number;
  readonly rank: number;
  readonly kind: number;
  readonly index: number;
}

/** A list of events in the order (time, rank, order of adding). */
export class SortedCalendar {
  readonly #entries: (Entry & { readonly sequence: number })[] = [];
  #sequence = 0;

  get size(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    this.#entries.push({ ...entry, sequence: this.#sequence++ });
    this.#entries.sort((a, b) => a.time - b.time || a.rank - b.rank || a.sequence - b.sequence);
  }

  /** The first event, which must exist. */
  take(): Omit<Entry, 'rank'> {
    const { time, kind, index } = this.#entries.shift()!;
    return { time, kind, index };
  }

  hasBefore(time: number, rank: number): boolean {
    return this.#entries.some((entry) => entry.time < time || (entry.time === time && entry.rank < rank));
  }
}
