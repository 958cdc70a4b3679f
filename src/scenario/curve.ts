/** A curve over the hours of the week → the stages of a source's traffic. */
import { DAY, MINUTE, type Micros } from '../des/time.ts';
import type { Stage } from '../workload/arrival-config.ts';
import type { Calendar } from './calendar.ts';
import { readPlainCell, type Cell } from './cells.ts';
import { columnOf, readColumn } from './csv-files.ts';
import { readTimeOfDay, type CurveSpec } from './curve-schema.ts';
import { HIGHEST_RATE } from './quantities.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

const WEEK: Micros = 7 * DAY;
/** 1970-01-05, a Monday, in microseconds since 1970. */
const MONDAY: Micros = 4 * DAY;

/** A straight piece of the week. */
interface Piece {
  /** Since Monday, 00:00 by the clocks; `until` not included. */
  readonly from: Micros;
  readonly until: Micros;
  /** Factors of the rate at both ends. */
  readonly first: number;
  readonly last: number;
}

/** A factor of the rate at a time since Monday, 00:00. */
interface Point {
  readonly time: Micros;
  readonly factor: number;
}

/**
 * The stages of a rate that follows a curve from t = 0 to the horizon; `null` with errors at `path`. The curve goes by
 * the clocks of the calendar's zone, so a day on which they change has 23 or 25 hours of it.
 */
export function stagesOfCurve(
  bench: Workbench,
  path: Path,
  spec: CurveSpec,
  rate: number,
  calendar: Calendar,
): readonly Stage[] | null {
  const week = typeof spec === 'string' ? loadWeek(bench, path, spec) : weekOf(spec);
  if (week === null) return null;
  const highest = rate * week.reduce((most, { first, last }) => Math.max(most, first, last), 0);
  if (highest <= HIGHEST_RATE) return stagesAlong(week, rate, calendar);
  bench.error('E_RANGE', path, `lifts the rate to ${highest.toLocaleString('en')}/s, above the greatest, 100,000/s`);
  return null;
}

function stagesAlong(week: readonly Piece[], rate: number, calendar: Calendar): readonly Stage[] {
  const stages: Extract<Stage, { kind: 'rate' }>[] = [];
  for (const { from, until, clock } of calendar.stretches()) {
    for (let at = Math.max(0, from); at < until;) {
      const time = (((at + clock - MONDAY) % WEEK) + WEEK) % WEEK;
      const piece = week[pieceAt(week, time)]!;
      const end = Math.min(until, at + piece.until - time);
      const stage = {
        kind: 'rate' as const,
        from: rate * factorAt(piece, time),
        to: rate * factorAt(piece, time + end - at),
        for: end - at,
      };
      const before = stages.at(-1);
      const isLevel = before?.from === before?.to && before?.to === stage.from && stage.from === stage.to;
      if (before !== undefined && isLevel) stages[stages.length - 1] = { ...before, for: before.for + stage.for };
      else stages.push(stage);
      at = end;
    }
  }
  return stages;
}

function factorAt({ from, until, first, last }: Piece, time: Micros): number {
  const share = (time - from) / (until - from);
  // Exact at both ends, and between two factors that are not below 0 never below 0.
  return first === last ? first : first * (1 - share) + last * share;
}

/** The index of the last piece that begins at or before a time. */
function pieceAt(week: readonly Piece[], time: Micros): number {
  let low = 0;
  let high = week.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (week[middle]!.from <= time) low = middle;
    else high = middle;
  }
  return low;
}

