/** C1: how much of the account's concurrency was in use, by whom, against the limit. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, roundShare, span } from '../../result/quantity.ts';
import { ThrottledTime } from '../../result/throttled-time.ts';
import { accountLimit, drawnLimit } from './concurrency-limit.ts';
import { peak } from './buckets.ts';
import { areas, claimedLine, type InUse, layersOf, levelsOfRun, reservedLine } from './concurrency-layers.ts';
import type { ChartConfiguration } from './configuration.ts';
import { ofRun, shown, whatRanOut, whileHeld } from './findings.ts';
import { framed, leftAxis } from './frame.ts';
import { snugCountScale } from './ticks.ts';
import type { TimeAxis } from './time-axis.ts';
import { OVERLAY_AXIS } from './time-axis.ts';

/** `null` where run 1 kept no series. */
export function concurrencyChart(result: RunResult, record: RunRecord, time: TimeAxis): ChartConfiguration | null {
  const inUse = inUseOfRun(result, record);
  const account = inUse.levels('account', 'ConcurrentExecutions');
  if (account === null) return null;
  const layers = layersOf(inUse, account);
  const top = Math.max(peak(account.values), ...layers.map(({ steps: { values } }) => peak(values)));
  const limit = drawnLimit(accountLimit(result.setup), time, top);
  const datasets = [
    ...areas(layers, time),
    ...claimedLine(inUse, time),
    ...limit.datasets,
    ...reservedLine(inUse, layers, time),
  ];
  const scale = snugCountScale(Math.max(top, limit.highest));
  return framed({
    type: 'line',
    title: title(result, record),
    subtitle:
      `Concurrency in use by function, the greatest within each ${span(account.width / 1_000_000)}.` +
      limit.note +
      ofRun(result),
    datasets: [...datasets, ...time.overlays],
    axes: { x: time.axis, y: { ...leftAxis(scale, 'concurrent executions'), stacked: true }, overlay: OVERLAY_AXIS },
  });
}

/** All of run 1; a function that was mostly held down by its reserved concurrency is pinned. */
export function inUseOfRun(result: RunResult, record: RunRecord): InUse {
  const first = result.json.causes[0];
  const pinned = first?.cause === 'reserved' ? first.function : null;
  return { result, record, levels: levelsOfRun(record), pinned };
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
  const time = new ThrottledTime(result.setup, record).of(first.function, first.cause);
  const throttled = `${shown(first.source ?? first.function)} was throttled${time === '' ? '' : ` for ${time}`}`;
  return throttled + (whileHeld(result, first) || `: ${whatRanOut(result, first)}`);
}
