/** Handlers that use dependencies (`functions.<name>.uses`): one call after the other, then what they call beside. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import { Deadlines } from './deadlines.ts';
import type { Dependency } from './dependency.ts';
import type { DependencyAnswer, DependencyMonitor } from './dependency-monitor.ts';
import { DependencyPlaces } from './dependency-places.ts';
import { type UsingHandler, UsingHandlers } from './dependency-table.ts';
import { drawOf, makeCalls, Uses } from './dependency-uses.ts';
import { DEPENDENCY_TIMEOUT, RANK, USES_DUE } from './events.ts';
import { CALLS, NO_CALLS, WAITS, type CallPlan, type HandlerCalls } from './handler-calls.ts';
import type { Lineage } from './lineage.ts';
import type { LambdaModel } from './model.ts';
import type { VersionState } from './version-state.ts';

/**
 * A handler makes its calls after its own work, in the order of its list, each when the one before has been answered.
 * The first that fails is the function's error (R5.8); where it was made for one record and the function reports those
 * (`ReportBatchItemFailures`), it is that record's (R7.10, R8.7). Who gives up waiting leaves the line; a service that has begun
 * goes on to its end and holds its place, for a dependency does not know that nobody listens any more.
 */
export class DependencyCalls implements HandlerCalls {
  readonly #simulation: Simulation;
  readonly #model: LambdaModel;
  readonly #monitor: DependencyMonitor;
  readonly #uses: Uses;
  /** Where calls are served. */
  readonly places: DependencyPlaces;
  readonly #table = new UsingHandlers();
  readonly #timeouts: Deadlines;
  /** Who makes the calls of functions; `null` = no function calls another. */
  readonly #next: HandlerCalls | null;

  /** @param dependencies by name */
  constructor(
    dependencies: ReadonlyMap<string, Dependency>,
    model: LambdaModel,
    simulation: Simulation,
    streams: Streams,
    monitor: DependencyMonitor,
  ) {
    this.#simulation = simulation;
    this.#model = model;
    this.#monitor = monitor;
    this.places = new DependencyPlaces(dependencies.size, simulation, monitor);
    this.#uses = new Uses(dependencies, streams);
    this.#timeouts = new Deadlines(simulation, DEPENDENCY_TIMEOUT);
    this.#next = model.open.playedBy(this);
  }

  plan(caller: Caller, version: VersionState, request: number, attempt: number): CallPlan {
    if (makeCalls(this.#uses.of(caller, version), caller.records)) return WAITS;
    return this.#planOfCalls(caller, version, request, attempt);
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
    const uses = this.#uses.of(caller, version);
    // A version without `uses`, or one that makes no call this time.
    if (!makeCalls(uses, caller.records)) {
      const next = this.#next!;
      if (environment >= 0) this.#model.open.passOn(environment, next, -1);
      return next.begin(caller, version, request, attempt, lineage, environment, at);
    }
    const handler = this.#table.open(caller, version);
    handler.request = request;
    handler.attempt = attempt;
    handler.lineage = lineage;
    handler.environment = environment;
    handler.uses = uses;
    handler.records = caller.records;
    lineage?.tree?.hold();
    this.#schedule(handler, at);
    return handler.index;
  }

  abandon(index: number): void {
    const handler = this.#table.at(index);
    this.#letGo(handler, 'abandoned');
    this.#end(handler);
  }

  /** USES_DUE: the next call is made, has come to the dependency, or was refused. */
  due(index: number): void {
    const handler = this.#table.at(index);
    handler.isDue = false;
    if (handler.isOver) this.#table.close(handler);
    else if (handler.state === 'next') this.#call(handler);
    else if (handler.state === 'coming') this.#reach(handler);
    else this.#fail(handler);
  }

  /** DEPENDENCY_SERVED: a service ends. */
  served(index: number): void {
    const place = this.places.at(index);
    const { handler, fails, dependency } = place;
    this.places.free(place);
    if (handler === null) return;
    handler.place = null;
    this.#timeouts.clear(handler.index);
    const { fn } = handler.caller.f;
    this.#monitor.answered(dependency.index, fn, handler.at, fails ? 'failed' : 'served', false);
    if (fails) this.#fail(handler);
    else this.#goOn(handler);
  }

  /** DEPENDENCY_TIMEOUT: has the present call of this handler taken too long? */
  timeOut(index: number): void {
    if (!this.#timeouts.isReached(index)) return;
    const handler = this.#table.at(index);
    this.#letGo(handler, 'timeout');
    this.#fail(handler);
  }

  /** The present call is made. */
  #call(handler: UsingHandler): void {
    const { dependency, delayStream } = handler.use;
    const { now } = this.#simulation;
    const { timeout } = dependency.config;
    const { delay } = dependency.effects;
    handler.at = now;
    this.#monitor.called(dependency.index, handler.caller.f.fn);
    if (timeout !== null) this.#timeouts.set(handler.index, now + timeout);
    if (delay === null) {
      this.#reach(handler);
      return;
    }
    handler.state = 'coming';
    this.#schedule(handler, now + delay.sample(delayStream, handler.request, drawOf(handler.attempt, handler.call)));
  }

  /** The present call has come to the dependency. */
  #reach(handler: UsingHandler): void {
    const { dependency } = handler.use;
    const line = this.places.lineOf(dependency);
    handler.at = this.#simulation.now;
    if (!this.#isAccepted(handler)) this.#refuse(handler);
    else if (dependency.hasPlace) this.places.serve(handler, false);
    else if (dependency.hasRoom(line.length)) {
      handler.state = 'waiting';
      line.enter(handler);
      this.#monitor.queued(dependency.index, handler.caller.f.fn);
    } else this.#refuse(handler);
  }

  /** Whether nothing refuses it but perhaps a lack of room. An environment without connections asks for them again. */
  #isAccepted({ use, request, attempt, call, environment }: UsingHandler): boolean {
    const { dependency, refusalStream, connections } = use;
    const { refuse } = dependency.effects;
    if (refuse > 0 && refusalStream.uniform(request, drawOf(attempt, call)) < refuse) return false;
    return dependency.isConnected(environment) || dependency.connect(environment, connections);
  }

  /** The handler hears of it a moment later. */
  #refuse(handler: UsingHandler): void {
    const { dependency } = handler.use;
    const { errorAfter, timeout } = dependency.config;
    handler.state = 'refused';
    this.#timeouts.clear(handler.index);
    this.#monitor.rejected(dependency.index, handler.caller.f.fn);
    this.#schedule(handler, this.#simulation.now + Math.min(errorAfter, timeout ?? Infinity));
  }

