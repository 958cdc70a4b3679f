/** What an attempt comes to: the gateway's throttle, its authorizer, the function, and who gives up first. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK } from '../lambda/events.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { GATEWAY_THROTTLE } from '../lambda/throttle.ts';
import {
  AUTHORIZER_FAILURE_STATUS,
  classOf,
  errorStatus,
  GATEWAY_THROTTLE_STATUS,
  integrationTimeoutStatus,
  invokeErrorStatus,
} from './answer.ts';
import { ANSWER, AUTHORIZED } from './events.ts';
import { MapState } from './map-state.ts';
import type { Outcomes } from './outcomes.ts';
import type { RequestMonitor } from './request-monitor.ts';
import type { Failure, Request } from './request.ts';
import type { RequestTable } from './requests.ts';
import type { AnswerClass } from './retry.ts';
import type { Source } from './source.ts';

/** Makes the attempts of requests in hand. */
export class Attempts {
  readonly maps: MapState;
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #requests: RequestTable;
  readonly #monitor: RequestMonitor;
  readonly #outcomes: Outcomes;

  constructor(
    simulation: Simulation,
    model: LambdaModel,
    requests: RequestTable,
    monitor: RequestMonitor,
    outcomes: Outcomes,
  ) {
    this.#simulation = simulation;
    this.#model = model;
    this.#requests = requests;
    this.#monitor = monitor;
    this.#outcomes = outcomes;
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
      this.#authorize(source, index);
    } else this.#invoke(source, index);
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
    request.start = course.environment < 0 ? NaN : now;
    request.environment = this.#model.environmentNumber();
    request.cold = course.cold;
    const clientGivesUp = request.sent + source.clientTimeout;
    const gatewayGivesUp = now + source.integrationTimeout;
    if (course.answerAt > clientGivesUp && clientGivesUp <= gatewayGivesUp) {
      this.#timeOut(source, index);
      return;
    }
    const { type } = source.config;
    const { answer, invokeError } = course;
    let status = errorStatus(type);
    let failure: Failure = answer === 'timeout' ? 'timeout' : 'error';
    if (course.answerAt > gatewayGivesUp) {
      status = integrationTimeoutStatus(type);
      failure = 'timeout';
    } else if (invokeError !== null) {
      status = invokeErrorStatus(type, invokeError);
      failure = 'other';
    }
    note(request, Math.min(course.answerAt, gatewayGivesUp), failure, status);
    this.#goOn(source, index, classOf(status));
  }

  /** AUTHORIZED: the authorizer lets this request pass. */
  authorized(source: Source, index: number): void {
    const request = this.#requests.at(index);
    request.authorized = true;
    if (!request.abandoned) {
      this.#invoke(source, index);
      return;
    }
    this.#call(source, request);
    this.#requests.close(index);
  }

  /** The outcome of this request is not known at its arrival. */
  postpone(request: Request): void {
    if (request.late) return;
    request.late = true;
    this.#monitor.postponed(request);
  }

  #invoke(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const throttle = this.#call(source, request);
    if (throttle >= 0) {
      this.refuse(source, index, throttle);
      return;
    }
    const { course } = this.#model;
    // The client may have waited for an authorizer already.
    const inTime =
      course.answerAt <= request.sent + source.clientTimeout && course.response <= source.integrationTimeout;
    if (inTime && course.answer === 'success') this.#succeed(source, index);
    else this.disappoint(source, index);
  }

  #call(source: Source, request: Request): number {
    const { caller } = source.routes.all[request.route]!;
    return this.#model.invoke(caller, request.number, request.attempts - 1, request.handler);
  }

  /** R5.9: one more synchronous invocation; what it comes to decides whether the function is invoked at all. */
  #authorize(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const { caller, patience } = source.authorizer!;
    if (this.#model.invoke(caller, request.number, request.attempts - 1, NaN) >= 0) {
      this.#noteThrottle(request, AUTHORIZER_FAILURE_STATUS);
      this.#monitor.refused(request);
      this.#goOn(source, index, classOf(AUTHORIZER_FAILURE_STATUS));
      return;
    }
    this.#monitor.authorizing(source.index);
    const { response, answer, invokeError } = this.#model.course;
    const answerAt = this.#simulation.now + Math.min(response, patience);
    const allowed = answer === 'success' && response <= patience;
    if (request.sent + source.clientTimeout < answerAt) {
      if (allowed) this.#abandon(request, answerAt);
      this.#timeOut(source, index);
    } else if (allowed) {
      this.#simulation.schedule(answerAt, RANK.retry, AUTHORIZED, index);
    } else {
      const late = response > patience || answer === 'timeout';
      const failure = late ? 'timeout' : invokeError === null ? 'error' : 'other';
      note(request, answerAt, failure, AUTHORIZER_FAILURE_STATUS);
      this.#goOn(source, index, classOf(AUTHORIZER_FAILURE_STATUS));
    }
  }

  /** R5.13: a client that goes away stops nothing: when the authorizer has answered, the gateway calls the function. */
  #abandon({ source, route, number, arrival, handler, attempts }: Request, at: Micros): void {
    const index = this.#requests.open(source, route, number, arrival, handler);
    const request = this.#requests.at(index);
    request.attempts = attempts;
    request.abandoned = true;
    this.#simulation.schedule(at, RANK.retry, AUTHORIZED, index);
  }

  #succeed(source: Source, index: number): void {
    const request = this.#requests.at(index);
    const { course } = this.#model;
    if (source.earns) this.#model.notify(source.earning(request.attempts === 1 ? 1 : request.paid));
    request.start = this.#simulation.now;
    request.environment = this.#model.environmentNumber();
    request.cold = course.cold;
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
  #timeOut(source: Source, index: number): void {
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
