/** What a result says of one queue, and of the sources that have to do with it: in one run, and over several. */
import { toSeconds, type Micros } from '../des/time.ts';
import { leafwise } from './leaves.ts';
import { overRuns, peaksOverRuns, pooledStatistics } from './over-runs.ts';
import type { QueueRecord } from './queue-record.ts';
import { mean } from './replications.ts';
import type { SourceRecord } from './run-record.ts';
import type { MaxMean } from './figure-shapes.ts';
import type { MessageFigures, QueueResult } from './queue-figures.ts';
import { statisticsOf } from './statistics.ts';

/** One queue in one run. @param window its length */
export function queueOfRun(record: QueueRecord, window: Micros): QueueResult {
  const { sent, moved, received, processed, filtered, deadLettered, lost, redriven, remaining } = record;
  return {
    sent,
    moved,
    received,
    processed,
    filtered,
    deadLettered,
    lost,
    redriven,
    remaining,
    visible: levelOf(record.visible, window),
    inFlight: levelOf(record.inFlight, window),
    ...backlogOf(record),
    messageAge: statisticsOf(record.age),
  };
}

/** One queue over its runs. */
export function queueOfRuns(runs: readonly QueueResult[], records: readonly QueueRecord[]): QueueResult {
  return {
    ...leafwise(runs, mean),
    visible: overRuns(runs.map((run) => run.visible)),
    inFlight: overRuns(runs.map((run) => run.inFlight)),
    ...peaksOverRuns(runs),
    messageAge: pooledStatistics(
      runs.map((run) => run.messageAge),
      records.map((record) => record.age),
    ),
  };
}

/** The figures of a source of messages; empty for any other. @param queues all of the run */
export function messageFigures(
  { messages }: SourceRecord,
  queues: readonly QueueRecord[],
  window: Micros,
): Partial<MessageFigures> {
  if (messages === undefined) return {};
  const { filtered, deadLettered, lost, mapping } = messages;
  if (mapping === null) return { filtered, deadLettered, lost };
  const queue = queues.find(({ name }) => name === mapping.queue);
  return {
    filtered,
    deadLettered,
    lost,
    ...(queue === undefined ? {} : backlogOf(queue)),
    eventCount: {
      PolledEventCount: mapping.polled,
      FilteredOutEventCount: mapping.filteredOut,
      InvokedEventCount: mapping.invoked,
      FailedInvokeEventCount: mapping.failedInvoke,
      DeletedEventCount: mapping.deleted,
    },
    pollersMax: mapping.pollersMax,
    ...(mapping.provisioned === null ? {} : { ProvisionedPollers: levelOf(mapping.provisioned.pollers, window) }),
  };
}

function levelOf({ max, integral }: QueueRecord['inFlight'], window: Micros): MaxMean {
  return { max, mean: integral / window };
}

function backlogOf({ visible, oldestAgeMax }: QueueRecord) {
  return {
    backlogMax: visible.max,
    drainTime_s: toSeconds(visible.drainTime),
    oldestAgeMax_s: toSeconds(oldestAgeMax),
  };
}
