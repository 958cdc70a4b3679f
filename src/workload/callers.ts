/** The callers: every source's requests from the first attempt to the final answer. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK } from '../lambda/events.ts';
import type { AnswerListener, InvocationListener } from '../lambda/handler-calls.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { GATEWAY_THROTTLE } from '../lambda/throttle.ts';
import { Attempts } from './attempts.ts';
import type { CallTrees } from './call-trees.ts';
import {
  waitsForAnswer,
  type AnySourceConfig,
  type SourceConfig,
  type TargetConfig,
  type ThrottleConfig,
} from './config.ts';
import { ARRIVAL, RETRY } from './events.ts';
import { Outcomes } from './outcomes.ts';
import type { RequestLog } from './request-log.ts';
import type { RequestMonitor } from './request-monitor.ts';
import type { Request } from './request.ts';
import { RequestTable } from './requests.ts';
import { bucketOf, earned, earnerOf, Source } from './source.ts';

/** What the callers need to know. */
export interface CallersConfig {
  /** In the order of their names. */
  readonly sources: readonly AnySourceConfig[];
  /** Number of a function by its name. */
  readonly functionNumber: (name: string) => number;
  readonly httpApiThrottleStatus: number;
  /** R5.9: what all APIs without a throttle of their own share. */
  readonly gatewayQuota: ThrottleConfig;
  /** The trees of a source's requests; `null` = nobody asks for them. */
  readonly treesOf: (source: SourceConfig) => CallTrees | null;
}

/** Plays all sources against the model. */
export class Callers implements InvocationListener, AnswerListener {
  readonly #simulation: Simulation;
  readonly #monitor: RequestMonitor;
  readonly #log: RequestLog | null;
  readonly #horizon: Micros = 0;
  readonly #requests: RequestTable;
  /** By number; those that send asynchronous events are not among them. */
  readonly #sources: Source[] = [];
  #model!: LambdaModel;
  #outcomes!: Outcomes;
  #attempts!: Attempts;

  /** @param horizon nothing arrives, and nothing counts as answered, after this instant */
  constructor(simulation: Simulation, monitor: RequestMonitor, log: RequestLog | null, horizon: Micros) {
    this.#simulation = simulation;
    this.#requests = new RequestTable(simulation);
    this.#monitor = monitor;
    this.#log = log;
    this.#horizon = horizon;
  }

  /** Connects the sources with the functions they call and schedules each one's first arrival; once, at t = 0. */
  start(config: CallersConfig, model: LambdaModel, streams: Streams): void {
    this.#model = model;
    this.#outcomes = new Outcomes(this.#simulation, model, this.#requests, this.#monitor, this.#log, this.#horizon);
    this.#attempts = new Attempts(this.#simulation, model, this.#requests, this.#monitor, this.#outcomes, this);
    const surroundings = {
      horizon: this.#horizon,
      httpApiThrottleStatus: config.httpApiThrottleStatus,
      gatewayQuota: bucketOf(config.gatewayQuota),
      streams,
      treesOf: config.treesOf,
      caller: (target: TargetConfig, source: string, duration: SourceConfig['duration']) => {
        const { function: fn, qualifier } = target;
        return model.caller(config.functionNumber(fn), { source, qualifier, mode: 'sync', duration });
      },
    };
    for (const [index, source] of config.sources.entries()) {
      if (!waitsForAnswer(source)) continue;
      this.#sources[index] = new Source(index, source, surroundings);
      if (source.enabled) this.#begin(this.#sources[index]);
    }
  }

  ended(tag: number): void {
    this.#sources[earnerOf(tag)]!.policy?.earn(earned(tag));
  }

