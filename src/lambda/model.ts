/** The model of AWS Lambda: one account in one Region, its functions, and what happens to an invocation. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import { MINUTE, type Micros } from '../des/time.ts';
import { doubled } from '../des/typed-array.ts';
import { admit, REUSE, spend, type AccountGate } from './admission.ts';
import { backgroundOf, type BackgroundOfMinute } from './background.ts';
import { Caller, type CallerConfig } from './caller.ts';
import { Concurrency } from './concurrency.ts';
import type { AccountConfig, Assumptions, FunctionConfig } from './config.ts';
import type { EnvironmentLog } from './environment-log.ts';
import { Environments } from './environments.ts';
import { ANSWERED, BACKGROUND_DRAW, RANK, RELEASE } from './events.ts';
import { FunctionState } from './function-state.ts';
import { Course } from './invocation.ts';
import type { Monitor } from './monitor.ts';
import { Placement } from './placement.ts';
import { EnvironmentPace, requestRateBucket } from './request-rate.ts';
import { sharedScaling } from './scaling-rate.ts';
import { tenantOf } from './tenants.ts';
import type { VersionState } from './version-state.ts';

/** What the model is built from. Functions must stand in the order of their names. */
export interface ModelConfig {
  readonly account: AccountConfig;
  readonly assumptions: Assumptions;
  readonly functions: readonly FunctionConfig[];
}

/** Told when the answer to an attempt that was marked with `notify` has come. */
export interface InvocationListener {
  /** @param tag as given to `notify`, not 0 */
  ended(tag: number): void;
}

/** Owns the functions and their environments; asks the simulation for time and order, tells the monitor what happens. */
export class LambdaModel {
  readonly #simulation: Simulation;
  readonly #monitor: Monitor;
  readonly #assumptions: Assumptions;
  readonly #streams: Streams;
  readonly #functions: readonly FunctionState[];
  readonly #environments: Environments;
  readonly #gate: AccountGate;
  readonly #pace: EnvironmentPace | null;
  readonly #placement: Placement;
  readonly #background: BackgroundOfMinute | null;
  readonly #listener: InvocationListener;
  readonly #log: EnvironmentLog | null;
  #tags = new Int32Array(256);
  #minutes = 0;

  /** What the last `invoke` came to; written anew by the next one. */
  readonly course = new Course();

