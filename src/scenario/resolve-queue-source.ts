/** A source that reads a queue, or writes into one, as the file has it → as the model and the workload want it. */
import type { Micros } from '../des/time.ts';
import {
  MAXIMUM_FIFO_BATCH,
  MAXIMUM_WINDOWLESS_BATCH,
  MINIMUM_PROVISIONED_POLLERS,
  POLLER_CONCURRENCY,
  RECOMMENDED_VISIBILITY_FACTOR,
} from '../lambda/quotas.ts';
import type { QueueMappingConfig } from '../lambda/queue-config.ts';
import type { ProducerConfig, QueueSourceConfig } from '../workload/config.ts';
import type { Calendar } from './calendar.ts';
import type { ProducerSpec, QueueSourceSpec } from './queue-source-schema.ts';
import { resolveQueueReader } from './queue-reader.ts';
import type { MemoryOf } from './resolve-calls.ts';
import { findQueue, queueNameOf, type PlacedQueue } from './resolve-queue.ts';
import { resolveArrivals } from './resolve-traffic.ts';
import { DIRECT, type CalledTarget } from './target.ts';
import type { Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** Timeout of what is called, where it could be read. */
export type TimeoutOf = (target: CalledTarget) => Micros | null;

/** What sources that have to do with queues need to know of the rest of the file. */
export interface QueueContext {
  readonly queues: ReadonlyMap<string, PlacedQueue>;
  readonly timeoutOf: TimeoutOf;
  /** Of the run, where it could be read. */
  readonly duration: Micros | undefined;
}

/** The mapping, or `null` with errors. */
export function resolveQueueSource(
  bench: Workbench,
  name: string,
  spec: QueueSourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
  { queues, timeoutOf }: QueueContext,
): QueueSourceConfig | null {
  const path: Path = ['sources', name];
  const { target, source } = resolveQueueReader(bench, name, spec, memoryOf, calendar);
  const queue = findQueue(bench, [...path, 'queue'], queueNameOf(name, spec), queues);
  const mapping = mappingOf(bench, path, queueNameOf(name, spec), spec, queue);
  if (target !== null && queue !== null) checkVisibility(bench, spec, queue, timeoutOf(target));
  return source === null || queue === null || mapping === null ? null : { ...source, type: 'sqs', mapping };
}

/** The writer, or `null` with errors. */
export function resolveProducer(
  bench: Workbench,
  name: string,
  spec: ProducerSpec,
  calendar: Calendar | null,
  { queues }: QueueContext,
): ProducerConfig | null {
  const path: Path = ['sources', name];
  const queue = findQueue(bench, [...path, 'queue'], spec.queue, queues);
  const arrivals = resolveArrivals(bench, path, spec, calendar);
  if (queue === null || arrivals === null) return null;
  return {
    name,
    type: 'sqs-producer',
    function: '',
    qualifier: '',
    enabled: spec.enabled,
    duration: null,
    arrivals,
    ...DIRECT,
    queue: spec.queue,
  };
}

function mappingOf(
  bench: Workbench,
  path: Path,
  queueName: string,
  spec: QueueSourceSpec,
  queue: PlacedQueue | null,
): QueueMappingConfig | null {
  const { batchSize, maximumBatchingWindow, maximumConcurrency, provisionedPollers, itemFailures } = spec;
  const reportsItemFailures = spec.functionResponseTypes.length > 0;
  const fifo = queue?.config.fifo ?? false;
  if (fifo && batchSize > MAXIMUM_FIFO_BATCH)
    bench.error(
      'E_RANGE',
      [...path, 'batchSize'],
      `${String(batchSize)} is above the greatest of a FIFO queue, ${String(MAXIMUM_FIFO_BATCH)} (R8.2)`,
    );
  else if (batchSize > MAXIMUM_WINDOWLESS_BATCH && maximumBatchingWindow === 0)
    bench.error(
      'E_CONFLICT',
      [...path, 'batchSize'],
      `${String(batchSize)} is above ${String(MAXIMUM_WINDOWLESS_BATCH)}, which needs maximumBatchingWindow: 1s or more (R8.2)`,
    );
  if (fifo && maximumBatchingWindow > 0)
    bench.error(
      'E_CONFLICT',
      [...path, 'maximumBatchingWindow'],
      'goes with standard queues alone (R8.2); remove it or fifo: true',
    );
  if (itemFailures !== undefined && !reportsItemFailures)
    bench.error(
      'E_CONFLICT',
      [...path, 'itemFailures'],
      'goes with functionResponseTypes: [ReportBatchItemFailures] (R8.7); add that, or write errors at the function for whole batches',
    );
  checkPollers(bench, path, spec);
  if (queue === null) return null;
  return {
    queue: queueName,
    batchSize,
    maximumBatchingWindow,
    maximumConcurrency: maximumConcurrency ?? null,
    provisionedPollers: provisionedPollers ?? null,
    reportsItemFailures,
    itemFailures: itemFailures ?? 0,
    filterPass: spec.filter?.pass ?? 1,
  };
}

/** R8.8: provisioned mode has bounds of its own. */
function checkPollers(bench: Workbench, path: Path, { provisionedPollers, maximumConcurrency }: QueueSourceSpec): void {
  if (provisionedPollers === undefined) return;
  const { min, max } = provisionedPollers;
  if (maximumConcurrency !== undefined) {
    const alike = Math.max(MINIMUM_PROVISIONED_POLLERS, Math.ceil(maximumConcurrency / POLLER_CONCURRENCY));
    bench.error(
      'E_CONFLICT',
      [...path, 'provisionedPollers'],
      `stands beside maximumConcurrency, and a mapping has one or the other (R8.8); ${String(alike)} pollers have ${String(alike * POLLER_CONCURRENCY)} batches at once`,
    );
  }
  if (max < min)
    bench.error(
      'E_RANGE',
      [...path, 'provisionedPollers', 'max'],
      `${String(max)} is below min, ${String(min)}; raise it, or lower min`,
    );
}

/** R8.5, V-39: AWS refuses a mapping whose function may run longer than its messages stay hidden. */
function checkVisibility(
  bench: Workbench,
  spec: QueueSourceSpec,
  { config, path }: PlacedQueue,
  timeout: Micros | null,
): void {
  if (timeout === null) return;
  const { visibilityTimeout } = config;
  const recommended = RECOMMENDED_VISIBILITY_FACTOR * timeout + spec.maximumBatchingWindow;
  const place: Path = [...path, 'visibilityTimeout'];
  const advice = `${showTime(recommended)} is recommended, six times the timeout${spec.maximumBatchingWindow > 0 ? ' and the window' : ''}`;
  if (visibilityTimeout < timeout)
    bench.error(
      'E_VISIBILITY',
      place,
      `${showTime(visibilityTimeout)} is below the function's timeout of ${showTime(timeout)}, and AWS refuses such a mapping (R8.5); ${advice}`,
    );
  else if (visibilityTimeout < recommended)
    bench.warning(
      'W_VISIBILITY',
      place,
      `of ${showTime(visibilityTimeout)} is short for a function that may take ${showTime(timeout)}: throttled or retried messages come twice; ${advice} (R8.5)`,
    );
}
