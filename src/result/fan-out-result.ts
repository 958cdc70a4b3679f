/** What a result says of functions that call functions: waiting, loops that were stopped, completion times. */
import type { Micros } from '../des/time.ts';
import { pooledStatistics } from './over-runs.ts';
import { mean } from './replications.ts';
import type { CompletionRecord, FunctionRecord, SourceRecord } from './run-record.ts';
import type { FunctionResult, SourceResult } from './run-result.ts';
import { statisticsOf } from './statistics.ts';

/** One function in one run. @param window length of what counts */
export function fanOutOfRun(
  { fanOut, duration }: FunctionRecord,
  window: Micros,
): Pick<FunctionResult, 'RecursiveInvocationsDropped' | 'waiting'> {
  if (fanOut === undefined) return {};
  const { waits, loopsStopped } = fanOut;
  return {
    ...(waits === null ? {} : { waiting: waitingOf(waits, duration.sum, window) }),
    ...(loopsStopped === null ? {} : { RecursiveInvocationsDropped: loopsStopped }),
  };
}

/** One source in one run. */
export function completionOfRun({ completion }: SourceRecord): Pick<SourceResult, 'completion'> {
  if (completion === undefined) return {};
  return { completion: { ...statisticsOf(completion.times), unfinished: completion.unfinished } };
}

/** The figures of a source over several runs that are not plain means. @param records in the order of the runs */
export function completionOfRuns(
  runs: readonly SourceResult[],
  records: readonly SourceRecord[],
): Pick<SourceResult, 'completion'> {
  if (records[0]!.completion === undefined) return {};
  const each = runs.map((run) => run.completion!);
  const times = records.map((record): CompletionRecord['times'] => record.completion!.times);
  return {
    completion: { ...pooledStatistics(each, times), unfinished: mean(each.map(({ unfinished }) => unfinished)) },
  };
}

function waitingOf(
  waits: readonly { readonly callee: string; readonly sum: Micros }[],
  duration: Micros,
  window: Micros,
): NonNullable<FunctionResult['waiting']> {
  const whole = waits.reduce((all, { sum }) => all + sum, 0);
  return {
    share: whole / duration,
    concurrency: whole / window,
    callees: Object.fromEntries(waits.map(({ callee, sum }) => [callee, sum / duration])),
  };
}
