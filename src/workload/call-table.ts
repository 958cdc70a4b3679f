/** Handlers that call other functions, and the calls that they wait for: rows that are used again. */
import type { Micros } from '../des/time.ts';
import type { Caller } from '../lambda/caller.ts';
import type { Lineage } from '../lambda/lineage.ts';
import type { CallEdge } from './call-edges.ts';
import type { AnswerClass } from './retry.ts';

/** A handler that has calls to make. */
export interface Frame {
  edges: readonly CallEdge[];
  /** Who invoked it. */
  caller: Caller;
  request: number;
  attempt: number;
  /** The chain up to it and with it; `null` once it is over. */
  lineage: Lineage | null;
  /** In which it waits for its calls; −1 = it waits for none. */
  environment: number;
  /** When its invocation was admitted. */
  start: Micros;
  /** Index of the entry that it has reached. */
  entry: number;
  /** Calls of this entry that are not answered. */
  pending: number;
  /** Since when it waits for them; −1 = it does not. */
  since: Micros;
  /** How long it has waited, by entry. */
  waits: Micros[];
  /** It is woken later. */
  isDue: boolean;
  /** It calls no more; what it has called may run on. */
  isOver: boolean;
  /** Its calls in the table. */
  calls: number;
}

/** A call that a handler waits for, or did until it was over. */
export interface Call {
  /** Index of the handler. */
  frame: number;
  edge: CallEdge;
  /** By which it draws. */
  number: number;
  attempts: number;
  /** Tokens that its last retry cost. */
  paid: number;
  /** How its last attempt was answered. */
  isSuccess: boolean;
  /** `null` = with a success, or with something that an SDK does not try again. */
  failure: AnswerClass | null;
}

/** Both kinds of rows. */
export class CallTable {
  readonly #frames: Frame[] = [];
  readonly #calls: Call[] = [];
  readonly #spareFrames: number[] = [];
  readonly #spareCalls: number[] = [];

  /** The opener fills in edges, caller, request, attempt, lineage, environment and start. @returns the index */
  openFrame(): number {
    const index = this.#spareFrames.pop() ?? this.#frames.push({ ...NO_FRAME, waits: [] }) - 1;
    const frame = this.frame(index);
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
  openCall(frame: number, edge: CallEdge, number: number): number {
    const index = this.#spareCalls.pop() ?? this.#calls.push({ ...NO_CALL, edge }) - 1;
    const call = this.call(index);
    call.frame = frame;
    call.edge = edge;
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

const NO_EDGES: readonly CallEdge[] = [];

/** A row that was never used; its opener writes the rest before anybody reads it. */
const NO_FRAME = {
  edges: NO_EDGES,
  request: 0,
  attempt: 0,
  lineage: null,
  environment: -1,
  start: 0,
  entry: 0,
  pending: 0,
  since: -1,
  isDue: false,
  isOver: true,
  calls: 0,
} as unknown as Frame;

const NO_CALL = { frame: -1, number: 0, attempts: 1, paid: 0, isSuccess: false, failure: null };
