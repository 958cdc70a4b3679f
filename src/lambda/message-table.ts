/** The messages of all queues in flat arrays: a million of them take some 55 MB. */
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import type { Lineage } from './lineage.ts';
import type { LastReceive } from './queue-monitor.ts';

/** What a message is just now, in one byte. */
export const VISIBLE = 1;
/** Received and not deleted: nobody else gets it until its visibility timeout ends. */
export const HIDDEN = 2;
/** On a FIFO queue, behind the first 120,000 messages, which alone are looked at (R8.13). */
export const BEYOND = 3;

/** How the last receive of a message came out; 0 = there was none, or it has not ended. */
export const LAST_THROTTLED = 1;
export const LAST_ERROR = 2;
export const LAST_TIMEOUT = 3;
/** Its batch succeeded, and it was named among the failures (R8.7). */
export const LAST_ITEM = 4;

const LAST: readonly LastReceive[] = ['none', 'throttled', 'error', 'timeout', 'item'];

const EVER_THROTTLED = 128;

/** Nobody: the end of a list. */
export const NONE = -1;

/**
 * One row a message. Each stands in two lists of its queue: that of all messages by age (`older`, `newer`), and that
 * of its place, visible or hidden (`before`, `after`). Free rows are a list through `newer`.
 */
export class MessageTable {
  /** When it was first sent: what retention counts from. */
  sentAt = new Float64Array(1024);
  /** Until when a hidden one stays hidden. */
  hiddenUntil = new Float64Array(1024);
  /** Number within the queue that it was sent to: the subject of its draws. */
  number = new Int32Array(1024);
  older = new Int32Array(1024);
  newer = new Int32Array(1024);
  before = new Int32Array(1024);
  after = new Int32Array(1024);
  /** Counts the receipts that have been valid for this row; an older receipt is worth nothing. */
  receipt = new Int32Array(1024);
  receives = new Int32Array(1024);
  /** Number of the source that sent it; −1 = it was there at t = 0, or a destination sent it. */
  source = new Int32Array(1024);
  state = new Uint8Array(1024);
  #last = new Uint8Array(1024);
  /** Message group; made with the first one that has one. */
  #groups: Int32Array | null = null;
  /** When a message that was moved came into its present queue, and from which; made with the first one. */
  #movedAt: Float64Array | null = null;
  #origin: Int32Array | null = null;
  /** The chain that a message belongs to (R9.9); made with the first one that has one. */
  #lineages: (Lineage | null)[] | null = null;
  #free = NONE;
  #size = 0;

  /** Rows ever used at once. */
  get size(): number {
    return this.#size;
  }

  /** @returns the row */
  open(number: number, source: number, sentAt: Micros, group: number): number {
    const row = this.#free >= 0 ? this.#free : this.#size++;
    if (row === this.#free) this.#free = this.newer[row]!;
    else if (row === this.number.length) this.#grow();
    this.sentAt[row] = sentAt;
    this.number[row] = number;
    this.source[row] = source;
    this.receives[row] = 0;
    this.#last[row] = 0;
    if (group > 0) this.#groups ??= new Int32Array(this.number.length);
    if (this.#groups !== null) this.#groups[row] = group;
    if (this.#movedAt !== null) this.#movedAt[row] = NaN;
    if (this.#lineages !== null) this.#lineages[row] = null;
    return row;
  }

  /** The message belongs to a chain. */
  follow(row: number, lineage: Lineage): void {
    (this.#lineages ??= [])[row] = lineage;
  }

  /** Whether any message belongs to a chain. */
  get isFollowed(): boolean {
    return this.#lineages !== null;
  }

  /** The chain that a message belongs to, where somebody asks. */
  lineageOf(row: number): Lineage | null {
    return this.#lineages?.[row] ?? null;
  }

  /** How its last receive came out; that it was ever throttled stays. */
  note(row: number, last: number): void {
    const sticky = last === LAST_THROTTLED ? EVER_THROTTLED : this.#last[row]! & EVER_THROTTLED;
    this.#last[row] = sticky | last;
  }

  lastOf(row: number): LastReceive {
    return LAST[this.#last[row]! & ~EVER_THROTTLED]!;
  }

  wasThrottled(row: number): boolean {
    return this.#last[row]! >= EVER_THROTTLED;
  }

  /** The message has ended. */
  close(row: number): void {
    this.receipt[row]!++;
    this.state[row] = 0;
    this.newer[row] = this.#free;
    this.#free = row;
  }

  /** Its message group, 0 where there are none. */
  groupOf(row: number): number {
    return this.#groups === null ? 0 : this.#groups[row]!;
  }

  /** When it came into the queue in which it is. */
  enteredAt(row: number): Micros {
    const moved = this.#movedAt === null ? NaN : this.#movedAt[row]!;
    return Number.isNaN(moved) ? this.sentAt[row]! : moved;
  }

  /** It comes into another queue now. @param origin number of the queue that it was in */
  move(row: number, now: Micros, origin: number): void {
    this.#movedAt ??= new Float64Array(this.number.length).fill(NaN);
    this.#origin ??= new Int32Array(this.number.length);
    this.#movedAt[row] = now;
    this.#origin[row] = origin;
    this.receipt[row]!++;
    this.receives[row] = 0;
    this.source[row] = NONE;
    this.#last[row] = 0;
  }

  /** Number of the queue that a moved message came from; −1 where it was not moved. */
  originOf(row: number): number {
    return this.#movedAt === null || Number.isNaN(this.#movedAt[row]!) ? NONE : this.#origin![row]!;
  }

  #grow(): void {
    this.sentAt = grown(this.sentAt);
    this.hiddenUntil = grown(this.hiddenUntil);
    this.number = grown(this.number);
    this.older = grown(this.older);
    this.newer = grown(this.newer);
    this.before = grown(this.before);
    this.after = grown(this.after);
    this.receipt = grown(this.receipt);
    this.receives = grown(this.receives);
    this.source = grown(this.source);
    this.state = grown(this.state);
    this.#last = grown(this.#last);
    if (this.#groups !== null) this.#groups = grown(this.#groups);
    if (this.#movedAt !== null) this.#movedAt = grown(this.#movedAt);
    if (this.#origin !== null) this.#origin = grown(this.#origin);
  }
}
