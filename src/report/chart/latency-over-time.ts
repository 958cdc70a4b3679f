/** C6: how long the callers of one source waited, over time. */
import { functionsOf } from '../../result/setup.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { findSeries } from '../../result/series.ts';
import { duration, span } from '../../result/quantity.ts';
import type { Steps } from './buckets.ts';
import { MOST_STEPS, peak, steps } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, possessive, shown } from './findings.ts';
import { framed, limitLine, line, SPARSE } from './frame.ts';
import { decisive, latencyObjectives, objectiveRemark } from './latency-objectives.ts';
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
    title: title(result, source),
    subtitle:
      `${shown(source)}: first attempt to final answer of served requests. ` +
      `${meaning(record.series.bucket, p99.width)}${fewRequests(record, source)}${ofRun(result)}`,
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

function meaning(bucket: number, step: number): string {
  const within = `Percentiles of each ${span(bucket / 1_000_000)}`;
  return step === bucket ? `${within}.` : `${within}, the greatest within each ${span(step / 1_000_000)}.`;
}

/** Of fewer than a hundred requests, the p99 is the slowest. */
function fewRequests(record: RunRecord, source: string): string {
  const requests = findSeries(record.series, `sources.${source}`, 'requests') ?? new Float64Array();
  const some = requests.filter((value) => value > 0).toSorted();
  const median = some[Math.floor(some.length / 2)] ?? 0;
  return median < 100 ? ' Mostly below 100 requests each, where p99 is the slowest of them.' : '';
}

interface Line {
  readonly label: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly steps: Steps;
}

function linesOf({ setup }: RunResult, record: RunRecord, source: string): Line[] {
  const called = setup.sources.filter(({ name }) => name === source).flatMap(functionsOf);
  // Beside several functions one Duration would say nothing of the source.
  const fn = called.length === 1 ? called[0]! : '';
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
    ...line(label, colour, data, dash.length > 0 ? 15 : 10),
    borderWidth: label === 'p99' ? 1.25 : 2,
    ...(dash.length > 0 ? { borderDash: dash } : {}),
    ...(sparse ? SPARSE : {}),
  };
}

/** The figures of the whole run and of its worst minute: a single bucket's p99 is often just its slowest request. */
function title(result: RunResult, source: string): string {
  const objectives = latencyObjectives(result, source);
  const objective = decisive(objectives);
  if (objective === undefined || objective.value_ms === null) {
    const latency = result.json.sources[source]?.latency;
    return `${possessive(source)} latency was ${duration(latency?.p50_ms ?? Number.NaN)} at p50 and ${duration(latency?.p99_ms ?? Number.NaN)} at p99`;
  }
  const { q, value_ms, worst } = objective;
  const what = `${possessive(source)} ${q === null ? 'mean' : `p${q}`} latency`;
  const minute = worst === null ? '' : `${duration(worst.value)} in minute ${Math.floor(worst.t_s / 60)}`;
  // Asked of every minute, it is that of the worst.
  const value =
    worst?.value === value_ms ? `reached ${minute}` : `was ${duration(value_ms)}${minute === '' ? '' : `, ${minute}`}`;
  return `${what} ${value}${objectiveRemark(objectives)}`;
}
