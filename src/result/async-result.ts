/** What a result says of one function's asynchronous events: in one run, and over several. */
import { toSeconds, type Micros } from '../des/time.ts';
import { DROP_CONDITIONS } from '../lambda/drop-condition.ts';
import { overRuns, pooledStatistics } from './over-runs.ts';
import type { AsyncRecord } from './run-record.ts';
import type { AsyncResult } from './async-figures.ts';
import { statisticsOf } from './statistics.ts';

/** One function in one run; figures that there is nothing to take of are NaN. @param window length of what counts */
export function asyncOfRun(record: AsyncRecord, window: Micros): AsyncResult {
  const dropped = droppedOf(record);
  const { delivered, undelivered, waiting } = record;
  return {
    AsyncEventsReceived: record.received,
    AsyncEventsDropped: dropped,
    AsyncEventAge: statisticsOf(record.age),
    DeadLetterErrors: undelivered.deadLetter,
    DestinationDeliveryFailures: undelivered.onFailure + undelivered.onSuccess,
    asyncEvents: {
      succeeded: record.succeeded,
      dropped: record.dropped,
      deadLettered: record.kept,
      lost: dropped - record.kept,
      delivered,
      attempts: record.attempts,
      throttledAttempts: record.throttledAttempts,
      duplicateAttempts: record.duplicateAttempts,
      running: record.running,
      queued: record.queued,
    },
    asyncQueue: {
      max: waiting.max,
      mean: waiting.integral / window,
      drainTime_s: toSeconds(waiting.drainTime),
    },
  };
}

/** The figures over several runs that are not plain means. @param records in the order of the runs */
export function asyncOfRuns(
  runs: readonly AsyncResult[],
  records: readonly AsyncRecord[],
): Pick<AsyncResult, 'AsyncEventAge' | 'asyncQueue'> {
  return {
    AsyncEventAge: pooledStatistics(
      runs.map((run) => run.AsyncEventAge),
      records.map((record) => record.age),
    ),
    asyncQueue: overRuns(runs.map((run) => run.asyncQueue)),
  };
}

/** Events discarded without success, whatever the condition (R11.19). */
export function droppedOf({ dropped }: AsyncRecord): number {
  return DROP_CONDITIONS.reduce((sum, condition) => sum + dropped[condition], 0);
}
