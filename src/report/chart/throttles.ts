/** C4: why attempts were throttled, and who held the pool then. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { throttleRows } from '../../result/throttle-rows.ts';
import { REFUSALS } from '../../lambda/throttle.ts';
import { count, plural, roundShare, span } from '../../result/quantity.ts';
import { BarSums } from './bar-sums.ts';
import type { Steps } from './buckets.ts';
import { peak, total, totalOf } from './buckets.ts';
import type { Axis, ChartConfiguration, Dataset } from './configuration.ts';
import { functionColours, ofRun, shown, whatRanOut } from './findings.ts';
import { framed, leftAxis } from './frame.ts';
import { CAUSES, OTHER } from './palette.ts';
import { functionsByPeak } from './ranking.ts';
import { countScale } from './ticks.ts';
import type { TimeAxis } from './time-axis.ts';
import { centred, OVERLAY_AXIS } from './time-axis.ts';

/** `null` where nothing was throttled in run 1. */
export function throttlesChart(result: RunResult, record: RunRecord, time: TimeAxis): ChartConfiguration | null {
  const counts = new BarSums(record);
  const held = new BarSums(record);
  for (const { bucket, throttle, holder, count, holderShare } of throttleRows(record.series.throttles)) {
    const { cause } = REFUSALS[throttle]!;
    counts.add(cause, bucket, count);
    // Only for the pool that functions share: a reserved pool is held by its function alone.
    if (cause === 'account' && holder !== '') held.add(holder, bucket, count * holderShare);
  }
  if (counts.names.length === 0) return null;
  const causes = CAUSES.flatMap(({ cause, label, colour }) => {
    const steps = counts.of(cause);
    return steps === null ? [] : [{ label, colour, steps }];
  });
  const holders = holderBars(held, counts.of('account'), functionColours(functionsByPeak(result, record)), time);
  const all = total(causes.map(({ steps }) => steps))!;
  const width = span(all.width / 1_000_000);
  const panel = holders.length > 0;
  return framed({
    type: 'bar',
    title: title(result),
    subtitle:
      `Throttled attempts in each ${width}, by what ran out.` +
      (panel ? ' Below: how much of the pool its largest user held at these throttles.' : '') +
      ofRun(result),
    datasets: [
      ...causes.map(({ label, colour, steps }) => bar(label, colour, 'y', centred(time, steps))),
      ...holders,
      ...time.overlays,
    ],
    axes: {
      x: time.axis,
      // The first axis of a stack stands at the bottom.
      ...(panel ? { y2: holderAxis() } : {}),
      y: {
        ...leftAxis(countScale(peak(all.values)), `throttles in ${width}`),
        stacked: true,
        ...(panel ? { stack: 'panels', stackWeight: 3 } : {}),
      },
      overlay: OVERLAY_AXIS,
    },
  });
}

/** How much of the pool each held; those without a colour of their own are told as one. */
function holderBars(
  held: BarSums,
  throttles: Steps | null,
  colourOf: (name: string) => string,
  time: TimeAxis,
): Dataset[] {
  const grey = held.names.filter((name) => colourOf(name) === OTHER);
  const apart = grey.length > 1 ? held.names.filter((name) => !grey.includes(name)) : held.names;
  const share = (steps: Steps | null): Dataset['data'] => {
    const all = throttles!.values;
    const values = steps!.values.map((value, k) => (all[k] === 0 ? 0 : (100 * value) / all[k]!));
    return centred(time, { ...steps!, values });
  };
  const bars = apart.map((name) => {
    const label = name === 'background' ? 'held by the background' : `held by ${shown(name)}`;
    return bar(label, colourOf(name), 'y2', share(held.of(name)));
  });
  if (grey.length <= 1) return bars;
  const others = totalOf(grey, (name) => held.of(name));
  return [...bars, bar('held by other functions', OTHER, 'y2', share(others))];
}

function bar(label: string, colour: string, yAxisID: 'y' | 'y2', data: Dataset['data']): Dataset {
  return {
    type: 'bar',
    label,
    data,
    yAxisID,
    order: 10,
    stack: yAxisID,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 0,
    pointStyle: 'rect',
    barPercentage: 0.9,
    categoryPercentage: 1,
    grouped: false,
  };
}

function holderAxis(): Axis {
  const ticks = [0, 50, 100].map((value) => ({ value, label: value.toString() }));
  // A little more than all, so that the topmost label keeps clear of the panel above.
  return { ...leftAxis({ min: 0, max: 122, ticks }, '% of the pool'), stacked: true, stack: 'panels', stackWeight: 2 };
}

/** As a share of all throttles: below it no single function is the story. */
const WORTH_NAMING = 0.1;

function title(result: RunResult): string {
  const { causes } = result.json;
  const first = causes[0];
  if (first === undefined) return 'Throttles by cause: all of them fell into the warm-up';
  const throttles = causes.reduce((sum, cause) => sum + cause.throttles, 0);
  const part = first.throttles / throttles;
  const alike = causes.filter(({ cause }) => cause === 'account');
  if (first.cause === 'account' && part < WORTH_NAMING && alike.length > 1) {
    const ofThem = alike.reduce((sum, cause) => sum + cause.throttles, 0);
    const ranOut = whatRanOut(result, { ...first, holders: [] });
    return `${count(alike.length)} functions were throttled ${count(ofThem)} times: ${ranOut}`;
  }
  const which =
    part === 1 ? `All ${count(throttles)} throttles` : `${roundShare(part)} of ${plural(throttles, 'throttle')}`;
  return `${which} hit ${shown(first.source ?? first.function)}: ${whatRanOut(result, first)}`;
}
