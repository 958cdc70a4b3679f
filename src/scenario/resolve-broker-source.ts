/** A source that reads a queue of Amazon MQ as the file has it → as the model and the workload want it (R8.10). */
import type { QueueSourceConfig } from '../workload/config.ts';
import type { BrokerSourceSpec } from './broker-schema.ts';
import type { Calendar } from './calendar.ts';
import { resolveQueueReader } from './queue-reader.ts';
import type { MemoryOf } from './resolve-calls.ts';
import type { QueueContext } from './resolve-queue-source.ts';
import { checkBrokerTimeout } from './topic-rules.ts';
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
  const { target, source } = resolveQueueReader(bench, name, spec, memoryOf, calendar);
  if (target !== null) checkBrokerTimeout(bench, target, timeoutOf(target));
  if (source === null || !queues.has(name)) return null;
  const { batchSize, maximumBatchingWindow, broker, filter } = spec;
  return {
    ...source,
    type: 'mq',
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
