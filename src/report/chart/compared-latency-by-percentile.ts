/** C7 of a comparison: how long slow requests take on both sides, and the difference at each percentile. */
import type { RunResult } from '../../result/run-result.ts';
import { duration, plural } from '../../result/quantity.ts';
import type { ChartConfiguration, Point } from './configuration.ts';
import { baselineCurve, differenceLine, withDifferencePanel } from './difference-panel.ts';
import { possessive, shown } from './findings.ts';
import { framed, line } from './frame.ts';
import { latencyHistograms, objectiveCorner, percentileAxis, percentileCurve } from './latency-by-percentile.ts';
import { latencyObjectives } from './latency-objectives.ts';
import { latencyScale } from './latency-scale.ts';
import { SERIES_COLOURS } from './palette.ts';
import { tidy } from './ticks.ts';

/** Up to this many sources; each has two curves and a difference. */
const MOST = 3;

/** `null` where no source got answers on both sides. @param sources the most important first */
export function comparedLatencyByPercentileChart(
  base: RunResult,
  head: RunResult,
  sources: readonly string[],
): ChartConfiguration | null {
  const curves = sources
    .map((source) => ({ source, base: curveOf(base, source), head: curveOf(head, source) }))
    .filter((both) => both.base.length > 0 && both.head.length > 0)
    .slice(0, MOST)
    .map((both, index) => ({
      ...both,
      colour: SERIES_COLOURS[index]!,
      difference: differenceOf(both.base, both.head),
    }));
  const [first] = curves;
  if (first === undefined) return null;
  const objectives = curves.flatMap(({ source }) =>
    latencyObjectives(head, source).map((objective) => ({ ...objective, source })),
  );
  const values = curves.flatMap((both) => [...both.base, ...both.head].map(({ y }) => y ?? 0));
  const { axis, position, unit } = latencyScale([...values, ...objectives.map((each) => each.threshold_ms)], 'latency');
  const end = Math.max(...curves.map((both) => both.head.at(-1)?.x ?? 1), 100);
  const placed = (points: readonly Point[]): Point[] => points.map(({ x, y }) => ({ x, y: position(y ?? 0) }));
  return framed({
    type: 'line',
    title: title(base, head, first.source),
    subtitle:
      `First attempt to final answer of served requests of ${plural(head.json.perRun.length, 'run')}, from the median to ` +
      'the slowest; the baseline dashed, below the difference.',
    datasets: [
      ...curves.flatMap(({ source, colour, ...both }) => [
        line(shown(source), colour, placed(both.head)),
        baselineCurve(`${shown(source)} in the baseline`, colour, placed(both.base)),
      ]),
      ...objectives.map((objective) => objectiveCorner(objective, axis.min, end, position)),
      ...curves.map(({ source, colour, difference }) =>
        differenceLine(`${shown(source)}: difference`, colour, placed(difference), false),
      ),
    ],
    axes: {
      x: percentileAxis(end),
      ...withDifferencePanel(
        axis,
        curves.flatMap(({ difference }) => placed(difference)),
        unit,
      ),
    },
  });
}

function curveOf(result: RunResult, source: string): Point[] {
  return percentileCurve(latencyHistograms(result, source));
}

/** At the head's percentiles, as far as the baseline goes; between two of its points by a straight line. */
function differenceOf(base: readonly Point[], head: readonly Point[]): Point[] {
  return head.flatMap(({ x, y }) => {
    const after = base.findIndex((point) => point.x >= x * (1 - 1e-9));
    if (after < 0) return [];
    const [left, right] = [base[Math.max(0, after - 1)]!, base[after]!];
    const share = right.x === left.x ? 1 : (x - left.x) / (right.x - left.x);
    return [{ x, y: tidy((y ?? 0) - ((left.y ?? 0) + share * ((right.y ?? 0) - (left.y ?? 0)))) }];
  });
}

function title(base: RunResult, head: RunResult, source: string): string {
  const [before, after] = [base, head].map(({ json }) => duration(json.sources[source]?.latency.p99_ms ?? NaN));
  if (before === after)
    return `1 in 100 of ${possessive(source)} answers takes longer than ${String(after)} on both sides`;
  return `1 in 100 of ${possessive(source)} answers took longer than ${String(before)}, now than ${String(after)}`;
}
