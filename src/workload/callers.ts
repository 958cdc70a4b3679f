/** The callers: every source's requests from the first attempt to the final answer. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK } from '../lambda/events.ts';
import type { InvocationListener, LambdaModel } from '../lambda/model.ts';
import { classOf, errorStatus, integrationTimeoutStatus, invokeErrorStatus } from './answer.ts';
import type { SourceConfig } from './config.ts';
import { ANSWER, ARRIVAL, RETRY } from './events.ts';
import type { RequestLog } from './request-log.ts';
import type { Request } from './request.ts';
import type { RequestMonitor } from './request-monitor.ts';
import { RequestTable } from './requests.ts';
import type { AnswerClass } from './retry.ts';
import { Source } from './source.ts';

/** A success is told with its source and the retry tokens it earns in one whole number. */
const TOKENS = 4096;

/** What the callers need to know. */
export interface CallersConfig {
  /** In the order of their names. */
  readonly sources: readonly SourceConfig[];
  /** Number of a function by its name. */
  readonly functionNumber: (name: string) => number;
  readonly httpApiThrottleStatus: number;
}

/** Plays all sources against the model. */
export class Callers implements InvocationListener {
  readonly #simulation: Simulation;
  readonly #monitor: RequestMonitor;
  readonly #log: RequestLog | null;
  readonly #horizon: Micros;
  readonly #requests = new RequestTable();
  #sources: readonly Source[] = [];
  #model!: LambdaModel;

  /** @param horizon nothing arrives, and nothing counts as answered, after this instant */
  constructor(simulation: Simulation, monitor: RequestMonitor, log: RequestLog | null, horizon: Micros) {
    this.#simulation = simulation;
    this.#monitor = monitor;
    this.#log = log;
    this.#horizon = horizon;
  }

