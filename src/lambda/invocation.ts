/** The course of one invocation: the start of its environment, a repeated Init, handler, extensions (R3.2-R3.10). */
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import { suppressedInit, suppressedInitFails, type ColdStart } from './cold-start.ts';
import type { Ending, InvokeError } from './course.ts';
import { CourseRecord } from './course-record.ts';
import { WAITS } from './handler-calls.ts';
import { firstHandlerTime, handlerTime } from './handler-draw.ts';
import type { CallerImpairment } from './impairment.ts';
import type { VersionState } from './version-state.ts';

/** What one attempt came to; one object per model, written anew for every attempt. */
export class Course extends CourseRecord {
  /** Whether nothing but the handler has been written since it was cleared. */
  #isPlain = true;

  /**
   * An environment that is ready, or was reset and runs Init again inside the invocation.
   * @param handler handler time where the request brings its own, else NO_HANDLER_TIME
   */
  warm(
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    handler: Micros,
    needsInit: boolean,
  ): void {
    this.#begin(version);
    const time = handler >= 0 ? handler : handlerTime(version, caller, request);
    if (needsInit) this.#reinitialise(version, caller, request, attempt, time);
    else this.#invoke(version, caller, request, attempt, 0, time);
  }

  /** The first invocation of an environment that was made ready without one (A-14, A-15, R4.10). */
  first(
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    handler: Micros,
    needsInit: boolean,
  ): void {
    this.warm(version, caller, request, attempt, firstHandlerTime(version, caller, request, handler), needsInit);
  }

  /** A new environment: what its start takes, then the first handler call. */
  fresh(
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    handler: Micros,
    start: ColdStart,
  ): void {
    this.#begin(version);
    this.#isPlain = false;
    this.cold = true;
    this.overhead = start.overhead;
    this.init = start.init;
    this.restore = start.restore;
    this.billedInit = start.init;
    this.billedRestore = start.restore;
    this.restored = version.restore !== null && !start.restoreFailed;
    if (start.restoreFailed) {
      this.invokeError = 'SnapStartTimeoutException';
      this.answer = 'error';
      this.resets = false;
      this.duration = 0;
      return;
    }
    const first = firstHandlerTime(version, caller, request, handler);
    // the same request goes on with an Init repeated inside the invocation.
    if (start.initFailed) this.#reinitialise(version, caller, request, attempt, first);
    else this.#invoke(version, caller, request, attempt, 0, first);
  }

  /** R3.20, R5.4: Lambda answers with an error of its own, at once; no environment is touched. */
  refuse(version: VersionState, error: InvokeError): void {
    this.#begin(version);
    this.#isPlain = false;
    this.resets = false;
    this.environment = -1;
    this.invokeError = error;
    this.answer = 'error';
    this.duration = 0;
  }

  /** Init or Restore ran for it, and it did not wait for that; billed all the same. */
  billAhead(start: ColdStart, restored: boolean): void {
    this.#isPlain = false;
    this.billedInit = start.init;
    this.billedRestore = start.restore;
    this.restored = restored;
  }

  /** it left the environment that was started for it, and waits so long for another. */
  move(wait: Micros): void {
    this.#isPlain = false;
    this.moved = true;
    this.overhead = wait;
  }

  override copy(other: CourseRecord): void {
    super.copy(other);
    this.#isPlain = false;
  }

  /**
   * The calls that the handler waited for are done, or its time is up.
   * @param time since the invocation was admitted
   */
  complete(version: VersionState, caller: Caller, request: number, time: Micros, ending: Ending): void {
    this.open = false;
    this.duration = time - this.overhead - this.init - this.restore;
    this.ending = ending;
    this.answer = ending;
    this.resets = ending === 'timeout';
    if (version.postInvoke !== null && !this.resets) this.#extend(version, caller, request);
  }

  /** The plain course of a warm environment leaves most of it as it is. */
  #begin(version: VersionState): void {
    this.version = version.index;
    this.provisioned = false;
    this.spilled = false;
    if (this.#isPlain) return;
    this.#isPlain = true;
    this.cold = false;
    this.open = false;
    this.overhead = 0;
    this.init = 0;
    this.restore = 0;
    this.extensions = 0;
    this.invokeError = null;
    this.reinitialised = false;
    this.repeatedInitFailed = false;
    this.moved = false;
    this.billedInit = 0;
    this.billedRestore = 0;
    this.restored = false;
    this.restoreBilledMs = 0;
  }

  /** R3.5, R3.10, A-32: the repeated Init is slower, counts as Duration and lies inside the function's timeout. */
  #reinitialise(version: VersionState, caller: Caller, request: number, attempt: number, handler: Micros): void {
    const init = suppressedInit(version, caller, request);
    this.#isPlain = false;
    this.reinitialised = true;
    if (!suppressedInitFails(version, caller, request, attempt)) {
      this.#invoke(version, caller, request, attempt, init, handler);
      return;
    }
    this.repeatedInitFailed = true;
    this.ending = 'error';
    this.resets = true;
    this.#bound(init, version.timeout);
    this.answer = this.ending;
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
    this.ending = 'success';
    this.resets = false;
    const faults = caller.impairment?.isActive === true ? caller.impairment : null;
    let time = faults === null ? handler : faults.handlerTime(handler, request);
    if (
      caller.fails ||
      (version.errorShare > 0 && caller.errorStream.uniform(request, 2 * attempt) < version.errorShare)
    ) {
      const { errors } = version.settings;
      this.ending = 'error';
      this.resets = errors.kind === 'crash' || errors.kind === 'out-of-memory';
      if (errors.kind === 'hang') time = Infinity;
      else if (version.errorDuration !== null) {
        time = version.errorDuration.sample(caller.errorStream, request, 2 * attempt + 1);
      }
    }
    if (faults !== null) time = this.#suffer(faults, request, attempt, time);
    this.#bound(before + time, version.timeout);
    this.answer = this.ending;
    if (this.plan === WAITS && this.ending === 'success') {
      this.#isPlain = false;
      this.open = true;
    } else if (version.postInvoke !== null && !this.resets) this.#extend(version, caller, request);
  }

  /** What faults make of an attempt. @returns how long its handler takes */
  #suffer(faults: CallerImpairment, request: number, attempt: number, time: Micros): Micros {
    if (this.ending !== 'success') return faults.slowed(time, request);
    this.ending = faults.ending(request, attempt);
    if (this.ending === 'timeout') return Infinity;
    return faults.slowed(this.ending === 'error' ? faults.errorTime(time, request) : time, request);
  }

  /** R1.15, R3.8: the caller has its answer; extensions go on, count as Duration and lie inside the timeout. */
  #extend(version: VersionState, caller: Caller, request: number): void {
    const answered = this.duration;
    this.#isPlain = false;
    this.#bound(answered + version.postInvoke!.sample(caller.extensionStream, request, 0), version.timeout);
    this.extensions = this.duration - answered;
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
