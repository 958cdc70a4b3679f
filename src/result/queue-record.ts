/** What one replication recorded of queues and of the mappings that read them. */
import type { Micros } from '../des/time.ts';
import type { BacklogRecord, HistogramRecord, LevelRecord } from './plain-records.ts';

/** One queue in the window: facts by their own instant. */
export interface QueueRecord {
  readonly name: string;
  /** Messages that were sent here. */
  readonly sent: number;
  /** Messages that came from another queue. */
  readonly moved: number;
  /** Receives, those of messages that came twice included. */
  readonly received: number;
  readonly processed: number;
  readonly filtered: number;
  /** Moved to the dead-letter queue. */
  readonly deadLettered: number;
  /** Deleted at the end of their retention. */
  readonly lost: number;
  /** Moved back to the queue that they came from. */
  readonly redriven: number;
  /** From the sending of a message to its deletion, of processed ones. */
  readonly age: HistogramRecord;
  readonly visible: LevelRecord & BacklogRecord;
  readonly inFlight: LevelRecord;
  readonly oldestAgeMax: Micros;
  /** What is there at the end. */
  readonly remaining: { readonly visible: number; readonly inFlight: number };
}

/** One mapping in the window (R11.23): messages, each as often as it comes. */
export interface MappingRecord {
  /** Name of the queue. */
  readonly queue: string;
  readonly polled: number;
  readonly filteredOut: number;
  readonly invoked: number;
  readonly failedInvoke: number;
  readonly deleted: number;
  /** Batches that it might have in hand at once, at most. */
  readonly pollersMax: number;
  /** R11.25, R10.14: provisioned event pollers, and their units × seconds; `null` = on demand. */
  readonly provisioned: { readonly pollers: LevelRecord; readonly unit_s: number } | null;
}

/** What became of the messages of one source in the window, by their arrival. */
export interface MessagesRecord {
  /** Of the unfinished ones those that are in the queue. */
  readonly queued: number;
  readonly filtered: number;
  readonly deadLettered: number;
  readonly lost: number;
  /** `null` for a source that only writes. */
  readonly mapping: MappingRecord | null;
}
