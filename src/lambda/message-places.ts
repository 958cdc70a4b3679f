/** Where the messages of one queue are: visible, hidden, or behind what a FIFO queue looks at (R8.4, R8.13). */
import type { Simulation } from '../des/simulation.ts';
import { FairOrder } from './fair-order.ts';
import { MessageGroups } from './message-groups.ts';
import { MessageList } from './message-list.ts';
import { BEYOND, HIDDEN, NONE, VISIBLE, type MessageTable } from './message-table.ts';
import type { QueueConfig } from './queue-config.ts';
import { SQS_IN_FLIGHT } from './quotas.ts';

/** All messages by their coming, and each of them in its place. */
export class MessagePlaces {
  /** All of them, by their coming. */
  readonly all: MessageList;
  /** By the end of their visibility timeout, which is the same for all. */
  readonly hidden: MessageList;
  readonly #table: MessageTable;
  readonly #fifo: boolean;
  /** The visible ones of a standard queue without groups, as they became so. */
  readonly #visible: MessageList;
  /** Those of any other queue. */
  readonly #groups: MessageGroups | FairOrder | null;
  /** The first of those behind the limit of a FIFO queue, and how many these are. */
  #beyond = NONE;
  #beyonds = 0;

  constructor(table: MessageTable, { fifo, messageGroups, visibilityTimeout }: QueueConfig, simulation: Simulation) {
    this.#table = table;
    this.#fifo = fifo;
    this.all = new MessageList(table, 'age');
    this.hidden = new MessageList(table, 'place');
    this.#visible = new MessageList(table, 'place');
    const fair = messageGroups === null ? null : new FairOrder(table, simulation, visibilityTimeout);
    this.#groups = fifo ? new MessageGroups(table) : fair;
  }

  /** The message that can be received next, −1 for none (R8.13: so many may be in flight). */
  get next(): number {
    if (!this.#fifo && this.hidden.length >= SQS_IN_FLIGHT) return NONE;
    return this.#groups === null ? this.#visible.head : this.#groups.next();
  }

  /** A message comes. */
  enter(row: number): void {
    this.all.append(row);
    if (this.#fifo && (this.#beyonds > 0 || this.all.length > SQS_IN_FLIGHT)) {
      this.#table.state[row] = BEYOND;
      if (this.#beyonds++ === 0) this.#beyond = row;
    } else this.#show(row, false);
  }

  /** The next message is received. */
  hide(row: number): void {
    if (this.#groups === null) this.#visible.remove(row);
    else this.#groups.take(row);
    this.#table.state[row] = HIDDEN;
    this.hidden.append(row);
  }

  /** A hidden message is visible again. */
  reveal(row: number): void {
    this.hidden.remove(row);
    this.#show(row, true);
  }

  /** A message leaves, wherever it is. */
  leave(row: number): void {
    const state = this.#table.state[row];
    if (state === BEYOND) {
      if (this.#beyond === row) this.#beyond = this.#table.newer[row]!;
      this.#beyonds--;
      this.all.remove(row);
      return;
    }
    if (state === HIDDEN) {
      this.hidden.remove(row);
      this.#groups?.deleted(row);
    } else if (this.#groups === null) this.#visible.remove(row);
    else this.#groups.removed(row);
    this.all.remove(row);
    if (this.#beyonds > 0) this.#lookFurther();
  }

  /** One receive of several messages is over (R8.4). */
  endReceive(): void {
    this.#groups?.endReceive();
  }

  #show(row: number, wasHidden: boolean): void {
    this.#table.state[row] = VISIBLE;
    if (this.#groups === null) this.#visible.append(row);
    else this.#groups.put(row, wasHidden);
  }

  /** R8.13: one message fewer among the first 120,000, so the next one is looked at. */
  #lookFurther(): void {
    const row = this.#beyond;
    this.#beyonds--;
    this.#beyond = this.#beyonds === 0 ? NONE : this.#table.newer[row]!;
    this.#show(row, false);
  }
}
