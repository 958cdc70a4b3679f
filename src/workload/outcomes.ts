/** What becomes of requests: told to the monitor, to the log, and to the users who wait for it. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK } from '../lambda/events.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { ARRIVAL } from './events.ts';
import type { RequestLog } from './request-log.ts';
import type { RequestMonitor } from './request-monitor.ts';
import type { Request, Service } from './request.ts';
import type { RequestTable } from './requests.ts';
import type { Source } from './source.ts';

/** Settles requests; what would be answered after the horizon has no answer. */
export class Outcomes {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #requests: RequestTable;
  readonly #monitor: RequestMonitor;
  readonly #log: RequestLog | null;
  readonly #horizon: Micros = 0;

  constructor(
    simulation: Simulation,
    model: LambdaModel,
    requests: RequestTable,
    monitor: RequestMonitor,
    log: RequestLog | null,
    horizon: Micros,
  ) {
    this.#simulation = simulation;
    this.#model = model;
    this.#requests = requests;
    this.#monitor = monitor;
    this.#log = log;
    this.#horizon = horizon;
  }

  /** The first attempt of the plain request that arrives now, just admitted, will be a success. */
  serve(source: Source): void {
    const { course } = this.#model;
    if (course.answerAt <= this.#horizon) this.#monitor.served(source.index, course);
    else {
      this.#monitor.arrived(source.index, 0);
      this.#monitor.unfinished(source.index);
    }
    if (this.#log !== null) this.#logFirst(source);
  }

  /** The request will be a success at `request.answerAt`, by the invocation that was admitted at `request.start`. */
  serveLate(source: Source, index: number, service: Service): void {
    const request = this.#requests.at(index);
    if (request.answerAt <= this.#horizon) {
      this.#monitor.servedLate(request, service);
      this.#settle(source, request, '200');
    } else {
      this.leave(source, request);
    }
    this.#requests.close(index);
  }

  /** The answer at `request.answerAt` is final, and no success. */
  fail(source: Source, index: number): void {
    const request = this.#requests.at(index);
    if (request.answerAt <= this.#horizon) {
      this.#monitor.failed(request);
      this.#settle(source, request, request.status);
    } else {
      this.leave(source, request);
    }
    this.#requests.close(index);
  }

  /** The run is over, and the request has no final answer. */
  leave(source: Source, request: Request): void {
    this.#monitor.unfinishedLate(request);
    if (this.#log !== null) this.#logLate(source, request, NaN, 'unfinished');
  }

  #settle(source: Source, request: Request, status: string): void {
    if (source.users !== null) this.#sendAgain(source, request.number, request.arrival, request.answerAt);
    if (this.#log !== null) this.#logLate(source, request, request.answerAt, status);
  }

  /** The user has the final answer, thinks, and comes again. */
  #sendAgain(source: Source, number: number, arrival: Micros, answer: Micros): void {
    const at = source.users!.next(number, arrival, answer);
    if (at < this.#horizon) this.#simulation.schedule(at, RANK.arrive, ARRIVAL, source.index);
  }

  #logFirst({ config }: Source): void {
    const { course } = this.#model;
    const { now } = this.#simulation;
    const finished = course.answerAt <= this.#horizon;
    const end = finished ? course.answerAt : NaN;
    const status = finished ? '200' : 'unfinished';
    const { name, function: fn } = config;
    this.#log!.row(name, fn, now, now, end, this.#model.environmentNumber(), course.cold, status, 1);
  }

  #logLate(source: Source, request: Request, end: Micros, status: string): void {
    const { arrival, start, environment, cold, attempts } = request;
    const fn = source.routes.all[request.route]!.function;
    this.#log!.row(source.config.name, fn, arrival, start, end, environment, cold, status, attempts);
  }
}
