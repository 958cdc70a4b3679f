/** The requests in hand: those whose first attempt did not settle them. */
import type { Micros } from '../des/time.ts';
import type { Failure } from './request-monitor.ts';
import type { AnswerClass } from './retry.ts';

/** A request between its first attempt and its final answer, with what is known of its last attempt. */
export interface Request {
  source: number;
  /** Number within its source. */
  number: number;
  arrival: Micros;
  /** Handler time that its trace gives it, else NaN. */
  handler: Micros;
  /** Attempts made. */
  attempts: number;
  /** Whether an attempt was throttled. */
  throttled: boolean;
  /** Whether it was postponed: its first attempt was not its last. */
  late: boolean;
  /** Tokens that the last retry cost. */
  paid: number;
  answer: AnswerClass;
  /** When the answer of the last attempt comes. */
  answerAt: Micros;
  failure: Failure;
  status: string;
  /** When the last attempt's invocation was admitted; NaN if it was not. */
  start: Micros;
  /** Number of that environment within its function; −1 if none. */
  environment: number;
  cold: boolean;
  waiting: boolean;
}

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
