/** Rows of throttles.csv in little memory: hundreds of functions that share a limit have millions of them. */
import { RowCursor } from './row-cursor.ts';
import { ROW, Rows } from './rows.ts';
import type { ThrottleRow, ThrottleTable } from './series-record.ts';

/** What a row says besides its bucket. */
const COLUMNS = ['function', 'throttle', 'holder', 'count', 'holderShare'].map((metric) => ({
  metric,
  kind: 'value' as const,
}));

/** Rows as they come, bucket after bucket. */
export class ThrottleRows {
  readonly #names: readonly string[];
  readonly #rows = new Rows(COLUMNS);

  /** @param names of whatever rows are about, by number */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** @param fn a number, as `holder` is @param holder −1 = nobody @param holderShare NaN = nobody's */
  add(bucket: number, fn: number, throttle: number, holder: number, count: number, holderShare: number): void {
    ROW[0] = fn;
    ROW[1] = throttle;
    ROW[2] = holder + 1;
    ROW[3] = count;
    ROW[4] = holderShare;
    this.#rows.append(bucket);
  }

  /** Everything as plain data. */
  table(): ThrottleTable {
    return { names: this.#names, rows: this.#rows.table('') };
  }
}

/** No rows. */
export const NO_THROTTLES: ThrottleTable = { names: [], rows: { scope: '', columns: [], chunks: [] } };

/** The rows one by one, in the order in which they were added. */
export function* throttleRows({ names, rows }: ThrottleTable): Generator<ThrottleRow> {
  const cursor = new RowCursor(rows);
  while (cursor.pass()) {
    yield {
      bucket: cursor.page,
      function: names[cursor.number(0)]!,
      throttle: cursor.number(1),
      // Nobody has no name.
      holder: names[cursor.number(2) - 1] ?? '',
      count: cursor.number(3),
      holderShare: cursor.number(4),
    };
  }
}
