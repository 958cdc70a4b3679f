/** How old things were when they were tried or sent, how many waited, and how many were given up: the common part of the C10 charts. */
import { span } from '../../result/quantity.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { findSeries } from '../../result/series.ts';
import { MOST_BARS, MOST_STEPS, peak, steps, type Steps } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun } from './findings.ts';
import { framed, line, SPARSE } from './frame.ts';
import { COLOURS, translucent } from './palette.ts';
import { lowerBars, panelAxes, type LowerPanel } from './panels.ts';
import { linearScale } from './ticks.ts';
import { timeUnit } from './time-unit.ts';
import { centred, held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';

/** Which series a chart of ages is made of, and what it says. */
export interface AgeChart {
  /** `functions.x` or `sources.x`. */
  readonly scope: string;
  /** Name of the ages; their greatest and their 99th percentile are drawn. */
  readonly age: string;
  /** Name of the level of what waits, and what it tells. */
  readonly waiting: { readonly metric: string; readonly text: string };
  /** Name of the count of what was given up, and its word. */
  readonly gone: { readonly metric: string; readonly text: string };
  readonly title: string;
  /** What the ages are of: the first words of the subtitle. */
  readonly subtitle: string;
}

/** Those that have such ages in run 1, the one with the oldest first. @param scopeOf where the series of a name stand */
export function oldestFirst(
  { series }: RunRecord,
  names: readonly string[],
  scopeOf: (name: string) => string,
  age: string,
): string[] {
  const aged = names.flatMap((name) => {
    const ages = findSeries(series, scopeOf(name), `${age}_max_ms`);
    return ages === null ? [] : [{ name, oldest: greatest(ages) }];
  });
  return aged.toSorted((a, b) => b.oldest - a.oldest).map(({ name }) => name);
}

/** `null` where run 1 has no such ages. */
export function ageChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  what: AgeChart,
): ChartConfiguration | null {
  const of = (metric: string, merge: 'max' | 'sum', most: number): Steps | null => {
    const found = steps(record, what.scope, metric, merge, most);
    return found !== null && peak(found.values) > 0 ? found : null;
  };
  const age = steps(record, what.scope, `${what.age}_max_ms`, 'max', MOST_STEPS);
  if (age === null) return null;
  const p99 = of(`${what.age}_p99_ms`, 'max', MOST_STEPS);
  const waiting = of(what.waiting.metric, 'max', MOST_STEPS);
  const gone = of(what.gone.metric, 'sum', MOST_BARS);
  const unit = timeUnit(peak(age.values));
  const lower: LowerPanel[] = [
    ...(gone === null ? [] : [{ id: 'y2', top: peak(gone.values), text: what.gone.text } as const]),
    ...(waiting === null ? [] : [{ id: 'y3', top: peak(waiting.values), text: 'waiting' } as const]),
  ];
  const datasets: Dataset[] = [
    ageLine('greatest age', COLOURS.vermilion, age, unit.milliseconds, time),
    ...(p99 === null ? [] : [ageLine('p99 age', COLOURS.blue, p99, unit.milliseconds, time)]),
    ...(waiting === null ? [] : [waitingArea(held(time, waiting))]),
    ...(gone === null ? [] : [lowerBars(what.gone.text, 'y2', centred(time, gone))]),
  ];
  return framed({
    type: 'line',
    title: what.title,
    subtitle:
      what.subtitle +
      (waiting === null ? '' : `; ${what.waiting.text}`) +
      (gone === null ? '' : `; how many were ${what.gone.text} in each ${span(gone.width / 1_000_000)}`) +
      `.${ofRun(result)}`,
    datasets: [...datasets, ...time.overlays],
    axes: {
      x: time.axis,
      ...panelAxes(
        { scale: linearScale((peak(age.values) * 1.03) / unit.milliseconds), text: `age (${unit.name})` },
        lower,
      ),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** The greatest of a series; 0 where it has none. */
export function greatest(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}

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
