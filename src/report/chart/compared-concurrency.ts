/** C1 of a comparison: the head's concurrency by function, the baseline's in total, and the difference. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, span } from '../../result/quantity.ts';
import { peak, steps } from './buckets.ts';
import { areas, constantLine, layersOf } from './concurrency.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
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
  const limits = limitLines(base.result, head.result, time, top);
  const scale = snugCountScale(Math.max(top, ...limits.map(({ data }) => data[0]?.y ?? 0)));
  return framed({
    type: 'line',
    title: title(base.result, head.result),
    subtitle:
      `Concurrency in use, the greatest within each ${span(after.width / 1_000_000)}: ` +
      `this side by function, the baseline dashed; below, the difference.${ofRun(head.result)}`,
    datasets: [
      ...areas(layersOf(head.result, head.record, after), time),
      { ...baselineCurve('baseline, all functions', COLOURS.black, points.base), stepped: true },
      ...limits,
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

const MOST_STEPS = 600;
/** Beyond this many times the peak, a limit would press everything else to the floor. */
const OFF_SCALE = 6;

function accountSteps({ record }: DrawnSide): ReturnType<typeof steps> {
  return steps(record, 'account', 'ConcurrentExecutions', 'max', MOST_STEPS);
}

function limitLines(base: RunResult, head: RunResult, time: TimeAxis, top: number): Dataset[] {
  const [before, after] = [base.json.account.limit, head.json.account.limit];
  const lines =
    before === after
      ? [{ label: `account limit ${count(after)}`, limit: after }]
      : [
          { label: `account limit ${count(after)}`, limit: after },
          { label: `baseline's account limit ${count(before)}`, limit: before },
        ];
  return lines
    .filter(({ limit }) => limit <= OFF_SCALE * top)
    .map(({ label, limit }) => constantLine(time, label, limit));
}

function title({ json: base }: RunResult, { json: head }: RunResult): string {
  const [before, after] = [base.account.ConcurrentExecutions.max, head.account.ConcurrentExecutions.max];
  const of = `of the account's ${count(head.account.limit)}`;
  if (before === after) return `Concurrency peaks at ${count(after)} ${of} on both sides`;
  return `Peak concurrency goes from ${count(before)} to ${count(after)} ${of}`;
}
