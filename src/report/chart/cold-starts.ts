/** C8: when invocations had to wait for a new environment. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { plural, roundShare, share, span } from '../../result/quantity.ts';
import type { Steps } from './buckets.ts';
import { at, MOST_BARS, peak, steps, total, totalOf } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { functionColours, ofRun, shown } from './findings.ts';
import { framed, leftAxis, line, rightAxis, SPARSE } from './frame.ts';
import { COLOURS, OTHER } from './palette.ts';
import { functionsByPeak } from './ranking.ts';
import type { Scale } from './ticks.ts';
import { countScale, linearScale } from './ticks.ts';
import type { TimeAxis } from './time-axis.ts';
import { centred, OVERLAY_AXIS } from './time-axis.ts';

/** `null` where there was no cold start in run 1. */
export function coldStartsChart(result: RunResult, record: RunRecord, time: TimeAxis): ChartConfiguration | null {
  const ranked = functionsByPeak(result, record);
  const colour = functionColours(ranked);
  const of = (metric: string) => (name: string) => steps(record, `functions.${name}`, metric, 'sum', MOST_BARS);
  const all = totalOf(ranked, of('coldStarts'));
  const invocations = totalOf(ranked, of('Invocations'));
  if (all === null || invocations === null || peak(all.values) === 0) return null;
  const bars = byFunction(ranked, of('coldStarts')).map(({ name, steps: values }) =>
    bar(name, colour(name), time, values),
  );
  const shares = all.values.map((value, k) =>
    at(invocations.values, k) === 0 ? Number.NaN : (100 * value) / invocations.values[k]!,
  );
  const width = span(all.width / 1_000_000);
  return framed({
    type: 'bar',
    title: title(result),
    subtitle: `Invocations that waited for Init in each ${width}, and their share of all invocations (right axis).${ofRun(result)}`,
    datasets: [
      ...bars,
      {
        ...line('share of invocations', COLOURS.black, centred(time, { ...all, values: shares }, true), 5),
        yAxisID: 'y2',
        borderWidth: 1.5,
        ...(shares.some(Number.isNaN) ? SPARSE : {}),
      },
      ...time.overlays,
    ],
    axes: {
      x: time.axis,
      y: { ...leftAxis(countScale(peak(all.values)), `cold starts in ${width}`), stacked: true },
      y2: rightAxis(shareScale(shares), '% of invocations'),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** A little higher than its topmost tick, so that points at 100 % are whole. */
function shareScale(shares: readonly number[]): Scale {
  const scale = linearScale(peak(shares.filter((value) => !Number.isNaN(value))));
  return { ...scale, max: scale.max * 1.04 };
}

const NAMED = 4;

/** Those with cold starts, most first; the rest as one. */
function byFunction(ranked: readonly string[], of: (name: string) => Steps | null): { name: string; steps: Steps }[] {
  const cold = ranked
    .map((name) => ({ name, steps: of(name) }))
    .filter((entry): entry is { name: string; steps: Steps } => entry.steps !== null && peak(entry.steps.values) > 0)
    .toSorted((a, b) => sum(b.steps) - sum(a.steps));
  const rest = total(cold.slice(NAMED).map((entry) => entry.steps));
  return [...cold.slice(0, NAMED), ...(rest === null ? [] : [{ name: REST, steps: rest }])];
}

const REST = '';

function sum({ values }: Steps): number {
  return values.reduce((whole, _, k) => whole + at(values, k), 0);
}

function bar(name: string, colour: string, time: TimeAxis, values: Steps): Dataset {
  return {
    type: 'bar',
    label: name === REST ? 'other functions' : shown(name),
    data: centred(time, values),
    yAxisID: 'y',
    order: 20,
    stack: 'cold starts',
    borderColor: name === REST ? OTHER : colour,
    backgroundColor: name === REST ? OTHER : colour,
    borderWidth: 0,
    pointStyle: 'rect',
    barPercentage: 0.9,
    categoryPercentage: 1,
    grouped: false,
  };
}

function title({ json }: RunResult): string {
  const functions = Object.entries(json.functions).toSorted(([, a], [, b]) => b.coldStarts - a.coldStarts);
  const coldStarts = functions.reduce((whole, [, fn]) => whole + fn.coldStarts, 0);
  const invocations = functions.reduce((whole, [, fn]) => whole + fn.Invocations, 0);
  const first = functions[0];
  if (first === undefined || coldStarts === 0) return 'After the warm-up no invocation waited for a cold start';
  const whole = `${plural(coldStarts, 'cold start')}, ${share(coldStarts / invocations)} of all invocations`;
  if (functions.length === 1) return whole;
  const part = first[1].coldStarts / coldStarts;
  return `${whole}; ${part === 1 ? 'all' : roundShare(part)} of them in ${shown(first[0])}`;
}