  /** Connects the sources with the functions they call and schedules each one's first arrival; once, at t = 0. */
  start(config: CallersConfig, model: LambdaModel, streams: Streams): void {
    this.#model = model;
    this.#sources = config.sources.map((source, index) => {
      const { name, qualifier, duration } = source;
      const fn = config.functionNumber(source.function);
      const caller = model.caller(fn, { source: name, qualifier, mode: 'sync', duration });
      const { httpApiThrottleStatus } = config;
      return new Source(index, source, caller, { httpApiThrottleStatus, horizon: this.#horizon }, streams);
    });
    for (const source of this.#sources) if (source.config.enabled) this.#scheduleArrival(source);
  }

  ended(tag: number): void {
    this.#sources[Math.floor(tag / TOKENS)]!.policy?.earn(tag % TOKENS);
  }

  /** Reports the requests in hand as unfinished; once, after the last event. */
  finish(): void {
    for (const request of this.#requests.waiting()) this.#leave(request);
  }

  #scheduleArrival(source: Source): void {
    const { arrivals } = source;
    if (arrivals.next() && arrivals.at < this.#horizon) {
      this.#simulation.schedule(arrivals.at, RANK.arrive, ARRIVAL, source.index);
    }
  }

  /** ARRIVAL: a request of this source arrives. */
  arrive(index: number): void {
    const source = this.#sources[index]!;
    const number = source.next++;
    const { handler } = source.arrivals;
    // Before anything else: it belongs near the root of the calendar, which is vacant now.
    this.#scheduleArrival(source);
    const throttle = this.#model.invoke(source.caller, number, 0, handler);
    if (throttle < 0 && this.#isSuccess(source)) {
      this.#succeed(source);
      return;
    }
    this.#monitor.arrived(source.index);
    const hand = this.#requests.open(source.index, number, this.#simulation.now, handler);
    this.#answer(source, hand, throttle);
  }

  /** RETRY: the client of this request tries again. */
  retry(index: number): void {
    const request = this.#requests.at(index);
    const source = this.#sources[request.source]!;
    this.#monitor.retried(request);
    const throttle = this.#model.invoke(source.caller, request.number, request.attempts, request.handler);
    request.attempts++;
    if (throttle < 0 && this.#isSuccess(source)) this.#succeedLate(source, request, index);
    else this.#answer(source, index, throttle);
  }

  /** Whether the attempt that was just admitted will be a success in time for client and gateway. */
  #isSuccess(source: Source): boolean {
    const { course } = this.#model;
    return course.answer === 'success' && course.response <= source.patience;
  }

  #succeed(source: Source): void {
    const { course } = this.#model;
    if (source.earns) this.#model.notify(source.index * TOKENS + 1);
    if (course.answerAt <= this.#horizon) this.#monitor.served(source.index, course);
    else {
      this.#monitor.arrived(source.index);
      this.#monitor.unfinished(source.index);
    }
    if (this.#log !== null) this.#logSuccess(source, this.#simulation.now, 1);
  }

  #succeedLate(source: Source, request: Request, index: number): void {
    const { course } = this.#model;
    if (source.earns) this.#model.notify(source.index * TOKENS + request.paid);
    if (course.answerAt <= this.#horizon) this.#monitor.servedLate(request, course);
    else this.#monitor.unfinishedLate(request);
    if (this.#log !== null) this.#logSuccess(source, request.arrival, request.attempts);
    this.#requests.close(index);
  }

  /** The attempt that was just made is no success: its answer comes now or later, and may be followed by another. */
  #answer(source: Source, index: number, throttle: number): void {
    const request = this.#requests.at(index);
    const answerClass = throttle >= 0 ? this.#noteThrottle(source, request) : this.#noteFailure(source, request);
    if (answerClass === null || source.policy?.mayRetry(answerClass, request.attempts) !== true) {
      this.#fail(request, index);
      return;
    }
    request.answer = answerClass;
    if (!request.late) {
      request.late = true;
      this.#monitor.postponed(request);
    }
    this.#simulation.schedule(request.answerAt, RANK.retry, ANSWER, index);
  }

  #noteThrottle(source: Source, request: Request): AnswerClass | null {
    request.throttled = true;
    request.failure = 'throttled';
    request.status = String(source.throttleStatus);
    request.answerAt = this.#simulation.now;
    request.start = NaN;
    request.environment = -1;
    request.cold = false;
    this.#monitor.refused(request);
    return classOf(source.throttleStatus);
  }

  /** An attempt without success, not throttled: client or gateway give up first, the function or Lambda fails. */
  #noteFailure(source: Source, request: Request): AnswerClass | null {
    const { course } = this.#model;
    const { type, clients, integrationTimeout } = source.config;
    request.start = course.environment < 0 ? NaN : this.#simulation.now;
    request.environment = this.#model.environmentNumber();
    request.cold = course.cold;
    request.answerAt = this.#simulation.now + Math.min(course.response, source.patience);
    if (course.response <= source.patience) {
      const { invokeError, answer } = course;
      request.failure = invokeError !== null ? 'other' : answer === 'timeout' ? 'timeout' : 'error';
      const status = invokeError === null ? errorStatus(type) : invokeErrorStatus(type, invokeError);
      request.status = String(status);
      return classOf(status);
    }
    request.failure = 'timeout';
    if (clients.timeout !== null && clients.timeout <= (integrationTimeout ?? Infinity)) {
      request.status = 'timeout';
      return 'timeout';
    }
    const status = integrationTimeoutStatus(type);
    request.status = String(status);
    return classOf(status);
  }

  /** ANSWER: the answer has come; the client pays for a retry and waits, or gives up. */
  answer(index: number): void {
    const request = this.#requests.at(index);
    const policy = this.#sources[request.source]!.policy!;
    const wait = policy.wait(request.answer, request.number, request.attempts);
    if (wait < 0) {
      this.#fail(request, index);
      return;
    }
    request.paid = policy.cost(request.answer);
    this.#simulation.schedule(this.#simulation.now + wait, RANK.retry, RETRY, index);
  }

  #fail(request: Request, index: number): void {
    if (request.answerAt <= this.#horizon) {
      this.#monitor.failed(request);
      this.#logAnswer(request, request.answerAt, request.status);
    } else {
      this.#leave(request);
    }
    this.#requests.close(index);
  }

  #leave(request: Request): void {
    this.#monitor.unfinishedLate(request);
    this.#logAnswer(request, NaN, 'unfinished');
  }

  #logSuccess(source: Source, arrival: Micros, attempts: number): void {
    const { course } = this.#model;
    const { name, function: fn } = source.config;
    const finished = course.answerAt <= this.#horizon;
    const end = finished ? course.answerAt : NaN;
    const status = finished ? '200' : 'unfinished';
    const environment = this.#model.environmentNumber();
    this.#log?.row(name, fn, arrival, this.#simulation.now, end, environment, course.cold, status, attempts);
  }

  #logAnswer(request: Request, end: Micros, status: string): void {
    if (this.#log === null) return;
    const { name, function: fn } = this.#sources[request.source]!.config;
    const { arrival, start, environment, cold, attempts } = request;
    this.#log.row(name, fn, arrival, start, end, environment, cold, status, attempts);
  }
}
