/** Functions that call functions: what a handler does when its own work is done (`functions.<name>.calls`). */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { AsyncQueue } from '../lambda/async-queue.ts';
import type { Caller } from '../lambda/caller.ts';
import { RANK } from '../lambda/events.ts';
import { CALLS, NO_CALLS, WAITS, type CallPlan, type HandlerCalls } from '../lambda/handler-calls.ts';
import { NO_HANDLER_TIME } from '../lambda/handler-time.ts';
import { Lineage } from '../lambda/lineage.ts';
import type { MessageSender } from '../lambda/message-sender.ts';
import type { LambdaModel } from '../lambda/model.ts';
import type { VersionState } from '../lambda/version-state.ts';
import { CallAnswers, type CallListener } from './call-answers.ts';
import type { CallEdge, CallEdges } from './call-edges.ts';
import { CallTable, type Frame } from './call-table.ts';
import { CALLS_DUE } from './events.ts';
import type { FanOutMonitor } from './fan-out-monitor.ts';

/**
 * Goes through the entries of a handler's list: the calls of one entry are made at once, and where the handler waits
 * for them, the next entry begins when all are answered.
 */
export class FanOut implements HandlerCalls, CallListener {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #queue: AsyncQueue;
  readonly #messages: MessageSender;
  readonly #edges: CallEdges;
  readonly #monitor: FanOutMonitor;
  /** R9.9: whether a chain of calls can come back to a function, by its number. */
  readonly #loops: readonly boolean[];
  readonly #table = new CallTable();
  /** The calls that handlers wait for. */
  readonly answers: CallAnswers;

  constructor(
    simulation: Simulation,
    model: LambdaModel,
    queue: AsyncQueue,
    messages: MessageSender,
    edges: CallEdges,
    streams: Streams,
    monitor: FanOutMonitor,
    loops: readonly boolean[],
  ) {
    this.#simulation = simulation;
    this.#model = model;
    this.#queue = queue;
    this.#messages = messages;
    this.#edges = edges;
    this.answers = new CallAnswers(simulation, model, streams, this.#table, this);
    this.#monitor = monitor;
    this.#loops = loops;
  }

  plan(caller: Caller, version: VersionState, request: number, attempt: number): CallPlan {
    let plan: CallPlan = NO_CALLS;
    for (const edge of this.#edges.of(caller, version)) {
      if (edge.countOf(request, attempt) === 0) continue;
      const { callee } = edge;
      if (callee.mode === 'sync') return WAITS;
      // The handler hears at once that a message was not taken, and that may be its error.
      if (callee.mode === 'sqs' && this.#messages.mayRefuse(callee.queue)) return WAITS;
      plan = CALLS;
    }
    return plan;
  }

  begin(
    caller: Caller,
    version: VersionState,
    request: number,
    attempt: number,
    lineage: Lineage | null,
    environment: number,
    at: Micros,
  ): number {
    const index = this.#table.openFrame(caller);
    const frame = this.#table.frame(index);
    const { fn } = caller.f;
    frame.edges = this.#edges.of(caller, version);
    frame.request = request;
    frame.attempt = attempt;
    frame.lineage = this.#loops[fn]! ? new Lineage(lineage?.tree ?? null, fn, lineage) : lineage;
    frame.environment = environment;
    frame.start = environment < 0 ? this.#simulation.now : this.#model.open.startOf(environment);
    frame.isDue = true;
    lineage?.tree?.hold();
    this.#simulation.schedule(at, RANK.retry, CALLS_DUE, index);
    return index;
  }

  abandon(index: number): void {
    const frame = this.#table.frame(index);
    this.#noteWait(frame);
    this.#end(frame);
    this.#table.closeFrameIfDone(index);
  }

  /** CALLS_DUE: the handler's own work is done, or it has waited for one entry and goes on to the next. */
  due(index: number): void {
    const frame = this.#table.frame(index);
    frame.isDue = false;
    if (!frame.isOver) this.#goOn(index, true);
    this.#table.closeFrameIfDone(index);
  }

  callServed(index: number): void {
    const frame = this.#table.frame(index);
    frame.pending--;
    if (frame.pending > 0) return;
    this.#noteWait(frame);
    frame.entry++;
    this.#goOn(index, false);
  }

  callFailed(index: number): void {
    const frame = this.#table.frame(index);
    this.#noteWait(frame);
    this.#complete(frame, 'error');
  }

  /** The entries from the present one on. @param mayInvoke whether those who release in this instant have done so */
  #goOn(index: number, mayInvoke: boolean): void {
    const frame = this.#table.frame(index);
    const { edges, request, attempt } = frame;
    for (; frame.entry < edges.length; frame.entry++) {
      const edge = edges[frame.entry]!;
      const count = edge.countOf(request, attempt);
      if (count === 0) continue;
      if (edge.callee.mode !== 'sync') {
        if (this.#send(frame, edge, count)) continue;
        this.#complete(frame, 'error');
        return;
      }
      if (mayInvoke) this.#wait(index, edge, edge.callee.caller, count);
      else {
        frame.isDue = true;
        this.#simulation.schedule(this.#simulation.now, RANK.retry, CALLS_DUE, index);
      }
      return;
    }
    this.#complete(frame, 'success');
  }

  /** The handler sends events or messages, one after the other. @returns false at the first that is not taken */
  #send({ request, attempt, lineage }: Frame, edge: CallEdge, count: number): boolean {
    const { callee } = edge;
    for (let k = 0; k < count; k++) {
      if (callee.mode === 'async')
        this.#queue.accept(callee.route, edge.numberOf(request, attempt, k), NO_HANDLER_TIME, lineage);
      else if (callee.mode === 'sqs' && !this.#messages.sendTo(callee.queue, lineage?.behindQueue() ?? null)) {
        return false;
      }
    }
    return true;
  }

  /** The handler makes the calls of the present entry and waits for them. */
  #wait(index: number, edge: CallEdge, caller: Caller, count: number): void {
    const frame = this.#table.frame(index);
    frame.pending = count;
    frame.since = this.#simulation.now;
    for (let k = 0; k < count; k++) {
      this.answers.attempt(this.#table.openCall(index, caller, edge.numberOf(frame.request, frame.attempt, k)));
    }
  }

  #complete(frame: Frame, ending: 'success' | 'error'): void {
    frame.isOver = true;
    if (frame.environment >= 0) this.#model.open.complete(frame.environment, ending);
    this.#end(frame);
  }

  #end(frame: Frame): void {
    frame.isOver = true;
    frame.waits.forEach((time, entry) => {
      const { callee } = frame.edges[entry]!;
      if (callee.mode === 'sync') this.#monitor.waited(frame.caller.f.fn, callee.caller.f.fn, time, frame.start);
    });
    frame.lineage?.tree?.release(this.#simulation.now);
    frame.lineage = null;
  }

  #noteWait(frame: Frame): void {
    if (frame.since < 0) return;
    while (frame.waits.length <= frame.entry) frame.waits.push(0);
    frame.waits[frame.entry] = this.#simulation.now - frame.since;
    frame.since = -1;
  }
}
