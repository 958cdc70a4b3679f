/** The Map states of Step Functions: one request is one execution, which runs an invocation for each of its items. */
import type { Simulation } from '../des/simulation.ts';
import { RANK } from '../lambda/events.ts';
import { ITEM_ENDS } from './events.ts';
import { MapItems } from './map-items.ts';
import type { Outcomes } from './outcomes.ts';
import type { RequestMonitor } from './request-monitor.ts';
import type { Request } from './request.ts';
import type { RequestTable } from './requests.ts';
import type { Source } from './source.ts';

/** Makes the first attempt of an item in hand. */
type Attempt = (source: Source, index: number) => void;

interface Execution {
  source: Source;
  /** Index of its request; settled and closed once `over`. */
  request: number;
  items: number;
  /** Items that were begun. */
  begun: number;
  /** Items begun and not done: running, or waiting to be tried again. */
  open: number;
  /** It has succeeded, or failed with its first item that did; items still open run on, and nobody waits for them. */
  over: boolean;
}

/**
 * Runs the items of executions, at most `maxConcurrency` at once. An execution is served when all items are; it fails
 * with the first item that has no success after its retries, and begins no further ones then.
 */
export class MapState {
  readonly #simulation: Simulation;
  readonly #requests: RequestTable;
  readonly #monitor: RequestMonitor;
  readonly #outcomes: Outcomes;
  readonly #attempt: Attempt;
  readonly #executions: Execution[] = [];
  readonly #spare: number[] = [];

  constructor(
    simulation: Simulation,
    requests: RequestTable,
    monitor: RequestMonitor,
    outcomes: Outcomes,
    attempt: Attempt,
  ) {
    this.#simulation = simulation;
    this.#requests = requests;
    this.#monitor = monitor;
    this.#outcomes = outcomes;
    this.#attempt = attempt;
  }

  /** An execution begins. @param request index of the request that it is */
  begin(source: Source, request: number): void {
    const items = source.map!.of(this.#requests.at(request).number);
    const execution = { source, request, items, begun: 0, open: 0, over: false };
    const index = this.#spare.pop() ?? this.#executions.length;
    this.#executions[index] = execution;
    this.#beginItems(index);
  }

  /** The request that an item belongs to; it must not be over. */
  requestOf(item: Request): Request {
    return this.#requests.at(this.#executions[item.execution]!.request);
  }

  /** Whether nobody waits for an item any more. */
  isOver(item: Request): boolean {
    return this.#executions[item.execution]!.over;
  }

  /** An item will be done at its `answerAt`, well or not. */
  settle(index: number): void {
    const item = this.#requests.at(index);
    item.decided = true;
    this.#simulation.schedule(item.answerAt, RANK.retry, ITEM_ENDS, index);
  }

  /** ITEM_ENDS: an item is done. */
  end(index: number): void {
    const item = this.#requests.at(index);
    const number = item.execution;
    const execution = this.#executions[number]!;
    if (!execution.over) {
      if (!item.success) this.#fail(execution, item);
      else if (execution.begun === execution.items && execution.open === 1) this.#serve(execution, item);
    }
    this.drop(index);
    if (!execution.over) this.#beginItems(number);
  }

  /** What ends at the very horizon has ended: settles the executions whose last item does; nothing is begun any more. */
  finish(): void {
    const { now } = this.#simulation;
    for (const index of this.#requests.items()) {
      const item = this.#requests.at(index);
      const execution = this.#executions[item.execution]!;
      if (execution.over || !item.decided || item.answerAt !== now) continue;
      if (!item.success || execution.begun === execution.items) this.end(index);
    }
  }

  /** An item leaves, done or given up. */
  drop(index: number): void {
    const { execution: number } = this.#requests.at(index);
    const execution = this.#executions[number]!;
    execution.open--;
    this.#requests.close(index);
    if (execution.over && execution.open === 0) this.#spare.push(number);
  }

  #beginItems(number: number): void {
    const execution = this.#executions[number]!;
    const { source } = execution;
    const request = this.#requests.at(execution.request);
    while (execution.begun < execution.items && execution.open < source.map!.maxConcurrency) {
      const own = MapItems.numberOf(request.number, execution.begun);
      const index = this.#requests.open(source.index, 0, own, request.arrival, request.handler, this.#simulation.now);
      const item = this.#requests.at(index);
      this.#requests.adopt(index, request.lineage);
      item.execution = number;
      // The execution was postponed as a whole.
      item.late = true;
      execution.open++;
      source.map!.begun++;
      if (execution.begun++ > 0) {
        request.attempts++;
        this.#monitor.retried(item);
      }
      this.#attempt(source, index);
    }
  }

  #serve(execution: Execution, item: Request): void {
    this.#over(execution, item);
    const { cold, overhead, init, start } = item;
    this.#outcomes.serveLate(execution.source, execution.request, {
      cold,
      overhead,
      init,
      restore: 0,
      response: item.answerAt - start,
    });
  }

  #fail(execution: Execution, item: Request): void {
    const request = this.#over(execution, item);
    request.failure = item.failure;
    request.status = item.status;
    this.#outcomes.fail(execution.source, execution.request);
  }

  /** The execution ends with this item, and looks like it. */
  #over(execution: Execution, item: Request): Request {
    execution.over = true;
    const request = this.#requests.at(execution.request);
    request.start = item.start;
    request.environment = item.environment;
    request.cold = item.cold;
    request.answerAt = item.answerAt;
    return request;
  }
}
