/** A redrive task as the file has it → as the model wants it. */
import { MAXIMUM_REDRIVE_RATE } from '../lambda/quotas.ts';
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import type { RedriveSourceConfig } from '../workload/config.ts';
import type { RedriveSpec } from './queue-source-schema.ts';
import type { QueueContext } from './resolve-queue-source.ts';
import { findQueue } from './resolve-queue.ts';
import { quotable } from './source-text.ts';
import { DIRECT } from './target.ts';
import type { Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** It has no arrival process: what it moves arrives. */
const NO_ARRIVALS: ArrivalConfig = { process: 'constant', burstiness: null, shape: { kind: 'stages', stages: [] } };

/** The task, or `null` with errors. */
export function resolveRedrive(
  bench: Workbench,
  name: string,
  spec: RedriveSpec,
  { queues, duration }: QueueContext,
): RedriveSourceConfig | null {
  const path: Path = ['sources', name];
  const { from, at, rate, enabled } = spec;
  const queue = findQueue(bench, [...path, 'from'], from, queues);
  if (queue !== null && ![...queues.values()].some(({ config }) => config.deadLetter === from))
    bench.error(
      'E_CONFLICT',
      [...path, 'from'],
      `${quotable(from)} is the dead-letter queue of no queue, so that there is nothing to move back to; write deadLetter: ${quotable(from)} at one`,
    );
  if (duration !== undefined && at >= duration)
    bench.error(
      'E_RANGE',
      [...path, 'at'],
      `${showTime(at)} is not before the end of the run at ${showTime(duration)}; begin it earlier, or make duration longer`,
    );
  if (rate > MAXIMUM_REDRIVE_RATE)
    bench.warning(
      'W_REDRIVE_RATE',
      [...path, 'rate'],
      `of ${rate.toLocaleString('en')}/s is more than can be asked for, ${String(MAXIMUM_REDRIVE_RATE)}/s; without a rate of yours SQS chooses one, and promises none`,
    );
  if (queue === null) return null;
  return {
    name,
    type: 'redrive',
    function: '',
    qualifier: '',
    enabled,
    duration: null,
    arrivals: NO_ARRIVALS,
    ...DIRECT,
    redrive: { from, at, rate },
  };
}
