/** Handlers that call other functions, and the calls that they wait for: rows that are used again. */
import type { Micros } from '../des/time.ts';
import type { Caller } from '../lambda/caller.ts';
import type { Lineage } from '../lambda/lineage.ts';
import type { CallEdge } from './call-edges.ts';
import type { AnswerClass } from './retry.ts';

/** Of a handler that is done with. */
const NO_EDGES: readonly CallEdge[] = [];

/** A handler that has calls to make. */
export class Frame {
  edges: readonly CallEdge[] = NO_EDGES;
  /** Who invoked it. */
  caller: Caller;
  request = NaN;
  attempt = 0;
  /** The chain up to it and with it; `null` once it is over. */
  lineage: Lineage | null = null;
  /** In which it waits for its calls; −1 = it waits for none. */
  environment = -1;
  /** When its invocation was admitted. */
  start: Micros = NaN;
  /** Index of the entry that it has reached. */
  entry = 0;
  /** Calls of this entry that are not answered. */
  pending = 0;
  /** Since when it waits for them; −1 = it does not. */
  since: Micros = NaN;
  /** How long it has waited, by entry. */
  readonly waits: Micros[] = [];
  /** It is woken later. */
  isDue = false;
  /** It calls no more; what it has called may run on. */
  isOver = true;
  /** Its calls in the table. */
  calls = 0;

  constructor(caller: Caller) {
    this.caller = caller;
  }
}

/** A call that a handler waits for, or did until it was over. */
export class Call {
  /** Index of the handler. */
  frame = -1;
  /** The callee as it is called from here. */
  caller: Caller;
  /** By which it draws. */
  number = NaN;
  attempts = 1;
  /** Tokens that its last retry cost. */
  paid = 0;
  /** How its last attempt was answered. */
  isSuccess = false;
  /** `null` = with a success, or with something that an SDK does not try again. */
  failure: AnswerClass | null = null;

  constructor(caller: Caller) {
    this.caller = caller;
  }
}

/** Both kinds of rows. */
export class CallTable {
  readonly #frames: Frame[] = [];
  readonly #calls: Call[] = [];
  readonly #spareFrames: number[] = [];
  readonly #spareCalls: number[] = [];

  /** The opener fills in edges, request, attempt, lineage, environment and start. @returns the index */
  openFrame(caller: Caller): number {
    const index = this.#spareFrames.pop() ?? this.#frames.push(new Frame(caller)) - 1;
    const frame = this.frame(index);
    frame.caller = caller;
    frame.entry = 0;
    frame.pending = 0;
    frame.since = -1;
    frame.waits.length = 0;
    frame.isOver = false;
    frame.calls = 0;
    return index;
  }

  frame(index: number): Frame {
    return this.#frames[index]!;
  }

  /** The handler is done with, when nothing refers to it any more. */
  closeFrameIfDone(index: number): void {
    const { isOver, isDue, calls, edges } = this.frame(index);
    if (!isOver || isDue || calls > 0 || edges === NO_EDGES) return;
    this.frame(index).edges = NO_EDGES;
    this.#spareFrames.push(index);
  }

  /** A first attempt of a call. @returns the index */
  openCall(frame: number, caller: Caller, number: number): number {
    const index = this.#spareCalls.pop() ?? this.#calls.push(new Call(caller)) - 1;
    const call = this.call(index);
    call.frame = frame;
    call.caller = caller;
    call.number = number;
    call.attempts = 1;
    call.paid = 0;
    this.frame(frame).calls++;
    return index;
  }

  call(index: number): Call {
    return this.#calls[index]!;
  }

  /** The call is over, and perhaps its handler with it. */
  closeCall(index: number): void {
    const { frame } = this.call(index);
    this.frame(frame).calls--;
    this.#spareCalls.push(index);
    this.closeFrameIfDone(frame);
  }
}
