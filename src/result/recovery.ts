/** When a thing is back after a fault: its metrics are within the range that they had before, for good. */
import type { FaultConfig } from '../lambda/fault.ts';
import type { Micros } from '../des/time.ts';
import {
  ageIsOutside,
  levelIsOutside,
  meanOf,
  shareIsOutside,
  timeIsOutside,
  type IsOutside,
  type Sample,
} from './normal-range.ts';
import { CELLS_A_WINDOW, spansOf, type Spans } from './recovery-spans.ts';
import type { Sum, Watch, Watches } from './watch.ts';

/** One thing after one fault. */
export interface ThingRecovery {
  /** As that of its series. */
  readonly scope: string;
  /** From the end of the fault; Infinity = it was not back when the run ended, or the next fault began. */
  readonly after: Micros;
  /** The metric that was out of range last, or still is; `null` = none ever was. */
  readonly metric: string | null;
  /** Its mean before the fault, and in the last window in which it was out of range. */
  readonly before: number;
  readonly last: number;
  /** Attempts a request before the fault, and from its end on; sources alone, else NaN. */
  readonly attemptsBefore: number;
  readonly attemptsAfter: number;
}

/** All things after all faults. @param watches `null` = there are no faults */
export function recoveriesOf(
  { faults, warmup }: { readonly faults: readonly FaultConfig[]; readonly warmup: Micros },
  watches: Watches | null,
  until: Micros,
): readonly (readonly ThingRecovery[])[] {
  if (watches === null) return [];
  for (const watch of watches.all) watch.finish();
  const things = [...watches.all, watches.together('account', 'functions.')];
  return faults.map((fault) => {
    const spans = spansOf(faults, fault, warmup, until);
    return things.flatMap((watch) => recoveryOf(watch, watches.cell, spans) ?? []);
  });
}

/** Of the things that an objective is about, the last one to be back, in milliseconds; NaN = too little is known. */
export function recoveryValue(
  { scopes, fault }: { readonly scopes: readonly string[]; readonly fault: number },
  recoveries: readonly (readonly ThingRecovery[])[],
): number {
  const things = (recoveries[fault] ?? []).filter(({ scope }) => scopes.includes(scope));
  return things.length === 0 ? NaN : Math.max(...things.map(({ after }) => after)) / 1_000;
}

interface Metric {
  readonly name: string;
  /** `levels` and `ages` are the greatest of their cells. */
  readonly of: Sum | 'levels' | 'ages';
  readonly among: readonly Sum[];
  readonly isOutside: IsOutside;
}

const share = (name: string, of: Sum, among: readonly Sum[]): Metric => ({
  name,
  of,
  among,
  isOutside: shareIsOutside,
});
const time = (name: string): Metric => ({ name, of: 'time', among: ['served'], isOutside: timeIsOutside });
const BACKLOG: Metric = { name: 'backlog', of: 'levels', among: [], isOutside: levelIsOutside };
const OLDEST: Metric = { name: 'oldest', of: 'ages', among: [], isOutside: ageIsOutside };

/** By the kind of thing. */
const METRICS: Readonly<Record<string, readonly Metric[]>> = {
  account: [share('errors', 'failed', ['ended']), share('throttled', 'refused', ['refused', 'ended'])],
  functions: [
    share('errors', 'failed', ['ended']),
    share('throttled', 'refused', ['refused', 'ended']),
    share('coldStartShare', 'cold', ['ended']),
    time('duration'),
  ],
  sources: [share('failed', 'failed', ['ended']), time('latency')],
  queues: [BACKLOG, OLDEST, share('returned', 'returned', ['received'])],
  dependencies: [
    share('failed', 'failed', ['ended']),
    share('rejected', 'refused', ['refused', 'ended']),
    time('wait'),
  ],
};

