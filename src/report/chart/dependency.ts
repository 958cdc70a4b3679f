/** C3 of a dependency: what is in service against its capacity, what waits in line, and what is refused. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, duration, plural, roundShare, share, span } from '../../result/quantity.ts';
import { MOST_BARS, MOST_STEPS, peak, steps, type Steps } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, possessive, shown } from './findings.ts';
import { framed, limitLine, line } from './frame.ts';
import { COLOURS, translucent } from './palette.ts';
import { lowerBars, panelAxes, type LowerPanel } from './panels.ts';
import { snugCountScale } from './ticks.ts';
import { centred, held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';

/** `null` where run 1 has no call of it. */
export function dependencyChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  const of = (metric: string, merge: 'max' | 'sum', most: number): Steps | null => {
    const found = steps(record, `dependencies.${name}`, metric, merge, most);
    return found !== null && peak(found.values) > 0 ? found : null;
  };
  const inService = of('inService', 'max', MOST_STEPS);
  if (inService === null) return null;
  const waiting = of('waiting', 'max', MOST_STEPS);
  const rejected = of('rejected', 'sum', MOST_BARS);
  const capacity = result.setup.dependencies.find((one) => one.name === name)?.capacity ?? null;
  const isOffScale = capacity !== null && capacity > OFF_SCALE * peak(inService.values);
  const limit = capacity === null || isOffScale ? null : capacity;
  const lower: LowerPanel[] = [
    ...(rejected === null ? [] : [{ id: 'y2', top: peak(rejected.values), text: 'refused' } as const]),
    ...(waiting === null ? [] : [{ id: 'y3', top: peak(waiting.values), text: 'waiting' } as const]),
  ];
  const datasets: Dataset[] = [
    area('in service', COLOURS.blue, 'y', held(time, inService)),
    ...(limit === null ? [] : [limitOf(limit, time)]),
    ...(waiting === null ? [] : [area('waiting in line', COLOURS.sky, 'y3', held(time, waiting))]),
    ...(rejected === null ? [] : [lowerBars('refused', 'y2', centred(time, rejected))]),
  ];
  return framed({
    type: 'line',
    title: title(result, name),
    subtitle:
      `${possessive(name)} calls in service${waiting === null ? '' : ' and in line'}, the most within each ${span(inService.width / 1_000_000)}` +
      (rejected === null ? '' : `; calls refused in each ${span(rejected.width / 1_000_000)}`) +
      `.${isOffScale ? ` Its capacity of ${count(capacity)} is far above the chart.` : ''}${ofRun(result)}`,
    datasets: [...datasets, ...time.overlays],
    axes: {
      x: time.axis,
      ...panelAxes(
        { scale: snugCountScale(Math.max(peak(inService.values), limit ?? 0)), text: 'calls in service' },
        lower,
      ),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Dependencies that were called, those first that were full or refused most. */
export function dependenciesByTrouble({ json }: RunResult): string[] {
  return Object.entries(json.dependencies ?? {})
    .filter(([, { calls }]) => calls > 0)
    .toSorted(([, a], [, b]) => b.fullShare + b.rejectedShare - a.fullShare - a.rejectedShare)
    .map(([name]) => name);
}

/** A capacity this many times above all that is in service would leave nothing to see. */
const OFF_SCALE = 4;

function area(label: string, colour: string, axis: 'y' | 'y3', data: Dataset['data']): Dataset {
  return {
    ...line(label, colour, data, 30),
    yAxisID: axis,
    backgroundColor: translucent(colour, axis === 'y' ? 0.25 : 0.5),
    borderWidth: axis === 'y' ? 1.5 : 1,
    stepped: true,
    fill: 'origin',
    stack: label,
    pointStyle: 'rect',
  };
}

function limitOf(capacity: number, { end }: TimeAxis): Dataset {
  return limitLine(`capacity (${count(capacity)})`, [
    { x: 0, y: capacity },
    { x: end, y: capacity },
  ]);
}

function title({ json }: RunResult, name: string): string {
  const { calls, rejected, rejectedShare, fullShare, utilisation, users, wait } = json.dependencies![name]!;
  const [first, ...others] = Object.entries(users).toSorted(([, a], [, b]) => b.share - a.share);
  const most =
    first === undefined || others.length === 0 ? '' : `, ${roundShare(first[1].share)} of it by ${shown(first[0])}`;
  const refused = rejected > 0 ? `; ${plural(rejected, 'call')} (${share(rejectedShare)}) refused` : '';
  if (fullShare > 0)
    return `${shown(name)} was full ${roundShare(fullShare)} of the time${most}${refused}; waits reached ${duration(wait.max_ms)}`;
  if (utilisation > 0)
    return `${shown(name)} never was full; ${roundShare(utilisation)} of its capacity was busy${most}${refused}`;
  return `${shown(name)} served ${plural(calls, 'call')}${refused}`;
}
