/** What the model is told of mappings that read a Kafka topic (R8.9). */
import type { ProvisionedPollers } from './queue-config.ts';

/** Event pollers of provisioned mode. */
export interface ProvisionedTopicPollers extends ProvisionedPollers {
  /** Mappings of one group share event poller units; `null` = it has units of its own. */
  readonly group: string | null;
}

/** How the partitions of a topic are read. */
export interface TopicReading {
  /** `null` = on demand. */
  readonly provisioned: ProvisionedTopicPollers | null;
}

/** Names who shares units with a mapping: its group, or itself. @param name of the source */
export function pollerGroupOf(name: string, { group }: ProvisionedTopicPollers): string {
  return group === null ? `mapping ${name}` : `group ${group}`;
}
