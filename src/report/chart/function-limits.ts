/** C3: one function against everything that bounds it: its limit, provisioned concurrency, the scaling rate. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, roundShare, span } from '../../result/quantity.ts';
import { findSeries } from '../../result/series.ts';
import { ThrottledTime } from '../../result/throttled-time.ts';
import { MOST_STEPS, peak, stepBuckets, steps, type Steps } from './buckets.ts';
import { drawnLimit, limitAt, type Limit, poolLimit } from './concurrency-limit.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, possessive, shown, whatRanOut } from './findings.ts';
import { framed, inUseArea, leftAxis, line } from './frame.ts';
import { COLOURS } from './palette.ts';
import { allowedByScalingRate } from './scaling-allowance.ts';
import { snugCountScale } from './ticks.ts';
import { held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';

/** `null` where run 1 kept no series of the function, or nobody called it. */
export function functionLimitsChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  const scope = `functions.${name}`;
  const inUse = steps(record, scope, 'ConcurrentExecutions', 'max', MOST_STEPS);
  if (inUse === null || peak(inUse.values) === 0) return null;
  const bound = boundOf(result, name);
  const provisioned = steps(record, scope, 'provisionedAllocated', 'max', MOST_STEPS);
  const top = Math.max(peak(inUse.values), peak(provisioned?.values ?? []));
  const limit = drawnLimit(bound, time, top);
  const allowed = allowedNow(result, record, name, bound);
  const datasets: Dataset[] = [
    inUseArea(held(time, inUse)),
    ...(provisioned === null ? [] : [stepped('provisioned', COLOURS.green, held(time, provisioned))]),
    ...(allowed === null ? [] : [stepped('allowed now by the scaling rate', COLOURS.purple, held(time, allowed))]),
    ...limit.datasets,
  ];
  return framed({
    type: 'line',
    title: title(result, record, name, bound.ordinary, peak(inUse.values)),
    subtitle:
      `${possessive(name)} concurrency and what bounds it, the greatest within each ${span(inUse.width / 1_000_000)}.` +
      limit.note +
      ofRun(result),
    datasets: [...datasets, ...time.overlays],
    axes: {
      x: time.axis,
      y: leftAxis(snugCountScale(Math.max(top, limit.highest)), 'concurrent executions'),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Functions that something bounds beside the account's limit, those with most throttles first. */
export function boundedFunctions({ json, setup }: RunResult, record: RunRecord): string[] {
  const throttles = (name: string): number => json.functions[name]?.Throttles ?? 0;
  return setup.functions
    .filter(({ name, reservedConcurrency }) => {
      const provisioned = findSeries(record.series, `functions.${name}`, 'provisionedAllocated');
      return (reservedConcurrency ?? 0) > 0 || provisioned !== null || throttles(name) > 0;
    })
    .map(({ name }) => name)
    .toSorted((a, b) => throttles(b) - throttles(a));
}

function stepped(label: string, colour: string, data: Dataset['data']): Dataset {
  return { ...line(label, colour, data, 5), borderWidth: 2, stepped: true };
}

/** Only where it bound more tightly than the limit did at some time. */
function allowedNow(result: RunResult, record: RunRecord, name: string, bound: Limit): Steps | null {
  const { bucket } = record.series;
  const allowed = allowedByScalingRate(result, record, name)?.map((value, k) =>
    Math.min(value, limitAt(bound, k * bucket)),
  );
  if (allowed === undefined || allowed.every((value, k) => value >= limitAt(bound, k * bucket))) return null;
  const wide = stepBuckets(bucket, record.until, MOST_STEPS);
  const length = Math.ceil(record.until / (bucket * wide));
  const values = Array.from({ length }, (_, k) => Math.min(...allowed.slice(k * wide, (k + 1) * wide)));
  return { width: bucket * wide, values };
}

/** Its reservation, or else what all functions without one share. */
function boundOf({ setup, json }: RunResult, name: string): Limit {
  const own = setup.functions.find((f) => f.name === name)?.reservedConcurrency ?? null;
  if (own !== null) return { name: 'reserved concurrency', ordinary: own, faults: [] };
  return poolLimit(setup, json.functions[name]!.formula.limit);
}

function title(result: RunResult, record: RunRecord, name: string, limit: number, top: number): string {
  const cause = result.json.causes.find((candidate) => candidate.function === name);
  if (cause === undefined) {
    return `${shown(name)} used at most ${count(top)} of the ${count(limit)} that it may have (${roundShare(top / limit)})`;
  }
  const time = new ThrottledTime(result.setup, record).of(name, cause.cause);
  return `${shown(name)} was throttled${time === '' ? '' : ` for ${time}`}: ${whatRanOut(result, cause)}`;
}
