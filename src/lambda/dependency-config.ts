/** What handlers use that is not Lambda and has limits of its own: a database, a partner API (`dependencies`). */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';

/** One dependency, shared by all functions that use it. */
export interface DependencyConfig {
  readonly name: string;
  /** Calls in service at once, a whole number of at least 1; `null` = any number. */
  readonly capacity: number | null;
  /** Connections that it accepts; `null` = any number. */
  readonly connections: number | null;
  /** How long the service of a call takes while nothing slows it down. */
  readonly service: Distribution;
  /** Calls that may wait for service; `null` = any number, 0 = a call that finds it full is refused. */
  readonly queue: number | null;
  /** How long a caller waits for its answer, from the call on; `null` = for as long as its function may run. */
  readonly timeout: Micros | null;
  /** How long a refusal takes. */
  readonly errorAfter: Micros;
  /** Slower under load; `null` = never. */
  readonly degrade: DegradeConfig | null;
}

/** How a dependency slows down under load. */
export interface DegradeConfig {
  /** Share of the capacity in [0, 1]: a service that begins while more than this is busy, itself included, is slow. */
  readonly above: number;
  /** How many times as long it takes then, at least 1. */
  readonly factor: number;
}

/** Calls that an invocation makes to one dependency, one after the other. */
export interface DependencyUse {
  /** Name of the dependency. */
  readonly dependency: string;
  /** Once an invocation. */
  readonly calls: number;
  /** For each of its records; a request is one record. */
  readonly callsPerRecord: number;
}

/** What a version uses. */
export interface UsesConfig {
  /** In the order in which they are made. */
  readonly entries: readonly DependencyUse[];
  /** How many connections each environment holds to each dependency that it uses, idle or busy. */
  readonly connectionsPerEnvironment: number;
}
