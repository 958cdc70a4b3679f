/** C1 of a comparison: the head's concurrency by function, the baseline's in total, and the difference. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, span } from '../../result/quantity.ts';
import { peak, type Steps } from './buckets.ts';
import { accountLimit, drawnLimit, type DrawnLimit } from './concurrency-limit.ts';
import { areas, layersOf, levelsOfRun } from './concurrency-layers.ts';
import { inUseOfRun } from './concurrency.ts';
import type { ChartConfiguration } from './configuration.ts';
import {
  baselineCurve,
  DIFFERENCE,
  differenceLine,
  differencePoints,
  withDifferencePanel,
} from './difference-panel.ts';
import { ofRun } from './findings.ts';
import { framed, leftAxis } from './frame.ts';
import { COLOURS } from './palette.ts';
import { snugCountScale } from './ticks.ts';
import { held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';

/** One side in a chart: its result, and run 1. */
export interface DrawnSide {
  readonly result: RunResult;
  readonly record: RunRecord;
}

/** `null` where a side kept no series. */
export function comparedConcurrencyChart(base: DrawnSide, head: DrawnSide, time: TimeAxis): ChartConfiguration | null {
  const before = accountSteps(base);
  const after = accountSteps(head);
  if (before === null || after === null) return null;
  const points = { base: held(time, before), head: held(time, after) };
  const differences = differencePoints(points.base, points.head);
  const top = Math.max(peak(before.values), peak(after.values));
  const limits = limitsOf(base.result, head.result, time, top);
  const scale = snugCountScale(Math.max(top, ...limits.map(({ highest }) => highest)));
  return framed({
    type: 'line',
    title: title(base.result, head.result),
    subtitle:
      `Concurrency in use, the greatest within each ${span(after.width / 1_000_000)}: ` +
      `this side by function, the baseline dashed; below, the difference.${ofRun(head.result)}`,
    datasets: [
      ...areas(layersOf(inUseOfRun(head.result, head.record), after), time),
      { ...baselineCurve('baseline, all functions', COLOURS.black, points.base), stepped: true },
      ...limits.flatMap(({ datasets }) => datasets),
      differenceLine('difference', DIFFERENCE, differences, true),
      ...time.overlays,
    ],
    axes: {
      x: time.axis,
      ...withDifferencePanel({ ...leftAxis(scale, 'concurrent executions'), stacked: true }, differences, 'executions'),
      overlay: OVERLAY_AXIS,
    },
  });
}

function accountSteps({ record }: DrawnSide): Steps | null {
  return levelsOfRun(record)('account', 'ConcurrentExecutions');
}

/** Both sides' limits, as one where they are the same. */
function limitsOf(base: RunResult, head: RunResult, time: TimeAxis, top: number): readonly DrawnLimit[] {
  const after = drawnLimit(accountLimit(head.setup), time, top);
  const before = drawnLimit({ ...accountLimit(base.setup), name: "baseline's account limit" }, time, top);
  const courses = [before, after].map(({ datasets }) => JSON.stringify(datasets.map(({ data }) => data)));
  return courses[0] === courses[1] ? [after] : [after, before];
}

function title({ json: base }: RunResult, { json: head }: RunResult): string {
  const [before, after] = [base.account.ConcurrentExecutions.max, head.account.ConcurrentExecutions.max];
  const of = `of the account's ${count(head.account.limit)}`;
  if (before === after) return `Concurrency peaks at ${count(after)} ${of} on both sides`;
  return `Peak concurrency goes from ${count(before)} to ${count(after)} ${of}`;
}
