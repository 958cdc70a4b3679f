/** What a result says of one dependency: in one run, and over several. */
import { toMilliseconds, type Micros } from '../des/time.ts';
import type { DependencyResult, DependencyUser } from './dependency-figures.ts';
import type { DependencyRecord } from './dependency-record.ts';
import type { MaxMean } from './figure-shapes.ts';
import { leafwise } from './leaves.ts';
import { overRuns, pooledStatistics } from './over-runs.ts';
import type { LevelRecord } from './plain-records.ts';
import { mean } from './replications.ts';
import { statisticsOf } from './statistics.ts';

/** One dependency in one run. @param capacity `null` where it is not limited @param window its length */
export function dependencyOfRun(record: DependencyRecord, capacity: number | null, window: Micros): DependencyResult {
  const { calls, rejected, served, failed, timeouts, abandoned } = record;
  const level = ({ max, integral }: LevelRecord): MaxMean => ({ max, mean: integral / window });
  const inService = level(record.inService);
  return {
    calls,
    rejected,
    rejectedShare: rejected / calls,
    served,
    failed,
    timeouts,
    abandoned,
    utilisation: capacity === null ? 0 : inService.mean / capacity,
    fullShare: record.full / window,
    wait: statisticsOf(record.wait),
    service: statisticsOf(record.service),
    inService,
    waiting: level(record.waiting),
    connections: level(record.connections),
    users: usersOf(record),
  };
}

/** One dependency over its runs. */
export function dependencyOfRuns(
  runs: readonly DependencyResult[],
  records: readonly DependencyRecord[],
): DependencyResult {
  return {
    ...leafwise(runs, mean),
    wait: pooledStatistics(
      runs.map(({ wait }) => wait),
      records.map(({ wait }) => wait),
    ),
    service: pooledStatistics(
      runs.map(({ service }) => service),
      records.map(({ service }) => service),
    ),
    inService: overRuns(runs.map(({ inService }) => inService)),
    waiting: overRuns(runs.map(({ waiting }) => waiting)),
    connections: overRuns(runs.map(({ connections }) => connections)),
  };
}

function usersOf({ users }: DependencyRecord): Readonly<Record<string, DependencyUser>> {
  const whole = users.reduce((sum, { service }) => sum + service, 0);
  return Object.fromEntries(
    users.map(({ function: name, calls, rejected, failed, wait, waits, service }) => [
      name,
      { calls, rejected, failed, share: service / whole, wait: { mean_ms: toMilliseconds(wait / waits) } },
    ]),
  );
}
