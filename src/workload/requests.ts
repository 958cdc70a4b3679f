/** The requests in hand: those whose first attempt did not settle them. */
import type { Micros } from '../des/time.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import type { Lineage } from '../lambda/lineage.ts';
import type { Request } from './request.ts';

/** A table of requests in hand; a place is used again when its request is settled. */
export class RequestTable {
  readonly #clock: { readonly now: Micros };
  readonly #requests: Request[] = [];
  readonly #spare: number[] = [];

  /** @param clock the simulation's */
  constructor(clock: { readonly now: Micros }) {
    this.#clock = clock;
  }

  /** Takes a place for a request whose first attempt is made now. @returns its index */
  open(source: number, route: number, number: number, arrival: Micros, handler: Micros, now = arrival): number {
    const index = this.#spare.pop() ?? this.#requests.push(blank()) - 1;
    const request = this.at(index);
    request.source = source;
    request.route = route;
    request.number = number;
    request.arrival = arrival;
    request.handler = handler;
    request.attempts = 1;
    request.throttled = false;
    request.late = false;
    request.paid = 0;
    request.sent = now;
    request.authorized = false;
    request.abandoned = false;
    request.execution = -1;
    request.lineage = null;
    request.open = -1;
    request.authorizing = false;
    request.asked = NaN;
    request.start = NaN;
    request.environment = -1;
    request.cold = false;
    request.decided = false;
    request.success = false;
    request.waiting = true;
    return index;
  }

  at(index: number): Request {
    return this.#requests[index]!;
  }

  /** The request belongs to this chain, whose tree is not settled before it is. */
  adopt(index: number, lineage: Lineage | null): void {
    this.at(index).lineage = lineage;
    lineage?.tree?.hold();
  }

  /** The request is settled. */
  close(index: number): void {
    const request = this.at(index);
    request.waiting = false;
    if (request.lineage !== null) {
      request.lineage.tree?.release(this.#clock.now);
      request.lineage = null;
    }
    this.#spare.push(index);
  }

  /** Indices of the items of Map states that are not done. */
  items(): number[] {
    return [...this.#requests.keys()].filter((index) => this.at(index).waiting && this.at(index).execution >= 0);
  }

  /** Requests that are not settled: neither items of one nor what only a gateway goes on with. */
  waiting(): Request[] {
    return this.#requests.filter(({ waiting, abandoned, execution }) => waiting && !abandoned && execution < 0);
  }
}

function blank(): Request {
  return {
    source: 0,
    route: 0,
    number: NaN,
    arrival: NaN,
    handler: NO_HANDLER_TIME,
    attempts: 0,
    throttled: false,
    late: false,
    paid: 0,
    sent: NaN,
    authorized: false,
    abandoned: false,
    execution: -1,
    lineage: null,
    open: -1,
    authorizing: false,
    asked: NaN,
    answer: 'throttle',
    answerAt: NaN,
    failure: 'throttled',
    status: '',
    start: NaN,
    environment: -1,
    cold: false,
    decided: false,
    success: false,
    overhead: NaN,
    init: NaN,
    waiting: false,
  };
}
