/** The requests in hand: those whose first attempt did not settle them. */
import type { Micros } from '../des/time.ts';
import type { Request } from './request.ts';

/** A table of requests in hand; a place is used again when its request is settled. */
export class RequestTable {
  readonly #requests: Request[] = [];
  readonly #spare: number[] = [];

  /** Takes a place for a request that has been attempted once. @returns its index */
  open(source: number, number: number, arrival: Micros, handler: Micros): number {
    const index = this.#spare.pop() ?? this.#requests.push(blank()) - 1;
    const request = this.at(index);
    request.source = source;
    request.number = number;
    request.arrival = arrival;
    request.handler = handler;
    request.attempts = 1;
    request.throttled = false;
    request.late = false;
    request.paid = 0;
    request.waiting = true;
    return index;
  }

  at(index: number): Request {
    return this.#requests[index]!;
  }

  /** The request is settled. */
  close(index: number): void {
    this.at(index).waiting = false;
    this.#spare.push(index);
  }

  /** Requests that are not settled. */
  waiting(): Request[] {
    return this.#requests.filter((request) => request.waiting);
  }
}

function blank(): Request {
  return {
    source: 0,
    number: 0,
    arrival: 0,
    handler: NaN,
    attempts: 0,
    throttled: false,
    late: false,
    paid: 0,
    answer: 'throttle',
    answerAt: 0,
    failure: 'throttled',
    status: '',
    start: NaN,
    environment: -1,
    cold: false,
    waiting: false,
  };
}
