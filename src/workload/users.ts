/** A closed loop: users who send, wait for the final answer, think, and send again. */
import type { Stream } from '../des/random.ts';
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import { MILLISECOND, type Micros } from '../des/time.ts';
import type { ArrivalConfig, Shape, TrafficChange } from './arrival-config.ts';
import { Crowd } from './crowd.ts';

/** Nobody sends more often: without it, users who are refused at once and do not think would stop the clock. */
const SHORTEST_CYCLE: Micros = MILLISECOND;

/** The users of one source. A pause belongs to the request that it follows. */
export class Users {
  readonly count: number;
  readonly #thinkTime: Sampler;
  readonly #even: boolean;
  readonly #pauses: Stream;
  readonly #places: Stream;
  readonly #crowd: Crowd;

  /** @param pauses draws of think times @param places where in which pause the users are at t = 0 */
  constructor(
    shape: Extract<Shape, { kind: 'users' }>,
    process: ArrivalConfig['process'],
    pauses: Stream,
    places: Stream,
    traffic: readonly TrafficChange[] = [],
  ) {
    this.count = shape.count;
    this.#thinkTime = roundedSamplerOf(shape.thinkTime);
    this.#even = process === 'constant';
    this.#pauses = pauses;
    this.#places = places;
    this.#crowd = new Crowd(shape.count, traffic);
  }

  /**
   * When a user, counted from 0, sends for the first time. At t = 0 the users are somewhere in a pause, so that they do
   * not come all at once: evenly apart where arrivals are constant, else at random.
   */
  first(user: number): Micros {
    const place = this.#even ? (user % this.count) / this.count : this.#places.uniform(user, 0);
    return Math.round(place * this.#thinkTime.sample(this.#places, user, 1));
  }

  /** When each further user sends for the first time whom a fault brings. */
  joining(): readonly Micros[] {
    let user = this.count;
    return this.#crowd.joining().map((at) => at + this.first(user++));
  }

  /** When the user whose request arrived and was answered then sends again; Infinity = this one has gone. */
  next(request: number, arrival: Micros, answer: Micros): Micros {
    const pause = this.#thinkTime.sample(this.#pauses, request, 0);
    const at = Math.max(answer + pause, arrival + SHORTEST_CYCLE);
    const back = this.#crowd.stays(at);
    return back === at || back === Infinity ? back : back + Math.round(this.#places.uniform(request, 2) * pause);
  }
}
