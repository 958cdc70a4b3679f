/** C5: the minute with most throttles, second by second: who used the concurrency, and when attempts were throttled. */
import { MINUTE, SECOND } from '../../des/time.ts';
import { REFUSALS } from '../../lambda/throttle.ts';
import { count, roundShare } from '../../result/quantity.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import type { WorstMinute } from '../../result/worst-minute-record.ts';
import { worstMinuteOf } from '../../result/worst-minute.ts';
import { accountLimit, drawnLimit } from './concurrency-limit.ts';
import { peak, type Steps } from './buckets.ts';
import { areas, claimedLine, type InUse, layersOf, type LevelSteps, reservedLine } from './concurrency-layers.ts';
import type { ChartConfiguration, Dataset, Point } from './configuration.ts';
import { ofRun } from './findings.ts';
import { framed, leftAxis, line } from './frame.ts';
import { CAUSES, COLOURS } from './palette.ts';
import { snugCountScale, tidy } from './ticks.ts';
import { axisOf, OVERLAY_AXIS } from './time-axis.ts';
import { mostTelling, throttlesOf, worstMinuteTitle } from './worst-minute-title.ts';

/** `null` where nothing was throttled in run 1 after the warm-up, or where it kept no series. */
export function worstMinuteChart(result: RunResult, record: RunRecord): ChartConfiguration | null {
  const minute = worstMinuteOf(result.setup, record);
  const levels = minute === null ? null : levelsOf(minute);
  const account = levels?.('account', 'ConcurrentExecutions') ?? null;
  if (minute === null || levels === null || account === null) return null;
  const number = count(minute.start / MINUTE);
  const end = minute.start + account.values.length * SECOND;
  const time = axisOf(result.setup, minute.start, end, (unit) => `time into minute ${number} (${unit})`);
  const worst = mostTelling(result, minute);
  const pinned = REFUSALS[worst.throttle]!.cause === 'reserved' ? worst.function : null;
  const inUse: InUse = { result, record, levels, pinned };
  const layers = layersOf(inUse, account);
  const top = Math.max(peak(account.values), ...layers.map(({ steps: { values } }) => peak(values)));
  const limit = drawnLimit(accountLimit(result.setup), time, top);
  const reserved = reservedLine(inUse, layers, time);
  const lines = { account: limit.datasets[0], reserved: reserved[0], pinned };
  const all = record.functions.reduce((total, f) => total + f.throttles.reduce((own, n) => own + n, 0), 0);
  const here = minute.throttles.reduce((total, own) => total + throttlesOf(own), 0);
  return framed({
    type: 'line',
    title: worstMinuteTitle(result, minute, worst),
    subtitle:
      `Concurrency in use by function, the greatest within each second. Dots: throttled attempts, larger for more; ` +
      `${roundShare(here / all)} of all ${count(all)}.${limit.note}${ofRun(result)}`,
    datasets: [
      ...areas(layers, time),
      ...claimedLine(inUse, time),
      ...limit.datasets,
      ...reserved,
      ...marks(minute, account, lines),
      ...time.overlays,
    ],
    axes: {
      x: time.axis,
      y: { ...leftAxis(snugCountScale(Math.max(top, limit.highest)), 'concurrent executions'), stacked: true },
      overlay: OVERLAY_AXIS,
    },
  });
}

function levelsOf({ levels }: WorstMinute): LevelSteps {
  return (scope, metric): Steps | null => {
    const found = levels.find((one) => one.scope === scope && one.metric === metric);
    return found === undefined ? null : { width: SECOND, values: [...found.values] };
  };
}

/** The lines on which throttles are marked, where they are drawn. */
interface Lines {
  readonly account: Dataset | undefined;
  readonly reserved: Dataset | undefined;
  /** Whose `reserved` is. */
  readonly pinned: string | null;
}

/** A dot for each second with throttles of a cause, the larger the more: on the line of the limit that was reached, else on top of what was in use. */
function marks(minute: WorstMinute, account: Steps, lines: Lines): Dataset[] {
  const counts = account.values.map((_, k) => minute.throttles.reduce((all, own) => all + own.counts[k]!, 0));
  return CAUSES.flatMap(({ cause, label, colour }) => {
    const own = minute.throttles.filter(({ throttle }) => REFUSALS[throttle]?.cause === cause);
    if (own.length === 0) return [];
    const dots = account.values.flatMap((inUse, second) => {
      const throttled = own.filter((one) => one.counts[second]! > 0);
      if (throttled.length === 0) return [];
      const isPinned = throttled.some(({ function: name }) => name === lines.pinned);
      const limit = cause === 'account' ? lines.account : cause === 'reserved' && isPinned ? lines.reserved : undefined;
      const point: Point = { x: second + 0.5, y: valueAt(limit, second) ?? inUse };
      const share = throttled.reduce((all, one) => all + one.counts[second]!, 0) / peak(counts);
      return [{ point, radius: SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * Math.sqrt(share) }];
    });
    const text = `${count(own.reduce((all, one) => all + throttlesOf(one), 0))} throttled: ${label}`;
    return [
      {
        ...dotted(
          text,
          colour,
          dots.map(({ point }) => point),
        ),
        pointRadius: dots.map(({ radius }) => tidy(radius)),
      },
    ];
  });
}

/** CSS pixels. */
const SMALLEST_DOT = 2;
const LARGEST_DOT = 6.5;

/** With a dark edge, for functions have the same colours. */
function dotted(label: string, colour: string, points: readonly Point[]): Dataset {
  return {
    ...line(label, COLOURS.black, points, -1),
    backgroundColor: colour,
    borderWidth: 1.5,
    showLine: false,
    pointStyle: 'circle',
    stack: label,
  };
}

/** What a stepped line shows in a second; `null` = nothing. */
function valueAt(dataset: Dataset | undefined, second: number): number | null {
  return dataset?.data.findLast(({ x }) => x <= second)?.y ?? null;
}