  /** Reports the requests in hand as unfinished; once, after the last event. */
  finish(): void {
    this.#attempts.maps.finish();
    for (const request of this.#requests.waiting()) this.#outcomes.leave(this.#sources[request.source]!, request);
  }

  /** The open invocation that a request waits for has its answer. */
  answered(index: number): void {
    this.#attempts.answered(this.#sourceOf(index), index);
  }

  /** PATIENCE_ENDS: nobody waits any longer for the open invocation of this request, if it still runs. */
  patienceEnds(index: number): void {
    this.#attempts.giveUpWaiting(this.#sourceOf(index), index);
  }

  /** ARRIVAL: a request of this source arrives. */
  arrive(index: number): void {
    const source = this.#sources[index]!;
    const number = source.next++;
    const { handler } = source.arrivals;
    // Before anything else: it belongs near the root of the calendar, which is vacant now.
    this.#scheduleArrival(source);
    if (!source.plain) {
      this.#receive(source, number, handler);
      return;
    }
    const { now } = this.#simulation;
    const passes = source.throttle === null || source.throttle.spend(now);
    const throttle = passes ? this.#model.invoke(source.caller, number, 0, handler) : GATEWAY_THROTTLE;
    const { course } = this.#model;
    if (throttle < 0 && course.answer === 'success' && course.response <= source.patience) {
      if (source.earns) this.#model.notify(source.earning(1));
      this.#outcomes.serve(source);
      return;
    }
    this.#monitor.arrived(source.index, 0);
    const hand = this.#requests.open(source.index, 0, number, now, handler);
    if (throttle < 0) this.#attempts.disappoint(source, hand);
    else this.#attempts.refuse(source, hand, throttle);
  }

  /** A request arrives with more to it than one invocation of one function. */
  #receive(source: Source, number: number, handler: Micros): void {
    const route = source.routes.of(number);
    this.#monitor.arrived(source.index, route);
    const index = this.#requests.open(source.index, route, number, this.#simulation.now, handler);
    if (source.trees !== null) this.#requests.adopt(index, source.trees.plant(source.index, this.#simulation.now));
    this.#attempts.postpone(this.#requests.at(index));
    if (source.map === null) this.#attempts.make(source, index);
    else this.#attempts.maps.begin(source, index);
  }

  /** ANSWER: the answer has come; the client pays for a retry and waits, or gives up. */
  answer(index: number): void {
    const request = this.#requests.at(index);
    if (this.#isForgotten(request, index)) return;
    const source = this.#sources[request.source]!;
    const policy = source.policy!;
    const affordable = policy.fitsBudget(source.firstAttempts);
    const wait = affordable ? policy.wait(request.answer, request.number, request.attempts) : -1;
    if (wait < 0) {
      this.#attempts.giveUp(source, index);
      return;
    }
    request.paid = policy.cost(request.answer);
    this.#simulation.schedule(this.#simulation.now + wait, RANK.retry, RETRY, index);
  }

  /** RETRY: the client of this request tries again. */
  retry(index: number): void {
    const request = this.#requests.at(index);
    if (this.#isForgotten(request, index)) return;
    this.#monitor.retried(request);
    request.attempts++;
    if (request.execution >= 0) this.#attempts.maps.requestOf(request).attempts++;
    request.sent = this.#simulation.now;
    request.start = NaN;
    request.environment = -1;
    request.cold = false;
    this.#attempts.make(this.#sources[request.source]!, index);
  }

  /** AUTHORIZED: the authorizer of this request's gateway lets it pass. */
  authorized(index: number): void {
    this.#attempts.authorization.authorized(this.#sourceOf(index), index);
  }

  /** ITEM_ENDS: an item of a Map state is done. */
  itemEnds(index: number): void {
    this.#attempts.maps.end(index);
  }

  /** Whether this is an item that nobody waits for any more; it is dropped. */
  #isForgotten(request: Request, index: number): boolean {
    if (request.execution < 0 || !this.#attempts.maps.isOver(request)) return false;
    this.#attempts.maps.drop(index);
    return true;
  }

  #sourceOf(index: number): Source {
    return this.#sources[this.#requests.at(index).source]!;
  }

  #begin(source: Source): void {
    const { users } = source;
    if (users === null) {
      this.#scheduleArrival(source);
      return;
    }
    for (let user = 0; user < users.count; user++) this.#arriveAt(source, users.first(user));
    for (const at of users.joining()) this.#arriveAt(source, at);
  }

  #scheduleArrival(source: Source): void {
    if (source.arrivals.next()) this.#arriveAt(source, source.arrivals.at);
  }

  #arriveAt(source: Source, at: Micros): void {
    if (at < this.#horizon) this.#simulation.schedule(at, RANK.arrive, ARRIVAL, source.index);
  }
}
