/** What an attempt comes to: the gateway's throttle, its authorizer, the function, and who gives up first. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK } from '../lambda/events.ts';
import type { AnswerListener } from '../lambda/handler-calls.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { GATEWAY_THROTTLE } from '../lambda/throttle.ts';
import {
  classOf,
  errorStatus,
  GATEWAY_THROTTLE_STATUS,
  integrationTimeoutStatus,
  invokeErrorStatus,
} from './answer.ts';
import { Authorization, type Gate } from './authorization.ts';
import { ANSWER } from './events.ts';
import { MapState } from './map-state.ts';
import type { Outcomes } from './outcomes.ts';
import { Patience } from './patience.ts';
import type { RequestMonitor } from './request-monitor.ts';
import type { Failure, Request } from './request.ts';
import type { RequestTable } from './requests.ts';
import type { AnswerClass } from './retry.ts';
import type { Source } from './source.ts';

/** Makes the attempts of requests in hand. */
export class Attempts implements Gate {
  readonly maps: MapState;
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #requests: RequestTable;
  readonly #monitor: RequestMonitor;
  readonly #outcomes: Outcomes;
  readonly #patience: Patience;
  readonly authorization: Authorization;

  /** @param listener hears of the answers of open invocations, and hands them to `answered` */
  constructor(
    simulation: Simulation,
    model: LambdaModel,
    requests: RequestTable,
    monitor: RequestMonitor,
    outcomes: Outcomes,
    listener: AnswerListener,
  ) {
    this.#simulation = simulation;
    this.#model = model;
    this.#requests = requests;
    this.#monitor = monitor;
    this.#outcomes = outcomes;
    this.#patience = new Patience(simulation, model, requests, listener);
    this.authorization = new Authorization(simulation, model, requests, monitor, this.#patience, this);
    this.maps = new MapState(simulation, requests, monitor, outcomes, (source, index) => {
      this.make(source, index);
    });
  }

  /** An attempt is made: the first of this request, or a further one. */
  make(source: Source, index: number): void {
    const { throttle, authorizer } = source;
    const request = this.#requests.at(index);
    if (throttle !== null && !throttle.spend(this.#simulation.now)) this.refuse(source, index, GATEWAY_THROTTLE);
    else if (authorizer !== null && !request.authorized && authorizer.isAsked(request.number)) {
      this.authorization.ask(source, index);
    } else this.invoke(source, index);
  }

  /** Nobody is invoked: Lambda or the gateway answers at once. @param throttle index into REFUSALS */
  refuse(source: Source, index: number, throttle: number): void {
    const request = this.#requests.at(index);
    const own = throttle === GATEWAY_THROTTLE;
    const status = own ? GATEWAY_THROTTLE_STATUS : source.throttleStatus;
    this.#noteThrottle(request, status);
    if (own) this.#monitor.turnedAway(request, source.routes.all[request.route]!.caller.f.fn);
    else this.#monitor.refused(request);
    this.#goOn(source, index, classOf(status));
  }

  /** The function was just admitted, but will be no success in time for client and gateway. */
  disappoint(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const { course } = this.#model;
    const { now } = this.#simulation;
    this.#noteStart(request);
    if (course.open) {
      this.postpone(request);
      this.#patience.wait(source, index);
      return;
    }
    const clientGivesUp = request.sent + source.clientTimeout;
    const gatewayGivesUp = now + source.integrationTimeout;
    if (course.answerAt > clientGivesUp && clientGivesUp <= gatewayGivesUp) this.timeOut(source, index);
    else if (course.answerAt > gatewayGivesUp) this.#cutOff(source, index, gatewayGivesUp);
    else this.#fail(source, index);
  }

  /** The open invocation that a request waits for has its answer. */
  answered(source: Source, index: number): void {
    const { answer } = this.#model.course;
    this.#patience.answered(index);
    if (this.#requests.at(index).authorizing) this.authorization.hear(source, index, answer);
    else if (answer === 'success') this.#succeed(source, index);
    else this.#fail(source, index);
  }

  /** PATIENCE_ENDS: client or gateway has waited for an open invocation for as long as it would. */
  giveUpWaiting(source: Source, index: number): void {
    const environment = this.#patience.ends(index);
    if (environment < 0) return;
    const request = this.#requests.at(index);
    const { now } = this.#simulation;
    if (!request.abandoned && request.sent + source.clientTimeout <= now) {
      if (request.authorizing) this.authorization.leave(source, index, environment);
      this.timeOut(source, index);
    } else if (request.authorizing) this.authorization.hear(source, index, 'timeout');
    else this.#cutOff(source, index, now);
  }

  /** The outcome of this request is not known at its arrival. */
  postpone(request: Request): void {
    if (request.late) return;
    request.late = true;
    this.#monitor.postponed(request);
  }

  /** The integration timeout of the gateway passes at `at`, before the function has answered. */
  #cutOff(source: Source, index: number, at: Micros): void {
    this.turnDown(source, index, at, 'timeout', integrationTimeoutStatus(source.config.type));
  }

  turnDown(source: Source, index: number, at: Micros, failure: Failure, status: number): void {
    note(this.#requests.at(index), at, failure, status);
    this.#goOn(source, index, classOf(status));
  }

  throttled(source: Source, index: number, status: number): void {
    const request = this.#requests.at(index);
    this.#noteThrottle(request, status);
    this.#monitor.refused(request);
    this.#goOn(source, index, classOf(status));
  }

  /** The answer is not a success. */
  #fail(source: Source, index: number): void {
    const { type } = source.config;
    const { answer, answerAt, invokeError } = this.#model.course;
    let status = errorStatus(type);
    let failure: Failure = answer === 'timeout' ? 'timeout' : 'error';
    if (invokeError !== null) {
      status = invokeErrorStatus(type, invokeError);
      failure = 'other';
    }
    this.turnDown(source, index, answerAt, failure, status);
  }

  #noteStart(request: Request): void {
    const { environment, cold } = this.#model.course;
    request.start = environment < 0 ? NaN : this.#simulation.now;
    request.environment = this.#model.environmentNumber();
    request.cold = cold;
  }

  /** The function is invoked. */
  invoke(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const throttle = this.call(source, request);
    if (throttle >= 0) {
      this.refuse(source, index, throttle);
      return;
    }
    const { course } = this.#model;
    // The client may have waited for an authorizer already.
    const inTime =
      course.answerAt <= request.sent + source.clientTimeout && course.response <= source.integrationTimeout;
    if (inTime && course.answer === 'success') {
      this.#noteStart(request);
      this.#succeed(source, index);
    } else this.disappoint(source, index);
  }

  /** The function is invoked, whoever waits for it. @returns as the model's `invoke` */
  call(source: Source, request: Request): number {
    const { caller } = source.routes.all[request.route]!;
    return this.#model.invoke(caller, request.number, request.attempts - 1, request.handler, request.lineage);
  }

  #succeed(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const { course } = this.#model;
    if (source.earns) this.#model.notify(source.earning(request.attempts === 1 ? 1 : request.paid));
    request.answerAt = course.answerAt;
    if (request.execution < 0) {
      this.#outcomes.serveLate(source, index, course);
      return;
    }
    request.success = true;
    request.overhead = course.overhead;
    request.init = course.init + course.restore;
    this.maps.settle(index);
  }

  #noteThrottle(request: Request, status: number): void {
    request.throttled = true;
    if (request.execution >= 0) this.maps.requestOf(request).throttled = true;
    note(request, this.#simulation.now, 'throttled', status);
  }

  /** The client will give this attempt up. */
  timeOut(source: Source, index: number): void {
    const request = this.#requests.at(index);
    request.answerAt = request.sent + source.clientTimeout;
    request.failure = 'timeout';
    request.status = 'timeout';
    this.#goOn(source, index, 'timeout');
  }

  /** The client will see an answer that is no success, and may try again. @param answer `null` = nothing to retry */
  #goOn(source: Source, index: number, answer: AnswerClass | null): void {
    const request = this.#requests.at(index);
    if (answer !== null && source.policy?.mayRetry(answer, request.attempts) === true) {
      request.answer = answer;
      this.postpone(request);
      this.#simulation.schedule(request.answerAt, RANK.retry, ANSWER, index);
    } else this.giveUp(source, index);
  }

  /** The last answer of this request is final. */
  giveUp(source: Source, index: number): void {
    if (this.#requests.at(index).execution >= 0) this.maps.settle(index);
    else this.#outcomes.fail(source, index);
  }
}

function note(request: Request, answerAt: Micros, failure: Failure, status: number): void {
  request.answerAt = answerAt;
  request.failure = failure;
  request.status = String(status);
}
