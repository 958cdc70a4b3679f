/** C11: what of a function's provisioned concurrency was there, what was in use, and what spilled over. */
import type { RunRecord } from '../../result/run-record.ts';
import type { RunResult } from '../../result/run-result.ts';
import { count, plural, roundShare, share, span } from '../../result/quantity.ts';
import { hasHitRequestRate } from '../../result/remedies.ts';
import { findSeries } from '../../result/series.ts';
import { MOST_BARS, MOST_STEPS, peak, steps } from './buckets.ts';
import type { ChartConfiguration, Dataset } from './configuration.ts';
import { ofRun, possessive, shown } from './findings.ts';
import { framed, inUseArea, line } from './frame.ts';
import { COLOURS } from './palette.ts';
import { lowerBars, panelAxes } from './panels.ts';
import { snugCountScale } from './ticks.ts';
import { centred, held, OVERLAY_AXIS, type TimeAxis } from './time-axis.ts';
import { countedAfterWarmUp } from './window.ts';

/** `null` where the function had no provisioned concurrency in run 1. */
export function provisionedChart(
  result: RunResult,
  record: RunRecord,
  time: TimeAxis,
  name: string,
): ChartConfiguration | null {
  const scope = `functions.${name}`;
  const allocated = steps(record, scope, 'provisionedAllocated', 'max', MOST_STEPS);
  if (allocated === null || peak(allocated.values) === 0) return null;
  const inUse = steps(record, scope, 'ProvisionedConcurrentExecutions', 'max', MOST_STEPS);
  const spillover = steps(record, scope, SPILLOVER, 'sum', MOST_BARS);
  const spilled = spillover !== null && peak(spillover.values) > 0;
  const datasets: Dataset[] = [
    ...(inUse === null ? [] : [inUseArea(held(time, inUse))]),
    { ...line('allocated', COLOURS.green, held(time, allocated), 5), stepped: true },
    ...(spilled ? [lowerBars('spillover', 'y2', centred(time, spillover))] : []),
  ];
  const highest = Math.max(peak(allocated.values), peak(inUse?.values ?? []));
  return framed({
    type: 'line',
    title: title(result, record, name),
    subtitle:
      `${possessive(name)} provisioned environments, the greatest within each ${span(allocated.width / 1_000_000)}.` +
      (spilled ? ` Below: invocations in each ${span(spillover.width / 1_000_000)} that they did not serve.` : '') +
      ofRun(result),
    datasets: [...datasets, ...time.overlays],
    axes: {
      x: time.axis,
      ...panelAxes(
        { scale: snugCountScale(highest), text: 'environments' },
        spilled ? [{ id: 'y2', top: peak(spillover.values), text: 'spillover' }] : [],
      ),
      overlay: OVERLAY_AXIS,
    },
  });
}

/** Functions with provisioned concurrency in run 1, most spillover first. */
export function provisionedFunctions({ setup }: RunResult, record: RunRecord): string[] {
  const spilled = (name: string): number => countedAfterWarmUp(setup, record, `functions.${name}`, SPILLOVER);
  return setup.functions
    .map(({ name }) => name)
    .filter((name) => findSeries(record.series, `functions.${name}`, 'provisionedAllocated') !== null)
    .toSorted((a, b) => spilled(b) - spilled(a));
}

const SPILLOVER = 'ProvisionedConcurrencySpilloverInvocations';

function title({ setup, json }: RunResult, record: RunRecord, name: string): string {
  const scope = `functions.${name}`;
  const spilled = countedAfterWarmUp(setup, record, scope, SPILLOVER);
  if (spilled > 0) {
    const invocations = countedAfterWarmUp(setup, record, scope, 'Invocations');
    const fn = json.functions[name];
    const why =
      fn !== undefined && hasHitRequestRate(fn)
        ? 'provisioned concurrency serves ten requests a second each'
        : setup.deployments.some((deployment) => deployment.function === name)
          ? 'no provisioned environment of their version was free'
          : 'no provisioned environment was free';
    return `${plural(spilled, 'invocation')} of ${shown(name)} (${share(spilled / invocations)}) spilled over: ${why}`;
  }
  const allocated = peak([...(findSeries(record.series, scope, 'provisionedAllocated') ?? [])]);
  const inUse = peak([...(findSeries(record.series, scope, 'ProvisionedConcurrentExecutions') ?? [])]);
  return `${shown(name)} used at most ${count(inUse)} of its ${count(allocated)} provisioned environments (${roundShare(inUse / allocated)}); nothing spilled over`;
}
