/** One call that a handler waits for: its attempts, their answers, and whether it is tried again. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Caller } from '../lambda/caller.ts';
import { RANK } from '../lambda/events.ts';
import type { AnswerListener } from '../lambda/handler-calls.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { classOf, errorStatus, invokeErrorStatus } from './answer.ts';
import type { Call, CallTable } from './call-table.ts';
import { CALL_ANSWERED, CALL_RETRY } from './events.ts';
import { SDK_2026 } from './retry-presets.ts';
import { RetryPolicy } from './retry.ts';

/** Told how the calls of a handler end, while it runs. */
export interface CallListener {
  /** One of its calls is a success. @param frame index of the handler */
  callServed(frame: number): void;
  /** One of its calls has failed for good. @param frame index of the handler */
  callFailed(frame: number): void;
}

/**
 * A call is an SDK's: its throttles and server errors are tried again by `sdk2026` (R5.6, A-21), out of the calling
 * function's bucket of tokens.
 */
export class CallAnswers implements AnswerListener {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #streams: Streams;
  readonly #table: CallTable;
  readonly #listener: CallListener;
  /** By number of the calling function. */
  readonly #policies: (RetryPolicy | undefined)[] = [];

  constructor(simulation: Simulation, model: LambdaModel, streams: Streams, table: CallTable, listener: CallListener) {
    this.#simulation = simulation;
    this.#model = model;
    this.#streams = streams;
    this.#table = table;
    this.#listener = listener;
  }

  /** An attempt is made. @param index of the call */
  attempt(index: number): void {
    const call = this.#table.call(index);
    const { lineage } = this.#table.frame(call.frame);
    const { caller } = call;
    const { now } = this.#simulation;
    call.isSuccess = false;
    call.failure = null;
    // R9.9: Lambda answers 400, which no SDK tries again.
    if (this.#model.loopGuard.stops(caller.f.fn, lineage)) {
      this.#simulation.schedule(now, RANK.retry, CALL_ANSWERED, index);
      return;
    }
    if (this.#model.invoke(caller, call.number, call.attempts - 1, NO_HANDLER_TIME, lineage) >= 0) {
      call.failure = 'throttle';
      this.#simulation.schedule(now, RANK.retry, CALL_ANSWERED, index);
      return;
    }
    const { open, environment, answerAt } = this.#model.course;
    if (open) {
      this.#model.open.await(environment, this, index);
      return;
    }
    this.#read(call);
    this.#simulation.schedule(answerAt, answerAt > now ? RANK.release : RANK.retry, CALL_ANSWERED, index);
  }

  /** The answer of an open invocation. */
  answered(index: number): void {
    this.#read(this.#table.call(index));
    this.arrived(index);
  }

  /** CALL_ANSWERED: the handler has an answer, if it still runs. */
  arrived(index: number): void {
    const call = this.#table.call(index);
    const { frame, isSuccess, attempts, paid, failure, number } = call;
    const { isOver, caller } = this.#table.frame(frame);
    if (isOver) {
      this.#table.closeCall(index);
      return;
    }
    const policy = this.#policyOf(caller);
    if (isSuccess) {
      policy.earn(attempts === 1 ? 1 : paid);
      this.#listener.callServed(frame);
      this.#table.closeCall(index);
      return;
    }
    const mayRetry = failure !== null && policy.mayRetry(failure, attempts);
    const wait = mayRetry ? policy.wait(failure, number, attempts) : -1;
    if (wait < 0) {
      this.#listener.callFailed(frame);
      this.#table.closeCall(index);
      return;
    }
    call.paid = policy.cost(failure!);
    this.#simulation.schedule(this.#simulation.now + wait, RANK.retry, CALL_RETRY, index);
  }

  /** CALL_RETRY: the handler tries a call again, if it still runs. */
  retry(index: number): void {
    const call = this.#table.call(index);
    if (this.#table.frame(call.frame).isOver) {
      this.#table.closeCall(index);
      return;
    }
    call.attempts++;
    this.attempt(index);
  }

  /** R5.8: a function error is an answer like any other to the SDK, and none to the handler. */
  #read(call: Call): void {
    const { answer, invokeError } = this.#model.course;
    call.isSuccess = answer === 'success';
    const status = invokeError === null ? errorStatus('invoke') : invokeErrorStatus('invoke', invokeError);
    call.failure = call.isSuccess ? null : classOf(status);
  }

  #policyOf({ f }: Caller): RetryPolicy {
    return (this.#policies[f.fn] ??= new RetryPolicy(SDK_2026, this.#streams.stream('call-retries', f.config.name)));
  }
}
