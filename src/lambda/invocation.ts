/** The course of one invocation: platform overhead, Init, a repeated Init, handler, and how it ends (R3.2-R3.10). */
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { CourseFacts, Ending } from './course.ts';
import { INIT_LIMIT } from './quotas.ts';
import type { VersionState } from './version-state.ts';

/** Draw 0 decides about the first Init of an environment, draw 1 about the one repeated inside the invocation. */
const FIRST_INIT = 0;
const REPEATED_INIT = 1;

/** What one attempt came to; one object per model, written anew for every attempt. */
export class Course implements CourseFacts {
  /** Number in the table of environments; −1 where the attempt was throttled. */
  environment = -1;
  version = 0;
  /** Waited for an on-demand Init. */
  cold = false;
  overhead: Micros = 0;
  init: Micros = 0;
  /** CloudWatch's Duration (R11.7): handler, and an Init repeated inside the invocation (R3.5, R3.10). */
  duration: Micros = 0;
  ending: Ending = 'success';
  /** Claim to release: overhead, Init and Duration. */
  time: Micros = 0;
  /** When it will have ended. */
  end: Micros = 0;
  /** Billed duration in ms (R10.3-R10.6). */
  billedMs = 0;
  /** Whether an Init was repeated inside the invocation (R3.5, R3.10). */
  reinitialised = false;
  /** Whether the environment is reset afterwards (R3.10). */
  resets = false;

  /**
   * An environment that is ready, or was reset and runs Init again inside the invocation.
   * @param handler handler time where the request brings its own, else NaN
   */
  warm(
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    handler: Micros,
    needsInit: boolean,
  ): void {
    this.cold = false;
    this.overhead = 0;
    this.init = 0;
    this.reinitialised = false;
    const warm = handler >= 0 ? handler : handlerTime(version, caller, request);
    if (needsInit) this.#reinitialise(version, caller, request, attempt, warm);
    else this.#invoke(version, caller, request, attempt, 0, warm);
  }

  /** A new environment: overhead, Init with its own limit of 10 s (R3.3), then the first handler call. */
  fresh(version: VersionState, caller: Caller, request: number, attempt: number, handler: Micros): void {
    this.cold = true;
    this.reinitialised = false;
    this.overhead = version.overhead.sample(caller.overheadStream, request, 0);
    const init = version.init.sample(caller.initStream, request, 0);
    this.init = Math.min(init, INIT_LIMIT);
    const first = firstHandlerTime(version, caller, request, handler);
    if (init > INIT_LIMIT || initFails(version, caller, request, attempt, FIRST_INIT)) {
      // the same request goes on with an Init repeated inside the invocation.
      this.#reinitialise(version, caller, request, attempt, first);
    } else {
      this.#invoke(version, caller, request, attempt, 0, first);
    }
  }

  /** R3.5, R3.10, A-32: the repeated Init is slower, counts as Duration and lies inside the function's timeout. */
  #reinitialise(version: VersionState, caller: Caller, request: number, attempt: number, handler: Micros): void {
    const init = Math.round(version.init.sample(caller.initStream, request, 0) * version.suppressedInitFactor);
    this.reinitialised = true;
    if (!initFails(version, caller, request, attempt, REPEATED_INIT)) {
      this.#invoke(version, caller, request, attempt, init, handler);
      return;
    }
    this.ending = 'error';
    this.resets = true;
    this.#bound(init, version.settings.timeout);
  }

  /** The handler after `before` µs of a repeated Init, both inside the timeout (R3.8). */
  #invoke(
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    before: Micros,
    handler: Micros,
  ): void {
    const { errors, timeout } = version.settings;
    this.ending = 'success';
    this.resets = false;
    let time = handler;
    if (errors.share > 0 && caller.errorStream.uniform(request, 2 * attempt) < errors.share) {
      this.ending = 'error';
      this.resets = errors.kind === 'crash' || errors.kind === 'out-of-memory';
      if (errors.kind === 'hang') time = Infinity;
      else if (version.errorDuration !== null) {
        time = version.errorDuration.sample(caller.errorStream, request, 2 * attempt + 1);
      }
    }
    this.#bound(before + time, timeout);
  }

  /** the Duration of a timed-out invocation is the timeout exactly; it resets the environment (R3.10). */
  #bound(duration: Micros, timeout: Micros): void {
    this.duration = duration;
    if (duration > timeout) {
      this.duration = timeout;
      this.ending = 'timeout';
      this.resets = true;
    }
  }
}

/** Warm handler time: the source's own, or the version's. */
function handlerTime(version: VersionState, caller: Caller, request: number): Micros {
  return (caller.duration ?? version.duration).sample(caller.durationStream, request, 0);
}

function firstHandlerTime(version: VersionState, caller: Caller, request: number, handler: Micros): Micros {
  if (version.coldDuration !== null) return version.coldDuration.sample(caller.coldDurationStream, request, 0);
  const warm = handler >= 0 ? handler : handlerTime(version, caller, request);
  return warm + version.settings.firstInvokePenalty;
}

function initFails(version: VersionState, caller: Caller, request: number, attempt: number, which: number): boolean {
  const share = version.settings.initErrors;
  return share > 0 && caller.initErrorStream.uniform(request, 2 * attempt + which) < share;
}
