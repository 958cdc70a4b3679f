/** One SQS queue: what is visible, what is hidden and until when, and how long it is kept (R8.4, R8.5, R8.13). */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { QUEUE_DUE, QUEUE_EVENT, QUEUE_EVENTS, RANK } from './events.ts';
import type { Lineage } from './lineage.ts';
import { MessagePlaces } from './message-places.ts';
import { HIDDEN, NONE, type MessageTable } from './message-table.ts';
import type { QueueConfig } from './queue-config.ts';
import type { BatchFacts, LastReceive, MessageEnd, MessageFacts, QueueMonitor } from './queue-monitor.ts';

/** Told when there is something to receive. */
export interface QueueReader {
  offered(): void;
}

/** Holds its messages; rows are indices into the table that all queues share. */
export class MessageQueue implements MessageFacts {
  readonly index: number;
  readonly config: QueueConfig;
  readonly table: MessageTable;
  /** Who reads it, in the order of their names. */
  readonly readers: QueueReader[] = [];
  /** Where what was received too often goes; set once all queues are there. */
  deadLetter: MessageQueue | null = null;
  readonly #simulation: Simulation;
  readonly #monitor: QueueMonitor;
  readonly #places: MessagePlaces;
  #next = 0;
  #oldest = NONE;
  #holdsMoved = false;
  #nextExpiry: Micros = Infinity;
  #wakeAt: Micros = Infinity;
  // The facts of the message that is told of.
  source = NONE;
  sentAt = 0;
  last: LastReceive = 'none';
  throttled = false;
  receives = 0;
  visible = true;

  constructor(index: number, config: QueueConfig, table: MessageTable, simulation: Simulation, monitor: QueueMonitor) {
    this.index = index;
    this.config = config;
    this.table = table;
    this.#simulation = simulation;
    this.#monitor = monitor;
    this.#places = new MessagePlaces(table, config, simulation);
  }

  /** Number of the next message that is sent here: the subject of its draws. */
  get next(): number {
    return this.#next;
  }

