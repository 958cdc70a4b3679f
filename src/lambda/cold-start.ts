/** What comes before the handler in a new environment, and in one that was reset: Init and Restore (R3.2-R3.7). */
import { MILLISECOND, type Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import { INIT_LIMIT, PREPARED_INIT_LIMIT, RESTORE_LIMIT } from './quotas.ts';
import type { VersionState } from './version-state.ts';

/** Draw 0 decides about the first Init of an environment, draw 1 about the one repeated inside the invocation. */
const FIRST_INIT = 0;
const REPEATED_INIT = 1;

/**
 * R13.5: the part of Restore that is billed, runtime load and after-restore hooks: 150 of 500 ms in real REPORT lines
 * of Java. Wrong where REPORT lines show another ratio of Billed Restore Duration to Restore Duration.
 */
export const BILLED_SHARE_OF_RESTORE = 0.3;

/**
 * R3.3, R3.4 (DG/lambda-runtime-environment.html): how long an Init may take. On demand 10 s; ahead of traffic, for
 * provisioned concurrency or a snapshot, 130 s or the function's timeout, whichever is longer.
 */
export function initLimit(aheadOfTraffic: boolean, timeout: Micros): Micros {
  return aheadOfTraffic ? Math.max(PREPARED_INIT_LIMIT, timeout) : INIT_LIMIT;
}

/** The Init or Restore of one new environment; one object per model, written anew for every one. */
export class ColdStart {
  /** Sandbox and download, and the wait for a network interface. */
  overhead: Micros = 0;
  /** Length of the Init phase; 0 with SnapStart. */
  init: Micros = 0;
  /** Length of the Restore phase; 0 without SnapStart. */
  restore: Micros = 0;
  /** R3.5: Init failed or passed its limit and has to be done again inside the invocation. */
  initFailed = false;
  /** R3.6: Restore passed its limit; the invocation is answered with SnapStartTimeoutException. */
  restoreFailed = false;

  /** A new environment for an attempt of this request. @param wait for a network interface (R9.8) */
  draw(version: VersionState, caller: Caller, request: number, attempt: number, wait: Micros): void {
    this.initFailed = false;
    this.restoreFailed = false;
    if (version.restore !== null) {
      // R3.7: Restore is all that a caller waits for; the making of the sandbox is part of it.
      const restore = version.restore.sample(caller.restoreStream, request, 0);
      this.overhead = wait;
      this.init = 0;
      this.restore = Math.min(restore, RESTORE_LIMIT);
      this.restoreFailed = restore > RESTORE_LIMIT;
      return;
    }
    const init = version.init.sample(caller.initStream, request, 0);
    this.overhead = version.overhead.sample(caller.overheadStream, request, 0) + wait;
    this.init = Math.min(init, INIT_LIMIT);
    this.restore = 0;
    this.initFailed = init > INIT_LIMIT || initFails(version, caller, request, attempt, FIRST_INIT);
  }

  /** All that the caller waits for. */
  get time(): Micros {
    return this.overhead + this.init + this.restore;
  }
}

/** R13.5, R10.12: Billed Restore Duration in whole milliseconds, rounded up as AWS prints it. */
export function billedRestoreMs(restore: Micros): number {
  return Math.ceil(Math.round(restore * BILLED_SHARE_OF_RESTORE) / MILLISECOND);
}

/** R3.5, R3.10, A-32: how long Init takes inside an invocation, where it runs without boosted CPU. */
export function suppressedInit(version: VersionState, caller: Caller, request: number): Micros {
  return Math.round(version.init.sample(caller.initStream, request, 0) * version.suppressedInitFactor);
}

/** Whether the Init that is repeated inside this attempt fails, too (R3.5). */
export function suppressedInitFails(version: VersionState, caller: Caller, request: number, attempt: number): boolean {
  return initFails(version, caller, request, attempt, REPEATED_INIT);
}

function initFails(version: VersionState, caller: Caller, request: number, attempt: number, which: number): boolean {
  const share = version.settings.initErrors;
  return share > 0 && caller.initErrorStream.uniform(request, 2 * attempt + which) < share;
}
