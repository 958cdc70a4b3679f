/** The port to the queues of a scenario, for handlers and destinations that send messages. */
import type { Lineage } from './lineage.ts';

/** Puts messages into queues. */
export interface MessageSender {
  /** A message arrives now. @param name of the queue @param lineage the chain that it belongs to, where a loop is possible (R9.9) @returns whether the queue takes it */
  sendTo(name: string, lineage: Lineage | null): boolean;
}
