/** Requests that wait for open invocations: nobody knows when the answer comes, so they wait for as long as they would. */
import type { Simulation } from '../des/simulation.ts';
import { Deadlines } from '../lambda/deadlines.ts';
import type { AnswerListener } from '../lambda/handler-calls.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { PATIENCE_ENDS } from './events.ts';
import type { RequestTable } from './requests.ts';
import type { Source } from './source.ts';

/** Registers requests with the open invocations that they wait for. */
export class Patience {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #requests: RequestTable;
  readonly #listener: AnswerListener;
  readonly #deadlines: Deadlines;

  /** @param listener hears of the answers, and tells of them with `answered` */
  constructor(simulation: Simulation, model: LambdaModel, requests: RequestTable, listener: AnswerListener) {
    this.#simulation = simulation;
    this.#model = model;
    this.#requests = requests;
    this.#listener = listener;
    this.#deadlines = new Deadlines(simulation, PATIENCE_ENDS);
  }

  /** The request waits for the open invocation that was just admitted, its authorizer's or its function's. */
  wait(source: Source, index: number): void {
    const request = this.#requests.at(index);
    request.asked = this.#simulation.now;
    this.#register(source, index, this.#model.course.environment);
  }

  /** Another request waits in the place of this one, which has given up. */
  pass(source: Source, from: number, to: number, environment: number): void {
    this.#requests.at(to).asked = this.#requests.at(from).asked;
    this.#register(source, to, environment);
  }

  /** The answer has come. */
  answered(index: number): void {
    this.#requests.at(index).open = -1;
    this.#deadlines.clear(index);
  }

  /**
   * PATIENCE_ENDS: client or gateway gives up, if the answer has not come in time.
   * @returns place of the environment with the invocation that runs on; −1 = nobody gives up
   */
  ends(index: number): number {
    if (!this.#deadlines.isReached(index)) return -1;
    const request = this.#requests.at(index);
    const { open } = request;
    request.open = -1;
    this.#model.open.forget(open);
    return open;
  }

  #register(source: Source, index: number, environment: number): void {
    const request = this.#requests.at(index);
    request.open = environment;
    this.#model.open.await(environment, this.#listener, index);
    const patience = request.authorizing ? source.authorizer!.patience : source.integrationTimeout;
    const client = request.abandoned ? Infinity : request.sent + source.clientTimeout;
    this.#deadlines.set(index, Math.min(client, request.asked + patience));
  }
}
