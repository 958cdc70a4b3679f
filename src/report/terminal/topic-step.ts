/** What is worth trying where the records of a Kafka topic are late (R8.9). */
import type { ResultJson } from '../../result/run-result.ts';
import type { Setup, SetupSource } from '../../result/setup.ts';

/** A batch that held up its partition for longer than this is what makes records late. */
const LONG_S = 60;

/** Ends the tries of bad batches; has all pollers from the start; or makes more partitions. @param path of its name */
export function topicSettings(
  { name, streamMapping }: SetupSource,
  path: string,
  json: Pick<ResultJson, 'sources'>,
  { streams }: Pick<Setup, 'streams'>,
): readonly string[] {
  const { maximumRetryAttempts, bisect, topic } = streamMapping!;
  const { blocked, throttledAttempts } = json.sources[name]!;
  const partitions = streams.find((stream) => stream.name === name)!.shards;
  const set = (key: string, value: number | boolean): string => `sources.${path}.${key}=${String(value)}`;
  const onDemand = topic!.provisioned === null;
  if ((blocked?.max_s ?? 0) > LONG_S)
    return [
      ...(onDemand ? [set('provisionedPollers.min', 1)] : []),
      ...(maximumRetryAttempts === Infinity ? [set('maximumRetryAttempts', 3)] : []),
      ...(bisect ? [] : [set('bisectBatchOnFunctionError', true)]),
    ];
  if (throttledAttempts > 0) return [];
  if (onDemand && partitions > 1) return [set('provisionedPollers.min', Math.ceil(partitions / 5))];
  return [set('partitions', 2 * partitions)];
}
