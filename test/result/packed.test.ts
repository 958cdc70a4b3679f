/** Rows of numbers, packed and read again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { columnOf, numberAt, packRows, Shelf } from '../../src/result/packed.ts';
import { Rows } from '../../src/result/rows.ts';
import { findSeries } from '../../src/result/series.ts';
import { throttleTable } from '../support/run-result.ts';

const number = fc.oneof(
  fc.nat(300),
  fc.nat(0xffff_ffff),
  fc.constantFrom(254, 255, 256, 65_534, 65_535, 4_294_967_294, 4_294_967_295, 2 ** 40, NaN),
  fc.double({ noDefaultInfinity: true }).map((value) => value + 0),
);

it('every column comes back exactly as it was', () => {
  const columns = fc.array(fc.tuple(number, number, number), { maxLength: 40 });
  fc.assert(
    fc.property(columns, (rows) => {
      const packed = packRows(Float64Array.from(rows.flat()), 3, new Shelf());
      for (const column of [0, 1, 2]) {
        const numbers = columnOf(packed, column);
        expect(Array.from(numbers, (_, row) => numberAt(numbers, row))).toEqual(rows.map((row) => row[column]));
      }
    }),
  );
});

it('small whole numbers take a byte, larger ones two or four, all others eight, with or without gaps', () => {
  const width = (...values: readonly number[]): number =>
    packRows(Float64Array.from(values), 1, new Shelf()).widths[0]!;
  expect([width(0, NaN, 254), width(255, NaN), width(65_535), width(4_294_967_295, 0), width(0.5), width(-1)]).toEqual([
    1, 2, 4, 8, 8, 8,
  ]);
});

it('rows of thousands of pages are read as they were written, also what was written late', () => {
  const rows = new Rows([
    { metric: 'Invocations', kind: 'count' },
    { metric: 'Duration_p50_ms', kind: 'time' },
  ]);
  const late: (() => void)[] = [];
  for (let page = 0; page < 5_000; page++) {
    const row = rows.append(page);
    rows.chunk[row] = page % 7;
    if (page % 1_000 > 2) {
      rows.chunk[row + 1] = 1_000 * page;
      continue;
    }
    const chunk = rows.hold();
    late.push(() => {
      chunk.values[row + 1] = 500 * page;
      rows.letGo(chunk);
    });
  }
  for (const write of late) write();
  const table = rows.table('functions.f');
  const series = { bucket: 1_000_000, length: 5_001, tables: [table], counts: [], throttles: throttleTable([]) };
  expect(findSeries(series, 'functions.f', 'Invocations')).toEqual(
    Float64Array.from({ length: 5_001 }, (_, page) => (page % 7 === 0 || page === 5_000 ? NaN : page % 7)),
  );
  expect(findSeries(series, 'functions.f', 'Duration_p50_ms')).toEqual(
    Float64Array.from({ length: 5_001 }, (_, page) => (page === 5_000 ? NaN : page % 1_000 > 2 ? page : page / 2)),
  );
  const bytes = table.chunks.reduce((sum, { rows, widths }) => sum + rows * widths.reduce((a, b) => a + b), 0);
  expect(bytes).toBeLessThan(8 * 5_000);
});
