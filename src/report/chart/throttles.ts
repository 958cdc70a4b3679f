/** C4: why attempts were throttled, and who held the pool then. */
import type { RunRecord } from '../../result/run-record.ts';
import type { ThrottleRow } from '../../result/series-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { REFUSALS } from '../../lambda/throttle.ts';
import { count, plural, roundShare, span } from '../../result/quantity.ts';
import type { Steps } from './buckets.ts';
import { MOST_BARS, peak, stepBuckets, total } from './buckets.ts';
import type { Axis, ChartConfiguration, Dataset } from './configuration.ts';
import { functionColours, ofRun, shown, whatRanOut } from './findings.ts';
import { framed, leftAxis } from './frame.ts';
import { CAUSES } from './palette.ts';
import { functionsByPeak } from './ranking.ts';
import { countScale } from './ticks.ts';
import type { TimeAxis } from './time-axis.ts';
import { centred, OVERLAY_AXIS } from './time-axis.ts';

/** `null` where nothing was throttled in run 1. */
export function throttlesChart(result: RunResult, record: RunRecord, time: TimeAxis): ChartConfiguration | null {
  const { throttles } = record.series;
  if (throttles.length === 0) return null;
  const causes = CAUSES.flatMap(({ cause, label, colour }) => {
    const rows = throttles.filter((row) => REFUSALS[row.throttle]?.cause === cause);
    return rows.length === 0 ? [] : [{ label, colour, steps: summed(record, rows, (row) => row.count) }];
  });
  const holders = holderBars(result, record, time);
  const all = total(causes.map(({ steps }) => steps))!;
  const width = span(all.width / 1_000_000);
  const panel = holders.length > 0;
  return framed({
    type: 'bar',
    title: title(result),
    subtitle:
      `Throttled attempts in each ${width}, by what ran out.` +
      (panel ? ' Below: how much of the pool its largest user held at these throttles.' : '') +
      ofRun(result),
    datasets: [
      ...causes.map(({ label, colour, steps }) => bar(label, colour, 'y', centred(time, steps))),
      ...holders,
      ...time.overlays,
    ],
    axes: {
      x: time.axis,
      // The first axis of a stack stands at the bottom.
      ...(panel ? { y2: holderAxis() } : {}),
      y: {
        ...leftAxis(countScale(peak(all.values)), `throttles in ${width}`),
        stacked: true,
        ...(panel ? { stack: 'panels', stackWeight: 3 } : {}),
      },
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Sums over the rows of each bar's span. */
function summed(record: RunRecord, rows: readonly ThrottleRow[], of: (row: ThrottleRow) => number): Steps {
  const { bucket } = record.series;
  const wide = stepBuckets(bucket, record.until, MOST_BARS);
  const values = new Array<number>(Math.ceil(record.until / (bucket * wide))).fill(0);
  for (const row of rows) {
    const step = Math.floor(row.bucket / wide);
    if (step < values.length) values[step]! += of(row);
  }
  return { width: bucket * wide, values };
}

/** Only for the pool that functions share: a reserved pool is held by its function alone. */
function holderBars(result: RunResult, record: RunRecord, time: TimeAxis): Dataset[] {
  const rows = record.series.throttles.filter(
    (row) => REFUSALS[row.throttle]?.cause === 'account' && row.holder !== '',
  );
  if (rows.length === 0) return [];
  const colour = functionColours(functionsByPeak(result, record));
  const all = summed(record, rows, (row) => row.count);
  return [...new Set(rows.map((row) => row.holder))].map((holder) => {
    const theirs = summed(
      record,
      rows.filter((row) => row.holder === holder),
      (row) => row.count * row.holderShare,
    );
    const shares = theirs.values.map((value, k) => (all.values[k] === 0 ? 0 : (100 * value) / all.values[k]!));
    const label = holder === 'background' ? 'held by the background' : `held by ${shown(holder)}`;
    return bar(label, colour(holder), 'y2', centred(time, { ...theirs, values: shares }));
  });
}

function bar(label: string, colour: string, yAxisID: 'y' | 'y2', data: Dataset['data']): Dataset {
  return {
    type: 'bar',
    label,
    data,
    yAxisID,
    order: 10,
    stack: yAxisID,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 0,
    pointStyle: 'rect',
    barPercentage: 0.9,
    categoryPercentage: 1,
    grouped: false,
  };
}

function holderAxis(): Axis {
  const ticks = [0, 50, 100].map((value) => ({ value, label: value.toString() }));
  // A little more than all, so that the topmost label keeps clear of the panel above.
  return { ...leftAxis({ min: 0, max: 122, ticks }, '% of the pool'), stacked: true, stack: 'panels', stackWeight: 2 };
}

function title(result: RunResult): string {
  const { causes } = result.json;
  const first = causes[0];
  if (first === undefined) return 'Throttles by cause: all of them fell into the warm-up';
  const throttles = causes.reduce((sum, cause) => sum + cause.throttles, 0);
  const part = first.throttles / throttles;
  const which =
    part === 1 ? `All ${count(throttles)} throttles` : `${roundShare(part)} of ${plural(throttles, 'throttle')}`;
  return `${which} hit ${shown(first.source ?? first.function)}: ${whatRanOut(result, first)}`;
}
