/** What a FIFO queue can hand out: its message groups, each in order and locked while a message of it is received (R8.4). */
import { MessageList } from './message-list.ts';
import { NONE, type MessageTable } from './message-table.ts';

interface Group {
  /** Its visible messages, in the order in which they were sent. */
  readonly messages: MessageList;
  /** Messages that were received and are not deleted: as long as there is one, nobody gets another. */
  hidden: number;
  /** Whether it stands in the line of those that can be received. */
  inLine: boolean;
}

/** The visible messages of a FIFO queue; groups take turns. */
export class MessageGroups {
  readonly #table: MessageTable;
  readonly #groups: Group[] = [];
  /** Numbers of the groups that can be received, in turn; those before `#first` are gone. */
  #line: number[] = [];
  #first = 0;
  #open = NONE;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** The message that would be received next, −1 where there is none; after `take`, one of the same group goes first. */
  next(): number {
    if (this.#open !== NONE) {
      const { messages } = this.#groups[this.#open]!;
      if (messages.length > 0) return messages.head;
      this.endReceive();
    }
    const number = this.#line[this.#first];
    return number === undefined ? NONE : this.#groups[number]!.messages.head;
  }

  /** The message that `next` gave is received. */
  take(row: number): void {
    const number = this.#table.groupOf(row);
    const group = this.#groups[number]!;
    group.messages.remove(row);
    group.hidden++;
    if (group.inLine) this.#leaveLine(group);
    this.#open = number;
  }

  /** One receive is over: from here on groups with a received message are locked. */
  endReceive(): void {
    const open = this.#open;
    this.#open = NONE;
    if (open !== NONE) this.#joinLine(open, this.#groups[open]!);
  }

  /** A message is to be had again, or for the first time. @param wasHidden whether it was received before */
  put(row: number, wasHidden: boolean): void {
    const number = this.#table.groupOf(row);
    const group = this.#groupOf(number);
    if (wasHidden) group.hidden--;
    const { number: numbers } = this.#table;
    let place = group.messages.tail;
    if (wasHidden) {
      // What comes back was sent before all others of its group that are not just coming back with it.
      place = NONE;
      let follower = group.messages.head;
      while (follower !== NONE && numbers[follower]! < numbers[row]!) {
        place = follower;
        follower = this.#table.after[follower]!;
      }
    }
    if (place === group.messages.tail) group.messages.append(row);
    else group.messages.insertAfter(place, row);
    this.#joinLine(number, group);
  }

  /** A received message was deleted. */
  deleted(row: number): void {
    const number = this.#table.groupOf(row);
    const group = this.#groups[number]!;
    group.hidden--;
    this.#joinLine(number, group);
  }

  /** A visible message leaves without having been received. */
  removed(row: number): void {
    const group = this.#groups[this.#table.groupOf(row)]!;
    group.messages.remove(row);
    if (group.messages.length === 0 && group.inLine) this.#drop(group, this.#table.groupOf(row));
  }

  #joinLine(number: number, group: Group): void {
    if (group.inLine || number === this.#open || group.hidden > 0 || group.messages.length === 0) return;
    group.inLine = true;
    this.#line.push(number);
  }

  /** The first in line is always the one that is received. */
  #leaveLine(group: Group): void {
    group.inLine = false;
    this.#first++;
    if (this.#first < 1024 || this.#first * 2 < this.#line.length) return;
    this.#line = this.#line.slice(this.#first);
    this.#first = 0;
  }

  #drop(group: Group, number: number): void {
    group.inLine = false;
    this.#line.splice(this.#line.indexOf(number, this.#first), 1);
  }

  #groupOf(number: number): Group {
    let group = this.#groups[number];
    if (group === undefined) {
      group = { messages: new MessageList(this.#table, 'place'), hidden: 0, inLine: false };
      this.#groups[number] = group;
    }
    return group;
  }
}
