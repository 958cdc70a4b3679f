/** How much an event source mapping has to do in the long run, for `initialEnvironments: steady`. */
import { SQS_START_POLLERS } from '../lambda/quotas.ts';
import type { StreamConfig } from '../lambda/stream-config.ts';
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import { hasQueue, isStreamMapping, writesStream, type AnySourceConfig } from '../workload/config.ts';

/** Who writes what a source hands over: it alone, or all who write into the queue or the stream that it reads. */
export function writersOf(source: AnySourceConfig, sources: readonly AnySourceConfig[]): readonly ArrivalConfig[] {
  const read = isStreamMapping(source) ? source.stream : queueOf(source);
  if (read === null) return [source.arrivals];
  return sources
    .filter(
      (one) =>
        one.enabled && (isStreamMapping(source) ? writesStream(one) && one.stream === read : queueOf(one) === read),
    )
    .map(({ arrivals }) => arrivals);
}

/**
 * Batches at once of a mapping; of any other source the load itself. A message has an invocation of its own as long as
 * the first five pollers are enough (R8.1), beyond that batches are full; a stream has one batch a lane (R7.2).
 * @param load invocations at once if every record had its own
 */
export function batchesAtOnce(source: AnySourceConfig, load: number, streams: readonly StreamConfig[]): number {
  if (isStreamMapping(source)) {
    const { shards } = streams.find(({ name }) => name === source.stream) ?? { shards: 1 };
    return Math.min(load, shards * source.streamMapping.parallelizationFactor);
  }
  if (source.type !== 'sqs') return load;
  const { batchSize, maximumConcurrency } = source.mapping;
  return Math.min(load, Math.max(SQS_START_POLLERS, load / batchSize), maximumConcurrency ?? Infinity);
}

/** The queue that a source reads or writes; `null` = none. */
function queueOf(source: AnySourceConfig): string | null {
  if (!hasQueue(source) || source.type === 'redrive') return null;
  return 'mapping' in source ? source.mapping.queue : source.queue;
}