/** Straight lines between the quarter hours of a hill. */
function weekOf({ daily, weekend }: Exclude<CurveSpec, string>): readonly Piece[] {
  const quarter = 15 * MINUTE;
  const quarters = DAY / quarter;
  const hill = daily === undefined ? () => 1 : hillOf(daily.peak);
  const factors = Array.from({ length: quarters }, (_, k) =>
    hill(((k * quarter - (daily?.at ?? 0)) / DAY) * 2 * Math.PI),
  );
  return Array.from({ length: 7 * quarters }, (_, k) => {
    const share = k < 5 * quarters ? 1 : weekend;
    const first = share * factors[k % quarters]!;
    return { from: k * quarter, until: (k + 1) * quarter, first, last: share * factors[(k + 1) % quarters]! };
  });
}

/**
 * A hill over the circle with mean 1 and its top at 0: 1 + (peak − 1) cos x. Above a peak of 2 that would fall below 0
 * at night; the hill gets narrower instead, peak × ((1 + cos x) / 2)^n, with the n that keeps the mean. At 2 both are one.
 */
function hillOf(peak: number): (angle: number) => number {
  if (peak <= 2) return (angle) => 1 + (peak - 1) * Math.cos(angle);
  const narrow =
    (n: number) =>
    (angle: number): number =>
      peak * ((1 + Math.cos(angle)) / 2) ** n;
  let low = 1;
  let high = 64;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (meanOf(narrow(middle)) > 1) low = middle;
    else high = middle;
  }
  return narrow(high);
}

function meanOf(hill: (angle: number) => number): number {
  const steps = 96;
  let sum = 0;
  for (let k = 0; k < steps; k++) sum += hill((k / steps) * 2 * Math.PI);
  return sum / steps;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Columns `time` and `factor` for one day, and `day` for a whole week. */
function loadWeek(bench: Workbench, path: Path, file: string): readonly Piece[] | null {
  const table = bench.csv.table(bench, path, file);
  if (table === null) return null;
  const read = (name: string, cell: (text: string) => Cell): Float64Array | null => {
    const column = columnOf(bench, path, table, name);
    return column === null ? null : readColumn(bench, path, table, column, cell);
  };
  const times = read('time', readTimeOfDay);
  const factors = read('factor', readPlainCell);
  const days = table.header.includes('day') ? read('day', readWeekday) : undefined;
  if (times === null || factors === null || days === null) return null;
  const points = [...times.keys()].flatMap((row): readonly Point[] => {
    const at = (day: number): Point => ({ time: day * DAY + times[row]!, factor: factors[row]! });
    return days === undefined ? WEEKDAYS.map((_, day) => at(day)) : [at(days[row]!)];
  });
  points.sort((a, b) => a.time - b.time);
  const twice = points.find(({ time }, index) => index > 0 && points[index - 1]!.time === time);
  if (twice === undefined) return piecesBetween(points);
  const what = `gives ${showTimeOfDay(twice.time, days !== undefined)} more than once; keep one of these rows`;
  bench.error('E_TRACE', path, what);
  return null;
}

function readWeekday(cell: string): Cell {
  const day = WEEKDAYS.indexOf(cell.slice(0, 3).toLowerCase());
  return day < 0 || !/^[a-z]+$/iu.test(cell) ? `${cell} is not a day such as Mon` : { value: day };
}

function showTimeOfDay(time: Micros, withDay: boolean): string {
  const minutes = Math.round((time % DAY) / MINUTE);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return withDay ? `${WEEKDAYS[Math.floor(time / DAY)] ?? ''} ${clock}` : clock;
}

/** Straight lines from point to point, and from the last one of the week to the first one of the next. */
function piecesBetween(points: readonly Point[]): readonly Piece[] {
  const first = points[0]!;
  const last = points.at(-1)!;
  const around = { from: last.time, until: first.time + WEEK, first: last.factor, last: first.factor };
  const monday = factorAt(around, WEEK);
  const closed = [
    { time: 0, factor: monday },
    ...points.filter(({ time }) => time > 0),
    { time: WEEK, factor: monday },
  ];
  return closed.slice(1).map((point, index): Piece => {
    const before = closed[index]!;
    return { from: before.time, until: point.time, first: before.factor, last: point.factor };
  });
}