  /** The handler waits for its present call no longer. */
  #letGo(handler: UsingHandler, answer: DependencyAnswer): void {
    const { state, place, at, caller } = handler;
    const { dependency } = handler.use;
    if (state === 'waiting') this.places.lineOf(dependency).leave(handler);
    if (place !== null) {
      handler.place = null;
      place.handler = null;
      if (place.hangs) this.places.free(place);
    }
    if (state === 'next' || state === 'refused') return;
    this.#monitor.answered(dependency.index, caller.f.fn, at, answer, state === 'waiting');
  }

  /** The present call has its answer: to the next one, in the same instant but after all that ends in it. */
  #goOn(handler: UsingHandler): void {
    handler.advance();
    if (handler.entry < handler.uses.length) {
      handler.state = 'next';
      this.#schedule(handler, this.#simulation.now);
    } else this.#finish(handler);
  }

  /** All dependencies have answered: the calls of functions, if there are any, or the end. */
  #finish(handler: UsingHandler): void {
    const { caller, version, request, attempt, lineage, environment } = handler;
    const { open } = this.#model;
    const { now } = this.#simulation;
    if (handler.failed !== null) open.report(environment, handler.failed);
    const plan = this.#planOfCalls(caller, version, request, attempt);
    if (plan === WAITS) {
      const next = this.#next!;
      open.passOn(environment, next, next.begin(caller, version, request, attempt, lineage, environment, now));
    } else {
      if (plan === CALLS) this.#next!.begin(caller, version, request, attempt, lineage, -1, now);
      open.complete(environment, 'success');
    }
    this.#end(handler);
  }

  /** The present call has failed: the function's error, unless it is one record's and the function reports those. */
  #fail(handler: UsingHandler): void {
    if (handler.reportFailure()) {
      this.#goOn(handler);
      return;
    }
    this.#model.open.complete(handler.environment, 'error');
    this.#end(handler);
  }

  #end(handler: UsingHandler): void {
    this.#timeouts.clear(handler.index);
    handler.isOver = true;
    handler.lineage?.tree?.release(this.#simulation.now);
    handler.lineage = null;
    this.#table.close(handler);
  }

  #planOfCalls(caller: Caller, version: VersionState, request: number, attempt: number): CallPlan {
    if (this.#next === null || version.settings.calls.length === 0) return NO_CALLS;
    return this.#next.plan(caller, version, request, attempt);
  }

  #schedule(handler: UsingHandler, at: Micros): void {
    handler.isDue = true;
    this.#simulation.schedule(at, RANK.retry, USES_DUE, handler.index);
  }
}
