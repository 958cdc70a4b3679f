/** Simulates the sides of a comparison together, so that all cores have work until the last run. */
import type { ConcurrencyCourse } from '../result/comparison.ts';
import { concurrencyCourse, type LevelSeries } from '../result/concurrency-course.ts';
import type { RunResult } from '../result/run-result.ts';
import { findSeries } from '../result/series.ts';
import { summarise } from '../result/summary.ts';
import type { CompareOptions } from './compare-options.ts';
import type { Side } from './compare-sides.ts';
import type { Io } from './io.ts';
import { ProgressBoard } from './progress-board.ts';
import { progressMode, showProgress } from './progress.ts';
import { replicate, type ReplicationPlan } from './replications.ts';
import type { StopFlag } from './stop-flag.ts';

/** A side and its result; `null` where it is saved, cannot be read, or was stopped before a run of it was whole. */
export interface SimulatedSide {
  readonly side: Side;
  readonly result: RunResult | null;
}

/** Simulates every side that is a scenario, in their order. */
export async function simulateSides(
  sides: readonly Side[],
  { jobs, format, quiet, progress }: CompareOptions,
  stop: StopFlag,
  io: Io,
): Promise<readonly SimulatedSide[]> {
  const plans = sides.map(planOf);
  const planned = plans.filter((plan) => plan !== null);
  const subject = {
    name: planned[0]?.scenario.name ?? '',
    horizon: Math.max(0, ...planned.map(({ scenario }) => scenario.duration)),
    runs: planned.reduce((sum, { scenario }) => sum + scenario.runs, 0),
  };
  const mode = planned.length === 0 ? 'none' : progressMode(progress, format === 'json' || quiet, io);
  const done = showProgress(mode, subject, { totals: (horizon) => totalsOf(planned, horizon) }, io);
  try {
    const replicated = await replicate(planned, jobs, stop, io);
    const records = new Map(planned.map((plan, index) => [plan, replicated[index]!.records]));
    return sides.map((side, index) => {
      const plan = plans[index] ?? null;
      // Runs that were stopped on their way have no partner that was stopped at the same instant.
      const own = plan === null ? [] : records.get(plan)!.filter(({ complete }) => complete);
      return { side, result: plan === null || own.length === 0 ? null : summarise(plan.scenario, own) };
    });
  } finally {
    done();
  }
}

/** The account's concurrency on both sides; `null` where one kept no series. */
export function courseOf(base: SimulatedSide, head: SimulatedSide): ConcurrencyCourse | null {
  const [before, after] = [levelOf(base), levelOf(head)];
  return before === null || after === null ? null : concurrencyCourse(before, after);
}

function levelOf({ side, result }: SimulatedSide): LevelSeries | null {
  const record = result?.records.find(({ run }) => run === 1);
  const json = result?.json ?? side.saved?.json;
  if (json === undefined) return null;
  const { limit } = json.account;
  if (record !== undefined) {
    const values = findSeries(record.series, 'account', 'ConcurrentExecutions');
    return values === null ? null : { bucket: record.series.bucket, values, limit };
  }
  const saved = side.saved?.series;
  const found = saved?.series.find(({ scope, metric }) => scope === 'account' && metric === 'ConcurrentExecutions');
  return found === undefined ? null : { bucket: saved!.bucket, values: found.values, limit };
}

function planOf({ scenario }: Side): ReplicationPlan | null {
  if (scenario === null) return null;
  const paths = Array.from({ length: scenario.runs }, () => ({ requests: null, logs: null, trace: null }));
  return { scenario, allSeries: false, from: 0, paths, board: new ProgressBoard(scenario.runs) };
}

function totalsOf(plans: readonly ReplicationPlan[], horizon: number): ReturnType<ProgressBoard['totals']> {
  const all = plans.map(({ board, scenario }) => board.totals(Math.min(horizon, scenario.duration)));
  const sum = (of: (totals: (typeof all)[number]) => number): number => all.reduce((total, one) => total + of(one), 0);
  return { now: sum(({ now }) => now), events: sum(({ events }) => events), finished: sum(({ finished }) => finished) };
}
