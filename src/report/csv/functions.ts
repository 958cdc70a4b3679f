/** functions.csv: one row a run and function, the leaves of result.json's `functions` as columns. */
import { DROP_CONDITIONS } from '../../lambda/drop-condition.ts';
import { THROTTLES } from '../../lambda/throttle.ts';
import { COST_PARTS } from '../../result/cost.ts';
import type { FunctionResult, RunResult } from '../../result/run-result.ts';
import { figure } from '../../result/quantity.ts';
import type { Cell } from './cells.ts';
import { csvRow } from './cells.ts';

/**
 * The whole file. Columns are always the same, whatever happened in the run: every throttle reason has one, and shares
 * by name, `holders` and `waiting.callees`, are a single text such as `image-resize 0.91; other 0.09`. Absent values are
 * empty cells.
 */
export function functionsCsv(result: RunResult): string {
  const names = result.setup.functions.map((fn) => fn.name);
  const rows = result.json.perRun.flatMap((run) =>
    names.flatMap((name) => {
      const fn = run.functions[name];
      return fn === undefined ? [] : [csvRow([run.run, name, ...LEAVES.map((leaf) => leafCell(fn, leaf))])];
    }),
  );
  return csvRow(['run', 'function', ...LEAVES.map(columnName)]) + rows.join('');
}

/** `Duration.p99_ms` → `duration_p99_ms`, `environments.idleMean` → `environments_idle_mean`, `monthInAYear` → `month_in_a_year`. */
export function columnName(leaf: string): string {
  return leaf
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replaceAll('.', '_')
    .toLowerCase();
}

const STATISTICS = ['mean_ms', 'p50_ms', 'p90_ms', 'p95_ms', 'p99_ms', 'max_ms'];
const REASONS = [...new Set(THROTTLES.map((throttle) => throttle.reason))];
const CAUSES = [...new Set(THROTTLES.map((throttle) => throttle.cause)), 'source'];

const LEAVES: readonly string[] = [
  'Invocations',
  'Errors',
  'Throttles',
  'throttledShare',
  ...REASONS.map((reason) => `throttles.${reason}`),
  ...CAUSES.map((cause) => `throttlesByCause.${cause}`),
  'holders',
  'coldStarts',
  'coldStartShare',
  ...STATISTICS.map((statistic) => `Duration.${statistic}`),
  ...STATISTICS.map((statistic) => `initDuration.${statistic}`),
  ...STATISTICS.map((statistic) => `restoreDuration.${statistic}`),
  ...STATISTICS.map((statistic) => `PostRuntimeExtensionsDuration.${statistic}`),
  'invokeErrors.ResourceNotReadyException',
  'invokeErrors.SnapStartTimeoutException',
  'invokeErrors.ServiceException',
  'occupied.mean_ms',
  'ConcurrentExecutions.max',
  'ConcurrentExecutions.mean',
  'environments.created',
  'environments.max',
  'environments.mean',
  'environments.idleMean',
  'environments.lifetimeMean_s',
  'networkInterfaces.max',
  'provisionedAllocated.max',
  'provisionedAllocated.mean',
  'ProvisionedConcurrentExecutions.max',
  'ProvisionedConcurrentExecutions.mean',
  'ProvisionedConcurrencyUtilization.max',
  'ProvisionedConcurrencyUtilization.mean',
  'ProvisionedConcurrencyInvocations',
  'ProvisionedConcurrencySpilloverInvocations',
  'formula.rate_rps',
  'formula.duration_s',
  'formula.concurrency',
  'formula.limit',
  ...COST_PARTS.map((part) => `cost_usd.${part}`),
  'cost_usd.total',
  ...['month', 'monthInAYear'].flatMap((bill) => [...COST_PARTS, 'total'].map((part) => `cost_usd.${bill}.${part}`)),
  'AsyncEventsReceived',
  'AsyncEventsDropped',
  ...STATISTICS.map((statistic) => `AsyncEventAge.${statistic}`),
  'DeadLetterErrors',
  'DestinationDeliveryFailures',
  'asyncEvents.succeeded',
  ...DROP_CONDITIONS.map((condition) => `asyncEvents.dropped.${condition}`),
  'asyncEvents.deadLettered',
  'asyncEvents.lost',
  ...['deadLetter', 'onFailure', 'onSuccess'].map((delivery) => `asyncEvents.delivered.${delivery}`),
  'asyncEvents.attempts',
  'asyncEvents.throttledAttempts',
  'asyncEvents.duplicateAttempts',
  'asyncEvents.running',
  'asyncEvents.queued',
  'asyncQueue.max',
  'asyncQueue.mean',
  'asyncQueue.drainTime_s',
  'waiting.share',
  'waiting.concurrency',
  'waiting.callees',
  'RecursiveInvocationsDropped',
  ...['calls', 'rejected', 'failed', 'wait.mean_ms', 'time.mean_ms', 'concurrency'].map((use) => `dependencies.${use}`),
  ...STATISTICS.map((statistic) => `IteratorAge.${statistic}`),
];

function leafCell(fn: FunctionResult, leaf: string): Cell {
  if (leaf === 'holders') return sharesText(fn.holders);
  if (leaf === 'waiting.callees') return sharesText(fn.waiting?.callees ?? {});
  let value: unknown = fn;
  for (const key of leaf.split('.'))
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof value === 'number' ? value : '';
}

/** Shares by name, the greatest first. */
function sharesText(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join('; ');
}
