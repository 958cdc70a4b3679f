/** What is told of an invocation when it is admitted: how long its parts will take and how it will end. */
import type { Micros } from '../des/time.ts';

/** How the invocation ends. */
export type Ending = 'success' | 'error' | 'timeout';

/** The facts of one course; the object is written anew for every attempt, so take what you need at once. */
export interface CourseFacts {
  /** Number of the version that serves, within its function; $LATEST is 0. */
  readonly version: number;
  /** Waited for an on-demand Init. */
  readonly cold: boolean;
  /** Platform overhead; 0 unless cold. */
  readonly overhead: Micros;
  /** Length of the Init phase; 0 unless cold. */
  readonly init: Micros;
  /** CloudWatch's Duration (R11.7): handler, and an Init repeated inside the invocation (R3.5, R3.10). */
  readonly duration: Micros;
  readonly ending: Ending;
  /** Whether an Init was repeated inside the invocation (R3.5, R3.10). */
  readonly reinitialised: boolean;
  /** Whether the environment is reset afterwards (R3.10). */
  readonly resets: boolean;
  /** Claim to release: overhead, Init and Duration. */
  readonly time: Micros;
  /** When it will have ended. */
  readonly end: Micros;
  /** Billed duration in ms (R10.3-R10.6). */
  readonly billedMs: number;
}
