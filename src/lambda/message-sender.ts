/** The port to the queues of a scenario, for handlers and destinations that send messages. */
import type { Lineage } from './lineage.ts';

/** Puts messages into queues. */
export interface MessageSender {
  /** A message arrives now. @param name of the queue @param lineage the chain that it belongs to, where a loop is possible (R9.9) @returns whether the queue takes it */
  sendTo(name: string, lineage: Lineage | null): boolean;
  /** Whether the queue might not take a message at some time of the run. @param name of the queue */
  mayRefuse(name: string): boolean;
}
