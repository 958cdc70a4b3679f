/** What a run records of streams and of the mappings that read them. */
import type { Micros } from '../des/time.ts';
import type { BacklogRecord, HistogramRecord } from './plain-records.ts';

/** A mapping of a stream: batches of the window by their own instant, `…Records`, `lost` and `kept` by arrival. */
export interface MappingRecord {
  /** R11.12, at every try. */
  readonly iteratorAge: HistogramRecord;
  /** R11.23; `undelivered` counts batches that the on-failure destination did not get (R11.6). */
  readonly polled: number;
  readonly filtered: number;
  readonly invoked: number;
  readonly failedRecords: number;
  readonly dropped: number;
  readonly delivered: number;
  readonly undelivered: number;
  /** Records that did not pass the filter: neither served nor failed. */
  readonly filteredRecords: number;
  /** Given up, and nobody has them; or a destination knows of them. */
  readonly lost: number;
  readonly kept: number;
  /** The greatest age at which a record was done, or was not at the end. */
  readonly oldest: Micros;
  /** How often a shard was blocked by batches that failed, for how long at most, and the number of that shard (R7.6). */
  readonly blocked: { readonly times: number; readonly longest: Micros; readonly shard: number };
  readonly backlog: BacklogRecord;
}

/** A stream in the window: what was written to each shard, by its number. */
export interface StreamRecord {
  readonly name: string;
  readonly shards: readonly { readonly records: number; readonly refused: number }[];
}
