/** The port to which streams and their mappings report what becomes of records. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from './course.ts';

/** Why records end without having been processed (R7.6, R7.7). */
export type LossCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded' | 'RetentionExceeded';

/**
 * Facts about records. Streams, producers and mappings are numbered in the order of their names; records that are
 * written or come to a mapping are told with the instant of theirs, which may lie before now, never before that of an
 * earlier one.
 */
export interface StreamMonitor {
  /** A producer writes a record to a shard. */
  written(stream: number, producer: number, shard: number, at: Micros): void;
  /** The shard takes no more: the producer is refused (R7.17). */
  refused(stream: number, producer: number, shard: number, at: Micros): void;
  /** A record waits for a mapping. */
  arrived(mapping: number, at: Micros): void;
  /** A record does not pass the filter of a mapping (R7.16). */
  filtered(mapping: number, at: Micros): void;
  /** A batch is sent to the function now. @param age of its last record (R11.12) */
  sent(mapping: number, records: number, age: Micros, attempt: number): void;
  /** It was throttled, or the service failed; it will be sent again. */
  throttled(mapping: number, records: number, isThrottle: boolean): void;
  /** The function runs. */
  invoked(mapping: number, records: number): void;
  /** Of a batch that was invoked so many records failed. */
  failed(mapping: number, records: number): void;
  /** A lane goes on, or the run ends, after batches of it failed: its shard was blocked for so long (R7.6). */
  unblocked(mapping: number, shard: number, time: Micros): void;
  /** Records that came at `at` are processed now. @param course of the invocation that did it */
  processed(mapping: number, at: Micros, records: number, course: BatchCourse): void;
  /** Records that came at `at` are given up now. @param kept whether an on-failure destination has them (R7.11) @param tries how often their batch was sent */
  lost(mapping: number, at: Micros, records: number, condition: LossCondition, kept: boolean, tries: number): void;
  /** R8.9: so many batches of a topic can be in hand from now on. @param count of its pollers */
  pollers(mapping: number, batches: number, count: number): void;
  /** R10.14: so many event poller units from now on. @param mapping of those that share them the first one */
  units(mapping: number, units: number): void;
  /** R11.25: event pollers read so many bytes. */
  read(mapping: number, bytes: number): void;
  /** A record of discarded batches reached, or did not reach, the on-failure destination. */
  delivered(mapping: number, records: number, delivered: boolean): void;
  /** Records that came at `at` wait, or run, at the end of the run. */
  unfinished(mapping: number, at: Micros, records: number, tries: number): void;
}

/** The part of a course that is told when the batch is done. */
export interface BatchCourse extends Pick<CourseFacts, 'cold' | 'overhead' | 'init' | 'restore' | 'response'> {
  /** Number of the environment within its function. */
  readonly environment: number;
  /** How often the batch was sent, its parts counted together where it was bisected. */
  readonly tries: number;
}