/** How a thing came through a fault; `null` = there is too little before or after it to tell. */
export function recoveryOf(watch: Watch, cell: Micros, { before, after }: Spans): ThingRecovery | null {
  const kind = watch.scope.split('.', 1)[0]!;
  const from = Math.ceil(before[0] / cell);
  const to = Math.floor(before[1] / cell);
  const first = Math.ceil(after[0] / cell);
  const end = Math.floor(after[1] / cell);
  if (to - from < CELLS_A_WINDOW || end - first < CELLS_A_WINDOW) return null;
  const last = settledUntil(watch, first, end) - CELLS_A_WINDOW;
  if (last < first) return { ...NOTHING_ENDED, scope: watch.scope };
  let out: { cell: number; metric: Metric } | null = null;
  for (const metric of METRICS[kind]!) {
    const windows = windowsOf(watch, metric, from, to - CELLS_A_WINDOW);
    const whole = sampleOf(watch, metric, from, to);
    for (let start = last; start >= first && start > (out?.cell ?? -1); start--) {
      const window = sampleOf(watch, metric, start, start + CELLS_A_WINDOW);
      // Of more messages more are on their way.
      if (metric === BACKLOG) window.sum /= growthOf(watch, start, [from, to - CELLS_A_WINDOW]);
      if (!metric.isOutside(window, windows, whole)) continue;
      out = { cell: start, metric };
    }
  }
  const attempts = (begin: number, end: number): number => {
    return kind === 'sources' ? 1 + sum(watch, 'retries', begin, end) / sum(watch, 'begun', begin, end) : NaN;
  };
  return {
    scope: watch.scope,
    after: out === null ? 0 : out.cell === last ? Infinity : Math.max(0, (out.cell + 1) * cell - after[0]),
    metric: out?.metric.name ?? null,
    before: out === null ? NaN : levelOf(sampleOf(watch, out.metric, from, to), out.metric),
    last: out === null ? NaN : levelOf(sampleOf(watch, out.metric, out.cell, out.cell + CELLS_A_WINDOW), out.metric),
    attemptsBefore: attempts(from, to),
    attemptsAfter: attempts(first, last + CELLS_A_WINDOW),
  };
}

const NOTHING_ENDED = {
  after: Infinity,
  metric: 'unfinished',
  before: NaN,
  last: NaN,
  attemptsBefore: NaN,
  attemptsAfter: NaN,
} as const;

/** Cells at the end in which something is still open say nothing: what fails takes longest. */
function settledUntil(watch: Watch, first: number, end: number): number {
  const { begun, ended } = watch.sums;
  let until = end;
  while (until > first && (begun[until - 1] ?? 0) > (ended[until - 1] ?? 0)) until--;
  return until;
}

function windowsOf(watch: Watch, metric: Metric, first: number, last: number): readonly Sample[] {
  return Array.from({ length: last - first + 1 }, (_, k) => {
    return sampleOf(watch, metric, first + k, first + k + CELLS_A_WINDOW);
  });
}

/** How many times as many messages come in a window as came in any window before; at least 1. */
function growthOf(watch: Watch, start: number, [first, last]: readonly [number, number]): number {
  const sentFrom = (cell: number): number => sum(watch, 'sent', cell, cell + CELLS_A_WINDOW);
  let most = 0;
  for (let cell = first; cell <= last; cell++) most = Math.max(most, sentFrom(cell));
  return most === 0 ? 1 : Math.max(1, sentFrom(start) / most);
}

function sampleOf(
  watch: Watch,
  { of, among }: Metric,
  begin: number,
  end: number,
): { -readonly [key in keyof Sample]: Sample[key] } {
  if (of === 'levels' || of === 'ages') {
    const { [of]: greatest } = watch;
    // A level that does not change any more is not written down.
    const held = of === 'levels' ? (watch.levels.at(-1) ?? 0) : 0;
    let most = 0;
    for (let cell = begin; cell < end; cell++) most = Math.max(most, greatest[cell] ?? held);
    return { count: 1, sum: most, squares: most * most };
  }
  const count = among.reduce((all, one) => all + sum(watch, one, begin, end), 0);
  const squares = of === 'time' ? sum(watch, 'squares', begin, end) : 0;
  return { count, sum: sum(watch, of, begin, end), squares };
}

function levelOf(sample: Sample, { of }: Metric): number {
  return of === 'levels' || of === 'ages' ? sample.sum : meanOf(sample);
}

function sum({ sums }: Watch, of: Sum, begin: number, end: number): number {
  const cells = sums[of];
  let all = 0;
  for (let cell = begin; cell < end && cell < cells.length; cell++) all += cells[cell]!;
  return all;
}
