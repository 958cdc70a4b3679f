/** A trace in a CSV file → the instants or counts that a source replays. */
import { MILLISECOND, MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { Shape } from '../workload/arrival-config.ts';
import {
  LONGEST_TRACE,
  looksLikeDate,
  readCountCell,
  readDateCell,
  readInstantCell,
  readSpanCell,
  unitOfColumn,
} from './cells.ts';
import { columnOf, readColumn, type CsvTable } from './csv-files.ts';
import { HIGHEST_RATE } from './quantities.ts';
import type { TrafficSpec } from './traffic-schema.ts';
import type { Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

type TraceSpec = NonNullable<TrafficSpec['trace']>;

/** The shape of a trace, or `null` with errors at `path`. Rows count from the earliest; the last one ends the source. */
export function loadTrace(bench: Workbench, path: Path, spec: TraceSpec): Shape | null {
  const contradiction = contradictionIn(spec);
  if (contradiction !== null) {
    bench.error(contradiction.code, [...path, ...contradiction.key], contradiction.what);
    return null;
  }
  const table = bench.csv.table(bench, [...path, 'file'], spec.file);
  if (table === null) return null;
  const instants = spec.time === undefined ? undefined : loadInstants(bench, path, spec, spec.time, table);
  const period = spec.period ?? MINUTE;
  const counts = spec.count === undefined ? undefined : loadCounts(bench, path, spec.count, period, table);
  const durations =
    spec.durationColumn === undefined ? undefined : loadDurations(bench, path, spec.durationColumn, table);
  if (instants === null || counts === null || durations === null) return null;
  const starts = instants ?? Float64Array.from(table.rows, (_, index) => index * period);
  const order = ascending(starts);
  const sorted = pick(starts, order);
  const handler = durations === undefined ? null : pick(durations, order);
  if (counts === undefined) return { kind: 'timestamps', at: sorted, durations: handler };
  if (!beyondRange(bench, path, sorted) || !standApart(bench, path, sorted, period)) return null;
  return { kind: 'counts', starts: sorted, counts: pick(counts, order), period, durations: handler };
}

function contradictionIn(spec: TraceSpec): { readonly code: string; readonly key: Path; readonly what: string } | null {
  if (spec.time === undefined && spec.count === undefined)
    return {
      code: 'E_MISSING_KEY',
      key: [],
      what: 'names no column; give time (an instant a row), count (requests per period), or both',
    };
  if (spec.unit !== undefined && spec.time === undefined)
    return { code: 'E_CONFLICT', key: ['unit'], what: 'goes with time; give the column of the instants' };
  if (spec.period !== undefined && spec.count === undefined)
    return { code: 'E_CONFLICT', key: ['period'], what: 'goes with count; give the column of the numbers of requests' };
  return null;
}

/** Whole microseconds since the earliest row, in the rows' order. */
function loadInstants(
  bench: Workbench,
  path: Path,
  spec: TraceSpec,
  column: string,
  table: CsvTable,
): Float64Array | null {
  const at = [...path, 'time'];
  const index = columnOf(bench, at, table, column);
  if (index === null) return null;
  const unit = spec.unit ?? unitOfInstants(column, table.rows[0]?.[index] ?? '');
  const values = readColumn(bench, at, table, index, unit === 'iso' ? readDateCell : readInstantCell);
  if (values === null) return null;
  const size = unit === 'iso' ? 1 : unit === 'us' ? 1 : unit === 'ms' ? MILLISECOND : SECOND;
  let earliest = Infinity;
  for (const value of values) earliest = Math.min(earliest, value);
  // The difference first: an epoch in microseconds as a float has no digits to spare.
  const instants = values.map((value) => Math.round((value - earliest) * size));
  return beyondRange(bench, at, instants) ? instants : null;
}

function unitOfInstants(column: string, firstCell: string): 's' | 'ms' | 'us' | 'iso' {
  if (looksLikeDate(firstCell.trim())) return 'iso';
  if (/_us$/iu.test(column)) return 'us';
  return /_ms$/iu.test(column) ? 'ms' : 's';
}

function beyondRange(bench: Workbench, path: Path, instants: Float64Array): boolean {
  let latest = 0;
  for (const instant of instants) latest = Math.max(latest, instant);
  if (latest <= LONGEST_TRACE) return true;
  bench.error('E_TRACE', path, `spans ${showTime(latest)}; is its unit right? (unit: s, ms or iso)`);
  return false;
}

/** The periods of two rows of counts must not overlap: how many requests would fall into both? */
function standApart(bench: Workbench, path: Path, starts: Float64Array, period: Micros): boolean {
  for (let k = 1; k < starts.length; k++) {
    const gap = (starts[k] ?? 0) - (starts[k - 1] ?? 0);
    if (gap >= period) continue;
    const remedy =
      gap === 0 ? 'add the rows of one instant up' : `is the period ${showTime(gap)}? (period: ${showTime(gap)})`;
    const where = `the rows ${showTime(starts[k - 1] ?? 0)} and ${showTime(starts[k] ?? 0)} after the first`;
    bench.error('E_TRACE', path, `${where} overlap with a period of ${showTime(period)}; ${remedy}`);
    return false;
  }
  return true;
}

function loadCounts(
  bench: Workbench,
  path: Path,
  column: string,
  period: Micros,
  table: CsvTable,
): Float64Array | null {
  const at = [...path, 'count'];
  const index = columnOf(bench, at, table, column);
  if (index === null) return null;
  const most = Math.max(1, (HIGHEST_RATE * period) / SECOND);
  return readColumn(bench, at, table, index, (cell) => readCountCell(cell, most));
}

function loadDurations(bench: Workbench, path: Path, column: string, table: CsvTable): Float64Array | null {
  const at = [...path, 'durationColumn'];
  const index = columnOf(bench, at, table, column);
  if (index === null) return null;
  const unit = unitOfColumn(column);
  return readColumn(bench, at, table, index, (cell) => readSpanCell(cell, unit));
}

/** Row numbers by ascending start; rows of the same instant keep the file's order. `null` = they are in order already. */
function ascending(starts: Float64Array): Uint32Array | null {
  let sorted = true;
  for (let k = 1; k < starts.length && sorted; k++) sorted = (starts[k - 1] ?? 0) <= (starts[k] ?? 0);
  if (sorted) return null;
  const order = Uint32Array.from(starts, (_, index) => index);
  return order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
}

function pick(values: Float64Array, order: Uint32Array | null): Float64Array {
  return order === null ? values : Float64Array.from(order, (row) => values[row] ?? 0);
}
