/** What a result has of streams and of the mappings that read them. */
import type { EventCounts, Statistics } from './figure-shapes.ts';

/** What a mapping of a stream has beside other sources (R11.12, R11.23). */
export interface MappingResult {
  /** From the arrival of a batch's last record to its being sent, at every try. */
  readonly iteratorAge_ms: Statistics;
  /** Most records that were not done, and from then until nearly all were or the mapping had caught up. */
  readonly backlogMax: number;
  readonly backlogMaxBand?: readonly [number, number];
  readonly drainTime_s: number;
  /** The greatest age that a record reached before it was done. */
  readonly oldestAgeMax_s: number;
  readonly oldestAgeMaxBand_s?: readonly [number, number];
  /** R7.6: how often failed batches held up a shard until they were done with; for how long at most; which shard that was. */
  readonly blocked: { readonly times: number; readonly max_s: number; readonly shard: number };
  /** Records that did not pass the filter. */
  readonly filtered: number;
  /** Records given up: nobody has them, or an on-failure destination knows of them. */
  readonly lost: number;
  readonly deadLettered: number;
  /** R11.23: records, each as often as it comes. */
  readonly eventCount: EventCounts;
  /** R11.6: batches that the on-failure destination did not get. */
  readonly DestinationDeliveryFailures: number;
}

/** One stream: all its mappings together; backlog, age and drain time are those of the worst. */
export interface StreamResult extends Pick<
  MappingResult,
  | 'iteratorAge_ms'
  | 'backlogMax'
  | 'backlogMaxBand'
  | 'drainTime_s'
  | 'oldestAgeMax_s'
  | 'oldestAgeMaxBand_s'
  | 'lost'
  | 'deadLettered'
> {
  /** Written in the window. */
  readonly records: number;
  /** Records that a shard at its write limit did not take (R7.17). */
  readonly refused: number;
  /** Where most records went: its number, its share of them, refused ones included. */
  readonly hottestShard: { readonly shard: number; readonly share: number; readonly refused: number };
}
