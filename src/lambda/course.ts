/** What is told of an invocation when it is admitted: how long its parts will take and how it will end. */
import type { Micros } from '../des/time.ts';

/** How the invocation ends. */
export type Ending = 'success' | 'error' | 'timeout';

/**
 * Why Invoke answers with an error of the service, although nothing was throttled: the code does not run (R5.4).
 * `ResourceNotReadyException` (502): the function is Inactive or Pending (R3.20). `SnapStartTimeoutException` (408):
 * Restore passed its limit of 10 s (R3.6). `ServiceException` (500): a fault of Lambda itself.
 */
export type InvokeError = 'ResourceNotReadyException' | 'SnapStartTimeoutException' | 'ServiceException';

/** The facts of one course; the object is written anew for every attempt, so take what you need at once. */
export interface CourseFacts {
  /** Number of the version that serves, within its function; $LATEST is 0. */
  readonly version: number;
  /** Runs on a provisioned environment. */
  readonly provisioned: boolean;
  /** Runs on demand, though its version or alias has provisioned concurrency (R4.5). */
  readonly spilled: boolean;
  /** Waited for an on-demand Init or Restore. */
  readonly cold: boolean;
  /** Sandbox and download, the wait for a network interface or for another environment. */
  readonly overhead: Micros;
  /** Length of the Init phase; 0 unless cold, and 0 with SnapStart. */
  readonly init: Micros;
  /** Length of the Restore phase; 0 unless cold with SnapStart (R3.6). */
  readonly restore: Micros;
  /** Its handler waits for calls: what is said of its length, its end and its bill is not known yet. */
  readonly open: boolean;
  /** CloudWatch's Duration (R11.7): an Init repeated inside the invocation, handler and extensions (R3.5, R3.8). */
  readonly duration: Micros;
  /** PostRuntimeExtensionsDuration (R11.8): the part of `duration` after the runtime has answered. */
  readonly extensions: Micros;
  /** How the function's invocation ends; where extensions overrun the timeout, otherwise than its answer says. */
  readonly ending: Ending;
  /** Whether an Init was repeated inside the invocation (R3.5, R3.10). */
  readonly reinitialised: boolean;
  /** Whether that one failed, too: then it is all there is to Duration. */
  readonly repeatedInitFailed: boolean;
  /** Whether the environment is reset afterwards (R3.10). */
  readonly resets: boolean;
  /** What the caller is told of the function. */
  readonly answer: Ending;
  /** What the caller is told instead, where the code never ran; `null` = it ran. */
  readonly invokeError: InvokeError | null;
  /** Claim to the caller's answer (R1.15). */
  readonly response: Micros;
  /** Claim to release: overhead, Init or Restore, and Duration. */
  readonly time: Micros;
  /** When the answer will have come. */
  readonly answerAt: Micros;
  /** When it will have ended. */
  readonly end: Micros;
  /** Billed duration in ms (R10.3-R10.6), without the billed part of Restore. */
  readonly billedMs: number;
  /** Whether an environment was restored from a snapshot for it (R10.12). */
  readonly restored: boolean;
  /** Billed Restore Duration in ms (R10.12). */
  readonly restoreBilledMs: number;
}
