/** The port to what handlers do when their own work is done: they call other functions. The workload knows how. */
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { Lineage } from './lineage.ts';
import type { VersionState } from './version-state.ts';

/** The handler makes no calls. */
export const NO_CALLS = 0;
/** It makes calls, and waits for none of them. */
export const CALLS = 1;
/** It waits for some of its calls, so that nobody knows yet how long it takes: an open invocation. */
export const WAITS = 2;

/** What a handler will do when its own work is done. */
export type CallPlan = typeof NO_CALLS | typeof CALLS | typeof WAITS;

/** Makes the calls of handlers. */
export interface HandlerCalls {
  /** What this invocation will call if its own work ends well; drawn by (request, attempt), so it can be asked again. */
  plan(caller: Caller, version: VersionState, request: number, attempt: number): CallPlan;
  /**
   * An invocation was admitted that will make calls.
   * @param environment in which its handler waits for them; −1 = it waits for none @param at when its own work is done
   * @returns by which `abandon` knows it
   */
  begin(
    caller: Caller,
    version: VersionState,
    request: number,
    attempt: number,
    lineage: Lineage | null,
    environment: number,
    at: Micros,
  ): number;
  /** A handler that waits has run into its timeout: what it has called runs on, and it calls no more. */
  abandon(waiting: number): void;
}

/** Told of the answers of open invocations; what they came to stands in the model's `course`. */
export interface AnswerListener {
  /** @param index as given to `await` @param failed records of a batch that the function reports, if its answer is a success */
  answered(index: number, failed: readonly number[]): void;
}

/** Told when the answer to an attempt that was marked with `notify` has come. */
export interface InvocationListener {
  /** @param tag as given to `notify`, not 0 */
  ended(tag: number): void;
}
