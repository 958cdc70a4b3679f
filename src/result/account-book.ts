/** Series of the account at one page width. */
import type { Micros } from '../des/time.ts';
import { Level } from './level.ts';
import type { Pages } from './present.ts';
import { ROW, Rows } from './rows.ts';
import type { AccountRecord } from './run-record.ts';
import type { Column, SeriesTable } from './series-record.ts';

const AFTER: Column = { metric: '', kind: 'after' };
const ALL: readonly Column[] = [{ metric: 'ConcurrentExecutions', kind: 'level' }, AFTER];
const APART: readonly Column[] = [
  { metric: 'UnreservedConcurrentExecutions', kind: 'level' },
  AFTER,
  { metric: 'ClaimedAccountConcurrency', kind: 'level' },
  AFTER,
];
const BACKGROUND: readonly Column[] = [{ metric: 'background', kind: 'level' }, AFTER];

/** What an account consists of. */
export interface AccountShape {
  /** Sum of all reservations. */
  readonly reserved: number;
  /** Whether a function draws on a reservation, so that not everything in flight is unreserved. */
  readonly apart: boolean;
  /** Whether functions that are not modelled take part. */
  readonly background: boolean;
  /** Whether something is provisioned of functions without a reservation: what is claimed then has a course of its own. */
  readonly provisioned: boolean;
}

/** Follows the levels of the account; a row is written when a fact of a later page comes. */
export class AccountBook {
  readonly #rows: Rows;
  readonly #pages: Pages;
  readonly #reserved: number;
  readonly #all: Level;
  /** What is drawn from the pool; the same as all where nothing is reserved. */
  readonly #unreserved: Level;
  readonly #background: Level | null;
  /** R11.16; `null` where it follows from what is unreserved. */
  readonly #claimed: Level | null;
  #page = 0;

  constructor(pages: Pages, { reserved, apart, background, provisioned }: AccountShape) {
    this.#pages = pages;
    this.#reserved = reserved;
    this.#all = new Level(pages.clock);
    this.#unreserved = apart ? new Level(pages.clock) : this.#all;
    this.#background = background ? new Level(pages.clock) : null;
    this.#claimed = provisioned ? new Level(pages.clock) : null;
    this.#claimed?.set(reserved);
    this.#rows = new Rows([...ALL, ...(apart ? APART : []), ...(background ? BACKGROUND : [])]);
  }

  /** A unit is taken. @param shared whether from the unreserved pool */
  claim(shared: boolean): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#all.rise();
    if (shared && this.#unreserved !== this.#all) this.#unreserved.rise();
    if (shared && this.#claimed !== null) this.#claimed.rise();
  }

  /** A unit is given back. */
  release(shared: boolean): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#all.fall();
    if (shared && this.#unreserved !== this.#all) this.#unreserved.fall();
    if (shared && this.#claimed !== null) this.#claimed.fall();
  }

  /** The background holds this much from now on. */
  setBackground(level: number): void {
    if (this.#pages.index !== this.#page) this.#turn();
    const background = this.#background!;
    const change = level - background.value;
    background.set(level);
    this.#all.set(this.#all.value + change);
    if (this.#unreserved !== this.#all) this.#unreserved.set(this.#unreserved.value + change);
    this.#claimed?.set(this.#claimed.value + change);
  }

  /** So much more or less of the unreserved pool is set aside for what is provisioned (R4.7). */
  setAside(units: number): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#claimed!.set(this.#claimed!.value + units);
  }

  /** Takes over the present levels of another book: where this one begins in the middle of a run. */
  enter(from: AccountBook): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#all.set(from.#all.value);
    if (this.#unreserved !== this.#all) this.#unreserved.set(from.#unreserved.value);
    this.#background?.set(from.#background!.value);
    this.#claimed?.set(from.#claimed!.value);
  }

  /** From now on levels count for the window. */
  beginWindow(): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#all.restart();
    if (this.#unreserved !== this.#all) this.#unreserved.restart();
    this.#claimed?.restart();
  }

  /** Writes down the pages that are over, so that they can be read before the end. */
  turn(): void {
    if (this.#pages.index !== this.#page) this.#turn();
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn();
  }

  /** The levels by metric, each an object of its own, and what is to be added to it. */
  levels(): readonly { readonly metric: string; readonly level: Level; readonly plus: number }[] {
    const claimed = this.#claimed ?? (this.#unreserved === this.#all ? null : this.#unreserved);
    const plus = this.#claimed === null ? this.#reserved : 0;
    return [
      { metric: 'ConcurrentExecutions', level: this.#all, plus: 0 },
      ...(claimed === null ? [] : [{ metric: 'ClaimedAccountConcurrency', level: claimed, plus }]),
      ...(this.#background === null ? [] : [{ metric: 'background', level: this.#background, plus: 0 }]),
    ];
  }

  /** Of the window that ends at `until`. */
  record(until: Micros): AccountRecord {
    const unreserved = this.#unreserved.record(until).max;
    return {
      concurrency: this.#all.record(until),
      unreserved: { max: unreserved },
      // R11.16, A-41: unreserved executions and everything that is set aside.
      claimed: { max: this.#claimed?.record(until).max ?? unreserved + this.#reserved },
    };
  }

  /** After `turn` or `finish`. */
  tables(): readonly SeriesTable[] {
    const table = this.#rows.table('account');
    if (this.#unreserved !== this.#all) return [table];
    // Nothing is reserved, so everything in flight is unreserved, and nothing else is claimed.
    const alike = ['UnreservedConcurrentExecutions', 'ClaimedAccountConcurrency'];
    const [, ...others] = table.columns;
    return [table, ...alike.map((metric) => ({ ...table, columns: [{ metric, kind: 'level' as const }, ...others] }))];
  }

  #turn(): void {
    const start = this.#pages.index * this.#pages.width;
    ROW[0] = this.#all.turn(start);
    ROW[1] = this.#all.value;
    let at = 2;
    if (this.#unreserved !== this.#all) {
      const unreserved = this.#unreserved.turn(start);
      ROW[at++] = unreserved;
      ROW[at++] = this.#unreserved.value;
      ROW[at++] = this.#claimed?.turn(start) ?? unreserved + this.#reserved;
      ROW[at++] = this.#claimed?.value ?? this.#unreserved.value + this.#reserved;
    }
    if (this.#background !== null) {
      ROW[at++] = this.#background.turn(start);
      ROW[at++] = this.#background.value;
    }
    this.#rows.append(this.#page);
    this.#page = this.#pages.index;
  }
}
