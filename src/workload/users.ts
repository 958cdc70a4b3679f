/** A closed loop: users who send, wait for the final answer, think, and send again. */
import type { Stream } from '../des/random.ts';
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import { MILLISECOND, type Micros } from '../des/time.ts';
import type { ArrivalConfig, Shape } from './config.ts';

/** Nobody sends more often: without it, users who are refused at once and do not think would stop the clock. */
const SHORTEST_CYCLE: Micros = MILLISECOND;

/** The users of one source. A pause belongs to the request that it follows. */
export class Users {
  readonly count: number;
  readonly #thinkTime: Sampler;
  readonly #even: boolean;
  readonly #pauses: Stream;
  readonly #places: Stream;

  /** @param pauses draws of think times @param places where in which pause the users are at t = 0 */
  constructor(
    shape: Extract<Shape, { kind: 'users' }>,
    process: ArrivalConfig['process'],
    pauses: Stream,
    places: Stream,
  ) {
    this.count = shape.count;
    this.#thinkTime = roundedSamplerOf(shape.thinkTime);
    this.#even = process === 'constant';
    this.#pauses = pauses;
    this.#places = places;
  }

  /**
   * When a user, counted from 0, sends for the first time. At t = 0 the users are somewhere in a pause, so that they do
   * not come all at once: evenly apart where arrivals are constant, else at random.
   */
  first(user: number): Micros {
    const place = this.#even ? user / this.count : this.#places.uniform(user, 0);
    return Math.round(place * this.#thinkTime.sample(this.#places, user, 1));
  }

  /** When the user whose request arrived and was answered then sends again. */
  next(request: number, arrival: Micros, answer: Micros): Micros {
    const pause = this.#thinkTime.sample(this.#pauses, request, 0);
    return Math.max(answer + pause, arrival + SHORTEST_CYCLE);
  }
}
