/** C9: how many messages of a queue wait and are in flight, and how old the oldest of them is. */
import type { QueueResult } from '../../result/queue-figures.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { isDrained } from '../../result/queue-findings.ts';
import { plural, span } from '../../result/quantity.ts';
import { MOST_BARS, MOST_STEPS, peak, steps, type Steps, total } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, possessive, shown } from './findings.ts';
import { framed, limitLine, line } from './frame.ts';
import { COLOURS, translucent } from './palette.ts';
import { lowerBars, panelAxes, type LowerPanel } from './panels.ts';
import { snugCountScale } from './ticks.ts';
import { centred, held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';

/** `null` where nothing waited in run 1. */
export function backlogChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  const scope = `queues.${name}`;
  const visible = steps(record, scope, 'visible', 'max', MOST_STEPS);
  const inFlight = steps(record, scope, 'inFlight', 'max', MOST_STEPS);
  const age = steps(record, scope, 'oldestAge_s', 'max', MOST_STEPS);
  if (visible === null || age === null || peak(visible.values) === 0) return null;
  const unit = UNITS.find(({ upTo }) => peak(age.values) <= upTo)!;
  const limit = oldestObjective(result, name);
  const bad = badBars(record, scope, time);
  const highest = Math.max(peak(age.values), limit ?? 0) / unit.s;
  const lower: LowerPanel[] = [
    ...(bad === null ? [] : [{ id: 'y3', top: bad.top, text: 'failed' } as const]),
    { id: 'y2', top: highest, text: `oldest (${unit.name})` },
  ];
  return framed({
    type: 'line',
    title: title(result, name),
    subtitle:
      `${possessive(name)} messages: visible and in flight; how old the oldest one was` +
      (bad === null ? '' : `; ${bad.text} in each ${span(bad.width / 1_000_000)}`) +
      `.${ofRun(result)}`,
    datasets: [
      area('visible', COLOURS.blue, 'visible', held(time, visible)),
      ...(inFlight === null ? [] : [inFlightLine(inFlight, time)]),
      ageLine(age, unit.s, time),
      ...(limit === null ? [] : [ageLimit(limit / unit.s, time)]),
      ...(bad?.datasets ?? []),
      ...time.overlays,
    ],
    axes: {
      x: time.axis,
      ...panelAxes(
        { scale: snugCountScale(Math.max(peak(visible.values), peak(inFlight?.values ?? []))), text: 'messages' },
        lower,
      ),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Queues in which messages waited, the longest backlog first; those that somebody reads before those that just fill. */
export function queuesWithBacklog({ json, setup }: RunResult): string[] {
  const read = new Set(setup.sources.map(({ mapping }) => mapping?.queue));
  const rank = ([name, queue]: [string, QueueResult]): number => queue.backlogMax * (read.has(name) ? 1e9 : 1);
  return Object.entries(json.queues ?? {})
    .filter(([, { backlogMax }]) => backlogMax > 0)
    .toSorted((a, b) => rank(b) - rank(a))
    .map(([name]) => name);
}

const UNITS = [
  { name: 's', s: 1, upTo: 600 },
  { name: 'min', s: 60, upTo: 3 * 3_600 },
  { name: 'h', s: 3_600, upTo: 3 * 86_400 },
  { name: 'days', s: 86_400, upTo: Number.POSITIVE_INFINITY },
] as const;

function area(label: string, colour: string, stack: string, data: Dataset['data']): Dataset {
  return {
    ...line(label, colour, data, 30),
    backgroundColor: translucent(colour, 0.25),
    borderWidth: 1.5,
    stepped: true,
    fill: 'origin',
    stack,
    pointStyle: 'rect',
  };
}

function inFlightLine(inFlight: Steps, time: TimeAxis): Dataset {
  return { ...line('in flight', COLOURS.orange, held(time, inFlight), 5), stepped: true, stack: 'in flight' };
}

function ageLine(age: Steps, unit: number, time: TimeAxis): Dataset {
  const values = age.values.map((value) => value / unit);
  return {
    ...line('oldest message', COLOURS.vermilion, centred(time, { ...age, values }, true)),
    yAxisID: 'y2',
    borderWidth: 2,
    stack: 'age',
  };
}

function ageLimit(value: number, { axis }: TimeAxis): Dataset {
  const data = [
    { x: axis.min, y: value },
    { x: axis.max, y: value },
  ];
  return { ...limitLine('objective', data), yAxisID: 'y2' };
}

/** The tightest objective about the oldest message, in seconds; `null` = there is none. */
function oldestObjective({ setup }: RunResult, name: string): number | null {
  const limits = setup.objectives.flatMap(({ subject, threshold }) => {
    return subject.kind === 'queue' && subject.name === name && subject.metric.kind === 'oldest' ? [threshold] : [];
  });
  return limits.length === 0 ? null : Math.min(...limits) / 1_000;
}

/** Messages that were dead-lettered or lost. */
function badBars(record: RunRecord, scope: string, time: TimeAxis) {
  const of = (metric: string): Steps | null => {
    const found = steps(record, scope, metric, 'sum', MOST_BARS);
    return found !== null && peak(found.values) > 0 ? found : null;
  };
  const parts = [
    { label: 'dead-lettered', colour: COLOURS.vermilion, found: of('deadLettered') },
    { label: 'lost', colour: COLOURS.black, found: of('lost') },
  ].flatMap(({ found, ...rest }) => (found === null ? [] : [{ ...rest, found }]));
  const [first] = parts;
  if (first === undefined) return null;
  return {
    width: first.found.width,
    top: peak(total(parts.map(({ found }) => found))!.values),
    text: parts.map(({ label }) => label).join(', '),
    datasets: parts.map(({ label, colour, found }): Dataset => {
      return { ...lowerBars(label, 'y3', centred(time, found)), borderColor: colour, backgroundColor: colour };
    }),
  };
}

function title({ json }: RunResult, name: string): string {
  const { backlogMax, drainTime_s, oldestAgeMax_s, remaining } = json.queues![name]!;
  const most = `Up to ${plural(backlogMax, 'message')} waited in ${shown(name)}, the oldest for ${span(oldestAgeMax_s)}`;
  if (isDrained({ backlogMax, remaining })) return `${most}; ${span(drainTime_s)} later none was left`;
  return `${most}; ${plural(remaining.visible, 'message')} still did at the end`;
}
