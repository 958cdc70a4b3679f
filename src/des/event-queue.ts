/** The events to come: a stable priority queue, ordered by time, then rank, then order of scheduling. */
import { CalendarQueue } from './calendar-queue.ts';
import { EventHeap } from './event-heap.ts';
import type { Micros } from './time.ts';

/** Ranks 0-7 fit beside the time in one exact double: (a year in µs) × 8 is below 2^48. */
const RANKS = 8;
const KINDS = 64;
/**
 * A heap while events are few, a calendar queue while they are many; the order is the same. The key (time × 8 + rank)
 * decides, among equal keys the order of adding.
 *
 * An event is a kind (0-63) and the index (0 to 2^25 − 1) of what it concerns.
 */
export class EventQueue {
  readonly #heap = new EventHeap();
  readonly #calendar = new CalendarQueue(this.#heap);
  #taken = 0;

  /** Events that wait. */
  get size(): number {
    return this.#calendar.count + this.#heap.size;
  }

  /**
   * @param time whole microseconds
   * @param rank 0-7; the lower goes first within an instant
   * @param kind 0-63
   * @param index 0 to 2^25 − 1
   */
  add(time: Micros, rank: number, kind: number, index: number): void {
    const key = time * RANKS + rank;
    const what = index * KINDS + kind;
    if (this.#calendar.isOpen) this.#calendar.add(key, what);
    else this.#heap.add(key, what);
  }

  /** Whether there is an event before `time`, or at it with a rank below `rank`. */
  hasBefore(time: Micros, rank: number): boolean {
    const key = time * RANKS + rank;
    if (this.#calendar.isOpen && this.#calendar.find()) return this.#calendar.firstKey < key;
    return this.#heap.hasBelow(key);
  }

  /**
   * Takes the first event out, which must exist; `kind` and `index` tell which it is until the next call.
   * @returns its time
   */
  take(): Micros {
    if (this.#calendar.isOpen && this.#calendar.find()) {
      const key = this.#calendar.take();
      this.#taken = this.#calendar.taken;
      return Math.floor(key * (1 / RANKS));
    }
    const key = this.#heap.take();
    this.#taken = this.#heap.taken;
    this.#calendar.offer();
    return Math.floor(key * (1 / RANKS));
  }

  get kind(): number {
    return this.#taken & (KINDS - 1);
  }

  get index(): number {
    return this.#taken >> 6;
  }
}
