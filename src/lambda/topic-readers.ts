/** Puts the pollers of a mapping together: those of its mode, and the units that it is billed by (R8.9, R10.14). */
import { LagPollers } from './lag-pollers.ts';
import { PollerUnits } from './poller-units.ts';
import { SteadyPollers } from './steady-pollers.ts';
import type { StreamMappingConfig } from './stream-config.ts';
import type { StreamSurroundings } from './stream-surroundings.ts';
import { pollerGroupOf } from './topic-config.ts';
import { TopicPollers, type PollerCount } from './topic-pollers.ts';

/** The pollers of a topic; `null` where shards are read by themselves. @param mapping number of the source @param name its name */
export function topicPollersOf(
  mapping: number,
  name: string,
  config: StreamMappingConfig,
  partitions: number,
  to: StreamSurroundings,
): TopicPollers | null {
  if (config.topic === undefined) return null;
  const { topics } = to.registry;
  const pollers = new TopicPollers(topics.length, mapping, countOf(mapping, name, config, partitions, to), to);
  topics.push(pollers);
  return pollers;
}

function countOf(
  mapping: number,
  name: string,
  { topic, batchSize }: StreamMappingConfig,
  partitions: number,
  { registry, monitor }: StreamSurroundings,
): PollerCount {
  const provisioned = topic!.provisioned;
  if (provisioned === null) return new LagPollers(partitions, batchSize);
  const group = pollerGroupOf(name, provisioned);
  let units = registry.units.get(group);
  if (units === undefined) {
    units = new PollerUnits((count) => {
      monitor.units(mapping, count);
    });
    registry.units.set(group, units);
  }
  return new SteadyPollers(provisioned, partitions, units, (bytes) => {
    monitor.read(mapping, bytes);
  });
}
