/** Reads one metric of one thing from the rows and counts of a run. */
import type { Counts } from './column.ts';
import { RowCursor } from './row-cursor.ts';
import type { Column, RunSeries, SeriesTable } from './series-record.ts';

/** Goes through the buckets. */
export interface Reader {
  /** The value of a bucket, NaN where it did not occur. @param page not before that of the last call */
  at(page: number): number;
}

/** Metrics that are others added up (+1) or taken away (−1). */
const SUMS: Readonly<Record<string, readonly (readonly [metric: string, sign: 1 | -1])[]>> = {
  served: [
    ['requests', 1],
    ['failed', -1],
    ['unfinished', -1],
  ],
  attempts: [
    ['requests', 1],
    ['retries', 1],
  ],
};

/** `null` where the thing has no such metric. */
export function seriesReader(series: RunSeries, scope: string, metric: string): Reader | null {
  const sum = SUMS[metric];
  return storedReader(series, scope, metric) ?? (sum === undefined ? null : new SumReader(series, scope, sum));
}

function storedReader(series: RunSeries, scope: string, metric: string): Reader | null {
  for (const table of series.tables) {
    if (table.scope !== scope) continue;
    const column = table.columns.findIndex((candidate) => candidate.metric === metric);
    if (column >= 0) return new TableReader(table, column);
  }
  const found = series.counts.find((candidate) => candidate.scope === scope && candidate.metric === metric);
  return found === undefined ? null : new CountReader(found.counts);
}

/** A column of a table. A level holds from its page's row on: the column after it says at what. */
class TableReader implements Reader {
  readonly #rows: RowCursor;
  readonly #column: number;
  readonly #kind: Column['kind'];
  /** At what the level stands before the present row. */
  #held = 0;

  constructor(table: SeriesTable, column: number) {
    this.#rows = new RowCursor(table);
    this.#column = column;
    this.#kind = table.columns[column]!.kind;
    this.#rows.pass();
  }

  at(page: number): number {
    const rows = this.#rows;
    while (rows.page < page) this.#pass();
    const there = rows.page === page;
    switch (this.#kind) {
      case 'level':
        return there ? rows.number(this.#column) : this.#held;
      case 'count':
        return (there && rows.number(this.#column)) || NaN;
      case 'time':
        return there ? rows.statistic(this.#column) / 1000 : NaN;
      default:
        return there ? rows.number(this.#column) : NaN;
    }
  }

  #pass(): void {
    if (this.#kind === 'level') this.#held = this.#rows.number(this.#column + 1);
    this.#rows.pass();
  }
}

class CountReader implements Reader {
  readonly #counts: Counts;

  constructor(counts: Counts) {
    this.#counts = counts;
  }

  at(page: number): number {
    const { width, blocks } = this.#counts;
    const count = blocks[Math.floor(page / width)]?.[page % width] ?? 0;
    return count === 0 ? NaN : count;
  }
}

class SumReader implements Reader {
  readonly #parts: readonly (readonly [reader: Reader, sign: 1 | -1])[];

  constructor(series: RunSeries, scope: string, parts: (typeof SUMS)[string]) {
    this.#parts = parts.flatMap(([metric, sign]) => {
      const reader = storedReader(series, scope, metric);
      return reader === null ? [] : [[reader, sign] as const];
    });
  }

  at(page: number): number {
    let total = 0;
    for (const [reader, sign] of this.#parts) {
      const value = reader.at(page);
      if (!Number.isNaN(value)) total += sign * value;
    }
    return total === 0 ? NaN : total;
  }
}
