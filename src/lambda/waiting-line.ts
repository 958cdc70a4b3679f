/** Who waits, in the order in which they came; anybody may leave at any time. */

/** Knows its neighbours in the one line in which it can stand. */
export interface Waiting<T> {
  before: T | null;
  after: T | null;
}

/** A doubly linked list through those who wait: nothing is allocated, and leaving takes no time. */
export class WaitingLine<T extends Waiting<T>> {
  /** Who has waited longest; `null` = nobody waits. */
  first: T | null = null;
  length = 0;
  #last: T | null = null;

  /** Goes to the end. */
  enter(one: T): void {
    one.before = this.#last;
    one.after = null;
    if (this.#last === null) this.first = one;
    else this.#last.after = one;
    this.#last = one;
    this.length++;
  }

  /** Leaves from wherever it stands. */
  leave(one: T): void {
    const { before, after } = one;
    if (before === null) this.first = after;
    else before.after = after;
    if (after === null) this.#last = before;
    else after.before = before;
    one.before = null;
    one.after = null;
    this.length--;
  }
}
