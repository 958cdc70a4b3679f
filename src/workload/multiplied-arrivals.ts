/** Replayed or scheduled arrivals under a changed traffic: each comes so many times, or not at all. */
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import type { TrafficCourse } from './traffic-changes.ts';

/** What is multiplied. */
interface Given {
  next(): boolean;
  readonly at: Micros;
  readonly handler: Micros;
}

/** The draw that decides about the fraction of an arrival; its subject is the number of the arrival. */
const FRACTION_DRAW = 2;

/**
 * Copies are spread evenly up to the next arrival, so that a trace keeps its shape; those of a schedule fire with it.
 * A factor of 2.5 gives two copies, and a third one every other time.
 */
export class MultipliedArrivals {
  at: Micros = 0;
  handler: Micros = NO_HANDLER_TIME;
  readonly #arrivals: Given;
  readonly #course: TrafficCourse;
  readonly #spread: boolean;
  readonly #stream: Stream;
  #hasNext: boolean;
  #number = 0;
  #from: Micros = 0;
  #gap: Micros = 0;
  #copies = 0;
  #left = 0;

  constructor(arrivals: Given, course: TrafficCourse, spread: boolean, stream: Stream) {
    this.#arrivals = arrivals;
    this.#course = course;
    this.#spread = spread;
    this.#stream = stream;
    this.#hasNext = arrivals.next();
  }

  next(): boolean {
    while (this.#left === 0) {
      if (!this.#hasNext) return false;
      this.#take();
    }
    const copy = this.#copies - this.#left--;
    this.at = Math.round(this.#from + (copy / this.#copies) * this.#gap);
    return true;
  }

  /** Goes on to the next arrival of the trace or schedule. */
  #take(): void {
    const arrivals = this.#arrivals;
    this.#from = arrivals.at;
    this.handler = arrivals.handler;
    this.#hasNext = arrivals.next();
    const factor = this.#course.factorAt(this.#from);
    const whole = Math.floor(factor);
    const more = factor > whole && this.#stream.uniform(this.#number, FRACTION_DRAW) < factor - whole ? 1 : 0;
    this.#number++;
    this.#copies = whole + more;
    this.#left = this.#copies;
    const end = this.#hasNext ? Math.min(arrivals.at, this.#course.untilFrom(this.#from)) : this.#from;
    this.#gap = this.#spread ? end - this.#from : 0;
  }
}