  /** A message is sent. @param source its number, −1 for none @param group from 1, 0 = no groups */
  send(source: number, sentAt: Micros, group: number, sent = true, lineage: Lineage | null = null): void {
    const row = this.table.open(this.#next++, source, sentAt, group);
    if (lineage !== null) this.table.follow(row, lineage);
    this.#enter(row, sent, false);
  }

  /**
   * Receives the next message: it is hidden for the visibility timeout from now on (R8.5, R8.13). What was received
   * too often before is moved to the dead-letter queue on the way.
   * @returns its row, −1 where there is none
   */
  receive(): number {
    const { maxReceiveCount, visibilityTimeout } = this.config;
    const { table } = this;
    for (;;) {
      const row = this.#places.next;
      if (row === NONE) return NONE;
      const tooOften = maxReceiveCount !== null && table.receives[row]! >= maxReceiveCount;
      if (tooOften && this.deadLetter !== null) {
        this.moveTo(this.deadLetter, row, 'deadLettered');
        continue;
      }
      this.#places.hide(row);
      table.receives[row]!++;
      table.receipt[row]!++;
      table.note(row, 0);
      table.hiddenUntil[row] = this.#simulation.now + visibilityTimeout;
      this.#monitor.hidden(this.index);
      this.#wake(table.hiddenUntil[row]);
      return row;
    }
  }

  /** One receive of several messages is over (R8.4). */
  endReceive(): void {
    this.#places.endReceive();
  }

  /** The first message to be had, −1 for none. */
  get head(): number {
    return this.#places.next;
  }

  /** Deletes a received message. @param batch that processed it, `null` where nobody did */
  delete(row: number, end: MessageEnd, batch: BatchFacts | null): void {
    this.#leave(row, end, batch);
    this.table.close(row);
    this.#noteOldest();
  }

  /** R9.9: a received message has come back too often. It goes to the dead-letter queue, or nobody has it. */
  stop(row: number): void {
    if (this.deadLetter !== null) this.moveTo(this.deadLetter, row, 'deadLettered');
    else this.delete(row, 'lost', null);
  }

  /** Visible messages; of a FIFO queue also those behind the limit of what is looked at. */
  get visibleMessages(): number {
    return this.#places.all.length - this.#places.hidden.length;
  }

  /** The visible message that came first, −1 for none. */
  oldestVisible(): number {
    const { state, newer } = this.table;
    let row = this.#places.all.head;
    while (row !== NONE && state[row] === HIDDEN) row = newer[row]!;
    return row;
  }

  /**
   * Hands a message on to another queue. Retention goes on counting on a standard dead-letter queue; on a FIFO queue
   * and where a redrive task sends the message as a new one it begins again (SQS/sqs-dead-letter-queues.html).
   * @param source number of the redrive task
   */
  moveTo(other: MessageQueue, row: number, end: 'deadLettered' | 'redriven', source = NONE): void {
    const { table } = this;
    const { now } = this.#simulation;
    this.#leave(row, end, null);
    table.move(row, now, this.index);
    table.source[row] = source;
    if (other.config.fifo || end === 'redriven') table.sentAt[row] = now;
    else other.#holdsMoved = true;
    table.number[row] = other.#next++;
    this.#noteOldest();
    other.#enter(row, false, true);
    // Its time may be over before it comes.
    if (other.#deadlineOf(row) <= this.#simulation.now) other.delete(row, 'lost', null);
  }

  /** QUEUE_DUE: visibility timeouts and retention times that have ended. */
  due(): void {
    const { now } = this.#simulation;
    const { table } = this;
    // One that was scheduled before an earlier one was is out of date.
    if (this.#wakeAt !== now) return;
    this.#wakeAt = Infinity;
    let shown = false;
    const { hidden } = this.#places;
    for (let row = hidden.head; row !== NONE && table.hiddenUntil[row]! <= now; row = hidden.head) {
      if (this.#deadlineOf(row) <= now) {
        this.delete(row, 'lost', null);
        continue;
      }
      this.#places.reveal(row);
      // The receipt is worth nothing from now on.
      table.receipt[row]!++;
      this.#monitor.shown(this.index);
      shown = true;
    }
    if (this.#nextExpiry <= now) this.#expire(now);
    if (hidden.head !== NONE) this.#wake(table.hiddenUntil[hidden.head]!);
    this.#wake(this.#nextExpiry);
    if (shown) this.#offerToAll();
  }

  /** Reports the messages that are still there; once, after the last simulation event. */
  finish(): void {
    const { newer } = this.table;
    for (let row = this.#places.all.head; row !== NONE; row = newer[row]!)
      this.#monitor.unfinished(this.index, this.#look(row));
  }

  #enter(row: number, sent: boolean, moved: boolean): void {
    const { table } = this;
    this.#monitor.entered(this.index, table.source[row]!, sent, moved);
    this.#places.enter(row);
    const deadline = this.#deadlineOf(row);
    if (deadline < this.#nextExpiry) {
      this.#nextExpiry = deadline;
      this.#wake(deadline);
    }
    this.#noteOldest();
    this.#offerToAll();
  }

  #offerToAll(): void {
    for (const reader of this.readers) reader.offered();
  }

  /** Takes a message out of all lists and tells of it. */
  #leave(row: number, end: MessageEnd, batch: BatchFacts | null): void {
    this.#monitor.left(this.index, this.#look(row), end, batch);
    this.#places.leave(row);
  }

  /** Those whose time is over are lost, but for received ones: these are looked at when they are visible again. */
  #expire(now: Micros): void {
    const { table } = this;
    this.#nextExpiry = Infinity;
    let row = this.#places.all.head;
    while (row !== NONE) {
      const newer = table.newer[row]!;
      const deadline = this.#deadlineOf(row);
      if (deadline > now) {
        this.#nextExpiry = Math.min(this.#nextExpiry, deadline);
        // By age the deadlines ascend, unless messages came from another queue.
        if (!this.#holdsMoved) break;
      } else if (table.state[row] !== HIDDEN) this.delete(row, 'lost', null);
      row = newer;
    }
  }

  #deadlineOf(row: number): Micros {
    return this.table.sentAt[row]! + this.config.retention;
  }

  #noteOldest(): void {
    const oldest = this.#places.all.head;
    if (oldest === this.#oldest) return;
    this.#oldest = oldest;
    this.#monitor.oldest(this.index, oldest === NONE ? NaN : this.table.enteredAt(oldest));
  }

  /** Looks at that instant, if not before; whoever looks says when the next look is due. */
  #wake(at: Micros): void {
    if (at >= this.#wakeAt || at === Infinity) return;
    this.#wakeAt = at;
    this.#simulation.schedule(at, RANK.control, QUEUE_EVENT, this.index * QUEUE_EVENTS + QUEUE_DUE);
  }

  #look(row: number): MessageFacts {
    const { table } = this;
    this.source = table.source[row]!;
    this.sentAt = table.sentAt[row]!;
    this.last = table.lastOf(row);
    this.throttled = table.wasThrottled(row);
    this.receives = table.receives[row]!;
    this.visible = table.state[row] !== HIDDEN;
    return this;
  }
}
