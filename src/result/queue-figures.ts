/** The figures of queues, and of the sources that have to do with them. */
import type { EventCounts, MaxMean, Statistics } from './figure-shapes.ts';

/** One queue in the window. */
export interface QueueResult {
  /** Messages that were sent here. */
  readonly sent: number;
  /** Messages that came from other queues: in a dead-letter queue those that failed. */
  readonly moved: number;
  /** Receives: a message that comes again counts again. */
  readonly received: number;
  readonly processed: number;
  readonly filtered: number;
  readonly deadLettered: number;
  /** Deleted at the end of their retention. */
  readonly lost: number;
  readonly redriven: number;
  /** At the end of the run: visible ones and received ones. */
  readonly remaining: { readonly visible: number; readonly inFlight: number };
  readonly visible: MaxMean;
  readonly inFlight: MaxMean;
  /** Greatest number of visible messages. */
  readonly backlogMax: number;
  /** From 2 runs up, as `maxBand` of other figures; `backlogMax` is the median then. */
  readonly backlogMaxBand?: readonly [number, number];
  /** From then until none was visible or its readers had caught up; else from when it began to the end of the run. */
  readonly drainTime_s: number;
  readonly oldestAgeMax_s: number;
  readonly oldestAgeMaxBand_s?: readonly [number, number];
  /** From the sending of a message to its deletion, of processed ones. */
  readonly messageAge: Statistics;
}

/** What a source of messages has in addition. */
export interface MessageFigures {
  readonly filtered: number;
  readonly deadLettered: number;
  readonly lost: number;
  /** A source of asynchronous events has these two as well: those that waited for a further attempt. */
  readonly backlogMax?: number;
  readonly backlogMaxBand?: readonly [number, number];
  readonly drainTime_s?: number;
  readonly oldestAgeMax_s?: number;
  readonly oldestAgeMaxBand_s?: readonly [number, number];
  /** R11.23: messages, each as often as it comes. */
  readonly eventCount?: EventCounts;
  /** Batches that the mapping might have in hand at once, at most. */
  readonly pollersMax?: number;
  /** R11.25: provisioned event pollers. */
  readonly ProvisionedPollers?: MaxMean;
  readonly pollersMaxBand?: readonly [number, number];
}
