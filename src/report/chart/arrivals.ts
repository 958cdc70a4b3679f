/** C2: what arrived, what was started, what was turned away. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { figure, roundShare, span } from '../../result/quantity.ts';
import type { Steps } from './buckets.ts';
import { at, MOST_STEPS, peak, steps, totalOf } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun } from './findings.ts';
import { framed, leftAxis, line } from './frame.ts';
import { COLOURS, translucent } from './palette.ts';
import { linearScale } from './ticks.ts';
import type { TimeAxis } from './time-axis.ts';
import { held, OVERLAY_AXIS } from './time-axis.ts';

/** `null` where nothing arrived, or run 1 kept no series. */
export function arrivalsChart(result: RunResult, record: RunRecord, time: TimeAxis): ChartConfiguration | null {
  const { functions, sources } = result.setup;
  // Records of a producer come again as those of the mappings that read them.
  const callers = sources.filter(({ type }) => type !== 'kinesis-producer').map(({ name }) => `sources.${name}`);
  const ofSources = (metric: string): Steps | null => rate(record, callers, metric);
  const ofFunctions = (metric: string): Steps | null =>
    rate(
      record,
      functions.map(({ name }) => `functions.${name}`),
      metric,
    );
  const arrivals = ofSources('requests');
  const attempts = ofSources('attempts');
  const started = ofFunctions('Invocations');
  // What a gateway turns away reaches no function; what functions call is in no source.
  const throttled = higher(ofFunctions('Throttles'), ofSources('throttledAttempts'));
  const inBatches = sources.some(({ mapping, streamMapping }) => (mapping ?? streamMapping) !== undefined);
  if (arrivals === null || attempts === null || started === null || peak(attempts.values) === 0) return null;
  const retried = attempts.values.some((value, k) => value > at(arrivals.values, k) * 1.0001);
  const refused = throttled !== null && peak(throttled.values) > 0;
  const datasets: Dataset[] = [
    ...(refused ? [area('throttled', COLOURS.vermilion, held(time, throttled))] : []),
    ...(retried
      ? [{ ...line('attempts, retries included', COLOURS.sky, held(time, attempts), 20), borderWidth: 2 }]
      : []),
    { ...line('new requests', COLOURS.blue, held(time, arrivals), 10), borderWidth: 2 },
    {
      ...line(inBatches ? 'invocations started' : 'started', COLOURS.black, held(time, started), 5),
      borderWidth: 1.5,
      borderDash: [5, 3],
    },
  ];
  return framed({
    type: 'line',
    title: title(inBatches ? null : attempts, arrivals, throttled, record.series.bucket),
    subtitle: `${meaning(record.series.bucket, arrivals.width)}${ofRun(result)}`,
    datasets: [...datasets.map((dataset) => ({ ...dataset, stepped: true })), ...time.overlays],
    axes: {
      x: time.axis,
      y: leftAxis(
        linearScale(Math.max(peak(attempts.values), peak(started.values), peak(throttled?.values ?? []))),
        'requests or attempts per second',
      ),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Counts per second. Merged by maximum, so that a peak within a step keeps its height. */
function rate(record: RunRecord, scopes: readonly string[], metric: string): Steps | null {
  const sum = totalOf(scopes, (scope) => steps(record, scope, metric, 'max', MOST_STEPS));
  const seconds = record.series.bucket / 1_000_000;
  return sum === null ? null : { ...sum, values: sum.values.map((value) => value / seconds) };
}

function area(label: string, colour: string, data: Dataset['data']): Dataset {
  return {
    ...line(label, colour, data, 40),
    backgroundColor: translucent(colour, 0.45),
    borderWidth: 1,
    fill: 'origin',
    pointStyle: 'rect',
  };
}

function higher(a: Steps | null, b: Steps | null): Steps | null {
  return peak(a?.values ?? []) >= peak(b?.values ?? []) ? a : b;
}

/** @param attempts `null` where some are made with many requests at once: then one is no share of the other */
function title(attempts: Steps | null, arrivals: Steps, throttled: Steps | null, bucket: number): string {
  const most = throttled === null ? 0 : peak(throttled.values);
  if (throttled === null || most === 0) {
    if (attempts === null)
      return `At most ${figure(peak(arrivals.values))} requests a second came; Lambda throttled nothing`;
    return `Every attempt was started; at most ${figure(peak(attempts.values))} a second were made`;
  }
  const worst = throttled.values.indexOf(most);
  const when = worst === 0 ? 'at the very start' : `${span(Math.floor((worst * throttled.width) / 1_000_000))} in`;
  const unit = bucket === 1_000_000 ? 'a second' : 'a second on average';
  if (attempts === null) return `At the worst, ${when}, ${figure(most)} attempts ${unit} were throttled`;
  const made = Math.max(at(attempts.values, worst), most);
  return `At the worst, ${when}, ${figure(most)} of ${figure(made)} attempts ${unit} were throttled (${roundShare(most / made)})`;
}

function meaning(bucket: number, step: number): string {
  const within = `over ${span(bucket / 1_000_000)}`;
  return step === bucket ? `Rates ${within}.` : `Rates ${within}, the greatest within each ${span(step / 1_000_000)}.`;
}
