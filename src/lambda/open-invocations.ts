/** Invocations whose handlers wait for calls, from their admission until their end is known. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import type { Ending } from './course.ts';
import { Deadlines } from './deadlines.ts';
import type { Environments } from './environments.ts';
import { OPEN_TIMEOUT, RANK, RELEASE } from './events.ts';
import { type AnswerListener, type CallPlan, type HandlerCalls } from './handler-calls.ts';
import { ModelError } from './invariant.ts';
import { Course } from './invocation.ts';
import type { Lineage } from './lineage.ts';
import type { Monitor } from './monitor.ts';
import type { VersionState } from './version-state.ts';

/** What open invocations need of the model. */
interface Model {
  /** Holds what an invocation comes to when that is told. */
  readonly course: Course;
  readonly environments: Environments;
  /** Ends the invocation in an environment. */
  release(environment: number): void;
}

const NONE: readonly number[] = [];

/** One of them; a place that is used again. */
class OpenInvocation {
  /** What is known of it. */
  readonly course = new Course();
  caller: Caller;
  version: VersionState;
  request = NaN;
  attempt = 0;
  lineage: Lineage | null = null;
  /** When it was admitted. */
  start: Micros = NaN;
  /** Who makes its calls just now, and by which number they know it. */
  handlers: HandlerCalls | null = null;
  waiting = -1;
  /** Who wants to hear of its answer; `null` = nobody, or nobody any more. */
  listener: AnswerListener | null = null;
  index = -1;
  /** Records of its batch that it reports as failed. */
  failed = NONE;

  constructor(caller: Caller, version: VersionState) {
    this.caller = caller;
    this.version = version;
  }
}

/** By environment: each runs one at a time. They are places that are used again. */
export class OpenInvocations {
  readonly #simulation: Simulation;
  readonly #monitor: Monitor;
  readonly #model: Model;
  readonly #billingStep: Micros;
  readonly #deadlines: Deadlines;
  readonly #all: (OpenInvocation | null)[] = [];
  readonly #spare: OpenInvocation[] = [];
  #handlers: HandlerCalls | null = null;

  constructor(model: Model, simulation: Simulation, monitor: Monitor, billingStep: Micros) {
    this.#model = model;
    this.#simulation = simulation;
    this.#monitor = monitor;
    this.#billingStep = billingStep;
    this.#deadlines = new Deadlines(simulation, OPEN_TIMEOUT);
  }

  /** Says who makes the calls of handlers, instead of whoever was said before. @returns that one; `null` = nobody */
  playedBy(handlers: HandlerCalls): HandlerCalls | null {
    const before = this.#handlers;
    this.#handlers = handlers;
    return before;
  }

  /** What the handler of an attempt at a version with calls will do when its own work has ended well. */
  plan(caller: Caller, version: VersionState, request: number, attempt: number): CallPlan {
    return this.#handlers!.plan(caller, version, request, attempt);
  }

  /** An invocation was admitted that will call; whether it waits stands in its course. */
  begin(caller: Caller, version: VersionState, request: number, attempt: number, lineage: Lineage | null): void {
    const { course } = this.#model;
    const { now } = this.#simulation;
    const handlers = this.#handlers!;
    const begun = now + course.overhead + course.init + course.restore;
    const done = begun + course.duration - course.extensions;
    if (!course.open) {
      handlers.begin(caller, version, request, attempt, lineage, -1, done);
      return;
    }
    const { environment } = course;
    const open = this.#spare.pop() ?? new OpenInvocation(caller, version);
    this.#all[environment] = open;
    open.course.copy(course);
    open.caller = caller;
    open.version = version;
    open.request = request;
    open.attempt = attempt;
    open.lineage = lineage;
    open.start = now;
    open.handlers = handlers;
    open.waiting = handlers.begin(caller, version, request, attempt, lineage, environment, done);
    this.#deadlines.set(environment, begun + version.timeout);
  }

  /** Asks to be told of the answer of the one in this environment, instead of whoever asked before. */
  await(environment: number, listener: AnswerListener, index: number): void {
    const open = this.#in(environment);
    open.listener = listener;
    open.index = index;
  }

  /** Nobody waits for the one in this environment any more; it runs on. */
  forget(environment: number): void {
    this.#in(environment).listener = null;
  }

  /** When the one in this environment was admitted. */
  startOf(environment: number): Micros {
    return this.#in(environment).start;
  }

  /** The handler in this environment goes on with calls that others make. @param waiting by which they know it */
  passOn(environment: number, handlers: HandlerCalls, waiting: number): void {
    const open = this.#in(environment);
    open.handlers = handlers;
    open.waiting = waiting;
  }

  /** The handler in this environment will say that these records of its batch have failed (R7.10, R8.7). */
  report(environment: number, failed: readonly number[]): void {
    this.#in(environment).failed = failed;
  }

  /** The handler in this environment has no more calls to wait for, or its time is up. */
  complete(environment: number, ending: Ending): void {
    const open = this.#in(environment);
    const { caller, version, request, attempt, start, lineage, listener, index, failed, course: known } = open;
    const { course, environments } = this.#model;
    const { now } = this.#simulation;
    course.copy(known);
    this.#close(environment);
    course.complete(version, caller, request, now - start, ending);
    course.settle(start, this.#billingStep, version.initBilled);
    if (course.resets) environments.setNeedsInit(environment, true);
    this.#monitor.completed(caller.f.fn, course, start);
    if (environments.logged) environments.logInvocation(caller, request, attempt, course, start);
    lineage?.tree?.note(course.end);
    if (course.end === now) this.#model.release(environment);
    else this.#simulation.schedule(course.end, RANK.release, RELEASE, environment);
    listener?.answered(index, failed);
  }

  /** OPEN_TIMEOUT: has the handler in this environment waited for too long? (R3.9, R3.10) */
  timeOut(environment: number): void {
    if (!this.#deadlines.isReached(environment)) return;
    const { handlers, waiting } = this.#in(environment);
    this.complete(environment, 'timeout');
    handlers!.abandon(waiting);
  }

  #in(environment: number): OpenInvocation {
    const open = this.#all[environment] ?? null;
    if (open === null) throw new ModelError(`no invocation is open in environment ${String(environment)}`);
    return open;
  }

  #close(environment: number): void {
    const open = this.#in(environment);
    this.#all[environment] = null;
    this.#deadlines.clear(environment);
    open.listener = null;
    open.lineage = null;
    open.failed = NONE;
    this.#spare.push(open);
  }
}
