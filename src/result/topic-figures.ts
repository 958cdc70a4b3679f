/** What a mapping of a Kafka topic has beside those of other streams: its record, and its figures. */
import type { MaxMean } from './figure-shapes.ts';
import type { LevelRecord } from './plain-records.ts';

/** In the window. */
export interface TopicRecord {
  /** R11.20: records of the topic that are not done. */
  readonly lag: LevelRecord;
  /** Batches that it might have in hand at once, at most. */
  readonly pollersMax: number;
  /** R11.25, R10.14: event pollers, the units of its group, and its part of their units × seconds; `null` = on demand. */
  readonly provisioned: {
    readonly pollers: LevelRecord;
    readonly units: LevelRecord;
    readonly unit_s: number;
  } | null;
}

/** Figures of a source; `ProvisionedPollers` and `pollersMax` are those of mappings of queues, too. */
export interface TopicFigures {
  readonly OffsetLag?: MaxMean;
  readonly pollersMax?: number;
  readonly ProvisionedPollers?: MaxMean;
  readonly EventPollerUnit?: MaxMean;
}
