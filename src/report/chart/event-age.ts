/** C10: how long asynchronous events of a function had waited when they were tried, how many waited, what was dropped. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { duration, plural, share, span } from '../../result/quantity.ts';
import { findSeries } from '../../result/series.ts';
import { peak, steps, type Steps } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, possessive, shown } from './findings.ts';
import { framed, line, SPARSE } from './frame.ts';
import { COLOURS, translucent } from './palette.ts';
import { lowerBars, panelAxes, type LowerPanel } from './panels.ts';
import { linearScale } from './ticks.ts';
import { centred, held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';
import { afterWarmUp, countedAfterWarmUp } from './window.ts';

/** `null` where the function got no asynchronous events in run 1. */
export function eventAgeChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  const scope = `functions.${name}`;
  const of = (metric: string, merge: 'max' | 'sum', most: number): Steps | null => {
    const found = steps(record, scope, metric, merge, most);
    return found !== null && peak(found.values) > 0 ? found : null;
  };
  const age = steps(record, scope, 'AsyncEventAge_max_ms', 'max', MOST_STEPS);
  if (age === null) return null;
  const p99 = of('AsyncEventAge_p99_ms', 'max', MOST_STEPS);
  const waiting = of('asyncQueue', 'max', MOST_STEPS);
  const dropped = of('AsyncEventsDropped', 'sum', MOST_BARS);
  const unit = UNITS.find(({ upTo }) => peak(age.values) <= upTo) ?? UNITS[UNITS.length - 1]!;
  const lower: LowerPanel[] = [
    ...(dropped === null ? [] : [{ id: 'y2', top: peak(dropped.values), text: 'dropped' } as const]),
    ...(waiting === null ? [] : [{ id: 'y3', top: peak(waiting.values), text: 'waiting' } as const]),
  ];
  const datasets: Dataset[] = [
    ageLine('greatest age', COLOURS.vermilion, age, unit.ms, time),
    ...(p99 === null ? [] : [ageLine('p99 age', COLOURS.blue, p99, unit.ms, time)]),
    ...(waiting === null ? [] : [waitingArea(held(time, waiting))]),
    ...(dropped === null ? [] : [lowerBars('dropped', 'y2', centred(time, dropped))]),
  ];
  return framed({
    type: 'line',
    title: title(result, record, name),
    subtitle:
      `${possessive(name)} events: how old they were at each attempt` +
      (waiting === null ? '' : '; how many waited') +
      (dropped === null ? '' : `; how many were dropped in each ${span(dropped.width / 1_000_000)}`) +
      `.${ofRun(result)}`,
    datasets: [...datasets, ...time.overlays],
    axes: {
      x: time.axis,
      ...panelAxes({ scale: linearScale((peak(age.values) * 1.03) / unit.ms), text: `age (${unit.name})` }, lower),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Functions with asynchronous events in run 1, those with the oldest first. */
export function functionsWithEvents({ setup }: RunResult, record: RunRecord): string[] {
  const oldest = (name: string): number => {
    return greatest(findSeries(record.series, `functions.${name}`, 'AsyncEventAge_max_ms') ?? new Float64Array());
  };
  return setup.functions
    .map(({ name }) => name)
    .filter((name) => findSeries(record.series, `functions.${name}`, 'AsyncEventAge_max_ms') !== null)
    .toSorted((a, b) => oldest(b) - oldest(a));
}

const MOST_STEPS = 600;
const MOST_BARS = 120;

const UNITS = [
  { name: 'ms', ms: 1, upTo: 3_000 },
  { name: 's', ms: 1_000, upTo: 600_000 },
  { name: 'min', ms: 60_000, upTo: 3 * 3_600_000 },
  { name: 'h', ms: 3_600_000, upTo: Number.POSITIVE_INFINITY },
] as const;

function ageLine(label: string, colour: string, age: Steps, ms: number, time: TimeAxis): Dataset {
  const values = age.values.map((value) => value / ms);
  const absent = values.filter(Number.isNaN).length;
  return {
    ...line(label, colour, centred(time, { ...age, values }, true)),
    borderWidth: 2,
    ...(absent > values.length / 3 ? SPARSE : {}),
  };
}

function waitingArea(data: Dataset['data']): Dataset {
  return {
    ...line('waiting', COLOURS.sky, data, 30),
    yAxisID: 'y3',
    backgroundColor: translucent(COLOURS.sky, 0.5),
    borderWidth: 1,
    stepped: true,
    fill: 'origin',
    stack: 'waiting',
    pointStyle: 'rect',
  };
}

function title({ setup }: RunResult, record: RunRecord, name: string): string {
  const scope = `functions.${name}`;
  const dropped = countedAfterWarmUp(setup, record, scope, 'AsyncEventsDropped');
  const received = countedAfterWarmUp(setup, record, scope, 'AsyncEventsReceived');
  const oldest = duration(greatest(afterWarmUp(setup, record, scope, 'AsyncEventAge_max_ms')));
  if (dropped === 0) return `${possessive(name)} events waited at most ${oldest}; none was dropped`;
  return `${plural(dropped, 'event')} to ${shown(name)} (${share(dropped / received)}) ${dropped === 1 ? 'was' : 'were'} dropped; waits reached ${oldest}`;
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}
