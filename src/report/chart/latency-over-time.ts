/** C6: how long the callers of one source waited, over time. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { duration, span } from '../../result/quantity.ts';
import type { Steps } from './buckets.ts';
import { peak, steps } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, shown } from './findings.ts';
import { framed, limitLine, line } from './frame.ts';
import { latencyObjectives, objectiveRemark } from './latency-objectives.ts';
import { latencyScale } from './latency-scale.ts';
import { COLOURS } from './palette.ts';
import type { TimeAxis } from './time-axis.ts';
import { centred, OVERLAY_AXIS } from './time-axis.ts';

/** `null` where the source got no answers, or run 1 kept no series. */
export function latencyOverTimeChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  source: string,
): ChartConfiguration | null {
  const lines = linesOf(result, record, source);
  const p99 = lines.find(({ label }) => label === 'p99')?.steps;
  if (p99 === undefined || peak(p99.values) === 0) return null;
  const objectives = latencyObjectives(result, source);
  const drawn = [
    ...lines.flatMap(({ steps: { values } }) => values),
    ...objectives.map(({ threshold_ms }) => threshold_ms),
  ];
  const { axis, position } = latencyScale(drawn, 'latency');
  return framed({
    type: 'line',
    title: title(result, source, p99),
    subtitle:
      `${shown(source)}: first attempt to final answer of served requests, by arrival; ` +
      `the greatest value within ${span(p99.width / 1_000_000)} steps.${ofRun(result)}`,
    datasets: [
      ...lines.map(({ label, colour, dash, steps: values }) =>
        statisticLine(label, colour, dash, time, values, position),
      ),
      ...objectives.map(({ expr, threshold_ms }) =>
        limitLine(`objective ${expr}`, [
          { x: 0, y: position(threshold_ms) },
          { x: time.end, y: position(threshold_ms) },
        ]),
      ),
      ...time.overlays,
    ],
    axes: { x: time.axis, y: axis, overlay: OVERLAY_AXIS },
  });
}

const MOST_STEPS = 600;

interface Line {
  readonly label: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly steps: Steps;
}

function linesOf({ setup }: RunResult, record: RunRecord, source: string): Line[] {
  const fn = setup.sources.find(({ name }) => name === source)?.function ?? '';
  const candidates = [
    { label: 'p99', colour: COLOURS.vermilion, dash: [], scope: `sources.${source}`, metric: 'latency_p99_ms' },
    { label: 'p95', colour: COLOURS.blue, dash: [], scope: `sources.${source}`, metric: 'latency_p95_ms' },
    { label: 'p50', colour: COLOURS.green, dash: [], scope: `sources.${source}`, metric: 'latency_p50_ms' },
    {
      label: `p99 Duration of ${shown(fn)}`,
      colour: COLOURS.black,
      dash: [2, 3],
      scope: `functions.${fn}`,
      metric: 'Duration_p99_ms',
    },
  ];
  return candidates.flatMap(({ scope, metric, ...rest }) => {
    const values = steps(record, scope, metric, 'max', MOST_STEPS);
    return values === null || peak(values.values) === 0 ? [] : [{ ...rest, steps: values }];
  });
}

/** A line where values follow each other, points where they are so sparse that lines would be rare. */
function statisticLine(
  label: string,
  colour: string,
  dash: readonly number[],
  time: TimeAxis,
  values: Steps,
  position: (milliseconds: number) => number,
): Dataset {
  const absent = values.values.filter(Number.isNaN).length;
  const sparse = absent > values.values.length / 3;
  const data = centred(
    time,
    { ...values, values: values.values.map((value) => (value > 0 ? position(value) : Number.NaN)) },
    true,
  );
  return {
    ...line(label, colour, data),
    borderWidth: 2,
    ...(dash.length > 0 ? { borderDash: dash } : {}),
    pointRadius: sparse ? 2.5 : 0,
  };
}

function title(result: RunResult, source: string, p99: Steps): string {
  const first = Math.ceil(result.setup.warmup / p99.width);
  const after = p99.values.slice(first);
  const most = peak(after);
  if (most === 0) return `${shown(source)}: latency over time`;
  const when = span(((first + after.indexOf(most)) * p99.width) / 1_000_000);
  return `${shown(source)}'s p99 latency peaked at ${duration(most)}, ${when} in${objectiveRemark(latencyObjectives(result, source))}`;
}
