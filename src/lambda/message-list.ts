/** Lists of messages whose links are in the table: whoever is in one can leave it from anywhere. */
import { NONE, type MessageTable } from './message-table.ts';

/** The two pairs of links that a message has. */
export type Links = 'age' | 'place';

/** A doubly linked list through one pair of links of the table. */
export class MessageList {
  readonly #table: MessageTable;
  readonly #byAge: boolean;
  head = NONE;
  tail = NONE;
  length = 0;

  constructor(table: MessageTable, links: Links) {
    this.#table = table;
    this.#byAge = links === 'age';
  }

  /** Puts a message at the end. */
  append(row: number): void {
    const previous = this.#previous;
    const next = this.#next;
    previous[row] = this.tail;
    next[row] = NONE;
    if (this.tail === NONE) this.head = row;
    else next[this.tail] = row;
    this.tail = row;
    this.length++;
  }

  /** Puts a message behind `place`, or first where that is −1. */
  insertAfter(place: number, row: number): void {
    if (place === this.tail) {
      this.append(row);
      return;
    }
    const previous = this.#previous;
    const next = this.#next;
    const follower = place === NONE ? this.head : next[place]!;
    previous[row] = place;
    next[row] = follower;
    previous[follower] = row;
    if (place === NONE) this.head = row;
    else next[place] = row;
    this.length++;
  }

  /** Takes a message out, which must be in. */
  remove(row: number): void {
    const previous = this.#previous;
    const next = this.#next;
    const before = previous[row]!;
    const after = next[row]!;
    if (before === NONE) this.head = after;
    else next[before] = after;
    if (after === NONE) this.tail = before;
    else previous[after] = before;
    this.length--;
  }

  get #previous(): Int32Array {
    return this.#byAge ? this.#table.older : this.#table.before;
  }

  get #next(): Int32Array {
    return this.#byAge ? this.#table.newer : this.#table.after;
  }
}
