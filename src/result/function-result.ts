/** What a result says of one function: in one run, and over several. */
import { SECOND, toMilliseconds, toSeconds, type Micros } from '../des/time.ts';
import type { FunctionConfig } from '../lambda/config.ts';
import { initiallyProvisioned } from '../lambda/provisioned-config.ts';
import { THROTTLES, type ThrottleCause, type ThrottleReason } from '../lambda/throttle.ts';
import { asyncOfRun, asyncOfRuns } from './async-result.ts';
import { fanOutOfRun } from './fan-out-result.ts';
import { leafwise, settled } from './leaves.ts';
import { lifecycleOfRun, lifecycleOfRuns } from './lifecycle-result.ts';
import { overRuns, pooledStatistics } from './over-runs.ts';
import { mean } from './replications.ts';
import { provisionedOf, provisionedOfRuns } from './provisioned-result.ts';
import type { FunctionRecord } from './run-record.ts';
import type { AsyncResult } from './async-figures.ts';
import type { CostResult, FunctionResult } from './run-result.ts';
import type { Setup } from './setup.ts';
import { meanOf, statisticsOf } from './statistics.ts';

/**
 * One function in one run. Figures that there is nothing to take of are NaN; every throttle reason and every holder
 * is there, also with 0, so that runs have the same shape.
 * @param window length of what counts
 * @param limit the concurrency limit that applies
 * @param holders everybody who held a pool in any run
 */
export function functionOfRun(
  record: FunctionRecord,
  f: FunctionConfig,
  window: Micros,
  limit: number,
  cost: CostResult,
  holders: readonly string[],
): FunctionResult {
  const { invocations, concurrency, environments, pool } = record;
  const throttles = throttlesOf(record);
  const duration = meanOf(record.duration);
  const shares = new Map(pool.holders.map((holder, k) => [holder, pool.shares[k]]));
  return {
    Invocations: invocations,
    Errors: record.errors,
    Throttles: throttles,
    throttledShare: throttles / (throttles + invocations),
    throttles: byReason(record),
    throttlesByCause: throttlesByCause(record),
    holders: Object.fromEntries(holders.map((holder) => [holder, (shares.get(holder) ?? 0) / pool.throttles])),
    coldStarts: record.coldStarts,
    coldStartShare: record.coldStarts / invocations,
    Duration: statisticsOf(record.duration),
    initDuration: statisticsOf(record.init),
    ...lifecycleOfRun(record, f),
    ...fanOutOfRun(record, window),
    occupied: { mean_ms: toMilliseconds(record.occupied.sum / record.occupied.count) },
    ConcurrentExecutions: { max: concurrency.max, mean: concurrency.integral / window },
    environments: {
      created: environments.created,
      max: environments.max,
      mean: environments.integral / window,
      idleMean: environments.idleIntegral / window,
      lifetimeMean_s: toSeconds(environments.lifetimeSum / environments.ended),
    },
    ...provisionedOf(record.provisioned, window),
    formula: formulaOf(((invocations + throttles) * SECOND) / window, toSeconds(duration), limit),
    cost_usd: cost,
    ...(record.events === null ? {} : asyncOfRun(record.events, window)),
  };
}

/** One function over its runs, as `functionOfRun` gives them, and their records in the same order. */
export function functionOfRuns(runs: readonly FunctionResult[], records: readonly FunctionRecord[]): FunctionResult {
  const means = leafwise(runs, mean);
  return {
    ...means,
    Duration: pooledStatistics(
      runs.map((run) => run.Duration),
      records.map((record) => record.duration),
    ),
    initDuration: pooledStatistics(
      runs.map((run) => run.initDuration),
      records.map((record) => record.init),
    ),
    ...lifecycleOfRuns(runs, records),
    ConcurrentExecutions: overRuns(runs.map((run) => run.ConcurrentExecutions)),
    environments: overRuns(runs.map((run) => run.environments)),
    ...provisionedOfRuns(runs),
    formula: formulaOf(means.formula.rate_rps, means.formula.duration_s, means.formula.limit),
    ...eventsOfRuns(runs, records),
  };
}

/**
 * For result.json: nothing is 0, and reasons and holders that did not occur are left out.
 * @param seen says which occurred: the result itself, or the one that this belongs to
 */
export function publicFunction(result: FunctionResult, seen: FunctionResult): FunctionResult {
  return settled({
    ...result,
    throttles: occurred(result.throttles, seen.throttles),
    holders: occurred(result.holders, seen.holders),
    ...invokeErrorsOf(result, seen),
  });
}

/** All throttled attempts. */
export function throttlesOf(record: FunctionRecord): number {
  return record.throttles.reduce((sum, count) => sum + count, 0);
}

/** Throttled attempts by cause, all six; `source` is what gateways refused before Lambda saw it. */
export function throttlesByCause(record: FunctionRecord): Readonly<Record<ThrottleCause, number>> {
  const counts: Record<ThrottleCause, number> = {
    account: 0,
    reserved: 0,
    scalingRate: 0,
    requestRate: 0,
    accountRequestRate: 0,
    source: record.gatewayThrottles,
  };
  THROTTLES.forEach(({ cause }, index) => {
    counts[cause] += record.throttles[index] ?? 0;
  });
  return counts;
}

/** R1.5, R1.9: its own reservation, or what is provisioned for it and the pool that is left to all without one. */
export function limitOf(f: FunctionConfig, pool: number): number {
  return f.reservedConcurrency ?? pool + initiallyProvisioned(f);
}

/** R1.9: the account limit less all reservations and what is provisioned of other functions at t = 0. */
export function unreservedPool({ account, functions }: Setup): number {
  return functions.reduce((pool, f) => pool - (f.reservedConcurrency ?? initiallyProvisioned(f)), account.concurrency);
}

function eventsOfRuns(runs: readonly FunctionResult[], records: readonly FunctionRecord[]): Partial<AsyncResult> {
  const events = records.map((record) => record.events).filter((record) => record !== null);
  return events.length === 0 ? {} : asyncOfRuns(runs as readonly (FunctionResult & AsyncResult)[], events);
}

function formulaOf(rate_rps: number, duration_s: number, limit: number): FunctionResult['formula'] {
  return { rate_rps, duration_s, concurrency: rate_rps * duration_s, limit };
}

function byReason(record: FunctionRecord): Readonly<Partial<Record<ThrottleReason, number>>> {
  const counts: Partial<Record<ThrottleReason, number>> = {};
  THROTTLES.forEach(({ reason }, index) => {
    counts[reason] = (counts[reason] ?? 0) + (record.throttles[index] ?? 0);
  });
  return counts;
}

/** The key is there where an error occurred. */
function invokeErrorsOf({ invokeErrors }: FunctionResult, seen: FunctionResult): Pick<FunctionResult, 'invokeErrors'> {
  return invokeErrors === undefined ? {} : { invokeErrors: occurred(invokeErrors, seen.invokeErrors ?? {}) };
}

function occurred<T extends object>(counts: T, seen: T): T {
  const entries = Object.entries(counts).filter(([name]) => Number(Reflect.get(seen, name)) > 0);
  return Object.fromEntries(entries) as T;
}
