/** A source that reads a queue of Amazon MQ as the file has it → as the model and the workload want it (R8.10). */
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import type { QueueSourceConfig } from '../workload/config.ts';
import type { BrokerSourceSpec } from './broker-schema.ts';
import type { Calendar } from './calendar.ts';
import { resolveBatchDuration, type MemoryOf } from './resolve-calls.ts';
import { ownArrivals, type QueueContext } from './resolve-queue-source.ts';
import { DIRECT, readTarget } from './target.ts';
import { checkBrokerTimeout } from './topic-rules.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The mapping, or `null` with errors; its queue has its name. */
export function resolveBrokerSource(
  bench: Workbench,
  name: string,
  spec: BrokerSourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
  { queues, timeoutOf }: QueueContext,
): QueueSourceConfig | null {
  const path: Path = ['sources', name];
  const target = readTarget(bench, [...path, 'function'], spec.function);
  const arrivals = ownArrivals(bench, path, spec, calendar);
  const times = resolveBatchDuration(bench, path, spec, target === null ? DEFAULT_MEMORY : memoryOf(target));
  if (target !== null) checkBrokerTimeout(bench, target, timeoutOf(target));
  if (target === null || arrivals === null || times === null || !queues.has(name)) return null;
  const { batchSize, maximumBatchingWindow, broker, filter } = spec;
  return {
    name,
    type: 'mq',
    ...target,
    enabled: spec.enabled,
    ...times,
    arrivals,
    ...DIRECT,
    mapping: {
      queue: name,
      batchSize,
      maximumBatchingWindow,
      maximumConcurrency: null,
      provisionedPollers: null,
      reportsItemFailures: false,
      itemFailures: 0,
      filterPass: filter?.pass ?? 1,
      broker,
    },
  };
}
