/** What of a mapping of a Kafka topic does not go together, or does not go (R3.9, R8.9). */
import type { Micros } from '../des/time.ts';
import {
  KAFKA_RETRIES_WITH_DESTINATION,
  LONGEST_BROKER_TIMEOUT,
  MOST_OF_A_POLLER_GROUP,
  MOST_POLLERS_OF_A_GROUP,
} from '../lambda/quotas.ts';
import type { TopicReading } from '../lambda/topic-config.ts';
import { quotable } from './source-text.ts';
import type { AnySourceSpec } from './source-schema.ts';
import type { TopicMappingSpec } from './topic-schema.ts';
import type { CalledTarget } from './target.ts';
import { isGiven, type Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** How the topic is read; what is wrong is told. */
export function resolveTopicReading(bench: Workbench, path: Path, spec: TopicMappingSpec): TopicReading {
  const { provisionedPollers, shards: partitions } = spec;
  if (provisionedPollers === undefined) {
    refuseProvisionedKeys(bench, path, spec);
    return { provisioned: null };
  }
  const { min, max, pollerGroupName = '' } = provisionedPollers;
  const place: Path = [...path, 'provisionedPollers'];
  if (max < min)
    bench.error('E_RANGE', [...place, 'max'], `${String(max)} is below min, ${String(min)}; raise it, or lower min`);
  const key = ['max', 'min'].find(
    (one) => isGiven(bench.root, [...place, one]) && provisionedPollers[one as 'min'] > partitions,
  );
  if (key !== undefined && max >= min)
    bench.warning(
      'W_POLLERS_CAPPED',
      [...place, key],
      `of ${String(provisionedPollers[key as 'min'])} is above the ${String(partitions)} partition${partitions === 1 ? '' : 's'} of the topic; Lambda has no more event pollers than these (R8.9)`,
    );
  return { provisioned: { min, max, group: pollerGroupName === '' ? null : pollerGroupName } };
}

/** R8.9: with a destination, retries without end are ten. */
export function retriesOf({ maximumRetryAttempts, onFailure }: TopicMappingSpec): number {
  if (maximumRetryAttempts >= 0) return maximumRetryAttempts;
  return onFailure === undefined ? Infinity : KAFKA_RETRIES_WITH_DESTINATION;
}

/** R3.9: mappings of Kafka and MQ call functions whose timeout leaves them time for errors and retries. */
export function checkBrokerTimeout(bench: Workbench, target: CalledTarget, timeout: Micros | null): void {
  if (timeout === null || timeout <= LONGEST_BROKER_TIMEOUT) return;
  const { function: name, qualifier } = target;
  const own: Path = ['functions', name, 'versions', qualifier, 'timeout'];
  const place: Path = isGiven(bench.root, own) ? own : ['functions', name, 'timeout'];
  bench.error(
    'E_RANGE',
    place,
    `${showTime(timeout)} is above ${showTime(LONGEST_BROKER_TIMEOUT)}, the most for a function that a Kafka or MQ mapping calls (R3.9); lower it`,
  );
}

/** R10.14: a poller group has so many mappings and pollers at most. */
export function checkPollerGroups(bench: Workbench, sources: readonly (readonly [string, AnySourceSpec])[]): void {
  const groups = new Map<string, { mappings: number; pollers: number }>();
  for (const [name, spec] of sources) {
    if (spec.type !== 'kafka') continue;
    const { pollerGroupName = '', max = 0 } = spec.provisionedPollers ?? {};
    if (pollerGroupName === '') continue;
    const group = groups.get(pollerGroupName) ?? { mappings: 0, pollers: 0 };
    group.mappings++;
    group.pollers += max;
    const isFirst = !groups.has(`${pollerGroupName} is full`);
    const many = group.mappings > MOST_OF_A_POLLER_GROUP;
    if (isFirst && (many || group.pollers > MOST_POLLERS_OF_A_GROUP)) {
      groups.set(`${pollerGroupName} is full`, group);
      bench.error(
        'E_RANGE',
        ['sources', name, 'provisionedPollers', many ? 'pollerGroupName' : 'max'],
        many
          ? `${quotable(pollerGroupName)} has more than ${String(MOST_OF_A_POLLER_GROUP)} mappings, the most of a poller group (R8.9); make a second one`
          : `with it the mappings of ${quotable(pollerGroupName)} have ${String(group.pollers)} pollers at most, above ${String(MOST_POLLERS_OF_A_GROUP)} (R8.9); lower max`,
      );
    }
    groups.set(pollerGroupName, group);
  }
}

/** R8.9: what error handling knows in provisioned mode alone. */
function refuseProvisionedKeys(bench: Workbench, path: Path, spec: TopicMappingSpec): void {
  const given: readonly (readonly [key: string, isGiven: boolean])[] = [
    ['maximumRetryAttempts', spec.maximumRetryAttempts >= 0],
    ['maximumRecordAge', spec.maximumRecordAge >= 0],
    ['bisectBatchOnFunctionError', spec.bisectBatchOnFunctionError],
    ['functionResponseTypes', spec.functionResponseTypes.length > 0],
  ];
  for (const [key, there] of given) {
    if (there) refuse(bench, [...path, key]);
  }
  if (spec.onFailure?.type === 'kafka') refuse(bench, [...path, 'onFailure', 'type']);
}

function refuse(bench: Workbench, path: Path): void {
  bench.keyError(
    'E_CONFLICT',
    path,
    'goes with provisioned mode alone (R8.9); add provisionedPollers: { min: 1 }, or remove it',
  );
}
