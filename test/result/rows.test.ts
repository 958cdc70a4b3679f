/** Rows of numbers and times, written into bytes and read again. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowCursor } from '../../src/result/row-cursor.ts';
import { ROW, Rows } from '../../src/result/rows.ts';
import { NO_THROTTLES } from '../../src/result/throttle-rows.ts';
import { findSeries } from '../../src/result/series.ts';
import type { Column, RunSeries, SeriesTable } from '../../src/result/series-record.ts';

const number = fc.oneof(
  fc.nat(300),
  fc.nat(0xffff_ffff),
  fc.constantFrom(254, 255, 256, 65_535, 4_294_967_295, 4_294_967_296, 2 ** 40, NaN),
  fc.double({ noDefaultInfinity: true }).map((value) => value + 0),
);
const time = fc.oneof(fc.nat(10_000), fc.constantFrom(2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 48 - 2 ** 32 - 1));

const COLUMNS: readonly Column[] = [
  { metric: 'Invocations', kind: 'count' },
  { metric: 'environments', kind: 'value' },
  { metric: 'Duration_p50_ms', kind: 'time', statistic: 50 },
  { metric: 'Duration_mean_ms', kind: 'time', statistic: 'mean' },
  { metric: 'Duration_max_ms', kind: 'time', statistic: 'max' },
];

function put(...numbers: readonly number[]): void {
  numbers.forEach((value, k) => (ROW[k] = value));
}

function seriesOf(table: SeriesTable, length: number): RunSeries {
  return { bucket: 1_000_000, length, tables: [table], counts: [], throttles: NO_THROTTLES };
}

it('every number and every time comes back exactly as it was', () => {
  const row = fc.record({
    passed: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 250, max: 70_000 })),
    numbers: fc.tuple(number, number),
    times: fc.array(time, { maxLength: 3 }),
    summed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 300 }), (written) => {
      const rows = new Rows(COLUMNS);
      let page = -1;
      for (const { passed, numbers, times, summed } of written) {
        page += passed;
        put(...numbers);
        if (summed) rows.appendSummary(page, Float64Array.of(1, 0.25, NaN));
        else rows.append(page, Float64Array.from(times), 0, times.length);
      }
      const cursor = new RowCursor(rows.table('functions.f'));
      page = -1;
      for (const { passed, numbers, times, summed } of written) {
        cursor.pass();
        page += passed;
        expect(cursor.page).toBe(page);
        expect([cursor.number(0), cursor.number(1)]).toEqual(numbers);
        expect(cursor.times).toBe(summed ? -1 : times.length);
        if (summed) expect([2, 3, 4].map((column) => cursor.statistic(column))).toEqual([1, 0.25, NaN]);
        else expect(times.map((_, k) => cursor.time(k))).toEqual(times);
      }
      cursor.pass();
      expect(cursor.page).toBe(Infinity);
    }),
  );
});

it('what a row says of its few times is what is said of many: ranks by ceil(q · n), to the edge of a bin', () => {
  const rows = new Rows(COLUMNS);
  put(0, 0);
  rows.append(0, Float64Array.of(9, 300, 100, 200), 1, 4);
  rows.append(1);
  rows.append(2, Float64Array.of(1_000_001), 0, 1);
  rows.append(3, Float64Array.of(1_000_002, 1_000_001), 0, 2);
  const series = seriesOf(rows.table('functions.f'), 4);
  const of = (metric: string): number[] => [...findSeries(series, 'functions.f', metric)!];
  expect(of('Duration_p50_ms')).toEqual([0.2, NaN, 1_000.001, 1_000.002]);
  expect(of('Duration_mean_ms')).toEqual([0.2, NaN, 1_000.001, 1_000.0015]);
  expect(of('Duration_max_ms')).toEqual([0.3, NaN, 1_000.001, 1_000.002]);
});

it('rows of thousands of pages are read as they were written, also what was written late', () => {
  const rows = new Rows(COLUMNS);
  const late: (() => void)[] = [];
  for (let page = 0; page < 5_000; page++) {
    put(page % 7, 0);
    if (page % 1_000 > 2) rows.append(page, Float64Array.of(1_000 * page), 0, 1);
    else {
      const held = rows.hold(page);
      late.push(() => {
        rows.fill(held, Float64Array.of(500 * page, 0, 0));
      });
    }
  }
  for (const write of late) write();
  const table = rows.table('functions.f');
  const series = seriesOf(table, 5_001);
  expect(findSeries(series, 'functions.f', 'Invocations')).toEqual(
    Float64Array.from({ length: 5_001 }, (_, page) => (page % 7 === 0 || page === 5_000 ? NaN : page % 7)),
  );
  expect(findSeries(series, 'functions.f', 'Duration_p50_ms')).toEqual(
    Float64Array.from({ length: 5_001 }, (_, page) => (page === 5_000 ? NaN : page % 1_000 > 2 ? page : page / 2)),
  );
});

it('a row of small numbers with one time takes ten bytes', () => {
  const rows = new Rows(COLUMNS);
  put(1, 2);
  for (let page = 0; page < 1_000; page++) rows.append(page, Float64Array.of(2_000_000), 0, 1);
  const bytes = rows.table('functions.f').chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  expect(bytes).toBe(10_000);
});
