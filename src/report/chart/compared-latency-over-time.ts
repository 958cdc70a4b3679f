/** C6 of a comparison: how long the callers of one source waited over time, on both sides, and the difference. */
import { duration, span } from '../../result/quantity.ts';
import { peak, steps, type Steps } from './buckets.ts';
import type { DrawnSide } from './compared-concurrency.ts';
import type { ChartConfiguration, Point } from './configuration.ts';
import {
  baselineCurve,
  DIFFERENCE,
  differenceLine,
  differencePoints,
  withDifferencePanel,
} from './difference-panel.ts';
import { ofRun, possessive, shown } from './findings.ts';
import { framed, limitLine, line } from './frame.ts';
import { latencyObjectives } from './latency-objectives.ts';
import { latencyScale } from './latency-scale.ts';
import { COLOURS } from './palette.ts';
import { centred, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';

/** `null` where the source got no answers on a side. */
export function comparedLatencyOverTimeChart(
  base: DrawnSide,
  head: DrawnSide,
  time: TimeAxis,
  source: string,
): ChartConfiguration | null {
  const before = p99Of(base, source);
  const after = p99Of(head, source);
  if (before === null || after === null) return null;
  const objectives = latencyObjectives(head.result, source);
  const drawn = [...before.values, ...after.values, ...objectives.map(({ threshold_ms }) => threshold_ms)];
  const { axis, position, unit } = latencyScale(drawn, 'p99 latency');
  const on = (values: Steps): Point[] => centred(time, positioned(values, position), true);
  const points = { base: on(before), head: on(after) };
  const differences = differencePoints(points.base, points.head);
  return framed({
    type: 'line',
    title: title(base, head, source),
    subtitle:
      `${shown(source)}: p99 from first attempt to final answer of served requests, the greatest within each ` +
      `${span(after.width / 1_000_000)}; the baseline dashed, below the difference.${ofRun(head.result)}`,
    datasets: [
      { ...line('p99', COLOURS.vermilion, points.head), borderWidth: 1.75 },
      { ...baselineCurve('p99 of the baseline', COLOURS.blue, points.base), borderWidth: 1.75 },
      ...objectives.map(({ expr, threshold_ms }) =>
        limitLine(`objective ${expr}`, [
          { x: 0, y: position(threshold_ms) },
          { x: time.end, y: position(threshold_ms) },
        ]),
      ),
      differenceLine('difference', DIFFERENCE, differences, false),
      ...time.overlays,
    ],
    axes: { x: time.axis, ...withDifferencePanel(axis, differences, unit), overlay: OVERLAY_AXIS },
  });
}

const MOST_STEPS = 300;

function p99Of({ record }: DrawnSide, source: string): Steps | null {
  const values = steps(record, `sources.${source}`, 'latency_p99_ms', 'max', MOST_STEPS);
  return values === null || peak(values.values) === 0 ? null : values;
}

function positioned({ width, values }: Steps, position: (milliseconds: number) => number): Steps {
  return { width, values: values.map((value) => (value > 0 ? position(value) : Number.NaN)) };
}

function title(base: DrawnSide, head: DrawnSide, source: string): string {
  const [before, after] = [base, head].map(({ result }) =>
    duration(result.json.sources[source]?.latency.p99_ms ?? NaN),
  );
  if (before === after) return `${possessive(source)} p99 latency is ${String(after)} on both sides`;
  return `${possessive(source)} p99 latency goes from ${String(before)} to ${String(after)}`;
}
