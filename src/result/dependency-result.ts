/** What a result says of one dependency: in one run, and over several. */
import { toMilliseconds, type Micros } from '../des/time.ts';
import type { DependencyResult, DependencyUse, DependencyUser } from './dependency-figures.ts';
import type { DependencyRecord, DependencyUserRecord } from './dependency-record.ts';
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

/** What one function spent on all that it uses, in one run. @param window length of what counts */
export function dependencyUseOf(records: readonly DependencyRecord[], name: string, window: Micros): DependencyUse {
  const own = records.flatMap(({ users }) => users.filter((user) => user.function === name));
  if (own.length === 0) return {};
  const sum = (of: (user: DependencyUserRecord) => number): number => own.reduce((all, user) => all + of(user), 0);
  const time = sum((user) => user.time);
  const times = {
    wait: sum(({ wait }) => wait),
    waits: sum(({ waits }) => waits),
    time,
    answers: sum(({ answers }) => answers),
  };
  return {
    dependencies: {
      calls: sum(({ calls }) => calls),
      rejected: sum(({ rejected }) => rejected),
      failed: sum(({ failed }) => failed),
      ...timesOf(times),
      concurrency: time / window,
    },
  };
}

function timesOf({ wait, waits, time, answers }: Pick<DependencyUserRecord, 'wait' | 'waits' | 'time' | 'answers'>) {
  return { wait: { mean_ms: toMilliseconds(wait / waits) }, time: { mean_ms: toMilliseconds(time / answers) } };
}

function usersOf({ users }: DependencyRecord): Readonly<Record<string, DependencyUser>> {
  const whole = users.reduce((sum, { service }) => sum + service, 0);
  return Object.fromEntries(
    users.map((user) => {
      const { function: name, calls, rejected, failed, service } = user;
      return [name, { calls, rejected, failed, share: service / whole, ...timesOf(user) }];
    }),
  );
}
