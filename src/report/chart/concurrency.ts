/** C1: how much of the account's concurrency was in use, by whom, against the limit. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, roundShare, span } from '../../result/quantity.ts';
import { throttledFor } from '../../result/throttled-time.ts';
import type { Steps } from './buckets.ts';
import { at, peak, steps, total } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { functionColours, ofRun, shown, whatRanOut, whileHeld } from './findings.ts';
import { framed, leftAxis, limitLine, line } from './frame.ts';
import { BACKGROUND_LOAD, COLOURS, OTHER, translucent } from './palette.ts';
import { functionsByPeak, NAMED_FUNCTIONS } from './ranking.ts';
import { snugCountScale } from './ticks.ts';
import type { TimeAxis } from './time-axis.ts';
import { held, OVERLAY_AXIS } from './time-axis.ts';

/** `null` where run 1 kept no series. */
export function concurrencyChart(result: RunResult, record: RunRecord, time: TimeAxis): ChartConfiguration | null {
  const account = steps(record, 'account', 'ConcurrentExecutions', 'max', MOST_STEPS);
  if (account === null) return null;
  const layers = layersOf(result, record, account);
  const { limit } = result.json.account;
  const top = Math.max(peak(account.values), ...layers.map(({ steps: { values } }) => peak(values)));
  const offScale = limit > OFF_SCALE * top;
  const limits = offScale ? [] : [constantLine(time, `account limit ${count(limit)}`, limit)];
  const datasets = [
    ...areas(layers, time),
    ...claimedLine(result, record, time),
    ...limits,
    ...reservedLine(result, layers, time),
  ];
  const highest = Math.max(top, offScale ? 0 : limit);
  const scale = snugCountScale(highest);
  return framed({
    type: 'line',
    title: title(result, record),
    subtitle:
      `Concurrency in use by function, the greatest within each ${span(account.width / 1_000_000)}.` +
      (offScale ? ` The account limit of ${count(limit)} is far above the chart.` : '') +
      ofRun(result),
    datasets: [...datasets, ...time.overlays],
    axes: { x: time.axis, y: { ...leftAxis(scale, 'concurrent executions'), stacked: true }, overlay: OVERLAY_AXIS },
  });
}

const MOST_STEPS = 600;
/** Beyond this many times the peak, a limit would press everything else to the floor. */
const OFF_SCALE = 6;

/** Who used how much of the concurrency over time. */
export interface Layer {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  readonly steps: Steps;
}

/** The layers of what was in use, which end at the account's own maximum. */
export function layersOf(result: RunResult, record: RunRecord, account: Steps): readonly Layer[] {
  return fitted(stack(result, record), account);
}

/** From the bottom: a function held at its reserved limit, then the others by their peak, the rest, the background. */
function stack(result: RunResult, record: RunRecord): Layer[] {
  const ranked = functionsByPeak(result, record);
  const colour = functionColours(ranked);
  const pinned = pinnedFunction(result);
  const named = ranked.slice(0, NAMED_FUNCTIONS).toSorted((a, b) => Number(b === pinned) - Number(a === pinned));
  const of = (name: string): Steps | null =>
    steps(record, `functions.${name}`, 'ConcurrentExecutions', 'max', MOST_STEPS);
  const candidates = [
    ...named.map((name) => ({ name, label: shown(name), colour: colour(name), steps: of(name) })),
    { name: '', label: 'other functions', colour: OTHER, steps: total(ranked.slice(NAMED_FUNCTIONS).map(of)) },
    {
      name: 'background',
      label: 'background (not modelled)',
      colour: BACKGROUND_LOAD,
      steps: steps(record, 'account', 'background', 'max', MOST_STEPS),
    },
  ];
  return candidates.flatMap((layer) =>
    layer.steps === null || peak(layer.steps.values) === 0 ? [] : [{ ...layer, steps: layer.steps }],
  );
}

/**
 * Maxima of different instants add up to more than was ever in use at once; what stands on the lowest layer is
 * scaled so that the stack ends at the account's own maximum.
 */
function fitted(layers: readonly Layer[], account: Steps): Layer[] {
  const [lowest, ...upper] = layers;
  if (lowest === undefined) return [];
  const factors = account.values.map((_, k) => {
    const room = Math.max(0, at(account.values, k) - at(lowest.steps.values, k));
    const wanted = upper.reduce((sum, layer) => sum + at(layer.steps.values, k), 0);
    return wanted > room ? room / wanted : 1;
  });
  return [
    lowest,
    ...upper.map((layer) => ({
      ...layer,
      steps: {
        ...layer.steps,
        values: layer.steps.values.map((_, k) => at(layer.steps.values, k) * (factors[k] ?? 1)),
      },
    })),
  ];
}

/** The layers as stacked areas, the first one at the bottom. */
export function areas(layers: readonly Layer[], time: TimeAxis): Dataset[] {
  return layers.map(({ label, colour, steps: values }, index) => ({
    ...line(label, colour, held(time, values), 50),
    backgroundColor: translucent(colour, 0.8),
    borderWidth: 1,
    stepped: true,
    fill: index === 0 ? 'origin' : '-1',
    stack: 'in use',
    pointStyle: 'rect',
  }));
}

function claimedLine(result: RunResult, record: RunRecord, time: TimeAxis): Dataset[] {
  if (result.setup.functions.every((fn) => fn.reservedConcurrency === null)) return [];
  const claimed = steps(record, 'account', 'ClaimedAccountConcurrency', 'max', MOST_STEPS);
  if (claimed === null) return [];
  const label = 'claimed: reserved + unreserved in use';
  return [{ ...line(label, COLOURS.black, held(time, claimed), 5), borderWidth: 1.5, stepped: true, stack: 'claimed' }];
}

/** The reserved limit of the lowest layer; any other layer does not start at zero, and a line would mislead. */
function reservedLine(result: RunResult, layers: readonly Layer[], time: TimeAxis): Dataset[] {
  const lowest = layers[0]?.name;
  if (lowest === undefined || lowest !== pinnedFunction(result)) return [];
  const reserved = result.setup.functions.find((fn) => fn.name === lowest)?.reservedConcurrency ?? null;
  return reserved === null
    ? []
    : [{ ...constantLine(time, `${shown(lowest)} reserved ${count(reserved)}`, reserved), borderDash: [4, 4] }];
}

/** A limit that never changes. */
export function constantLine(time: TimeAxis, label: string, value: number): Dataset {
  return limitLine(label, [
    { x: 0, y: value },
    { x: time.end, y: value },
  ]);
}

function pinnedFunction({ json }: RunResult): string | null {
  const first = json.causes[0];
  return first?.cause === 'reserved' ? first.function : null;
}

/** Those who are throttled for what somebody else holds come first: they are why one looks. */
function title(result: RunResult, record: RunRecord): string {
  const { causes } = result.json;
  const first = causes.find((cause) => whileHeld(result, cause) !== '') ?? causes[0];
  const { limit, ConcurrentExecutions } = result.json.account;
  if (first === undefined) {
    const peaked = ConcurrentExecutions.max;
    return `Concurrency peaked at ${count(peaked)} of the account's ${count(limit)} (${roundShare(peaked / limit)})`;
  }
  const time = throttledFor(result.setup, record, first.function, first.cause);
  const throttled = `${shown(first.source ?? first.function)} was throttled${time === '' ? '' : ` for ${time}`}`;
  return throttled + (whileHeld(result, first) || `: ${whatRanOut(result, first)}`);
}