  /** @param log is told what every environment does; `null` = nobody asked */
  constructor(
    config: ModelConfig,
    simulation: Simulation,
    streams: Streams,
    monitor: Monitor,
    listener: InvocationListener,
    log: EnvironmentLog | null = null,
  ) {
    const { account, assumptions } = config;
    this.#simulation = simulation;
    this.#monitor = monitor;
    this.#assumptions = assumptions;
    this.#streams = streams;
    this.#listener = listener;
    this.#log = log;
    this.#environments = new Environments(simulation, monitor, log);
    this.#pace = assumptions.rpsModel === 'perEnvironment' ? new EnvironmentPace() : null;
    this.#placement = new Placement(simulation, this.#environments, this.course, this.#pace, assumptions);
    const shared = sharedScaling(account, assumptions);
    this.#functions = config.functions.map((f, fn) => {
      return new FunctionState(fn, f, account, assumptions, streams, this.#orderOf(f.name), shared);
    });
    this.#gate = {
      requestRate: this.#pace === null ? requestRateBucket(account.concurrency, assumptions.rpsBurst) : null,
      concurrency: new Concurrency(
        account.concurrency,
        config.functions.map((f) => f.reservedConcurrency),
      ),
      rpsCountsThrottled: assumptions.rpsCountsThrottled,
    };
    this.#background = account.background && backgroundOf(account.background, streams.stream('background'));
  }

  /** Puts the initial environments there and lets the background begin; once, at t = 0. */
  start(): void {
    for (const { config, versions } of this.#functions) {
      for (const version of versions) {
        for (let k = 0; k < version.settings.initialEnvironments; k++) {
          const environment = this.#environments.create(version, false);
          version.tenants?.choose(k % config.tenants);
          version.tenants?.bind(environment);
          this.#environments.free(environment);
        }
      }
    }
    if (this.#background !== null) this.drawBackground();
  }

  /** Registers a source that calls a function. @param fn number of the function */
  caller(fn: number, config: CallerConfig): Caller {
    return new Caller(this.#functions[fn]!, config, this.#streams);
  }

  /** Number, within its function, of the environment that the last `invoke` took; −1 = none. */
  environmentNumber(): number {
    const { environment } = this.course;
    return environment < 0 ? -1 : this.#environments.numberOf(environment);
  }

  /** Who holds how much of the account's concurrency. */
  get concurrency(): Concurrency {
    return this.#gate.concurrency;
  }

  /**
   * One attempt, now. Its course stands in `course`.
   * @param request number of the request within its source @param attempt 0 for the first
   * @param handler handler time where the request brings its own, else NaN
   * @returns the index into THROTTLES, or −1 when it was not throttled: `course.invokeError` says whether it runs
   */
  invoke(caller: Caller, request: number, attempt: number, handler: Micros): number {
    const f = caller.f;
    const now = this.#simulation.now;
    const course = this.course;
    const version = caller.version(request, attempt);
    if (version.activity?.isActive(now) === false) return this.#refuse(f, version, now);
    version.tenants?.choose(tenantOf(caller.tenantStream, request, f.config.tenants));
    const decision = admit(this.#gate, caller, version, now);
    if (decision >= 0) {
      this.#monitor.throttled(f.fn, version.index, decision);
      return decision;
    }
    spend(this.#gate, caller);
    let environment: number;
    if (decision === REUSE) {
      environment = this.#placement.reuse(version, caller, request, attempt, handler);
    } else {
      f.scaling.take();
      environment = this.#placement.create(version, caller, request, attempt, handler);
    }
    this.#pace?.begin(environment, now);
    course.environment = environment;
    if (course.resets || course.reinitialised) this.#environments.setNeedsInit(environment, course.resets);
    course.settle(now, this.#assumptions.billingStep, version.initBilled);
    this.#placement.place(environment, course.end);
    if (course.invokeError === null) this.#monitor.started(f.fn, course);
    else this.#monitor.restoreFailed(f.fn, course);
    if (this.#log !== null)
      this.#log.invoked(
        this.#environments.idOf(environment),
        { source: caller.source, request, attempt, isEvent: caller.mode === 'async' },
        course,
        now,
      );
    this.#simulation.schedule(course.end, RANK.release, RELEASE, environment);
    return -1;
  }

  /** Asks to be told when the answer of the last admitted attempt has come. @param tag any number but 0 */
  notify(tag: number): void {
    const { environment, answerAt, end, moved } = this.course;
    if (environment < 0 || answerAt !== end || moved) {
      this.#simulation.schedule(answerAt, RANK.release, ANSWERED, tag);
      return;
    }
    while (environment >= this.#tags.length) this.#tags = doubled(this.#tags);
    this.#tags[environment] = tag;
  }

  /** ANSWERED: the caller has its answer, at another instant than that at which the environment is free. */
  answered(tag: number): void {
    this.#listener.ended(tag);
  }

  /** SHUTDOWN_ENDS: the environment is gone. */
  endShutdown(environment: number): void {
    this.#environments.endShutdown(environment);
  }

  /** START_ENDS: the environment is ready, and its request went elsewhere. */
  startEnds(environment: number): void {
    if (this.#placement.leave(environment)) this.#environments.free(environment);
  }

  /** EXPIRY_CHECK: has this environment been idle or alive for too long? */
  checkEnvironment(environment: number): void {
    this.#environments.check(environment);
  }

  /** RELEASE: the invocation in this environment ends. */
  release(environment: number): void {
    const { f, index } = this.#environments.ownerOf(environment);
    const { concurrency } = this.#gate;
    concurrency.release(f.fn);
    this.#monitor.released(f.fn, index);
    if (this.#placement.leave(environment)) this.#environments.free(environment);
    if (this.#background !== null) this.#settleBackground();
    const tag = environment < this.#tags.length ? this.#tags[environment]! : 0;
    if (tag !== 0) {
      this.#tags[environment] = 0;
      this.#listener.ended(tag);
    }
  }

  /** BACKGROUND_DRAW: the functions that are not modelled want another share from now on. */
  drawBackground(): void {
    const units = this.#background!(this.#minutes++);
    this.#monitor.backgroundChanged(this.#gate.concurrency.want(units));
    this.#simulation.schedule(this.#simulation.now + MINUTE, RANK.control, BACKGROUND_DRAW, 0);
  }

  /** R3.20, R5.4: the function is not Active; the attempt is answered at once, and nothing of the account is touched. */
  #refuse(f: FunctionState, version: VersionState, now: Micros): number {
    this.course.refuse(version);
    this.course.settle(now, this.#assumptions.billingStep, false);
    this.#monitor.refused(f.fn, this.course);
    return -1;
  }

  /** What a function gives back may be what the background waits for. */
  #settleBackground(): void {
    const before = this.#gate.concurrency.background;
    const level = this.#gate.concurrency.settle();
    if (level !== before) this.#monitor.backgroundChanged(level);
  }

  #orderOf(name: string) {
    return {
      numberOf: (environment: number) => this.#environments.numberOf(environment),
      mayServe: (environment: number, now: Micros) => this.#pace?.allows(environment, now) ?? true,
      paced: this.#pace !== null,
      stream: this.#streams.stream('reuse', name),
    };
  }
}
