/** The calendar: a stable priority queue of events, ordered by time, then rank, then order of scheduling. */
import type { Micros } from './time.ts';
import { grown } from './typed-array.ts';

/** Ranks 0-7 fit beside the time in one exact double: (a year in µs) × 8 is below 2^48. */
const RANKS = 8;
const KINDS = 64;

/**
 * A binary heap in flat arrays that hold nothing for the garbage collector. The key (time × 8 + rank) decides; among
 * equal keys the sequence number does, so the order is total and the queue is stable.
 *
 * An event is a kind (0-63) and the index (0 to 2^25 − 1) of what it concerns.
 *
 * `take` leaves the root vacant, and the next `add` fills it from above: an event that schedules its own successor,
 * as nearly all do, costs one sift instead of two.
 */
export class EventQueue {
  #keys = new Float64Array(1024);
  #sequences = new Float64Array(1024);
  #whats = new Int32Array(1024);
  #size = 0;
  #sequence = 0;
  #vacant = false;
  #taken = 0;

  /** Events that wait. */
  get size(): number {
    return this.#vacant ? this.#size - 1 : this.#size;
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
    const sequence = this.#sequence++;
    if (this.#vacant) {
      this.#vacant = false;
      this.#siftDown(key, sequence, what);
      return;
    }
    if (this.#size === this.#keys.length) this.#grow();
    this.#siftUp(this.#size++, key, sequence, what);
  }

  /** Whether there is an event before `time`, or at it with a rank below `rank`. */
  hasBefore(time: Micros, rank: number): boolean {
    if (this.#vacant) this.#fill();
    return this.#size > 0 && this.#keys[0]! < time * RANKS + rank;
  }

  /**
   * Takes the first event out, which must exist; `kind` and `index` tell which it is until the next call.
   * @returns its time
   */
  take(): Micros {
    if (this.#vacant) this.#fill();
    this.#taken = this.#whats[0]!;
    this.#vacant = true;
    return Math.floor(this.#keys[0]! * (1 / RANKS));
  }

  get kind(): number {
    return this.#taken & (KINDS - 1);
  }

  get index(): number {
    return this.#taken >> 6;
  }

  #fill(): void {
    this.#vacant = false;
    const last = --this.#size;
    if (last > 0) this.#siftDown(this.#keys[last]!, this.#sequences[last]!, this.#whats[last]!);
  }

  /** Moves the hole at the root down to where the entry belongs; every index stays below `#size`. */
  #siftDown(key: number, sequence: number, what: number): void {
    const keys = this.#keys;
    const sequences = this.#sequences;
    const whats = this.#whats;
    const size = this.#size;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      let childKey = keys[child]!;
      const right = child + 1;
      if (right < size) {
        const rightKey = keys[right]!;
        if (rightKey < childKey || (rightKey === childKey && sequences[right]! < sequences[child]!)) {
          child = right;
          childKey = rightKey;
        }
      }
      if (key < childKey || (key === childKey && sequence < sequences[child]!)) break;
      keys[hole] = childKey;
      sequences[hole] = sequences[child]!;
      whats[hole] = whats[child]!;
      hole = child;
    }
    keys[hole] = key;
    sequences[hole] = sequence;
    whats[hole] = what;
  }

  /** Moves the hole at `start` up; a new entry has the highest sequence number, so equal keys stay above it. */
  #siftUp(start: number, key: number, sequence: number, what: number): void {
    const keys = this.#keys;
    const sequences = this.#sequences;
    const whats = this.#whats;
    let hole = start;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const parentKey = keys[parent]!;
      if (parentKey <= key) break;
      keys[hole] = parentKey;
      sequences[hole] = sequences[parent]!;
      whats[hole] = whats[parent]!;
      hole = parent;
    }
    keys[hole] = key;
    sequences[hole] = sequence;
    whats[hole] = what;
  }

  #grow(): void {
    this.#keys = grown(this.#keys);
    this.#sequences = grown(this.#sequences);
    this.#whats = grown(this.#whats);
  }
}
