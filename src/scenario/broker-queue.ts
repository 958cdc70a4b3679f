/** The queue that a mapping of Amazon MQ reads, as the model wants it (R8.10). */
import type { QueueConfig } from '../lambda/queue-config.ts';
import type { BrokerSourceSpec } from './broker-schema.ts';

/** It has the mapping's name; a message is hidden as long as its batch is in hand, and kept until it expires. */
export function brokerQueue(name: string, spec: BrokerSourceSpec): QueueConfig {
  const { retention = Infinity, backlog, backlogAge = 0, messageSize = 0 } = spec;
  return {
    name,
    fifo: false,
    visibilityTimeout: Infinity,
    retention,
    maxReceiveCount: null,
    deadLetter: null,
    messageGroups: null,
    backlog,
    backlogAge,
    messageSize,
  };
}
