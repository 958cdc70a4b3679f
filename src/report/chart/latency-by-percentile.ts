/** C7: how long the slow requests take, from the median to the last of ten thousand. */
import { upperEdge } from '../../result/histogram.ts';
import type { HistogramRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, duration, plural } from '../../result/quantity.ts';
import type { Axis, ChartConfiguration, Dataset, Point } from './configuration.ts';
import { possessive, shown } from './findings.ts';
import { framed, GRID_AXIS, limitLine, line } from './frame.ts';
import type { LatencyObjective } from './latency-objectives.ts';
import { latencyObjectives, objectiveRemark } from './latency-objectives.ts';
import { latencyScale } from './latency-scale.ts';
import { SERIES_COLOURS } from './palette.ts';
import { sourcesByLatency } from './ranking.ts';
import { tidy } from './ticks.ts';

/** `null` where no source got an answer. All runs count. */
export function latencyByPercentileChart(result: RunResult): ChartConfiguration | null {
  const curves = sourcesByLatency(result)
    .slice(0, SERIES_COLOURS.length)
    .map((source) => ({ source, points: percentileCurve(latencyHistograms(result, source)) }))
    .filter(({ points }) => points.length > 0);
  const worst = curves[0];
  if (worst === undefined) return null;
  const objectives = curves.flatMap(({ source }) =>
    latencyObjectives(result, source).map((objective) => ({ ...objective, source })),
  );
  const values = [
    ...curves.flatMap(({ points }) => points.map(({ y }) => y ?? 0)),
    ...objectives.map((o) => o.threshold_ms),
  ];
  const { axis, position } = latencyScale(values, 'latency');
  const end = Math.max(...curves.map(({ points }) => points.at(-1)?.x ?? 1), 100);
  const several = result.json.runs > 1 ? ` of ${plural(result.json.runs, 'run')} together` : '';
  return framed({
    type: 'line',
    title: title(result, worst.source),
    subtitle: `First attempt to final answer of served requests${several}, from the median to the slowest.`,
    datasets: [
      ...curves.map(({ source, points }, index) =>
        line(
          shown(source),
          SERIES_COLOURS[index]!,
          points.map(({ x, y }) => ({ x, y: position(y ?? 0) })),
          10 + index,
        ),
      ),
      ...objectives.map((objective) => objectiveCorner(objective, axis.min, end, position)),
    ],
    axes: { x: percentileAxis(end), y: axis },
  });
}

const POINTS = 240;
/** The median, as 1 / (1 − p). */
const MEDIAN = 2;
/** One in so many is the slowest that is drawn. */
const SLOWEST = 10_000;

/** The latencies of a source in every run. */
export function latencyHistograms({ records }: RunResult, source: string): HistogramRecord[] {
  return records.flatMap(({ sources }) => sources.filter(({ name }) => name === source).map(({ latency }) => latency));
}

/** The upper edge of the bin at each percentile, in milliseconds over 1 / (1 − p), as far as there are requests. */
export function percentileCurve(parts: readonly HistogramRecord[]): Point[] {
  const answers = parts.reduce((sum, part) => sum + part.count, 0);
  if (answers === 0) return [];
  const last = Math.max(MEDIAN, Math.min(answers, SLOWEST));
  const max = parts.reduce((most, part) => Math.max(most, part.max), 0);
  const bins = pooled(parts);
  const points: Point[] = [];
  let passed = 0;
  let index = 0;
  for (let k = 0; k <= POINTS; k++) {
    const x = MEDIAN * (last / MEDIAN) ** (k / POINTS);
    const rank = Math.min(answers, Math.max(1, Math.ceil(answers * (1 - 1 / x) - 1e-9)));
    while (index < bins.length && passed + bins[index]!.count < rank) passed += bins[index++]!.count;
    const edge = upperEdge(bins[Math.min(index, bins.length - 1)]!.bin);
    points.push({ x: tidy(x), y: Math.min(edge, max) / 1000 });
  }
  return points;
}

function pooled(parts: readonly HistogramRecord[]): { bin: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const part of parts) {
    part.counts.forEach((value, k) => {
      if (value > 0) counts.set(part.first + k, (counts.get(part.first + k) ?? 0) + value);
    });
  }
  return Array.from(counts, ([bin, value]) => ({ bin, count: value })).toSorted((a, b) => a.bin - b.bin);
}

/** Right to the percentile at the threshold, then down to it: the curve must stay below the corner. */
export function objectiveCorner(
  { source, expr, q, threshold_ms }: LatencyObjective & { readonly source: string },
  bottom: number,
  end: number,
  position: (milliseconds: number) => number,
): Dataset {
  const y = position(threshold_ms);
  const corner = q === null ? end : Math.min(end, 1 / (1 - Math.min(q, 99.9999) / 100));
  const data = [{ x: MEDIAN, y }, { x: tidy(corner), y }, ...(q === null ? [] : [{ x: tidy(corner), y: bottom }])];
  return limitLine(`objective ${shown(source)} ${expr}`, data);
}

/** The share of requests that are faster, from the median to `end` = 1 / (1 − share). */
export function percentileAxis(end: number): Axis {
  const labels = ['50', '90', '99', '99.9', '99.99'];
  const ticks = [MEDIAN, 10, 100, 1000, SLOWEST].map((value, k) => ({ value, label: `${labels[k]!} %` }));
  return {
    ...GRID_AXIS,
    type: 'logarithmic',
    axis: 'x',
    position: 'bottom',
    min: MEDIAN,
    max: end,
    title: { ...GRID_AXIS.title, text: 'share of requests that are faster' },
    labelled: ticks.filter(({ value }) => value <= end * 1.001),
  };
}

function title(result: RunResult, source: string): string {
  const latency = result.json.sources[source]?.latency;
  if (latency === undefined) return 'Latency by percentile';
  const remark = objectiveRemark(latencyObjectives(result, source));
  const served = result.json.sources[source]?.served ?? 0;
  if (served < 100)
    return `${shown(source)}: the slowest of ${count(served)} answers took ${duration(latency.max_ms)}${remark}`;
  return `1 in 100 of ${possessive(source)} answers took longer than ${duration(latency.p99_ms)}${remark}`;
}
