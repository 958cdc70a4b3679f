/** The authorizer of a gateway (R5.9): asked before the function, and what its answer leads to. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { Ending } from '../lambda/course.ts';
import { RANK } from '../lambda/events.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { AUTHORIZER_FAILURE_STATUS } from './answer.ts';
import { AUTHORIZED } from './events.ts';
import type { Patience } from './patience.ts';
import type { RequestMonitor } from './request-monitor.ts';
import type { Failure, Request } from './request.ts';
import type { RequestTable } from './requests.ts';
import type { Source } from './source.ts';

/** What becomes of a request when its authorizer has been asked. */
export interface Gate {
  /** Its function is invoked. */
  invoke(source: Source, index: number): void;
  /** Its function is invoked, and nobody waits for that. */
  call(source: Source, request: Request): void;
  /** Lambda throttled the authorizer. */
  throttled(source: Source, index: number, status: number): void;
  /** The gateway answers at `at`. */
  turnDown(source: Source, index: number, at: Micros, failure: Failure, status: number): void;
  /** The client gives the attempt up. */
  timeOut(source: Source, index: number): void;
  /** The outcome of a first attempt is not known at its arrival. */
  postpone(request: Request): void;
}

/** Asks authorizers. */
export class Authorization {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #requests: RequestTable;
  readonly #monitor: RequestMonitor;
  readonly #patience: Patience;
  readonly #gate: Gate;

  constructor(
    simulation: Simulation,
    model: LambdaModel,
    requests: RequestTable,
    monitor: RequestMonitor,
    patience: Patience,
    gate: Gate,
  ) {
    this.#simulation = simulation;
    this.#model = model;
    this.#requests = requests;
    this.#monitor = monitor;
    this.#patience = patience;
    this.#gate = gate;
  }

  /** One more synchronous invocation; what it comes to decides whether the function is invoked at all. */
  ask(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const { caller, patience } = source.authorizer!;
    if (this.#model.invoke(caller, request.number, request.attempts - 1, NO_HANDLER_TIME, request.lineage) >= 0) {
      this.#gate.throttled(source, index, AUTHORIZER_FAILURE_STATUS);
      return;
    }
    this.#monitor.authorizing(source.index);
    if (this.#model.course.open) {
      request.authorizing = true;
      this.#gate.postpone(request);
      this.#patience.wait(source, index);
      return;
    }
    const { response, answer, invokeError } = this.#model.course;
    const answerAt = this.#simulation.now + Math.min(response, patience);
    const allowed = answer === 'success' && response <= patience;
    if (request.sent + source.clientTimeout < answerAt) {
      if (allowed) this.#simulation.schedule(answerAt, RANK.retry, AUTHORIZED, this.#standIn(request));
      this.#gate.timeOut(source, index);
    } else if (allowed) {
      this.#simulation.schedule(answerAt, RANK.retry, AUTHORIZED, index);
    } else {
      const late = response > patience || answer === 'timeout';
      const failure = late ? 'timeout' : invokeError === null ? 'error' : 'other';
      this.#gate.turnDown(source, index, answerAt, failure, AUTHORIZER_FAILURE_STATUS);
    }
  }

  /** The open invocation of the authorizer has ended, or the gateway waits no longer for it. */
  hear(source: Source, index: number, answer: Ending): void {
    const request = this.#requests.at(index);
    const { now } = this.#simulation;
    request.authorizing = false;
    if (answer === 'success') this.#simulation.schedule(now, RANK.retry, AUTHORIZED, index);
    else if (request.abandoned) this.#requests.close(index);
    else this.#gate.turnDown(source, index, now, answer, AUTHORIZER_FAILURE_STATUS);
  }

  /** AUTHORIZED: the authorizer lets this request pass. */
  authorized(source: Source, index: number): void {
    const request = this.#requests.at(index);
    request.authorized = true;
    if (!request.abandoned) {
      this.#gate.invoke(source, index);
      return;
    }
    this.#gate.call(source, request);
    this.#requests.close(index);
  }

  /** The client gives up while the authorizer's invocation in this environment is open; the gateway waits for it. */
  leave(source: Source, index: number, environment: number): void {
    const request = this.#requests.at(index);
    request.authorizing = false;
    if (request.asked + source.authorizer!.patience <= this.#simulation.now) return;
    const other = this.#standIn(request);
    this.#requests.at(other).authorizing = true;
    this.#patience.pass(source, index, other, environment);
  }

  /** R5.13: a client that goes away stops nothing: what only the gateway goes on with. @returns its index */
  #standIn({ source, route, number, arrival, handler, attempts, lineage }: Request): number {
    const index = this.#requests.open(source, route, number, arrival, handler);
    const request = this.#requests.at(index);
    request.attempts = attempts;
    request.abandoned = true;
    this.#requests.adopt(index, lineage);
    return index;
  }
}
