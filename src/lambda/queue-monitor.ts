/** The port to which queues and the mappings that read them report (§8 of the rules). */
import type { Micros } from '../des/time.ts';

/** How a message leaves its queue. */
export type MessageEnd = 'processed' | 'filtered' | 'lost' | 'deadLettered' | 'redriven';

/** How the last receive of a message came out; `item` = its batch succeeded, but for this message (R8.7). */
export type LastReceive = 'none' | 'throttled' | 'error' | 'timeout' | 'item';

/** The facts of one message; the object is written anew for every message, so take what you need at once. */
export interface MessageFacts {
  /** Number of the source; −1 = it was there at t = 0, or a destination sent it. */
  readonly source: number;
  readonly sentAt: Micros;
  readonly last: LastReceive;
  /** Whether an attempt with it was ever throttled. */
  readonly throttled: boolean;
  /** How often it was received in this queue. */
  readonly receives: number;
  /** Whether it stood in the queue for all to see when it left. */
  readonly visible: boolean;
}

/** The facts of one batch; the object is written anew for every batch. */
export interface BatchFacts {
  /** Number of the source that is the mapping. */
  readonly source: number;
  /** Messages in it. */
  readonly size: number;
  /** When the invocation that was admitted began. */
  readonly start: Micros;
  readonly overhead: Micros;
  /** Init or Restore that it waited for. */
  readonly init: Micros;
  /** From the start to the answer. */
  readonly response: Micros;
  /** Number of the environment within its function. */
  readonly environment: number;
  /** Whether it waited for an Init or a Restore. */
  readonly cold: boolean;
}

/** Facts about queues at the present instant; queues and sources are numbered in the order of their names. */
export interface QueueMonitor {
  /**
   * A message comes into the queue, visible: `sent`, `moved` from another queue, or neither, there at t = 0.
   * @param source whose message it is from now on, −1 = nobody's
   */
  entered(queue: number, source: number, sent: boolean, moved: boolean): void;
  /** The queue refuses a message of this source (a fault); it never was there. */
  turnedAway(source: number): void;
  /** A message is received: hidden from now on. */
  hidden(queue: number): void;
  /** A hidden message is visible again. */
  shown(queue: number): void;
  /** A message leaves. @param batch that it was in, where a mapping deletes it, else `null` */
  left(queue: number, message: MessageFacts, end: MessageEnd, batch: BatchFacts | null): void;
  /** Another message is the oldest one. @param enteredAt NaN = the queue is empty */
  oldest(queue: number, enteredAt: Micros): void;
  /** R11.23: the mapping has received a message. */
  polled(source: number): void;
  /** The batch was throttled; each try counts. */
  refused(batch: BatchFacts): void;
  /** The batch was admitted (R11.23). */
  invoked(batch: BatchFacts): void;
  /** The invocation failed as a whole. */
  failed(batch: BatchFacts): void;
  /** R8.7: a message of a successful batch failed. */
  itemFailed(batch: BatchFacts): void;
  /**
   * The mapping may have so many batches in hand at once from now on.
   * @param provisioned R11.25: its event pollers; `null` = on demand
   */
  pollers(source: number, batches: number, provisioned: number | null): void;
  /** At the end of the run the message is still there. */
  unfinished(queue: number, message: MessageFacts): void;
}
