/** What a schedule sends: several requests at each of its firings, each some time within a spread (R6.15). */
import { EventQueue } from '../des/event-queue.ts';
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import type { Shape } from './arrival-config.ts';

/** Spreads may overlap the next firing, so what is sure to come is kept in order until it does. */
export class FiredArrivals {
  at: Micros = 0;
  readonly handler: Micros = NO_HANDLER_TIME;
  readonly #shape: Extract<Shape, { kind: 'firings' }>;
  readonly #stream: Stream;
  readonly #coming = new EventQueue();
  #firing = 0;
  #number = 0;

  constructor(shape: Extract<Shape, { kind: 'firings' }>, stream: Stream) {
    this.#shape = shape;
    this.#stream = stream;
  }

  next(): boolean {
    const { at } = this.#shape;
    while (this.#firing < at.length && !this.#coming.hasBefore(at[this.#firing]!, 0)) this.#fire();
    if (this.#coming.size === 0) return false;
    this.at = this.#coming.take();
    return true;
  }

  #fire(): void {
    const { at, count, spread } = this.#shape;
    const start = at[this.#firing++]!;
    for (let k = 0; k < count; k++) {
      const offset = spread === 0 ? 0 : Math.floor(spread * this.#stream.uniform(this.#number, 0));
      this.#number++;
      this.#coming.add(start + offset, 0, 0, 0);
    }
  }
}
