/** Handlers that use dependencies, and the places in which calls are served: objects that are used again. */
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { Dependency } from './dependency.ts';
import type { Use } from './dependency-uses.ts';
import type { Lineage } from './lineage.ts';
import type { VersionState } from './version-state.ts';

/** Where the present call of a handler is: nowhere yet, on its way, in the line, in service, refused. */
export type CallState = 'next' | 'coming' | 'waiting' | 'served' | 'refused';

/** A handler that has calls to make. */
export class UsingHandler {
  readonly index: number;
  caller: Caller;
  version: VersionState;
  request = 0;
  attempt = 0;
  lineage: Lineage | null = null;
  /** In which it waits. */
  environment = -1;
  uses: readonly Use[] = [];
  /** Records of its invocation. */
  records = 1;
  /** Which entry it has reached, and which call of that. */
  entry = 0;
  call = 0;
  state: CallState = 'next';
  /** When the present call reached the dependency. */
  at: Micros = 0;
  /** The place that serves its present call. */
  place: Place | null = null;
  /** An event of its own is ahead. */
  isDue = false;
  /** It makes no more calls. */
  isOver = true;
  /** Records that it reports as failed; `null` = none. */
  failed: number[] | null = null;
  /** Its neighbours in the line. */
  before: UsingHandler | null = null;
  after: UsingHandler | null = null;

  constructor(index: number, caller: Caller, version: VersionState) {
    this.index = index;
    this.caller = caller;
    this.version = version;
  }

  /** What it uses just now. */
  get use(): Use {
    return this.uses[this.entry]!;
  }

  /** Goes on to the next call that it makes; behind the last entry there is none. */
  advance(): void {
    do {
      this.call++;
      while (this.entry < this.uses.length && this.call >= this.use.countOf(this.records)) {
        this.entry++;
        this.call = 0;
      }
    } while (this.failed !== null && this.entry < this.uses.length && this.#isGivenUp(this.use.recordOf(this.call)));
  }

  /** Reports the record of its present call as failed. @returns false where the call is of no record, or nothing can be reported */
  reportFailure(): boolean {
    const record = this.use.recordOf(this.call);
    if (record < 0 || this.caller.onRecordFailure === 'throws') return false;
    (this.failed ??= []).push(record);
    return true;
  }

  /** A handler that keeps the order does nothing more for a failed record and all behind it. */
  #isGivenUp(record: number): boolean {
    if (record < 0) return false;
    return this.caller.onRecordFailure === 'stops'
      ? this.failed!.some((failed) => failed <= record)
      : this.failed!.includes(record);
  }
}

/** A call in service. It goes on where its handler has given up. */
export class Place {
  readonly index: number;
  dependency: Dependency;
  /** Number of the function that called. */
  fn = -1;
  /** Who waits for the answer; `null` = nobody any more. */
  handler: UsingHandler | null = null;
  began: Micros = 0;
  /** Whether the answer will be an error. */
  fails = false;
  /** Whether there will be none: the place is free when its handler gives up. */
  hangs = false;

  constructor(index: number, dependency: Dependency) {
    this.index = index;
    this.dependency = dependency;
  }
}

/** The handlers that have calls to make. */
export class UsingHandlers {
  readonly #all: UsingHandler[] = [];
  readonly #spare: UsingHandler[] = [];

  /** The opener fills in the rest. */
  open(caller: Caller, version: VersionState): UsingHandler {
    let handler = this.#spare.pop();
    if (handler === undefined) {
      handler = new UsingHandler(this.#all.length, caller, version);
      this.#all.push(handler);
    }
    handler.caller = caller;
    handler.version = version;
    handler.entry = 0;
    handler.call = 0;
    handler.state = 'next';
    handler.isOver = false;
    handler.failed = null;
    return handler;
  }

  at(index: number): UsingHandler {
    return this.#all[index]!;
  }

  /** The handler is done with, unless an event of its own is ahead. */
  close(handler: UsingHandler): void {
    if (!handler.isDue) this.#spare.push(handler);
  }
}
