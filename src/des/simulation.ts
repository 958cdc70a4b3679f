/** The clock: takes one event after another from the calendar and hands it to its handler. */
import { EventQueue } from './event-queue.ts';
import type { Micros } from './time.ts';

/** Executes events; may schedule further ones. */
export interface EventHandler {
  /** @param kind as scheduled @param index as scheduled */
  handle(kind: number, index: number): void;
}

/**
 * One clock, one calendar, one step. The clock never goes back; events of one instant run by rank, then in the order
 * in which they were scheduled.
 */
export class Simulation {
  readonly #queue = new EventQueue();
  #now: Micros = 0;
  #events = 0;

  /** The present instant. */
  get now(): Micros {
    return this.#now;
  }

  /** Events executed so far. */
  get events(): number {
    return this.#events;
  }

  /** Schedules an event; see EventQueue.add for the ranges. A time before `now` is a programming error. */
  schedule(at: Micros, rank: number, kind: number, index: number): void {
    // NaN fails this comparison too.
    if (!(at >= this.#now))
      throw new RangeError(`event of kind ${kind} scheduled at ${at}, before the clock at ${this.#now}`);
    this.#queue.add(at, rank, kind, index);
  }

  /**
   * Executes the events before `until`, and those at it with a rank below `rank`, at most `maxEvents` of them, so that the owner can breathe.
   * @returns whether `until` is reached; the clock then stands there
   */
  run(handler: EventHandler, until: Micros, rank: number, maxEvents: number): boolean {
    const queue = this.#queue;
    for (let executed = 0; executed < maxEvents; executed++) {
      if (!queue.hasBefore(until, rank)) {
        this.#now = until;
        return true;
      }
      this.#now = queue.take();
      this.#events++;
      handler.handle(queue.kind, queue.index);
    }
    return false;
  }
}
