/** The worst minute of a run, second by second: the one in which most attempts were throttled. */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';
import { GATEWAY_THROTTLE } from '../lambda/throttle.ts';
import type { RunRecord } from './run-record.ts';
import type { ThrottleRow, ThrottleTable } from './series-record.ts';
import { findSeries } from './series.ts';
import type { Setup } from './setup.ts';
import { throttleRows } from './throttle-rows.ts';
import type { SecondLevels, SecondThrottles, WorstMinute } from './worst-minute-record.ts';

/** Whether the series of a run tell what happens second by second, so that nobody needs to write it down apart. */
export function tellsSeconds(bucket: Micros): boolean {
  return SECOND % bucket === 0;
}

/**
 * The calendar minute with most throttles after the warm-up of one run, the first of equals; a gateway's own 429s are
 * none (R5.9). `null` where nothing was throttled, or no series were kept.
 */
export function worstMinuteOf(setup: Setup, record: RunRecord): WorstMinute | null {
  const { bucket, throttles, length } = record.series;
  if (length === 0) return null;
  if (!tellsSeconds(bucket)) return record.worstMinute;
  const first = Math.ceil(setup.warmup / bucket);
  const perMinute = MINUTE / bucket;
  const sums = new Map<number, number>();
  for (const row of countedRows(throttles, first)) {
    const minute = Math.floor(row.bucket / perMinute);
    sums.set(minute, (sums.get(minute) ?? 0) + row.count);
  }
  const [worst] = [...sums].toSorted(([a, left], [b, right]) => right - left || a - b);
  if (worst === undefined) return null;
  const start = worst[0] * MINUTE;
  const cut: Cut = {
    start: start / bucket,
    perSecond: SECOND / bucket,
    seconds: Math.ceil((Math.min(record.until, start + MINUTE) - start) / SECOND),
  };
  return { start, levels: levelsOf(setup, record, cut), throttles: throttlesOf(countedRows(throttles, first), cut) };
}

/** @param first bucket of the window */
function* countedRows(throttles: ThrottleTable, first: number): Generator<ThrottleRow> {
  for (const row of throttleRows(throttles)) if (row.throttle !== GATEWAY_THROTTLE && row.bucket >= first) yield row;
}

/** Some buckets of a run as seconds. */
interface Cut {
  /** The first bucket. */
  readonly start: number;
  /** Buckets in a second. */
  readonly perSecond: number;
  readonly seconds: number;
}

function levelsOf(setup: Setup, record: RunRecord, { start, perSecond, seconds }: Cut): SecondLevels[] {
  const account = ['ConcurrentExecutions', 'ClaimedAccountConcurrency', 'background'];
  const levels = [
    ...account.map((metric) => ['account', metric] as const),
    ...setup.functions.map(({ name }) => [`functions.${name}`, 'ConcurrentExecutions'] as const),
  ];
  return levels.flatMap(([scope, metric]) => {
    const series = findSeries(record.series, scope, metric);
    if (series === null) return [];
    const values = Float64Array.from({ length: seconds }, (_, second) => {
      const from = start + second * perSecond;
      return series.subarray(from, from + perSecond).reduce((most, value) => (value > most ? value : most), 0);
    });
    return [{ scope, metric, values }];
  });
}

function throttlesOf(rows: Iterable<ThrottleRow>, { start, perSecond, seconds }: Cut): SecondThrottles[] {
  const all = new Map<string, SecondThrottles>();
  for (const { bucket, function: name, throttle, count } of rows) {
    const second = Math.floor((bucket - start) / perSecond);
    if (second < 0 || second >= seconds) continue;
    const key = `${String(throttle)} ${name}`;
    const own = all.get(key) ?? { function: name, throttle, counts: new Float64Array(seconds) };
    own.counts[second]! += count;
    all.set(key, own);
  }
  return [...all.values()];
}
