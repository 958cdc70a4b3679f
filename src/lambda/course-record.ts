/** What is written down of one invocation, and what follows from its parts. */
import type { Micros } from '../des/time.ts';
import { billedMs } from './billing.ts';
import { billedRestoreMs } from './cold-start.ts';
import type { CourseFacts, Ending, InvokeError } from './course.ts';
import { NO_CALLS, type CallPlan } from './handler-calls.ts';

/** One object is written again and again. */
export class CourseRecord implements CourseFacts {
  /** Number in the table of environments; −1 where the attempt was throttled or refused. */
  environment = -1;
  version = 0;
  provisioned = false;
  spilled = false;
  cold = false;
  overhead: Micros = 0;
  init: Micros = 0;
  restore: Micros = 0;
  /** What the handler will call if its own work ends well; set before the rest. */
  plan: CallPlan = NO_CALLS;
  open = false;
  duration: Micros = 0;
  extensions: Micros = 0;
  ending: Ending = 'success';
  answer: Ending = 'success';
  invokeError: InvokeError | null = null;
  response: Micros = 0;
  time: Micros = 0;
  answerAt: Micros = NaN;
  end: Micros = NaN;
  billedMs = 0;
  restored = false;
  restoreBilledMs = 0;
  /** Whether an Init was repeated inside the invocation (R3.5, R3.10). */
  reinitialised = false;
  repeatedInitFailed = false;
  /** Whether the environment is reset afterwards (R3.10). */
  resets = false;
  /** Whether the request left the environment that was started for it. */
  moved = false;
  /** Init and Restore that are billed with it, whoever waited for them. */
  billedInit: Micros = 0;
  billedRestore: Micros = 0;

  /** Becomes what another is. */
  copy(other: CourseRecord): void {
    this.environment = other.environment;
    this.version = other.version;
    this.provisioned = other.provisioned;
    this.spilled = other.spilled;
    this.cold = other.cold;
    this.overhead = other.overhead;
    this.init = other.init;
    this.restore = other.restore;
    this.plan = other.plan;
    this.open = other.open;
    this.duration = other.duration;
    this.extensions = other.extensions;
    this.ending = other.ending;
    this.answer = other.answer;
    this.invokeError = other.invokeError;
    this.response = other.response;
    this.time = other.time;
    this.answerAt = other.answerAt;
    this.end = other.end;
    this.billedMs = other.billedMs;
    this.restored = other.restored;
    this.restoreBilledMs = other.restoreBilledMs;
    this.reinitialised = other.reinitialised;
    this.repeatedInitFailed = other.repeatedInitFailed;
    this.resets = other.resets;
    this.moved = other.moved;
    this.billedInit = other.billedInit;
    this.billedRestore = other.billedRestore;
  }

  /** The parts are known: adds them up. @param step of billing (R10.3) @param initBilled R10.6 */
  settle(now: Micros, step: Micros, initBilled: boolean): void {
    if (this.open) {
      this.#leaveOpen();
      return;
    }
    this.time = this.overhead + this.init + this.restore + this.duration;
    this.response = this.time - this.extensions;
    this.answerAt = now + this.response;
    this.end = now + this.time;
    if (this.invokeError !== null) {
      this.billedMs = 0;
      return;
    }
    this.billedMs = billedMs(this.duration, this.billedInit, step, initBilled);
    if (this.restored) this.restoreBilledMs = billedRestoreMs(this.billedRestore);
  }

  /** NaN is in nobody's time. */
  #leaveOpen(): void {
    this.time = NaN;
    this.response = NaN;
    this.answerAt = NaN;
    this.end = Infinity;
    this.billedMs = 0;
    if (this.restored) this.restoreBilledMs = billedRestoreMs(this.billedRestore);
  }
}
