/** Rows of throttles.csv in little memory: hundreds of functions that share a limit have millions of them. */
import { columnOf, numberAt } from './packed.ts';
import { Rows } from './rows.ts';
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
    const at = this.#rows.append(bucket);
    const { chunk } = this.#rows;
    chunk[at] = fn;
    chunk[at + 1] = throttle;
    chunk[at + 2] = holder < 0 ? NaN : holder;
    chunk[at + 3] = count;
    chunk[at + 4] = holderShare;
  }

  /** Everything as plain data. */
  table(): ThrottleTable {
    return { names: this.#names, chunks: this.#rows.table('').chunks };
  }
}

/** No rows. */
export const NO_THROTTLES: ThrottleTable = { names: [], chunks: [] };

/** The rows one by one, in the order in which they were added. */
export function* throttleRows({ names, chunks }: ThrottleTable): Generator<ThrottleRow> {
  for (const chunk of chunks) {
    const [bucket, fn, throttle, holder, count, holderShare] = Array.from({ length: COLUMNS.length + 1 }, (_, k) =>
      columnOf(chunk, k),
    );
    for (let row = 0; row < chunk.rows; row++) {
      yield {
        bucket: numberAt(bucket!, row),
        function: names[numberAt(fn!, row)]!,
        throttle: numberAt(throttle!, row),
        // Nobody is NaN, and no name.
        holder: names[numberAt(holder!, row)] ?? '',
        count: numberAt(count!, row),
        holderShare: numberAt(holderShare!, row),
      };
    }
  }
}
