/** What one replication recorded of dependencies. */
import type { Micros } from '../des/time.ts';
import type { HistogramRecord, LevelRecord } from './plain-records.ts';

/** What one function had to do with a dependency. */
export interface DependencyUserRecord {
  readonly function: string;
  readonly calls: number;
  readonly rejected: number;
  /** Answered with an error, or not in time for the dependency's `timeout`. */
  readonly failed: number;
  /** Sum of the waits of its calls, and how many they are. */
  readonly wait: Micros;
  readonly waits: number;
  /** Sum of the times from its calls to their answers, or until it gave up, and how many they are. */
  readonly time: Micros;
  readonly answers: number;
  /** Sum of the services that ended in the window. */
  readonly service: Micros;
}

/** One dependency in the window: calls by the instant of the call, levels by integral. */
export interface DependencyRecord {
  readonly name: string;
  readonly calls: number;
  readonly rejected: number;
  readonly served: number;
  readonly failed: number;
  readonly timeouts: number;
  readonly abandoned: number;
  /** From the call to its service, or until its caller gave up; of calls that were not rejected. */
  readonly wait: HistogramRecord;
  /** Of services that ended. */
  readonly service: HistogramRecord;
  readonly inService: LevelRecord;
  readonly waiting: LevelRecord;
  readonly connections: LevelRecord;
  /** How long all of its capacity was busy. */
  readonly full: Micros;
  /** The functions that use it, in the order of their names. */
  readonly users: readonly DependencyUserRecord[];
}
