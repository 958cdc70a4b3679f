/** A stable binary heap of events: by key, among equal keys in the order in which they were added. */
import { grown } from './typed-array.ts';

/**
 * Flat arrays that hold nothing for the garbage collector. Among equal keys the sequence number decides, so the order is
 * total.
 *
 * `take` leaves the root vacant, and the next `add` fills it from above: an event that schedules its own successor,
 * as nearly all do, costs one sift instead of two.
 */
export class EventHeap {
  #keys = new Float64Array(1024);
  #sequences = new Int32Array(1024);
  #whats = new Int32Array(1024);
  #size = 0;
  #sequence = 0;
  #vacant = false;
  #taken = 0;
  readonly #lastSequence: number;

  /** @param lastSequence after so many the events that wait are numbered anew; at most 2^31 − 1 */
  constructor(lastSequence = 2 ** 31 - 1) {
    this.#lastSequence = lastSequence;
  }

  /** Events that wait. */
  get size(): number {
    return this.#vacant ? this.#size - 1 : this.#size;
  }

  /** The event of the last `take`. */
  get taken(): number {
    return this.#taken;
  }

  add(key: number, what: number): void {
    if (this.#sequence === this.#lastSequence) this.#renumber();
    const sequence = this.#sequence++;
    if (this.#vacant) {
      this.#vacant = false;
      this.#siftDown(key, sequence, what);
      return;
    }
    if (this.#size === this.#keys.length) this.#grow();
    this.#siftUp(this.#size++, key, sequence, what);
  }

  /** Whether there is an event with a key below this one. */
  hasBelow(key: number): boolean {
    if (this.#vacant) this.#fill();
    return this.#size > 0 && this.#keys[0]! < key;
  }

  /** Takes the first event out, which must exist; `taken` says which it was. @returns its key */
  take(): number {
    if (this.#vacant) this.#fill();
    this.#taken = this.#whats[0]!;
    this.#vacant = true;
    return this.#keys[0]!;
  }

  /** The keys of so many events at most, one like another, in their order; there must be an event. */
  sample(most: number): Float64Array {
    if (this.#vacant) this.#fill();
    const each = Math.max(1, this.#size / most);
    const keys = new Float64Array(Math.min(most, this.#size));
    for (let k = 0; k < keys.length; k++) keys[k] = this.#keys[Math.floor(k * each)]!;
    return keys.sort();
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

  /** In their order, which is a heap, too. */
  #renumber(): void {
    if (this.#vacant) this.#fill();
    const [keys, sequences, whats] = [this.#keys.slice(), this.#sequences.slice(), this.#whats.slice()];
    const order = Array.from({ length: this.#size }, (_, place) => place);
    order.sort((a, b) => keys[a]! - keys[b]! || sequences[a]! - sequences[b]!);
    for (const [sequence, place] of order.entries()) {
      this.#keys[sequence] = keys[place]!;
      this.#sequences[sequence] = sequence;
      this.#whats[sequence] = whats[place]!;
    }
    this.#sequence = this.#size;
  }

  #grow(): void {
    this.#keys = grown(this.#keys);
    this.#sequences = grown(this.#sequences);
    this.#whats = grown(this.#whats);
  }
}
