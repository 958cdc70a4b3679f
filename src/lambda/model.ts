/** The model of AWS Lambda: one account in one Region, its functions, and what happens to an invocation. */
import type { Stream, Streams } from '../des/random.ts';
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Simulation } from '../des/simulation.ts';
import { MINUTE, type Micros } from '../des/time.ts';
import { doubled } from '../des/typed-array.ts';
import { admit, REUSE, spend, type AccountGate } from './admission.ts';
import { billedMs } from './billing.ts';
import { Caller, type CallerConfig } from './caller.ts';
import { Concurrency } from './concurrency.ts';
import type { AccountConfig, Assumptions, FunctionConfig } from './config.ts';
import type { EnvironmentLog } from './environment-log.ts';
import { Environments } from './environments.ts';
import { BACKGROUND_DRAW, RANK, RELEASE } from './events.ts';
import { FunctionState } from './function-state.ts';
import { Course } from './invocation.ts';
import type { Monitor } from './monitor.ts';
import { EnvironmentPace, requestRateBucket } from './request-rate.ts';
import { LegacySteps, legacyBucket, type ScalingRate } from './scaling-rate.ts';

/** What the model is built from. Functions must stand in the order of their names. */
export interface ModelConfig {
  readonly account: AccountConfig;
  readonly assumptions: Assumptions;
  readonly functions: readonly FunctionConfig[];
}

/** Told when an invocation that was marked with `notify` has ended. */
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
  readonly #background: Sampler | null;
  readonly #backgroundStream: Stream;
  readonly #listener: InvocationListener;
  readonly #log: EnvironmentLog | null;
  #tags = new Int32Array(256);
  #draws = 0;

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
    this.#background = account.background && roundedSamplerOf(account.background);
    this.#backgroundStream = streams.stream('background');
  }

  /** Puts the initial environments there and lets the background begin; once, at t = 0. */
  start(): void {
    for (const version of this.#functions.flatMap((f) => f.versions)) {
      for (let k = 0; k < version.settings.initialEnvironments; k++) {
        this.#environments.free(this.#environments.create(version, false));
      }
    }
    if (this.#background !== null) this.drawBackground();
  }

  /** Registers a source that calls a function. @param fn number of the function */
  caller(fn: number, config: CallerConfig): Caller {
    return new Caller(this.#functions[fn]!, config, this.#streams);
  }

  /** Number, within its function, of the environment that the last `invoke` took. */
  environmentNumber(): number {
    return this.#environments.numberOf(this.course.environment);
  }

  /** Invocations in flight, background not included. */
  get inFlight(): number {
    return this.#gate.concurrency.inFlight;
  }

  /**
   * One attempt, now. Its course stands in `course`.
   * @param request number of the request within its source @param attempt 0 for the first
   * @param handler handler time where the request brings its own, else NaN
   * @returns −1 when it was admitted, else the index into THROTTLES
   */
  invoke(caller: Caller, request: number, attempt: number, handler: Micros): number {
    const f = caller.f;
    const now = this.#simulation.now;
    const version = caller.version(request, attempt);
    const decision = admit(this.#gate, caller, version, now);
    if (decision >= 0) {
      this.#monitor.throttled(f.fn, version.index, decision);
      return decision;
    }
    spend(this.#gate, caller);
    const course = this.course;
    const environments = this.#environments;
    let environment: number;
    if (decision === REUSE) {
      environment = environments.take(version);
      course.warm(version, caller, request, attempt, handler, environments.needsInit(environment));
    } else {
      f.scaling.take();
      environment = environments.create(version, true);
      this.#pace?.reset(environment);
      course.fresh(version, caller, request, attempt, handler);
    }
    this.#pace?.begin(environment, now);
    course.environment = environment;
    course.version = version.index;
    if (course.resets || course.reinitialised) environments.setNeedsInit(environment, course.resets);
    course.time = course.overhead + course.init + course.duration;
    course.end = now + course.time;
    course.billedMs = billedMs(course.duration, course.init, this.#assumptions.billingStep, version.initBilled);
    this.#monitor.started(f.fn, course);
    if (this.#log !== null)
      this.#log.invoked(
        environments.idOf(environment),
        { source: caller.source, request, attempt, isEvent: caller.mode === 'async' },
        course,
        now,
      );
    this.#simulation.schedule(course.end, RANK.release, RELEASE, environment);
    return -1;
  }

  /** Asks to be told when the invocation that `invoke` has just admitted has ended. @param tag any number but 0 */
  notify(tag: number): void {
    const environment = this.course.environment;
    while (environment >= this.#tags.length) this.#tags = doubled(this.#tags);
    this.#tags[environment] = tag;
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
    this.#environments.free(environment);
    if (this.#background !== null) this.#settleBackground();
    const tag = environment < this.#tags.length ? this.#tags[environment]! : 0;
    if (tag !== 0) {
      this.#tags[environment] = 0;
      this.#listener.ended(tag);
    }
  }

  /** BACKGROUND_DRAW: the functions that are not modelled want another share from now on. */
  drawBackground(): void {
    const units = this.#background!.sample(this.#backgroundStream, this.#draws++, 0);
    this.#monitor.backgroundChanged(this.#gate.concurrency.want(units));
    this.#simulation.schedule(this.#simulation.now + MINUTE, RANK.control, BACKGROUND_DRAW, 0);
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

/** R2.6: before November 2023 all functions of the account share one scaling rate; `null` = they do not. */
function sharedScaling(account: AccountConfig, assumptions: Assumptions): ScalingRate | null {
  if (account.scaling !== 'regional-burst-2017') return null;
  return assumptions.legacyRefill === 'stepped' ? new LegacySteps(account.region) : legacyBucket(account.region);
}
