/** What the model is told of SQS queues and of the event source mappings that read them (§8 of the rules). */
import type { Micros } from '../des/time.ts';

/** The message groups of a queue (R8.4). */
export interface MessageGroupsConfig {
  /** How many there are. */
  readonly count: number;
  /** Exponent of the Zipf law by which messages choose theirs; 0 = all alike. */
  readonly zipf: number;
}

/** What keeps the messages of a queue of Amazon MQ (R8.10). */
export type Broker = 'activemq' | 'rabbitmq';

/** One queue (R8.5, R8.13). That of a broker hides a message for as long as its batch is in hand, and keeps it for ever unless told. */
export interface QueueConfig {
  readonly name: string;
  readonly fifo: boolean;
  /** How long a received message is hidden. */
  readonly visibilityTimeout: Micros;
  /** How long a message stays at most. */
  readonly retention: Micros;
  /** Receives after which the next one moves the message on; `null` = never. Goes with `deadLetter`. */
  readonly maxReceiveCount: number | null;
  /** Name of the queue that takes what was received too often; `null` = none. */
  readonly deadLetter: string | null;
  /** `null` = no groups: on a FIFO queue all messages are one group. Those of a standard queue are tenants (R8.13). */
  readonly messageGroups: MessageGroupsConfig | null;
  /** Messages that wait at t = 0. */
  readonly backlog: number;
  /** How old the oldest of them is; the others are spread evenly from there to t = 0. */
  readonly backlogAge: Micros;
  /** Size of a message in KB. */
  readonly messageSize: number;
}

/** A task that moves messages of a dead-letter queue back (SQS/sqs-configure-dead-letter-queue-redrive.html). */
export interface RedriveConfig {
  /** Name of the dead-letter queue. */
  readonly from: string;
  readonly at: Micros;
  /** Messages a second. */
  readonly rate: number;
}

/** Event pollers of provisioned mode (R8.8): whole numbers, min ≤ max. */
export interface ProvisionedPollers {
  readonly min: number;
  readonly max: number;
}

/** An event source mapping that reads a queue (R8.1-R8.8). */
export interface QueueMappingConfig {
  /** Name of the queue. */
  readonly queue: string;
  readonly batchSize: number;
  readonly maximumBatchingWindow: Micros;
  /** R8.3; `null` = not limited by the mapping. */
  readonly maximumConcurrency: number | null;
  /** `null` = on demand. */
  readonly provisionedPollers: ProvisionedPollers | null;
  /** R8.7: whether the function names the messages that failed. */
  readonly reportsItemFailures: boolean;
  /** Share in [0, 1] of the messages of a successful batch that it names. */
  readonly itemFailures: number;
  /** Share in [0, 1] of the messages that pass the filter; the others are deleted unread (R8.13). */
  readonly filterPass: number;
  /** R8.10: of Amazon MQ; left out where the queue is one of SQS. */
  readonly broker?: Broker;
}
