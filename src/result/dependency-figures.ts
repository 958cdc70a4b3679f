/** The figures of dependencies. */
import type { MaxMean, Statistics } from './figure-shapes.ts';

/** What one function has to do with a dependency. */
export interface DependencyUser {
  readonly calls: number;
  readonly rejected: number;
  /** Answered with an error, or not within `timeout`. */
  readonly failed: number;
  /** Its part of the time that places were busy. */
  readonly share: number;
  readonly wait: { readonly mean_ms: number };
  /** From the call to its answer, or until the function gave up: what of its time the dependency took. */
  readonly time: { readonly mean_ms: number };
}

/** Key of a function that uses dependencies: what it spent on all of them together. */
export interface DependencyUse {
  readonly dependencies?: Pick<DependencyUser, 'calls' | 'rejected' | 'failed' | 'wait' | 'time'> & {
    /** Mean units of its concurrency that were in a call. */
    readonly concurrency: number;
  };
}

/** One dependency in the window: calls by the instant of the call, levels by integral. */
export interface DependencyResult {
  readonly calls: number;
  /** Refused: no room, or no connection. */
  readonly rejected: number;
  /** Of all calls. */
  readonly rejectedShare: number;
  readonly served: number;
  /** Answered with an error after their service. */
  readonly failed: number;
  /** Not answered within the dependency's `timeout`. */
  readonly timeouts: number;
  /** The time of the function was up before the answer came. */
  readonly abandoned: number;
  /** Mean share of its capacity in service; 0 where it has no limit. */
  readonly utilisation: number;
  /** Share of the time in which all of its capacity was busy. */
  readonly fullShare: number;
  /** From the call to the beginning of its service, or until its caller gave up; of calls that were not rejected. */
  readonly wait: Statistics;
  /** How long services took. */
  readonly service: Statistics;
  readonly inService: MaxMean;
  readonly waiting: MaxMean;
  /** Held by live environments. */
  readonly connections: MaxMean;
  /** The functions that use it. */
  readonly users: Readonly<Record<string, DependencyUser>>;
}
