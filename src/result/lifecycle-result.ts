/** What a result says of SnapStart, extensions, function states and network interfaces, where a function has them. */
import type { FunctionConfig } from '../lambda/config.ts';
import { networkInterfaces } from '../lambda/vpc.ts';
import { pooledStatistics, overRuns } from './over-runs.ts';
import type { FunctionRecord, HistogramRecord, LifecycleRecord } from './run-record.ts';
import type { FunctionResult, Statistics } from './run-result.ts';
import { statisticsOf } from './statistics.ts';

/** The figures that only some functions have; a key is there or not by the scenario, not by what happened. */
export type LifecycleFigures = Pick<
  FunctionResult,
  'restoreDuration' | 'PostRuntimeExtensionsDuration' | 'invokeErrors' | 'networkInterfaces'
>;

/** One function in one run; every error is there, also with 0. */
export function lifecycleOfRun(record: FunctionRecord, f: FunctionConfig): LifecycleFigures {
  const { lifecycle, environments } = record;
  const all = [f, ...f.versions];
  const figures: Mutable<LifecycleFigures> = {};
  if (lifecycle !== null) {
    if (all.some(({ restore }) => restore !== null)) figures.restoreDuration = statisticsOf(lifecycle.restore);
    if (all.some(({ extensions }) => extensions?.postInvoke))
      figures.PostRuntimeExtensionsDuration = statisticsOf(lifecycle.extensions);
    figures.invokeErrors = lifecycle.invokeErrors;
  }
  if (all.some(({ vpc }) => vpc === 'legacy-eni'))
    figures.networkInterfaces = { max: networkInterfaces(environments.max, f.memorySize) };
  return figures;
}

/** Over several runs: what is no plain mean of the runs' figures. */
export function lifecycleOfRuns(
  runs: readonly LifecycleFigures[],
  records: readonly FunctionRecord[],
): LifecycleFigures {
  const figures: Mutable<LifecycleFigures> = {};
  const restore = pooledWhere(runs, 'restoreDuration', records, (record) => record.restore);
  const extensions = pooledWhere(runs, 'PostRuntimeExtensionsDuration', records, (record) => record.extensions);
  const interfaces = runs.flatMap((run) => run.networkInterfaces ?? []);
  if (restore !== null) figures.restoreDuration = restore;
  if (extensions !== null) figures.PostRuntimeExtensionsDuration = extensions;
  if (interfaces.length > 0) figures.networkInterfaces = overRuns(interfaces);
  return figures;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function pooledWhere(
  runs: readonly LifecycleFigures[],
  key: 'restoreDuration' | 'PostRuntimeExtensionsDuration',
  records: readonly FunctionRecord[],
  of: (record: LifecycleRecord) => HistogramRecord,
): Statistics | null {
  const statistics = runs.flatMap((run) => run[key] ?? []);
  if (statistics.length === 0) return null;
  return pooledStatistics(
    statistics,
    records.flatMap(({ lifecycle }) => (lifecycle === null ? [] : of(lifecycle))),
  );
}
