/** The callers: every source's requests from the first attempt to the final answer. */
import type { Streams } from '../des/random.ts';
import type { EventHandler, Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from '../lambda/caller.ts';
import { RANK } from '../lambda/events.ts';
import { ModelError } from '../lambda/invariant.ts';
import type { InvocationListener, LambdaModel } from '../lambda/model.ts';
import { errorStatus, integrationTimeoutStatus, throttleStatus } from './answer.ts';
import { arrivalsOf, type Arrivals } from './arrivals.ts';
import type { SourceConfig } from './config.ts';
import { ANSWER, ARRIVAL, RETRY } from './events.ts';
import type { RequestLog } from './request-log.ts';
import type { RequestMonitor } from './request-monitor.ts';
import { RequestTable, type Request } from './requests.ts';
import { RetryPolicy, type AnswerClass } from './retry.ts';

/** A success is told with the tokens it earns beside its source in one whole number. */
const TOKENS = 4096;

/** One source while it runs. */
interface Source {
  readonly index: number;
  readonly config: SourceConfig;
  readonly caller: Caller;
  readonly arrivals: Arrivals;
  readonly policy: RetryPolicy | null;
  /** Whether successes have to be reported back to the retry policy. */
  readonly earns: boolean;
  /** How long an attempt may take before the client or its gateway gives up. */
  readonly patience: Micros;
  readonly throttleStatus: number;
  /** Number of the next request. */
  next: number;
}

/** Everything the callers need around them. */
export interface CallersConfig {
  /** In the order of their names. */
  readonly sources: readonly SourceConfig[];
  /** Number of a function by its name. */
  readonly functionNumber: (name: string) => number;
  readonly httpApiThrottleStatus: number;
}

/** Plays all sources against the model. */
export class Callers implements EventHandler, InvocationListener {
  readonly #simulation: Simulation;
  readonly #monitor: RequestMonitor;
  readonly #log: RequestLog | null;
  readonly #horizon: Micros;
  readonly #requests = new RequestTable();
  #sources: readonly Source[] = [];
  #model: LambdaModel | null = null;

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
      const policy =
        source.clients.retry === null ? null : new RetryPolicy(source.clients.retry, streams.stream('clients', source.name));
      return {
        index,
        config: source,
        caller: model.caller(config.functionNumber(source.function), source.name, source.duration),
        arrivals: arrivalsOf(source.arrivals, {
          arrivals: streams.stream('arrivals', source.name),
          modulation: streams.stream('modulation', source.name),
        }),
        policy,
        earns: policy?.earns ?? false,
        patience: Math.min(source.clients.timeout ?? Infinity, source.integrationTimeout ?? Infinity),
        throttleStatus: throttleStatus(source.type, config.httpApiThrottleStatus),
        next: 0,
      };
    });
    for (const source of this.#sources) if (source.config.enabled) this.#scheduleArrival(source);
  }

  handle(kind: number, index: number): void {
    switch (kind) {
      case ARRIVAL:
        this.#arrive(this.#sources[index]!);
        return;
      case ANSWER:
        this.#tryAgain(index);
        return;
      case RETRY:
        this.#retry(index);
        return;
      default:
        throw new ModelError(`the workload has no event of kind ${kind}`);
    }
  }

  ended(tag: number): void {
    this.#sources[Math.floor(tag / TOKENS)]!.policy?.earn(tag % TOKENS);
  }

  /** Reports the requests in hand as unfinished; once, after the last event. */
  finish(): void {
    for (const request of this.#requests.waiting()) {
      this.#monitor.unfinished(request.source, request.arrival, request.throttled);
      this.#logUnfinished(this.#sources[request.source]!, request.arrival, request, request.attempts);
    }
  }

  #scheduleArrival(source: Source): void {
    const at = source.arrivals.next();
    if (at < this.#horizon) this.#simulation.schedule(at, RANK.arrive, ARRIVAL, source.index);
  }

  #arrive(source: Source): void {
    const now = this.#simulation.now;
    const handler = source.arrivals.handler;
    // Before anything else: it belongs near the root of the calendar, which is vacant now.
    this.#scheduleArrival(source);
    this.#monitor.arrived(source.index, now);
    this.#attempt(source, source.next++, now, handler, -1);
  }

  #retry(hand: number): void {
    const request = this.#requests.at(hand);
    this.#attempt(this.#sources[request.source]!, request.number, request.arrival, request.handler, hand);
    request.attempts++;
  }

  /** One attempt, now. @param hand index of the request in hand, −1 for a first attempt */
  #attempt(source: Source, number: number, arrival: Micros, handler: Micros, hand: number): void {
    const now = this.#simulation.now;
    const model = this.#model!;
    const throttle = model.invoke(source.caller, number, hand < 0 ? 0 : this.#requests.at(hand).attempts, handler);
    this.#monitor.attempted(source.index, now, arrival, throttle >= 0);
    const { course } = model;
    const time = throttle >= 0 ? 0 : course.overhead + course.init + course.duration;
    if (throttle < 0 && course.ending === 'success' && time <= source.patience) {
      this.#succeed(source, arrival, now, time, hand);
      return;
    }
    const index = hand < 0 ? this.#requests.open(source.index, number, arrival, handler) : hand;
    const request = this.#requests.at(index);
    const answerClass = throttle >= 0 ? this.#noteThrottle(source, request) : this.#noteFailure(source, request, time);
    const answerAt = now + Math.min(time, source.patience);
    // `attempts` counts this attempt only when it is over: a retry adds one after this.
    const attempts = hand < 0 ? 1 : request.attempts + 1;
    if (answerClass === null || source.policy?.mayRetry(answerClass, attempts) !== true) {
      this.#fail(source, index, answerAt, attempts, hand >= 0);
      return;
    }
    request.answer = answerClass;
    if (hand < 0) this.#monitor.postponed(source.index, arrival);
    this.#simulation.schedule(answerAt, RANK.retry, ANSWER, index);
  }

  #succeed(source: Source, arrival: Micros, now: Micros, time: Micros, hand: number): void {
    const { course } = this.#model!;
    const request = hand < 0 ? null : this.#requests.at(hand);
    const throttled = request?.throttled ?? false;
    if (source.earns) this.#model!.notify(source.index * TOKENS + (request === null ? 1 : request.paid));
    if (now + time <= this.#horizon) {
      this.#monitor.served(
        source.index,
        arrival,
        now - arrival,
        course.overhead,
        course.init,
        course.duration,
        throttled,
        hand >= 0,
      );
    } else {
      this.#monitor.unfinished(source.index, arrival, throttled);
    }
    if (this.#log !== null) {
      const { config } = source;
      const attempts = (request?.attempts ?? 0) + 1;
      const finished = now + time <= this.#horizon;
      this.#log.row(
        config.name,
        config.function,
        arrival,
        now,
        finished ? now + time : NaN,
        course.environmentNumber,
        course.cold,
        finished ? '200' : 'unfinished',
        attempts,
      );
    }
    if (hand >= 0) this.#requests.close(hand);
  }

  #noteThrottle(source: Source, request: Request): AnswerClass | null {
    request.throttled = true;
    request.failure = 'throttled';
    request.status = String(source.throttleStatus);
    request.start = NaN;
    request.environment = -1;
    request.cold = false;
    return classOf(source.throttleStatus);
  }

  /** An admitted attempt without success: the client or the gateway gives up first, or the function fails. */
  #noteFailure(source: Source, request: Request, time: Micros): AnswerClass | null {
    const { course } = this.#model!;
    const { type, clients, integrationTimeout } = source.config;
    request.start = this.#simulation.now;
    request.environment = course.environmentNumber;
    request.cold = course.cold;
    if (time > source.patience) {
      request.failure = 'timeout';
      if (clients.timeout !== null && clients.timeout <= (integrationTimeout ?? Infinity)) {
        request.status = 'timeout';
        return 'timeout';
      }
      const status = integrationTimeoutStatus(type);
      request.status = String(status);
      return classOf(status);
    }
    const status = errorStatus(type);
    request.failure = course.ending === 'timeout' ? 'timeout' : 'error';
    request.status = String(status);
    // R5.8: Invoke's 200 with X-Amz-Function-Error is no reason for an SDK to try again.
    return classOf(status);
  }

  /** The answer has come; the client pays for a retry and waits, or gives up. */
  #tryAgain(hand: number): void {
    const request = this.#requests.at(hand);
    const source = this.#sources[request.source]!;
    const wait = source.policy!.wait(request.answer, request.number, request.attempts);
    if (wait < 0) {
      this.#fail(source, hand, this.#simulation.now, request.attempts, true);
      return;
    }
    request.paid = source.policy!.cost(request.answer);
    this.#simulation.schedule(this.#simulation.now + wait, RANK.retry, RETRY, hand);
  }

  #fail(source: Source, hand: number, answerAt: Micros, attempts: number, late: boolean): void {
    const request = this.#requests.at(hand);
    const { arrival, failure, throttled } = request;
    if (answerAt <= this.#horizon) {
      this.#monitor.failed(source.index, arrival, answerAt - arrival, failure, throttled, late);
      this.#log?.row(
        source.config.name,
        source.config.function,
        arrival,
        request.start,
        answerAt,
        request.environment,
        request.cold,
        request.status,
        attempts,
      );
    } else {
      this.#monitor.unfinished(source.index, arrival, throttled);
      this.#logUnfinished(source, arrival, request, attempts);
    }
    this.#requests.close(hand);
  }

  #logUnfinished(source: Source, arrival: Micros, request: Request, attempts: number): void {
    const { name, function: fn } = source.config;
    this.#log?.row(name, fn, arrival, request.start, NaN, request.environment, request.cold, 'unfinished', attempts);
  }
}

function classOf(status: number): AnswerClass | null {
  if (status === 429) return 'throttle';
  return status >= 500 ? 'serverError' : null;
}
