/** The model of AWS Lambda: one account in one Region, its functions, and what happens to an invocation. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import { accountGate, admit, PROVIDE, REUSE, spend, type AccountGate } from './admission.ts';
import { backgroundOf } from './background.ts';
import { BackgroundUse } from './background-use.ts';
import { Caller, type CallerConfig } from './caller.ts';
import type { ModelConfig } from './config.ts';
import type { EnvironmentLog } from './environment-log.ts';
import { Environments } from './environments.ts';
import { ANSWERED, RANK, RELEASE } from './events.ts';
import { FunctionState } from './function-state.ts';
import { NO_CALLS, WAITS, type InvocationListener } from './handler-calls.ts';
import { Course } from './invocation.ts';
import type { InvokeError } from './course.ts';
import { EnvironmentOrder } from './environment-order.ts';
import type { PoolOrder } from './idle-pool.ts';
import type { Lineage } from './lineage.ts';
import { LoopGuard } from './loop-guard.ts';
import type { Monitor } from './monitor.ts';
import { OpenInvocations } from './open-invocations.ts';
import { Placement } from './placement.ts';
import { ProvisionedConcurrency } from './provisioned.ts';
import { isProvisioned } from './provisioned-config.ts';
import { EnvironmentPace } from './request-rate.ts';
import { sharedScaling } from './scaling-rate.ts';
import { tenantOf } from './tenants.ts';
import type { Provisioned, VersionState } from './version-state.ts';

/** Owns the functions and their environments; asks the simulation for time and order, tells the monitor what happens. */
export class LambdaModel {
  readonly #simulation: Simulation;
  readonly #monitor: Monitor;
  readonly #assumptions: ModelConfig['assumptions'];
  readonly #streams: Streams;
  /** In the order of their names. */
  readonly functions: readonly FunctionState[];
  /** Every environment of the account. */
  readonly environments: Environments;
  /** What the account sets in front of all functions. */
  readonly gate: AccountGate;
  readonly #pace: EnvironmentPace | null;
  readonly #placement: Placement;
  /** `null` = none. */
  readonly background: BackgroundUse | null;
  readonly #listener: InvocationListener;
  #tags = new Int32Array(256);

  /** `null` = no function has any. */
  readonly provisioned: ProvisionedConcurrency | null;
  /** What the last `invoke` came to; written anew by the next one. */
  readonly course = new Course();
  /** The invocations whose handlers wait for calls. */
  readonly open: OpenInvocations;
  readonly loopGuard: LoopGuard;

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
    this.environments = new Environments(simulation, monitor, log);
    this.open = new OpenInvocations(this, simulation, monitor, assumptions.billingStep);
    this.loopGuard = new LoopGuard(monitor);
    this.#pace = assumptions.rpsModel === 'perEnvironment' ? new EnvironmentPace() : null;
    this.#placement = new Placement(simulation, this.environments, this.course, this.#pace, assumptions);
    const shared = sharedScaling(account, assumptions);
    const orderOf = (name: string): PoolOrder => {
      return new EnvironmentOrder(this.environments, this.#pace, streams.stream('reuse', name));
    };
    this.functions = config.functions.map((f, fn) => {
      return new FunctionState(fn, f, account, assumptions, streams, orderOf(f.name), shared);
    });
    this.gate = accountGate(config);
    const wanted = account.background && backgroundOf(account.background, streams.stream('background'));
    this.background = wanted && new BackgroundUse(wanted, this.gate.concurrency, simulation, monitor);
    this.provisioned = config.functions.some(isProvisioned)
      ? new ProvisionedConcurrency(account.concurrency, this.functions, orderOf, {
          simulation,
          environments: this.environments,
          concurrency: this.gate.concurrency,
          monitor,
          assumptions,
          streams,
          gaveBack: () => this.background?.settle(),
        })
      : null;
  }

  /** Puts the initial environments there and lets the background begin; once, at t = 0. */
  start(): void {
    for (const { config, versions } of this.functions) {
      for (const version of versions) {
        for (let k = 0; k < version.settings.initialEnvironments; k++) {
          const environment = this.environments.create(version, false);
          version.tenants?.choose(k % config.tenants);
          version.tenants?.bind(environment);
          this.environments.free(environment);
        }
      }
    }
    this.provisioned?.start();
    this.background?.draw();
  }

  /** Registers a source that calls a function. @param fn number of the function */
  caller(fn: number, config: CallerConfig): Caller {
    return new Caller(this.functions[fn]!, config, this.#streams);
  }

  /** Number, within its function, of the environment that the last `invoke` took; −1 = none. */
  environmentNumber(): number {
    const { environment } = this.course;
    return environment < 0 ? -1 : this.environments.numberOf(environment);
  }

  /**
   * One attempt, now. Its course stands in `course`.
   * @param request number of the request within its source @param attempt 0 for the first
   * @param handler handler time where the request brings its own, else NO_HANDLER_TIME
   * @param lineage the chain of calls that leads to it, where somebody asks
   * @returns the index into THROTTLES, or −1 when it was not throttled: `course.invokeError` says whether it runs
   */
  invoke(caller: Caller, request: number, attempt: number, handler: Micros, lineage: Lineage | null = null): number {
    const f = caller.f;
    const now = this.#simulation.now;
    const course = this.course;
    const version = caller.version(request, attempt);
    if (caller.impairment?.isRefused(request, attempt + caller.refusals) === true)
      return this.#refuse(f, version, now, 'ServiceException');
    if (version.activity?.isActive(now) === false) return this.#refuse(f, version, now, 'ResourceNotReadyException');
    version.tenants?.choose(tenantOf(caller.tenantStream, request, f.config.tenants));
    const decision = admit(this.gate, caller, version, now);
    if (decision >= 0) {
      this.#monitor.throttled(f.fn, version.index, decision);
      return decision;
    }
    spend(this.gate, caller, version, decision);
    course.plan = version.calls ? this.open.plan(caller, version, request, attempt) : NO_CALLS;
    let environment: number;
    if (decision === PROVIDE) {
      environment = this.#placement.provide(version, caller, request, attempt, handler);
      this.provisioned!.sample(version.provisioned!.number);
    } else if (decision === REUSE) {
      environment = this.#placement.reuse(version, caller, request, attempt, handler);
    } else {
      f.scaling.take();
      environment = this.#placement.create(version, caller, request, attempt, handler);
    }
    if (version.provisioned !== null) course.spilled = decision !== PROVIDE && version.provisioned.configured;
    this.#pace?.begin(environment, now);
    course.environment = environment;
    if (course.resets || course.reinitialised) this.environments.setNeedsInit(environment, course.resets);
    course.settle(now, this.#assumptions.billingStep, version.initBilled);
    this.#placement.place(environment, course.end);
    if (course.plan !== NO_CALLS && course.answer === 'success') {
      this.open.begin(caller, version, request, attempt, lineage);
    }
    if (lineage !== null && !course.open) lineage.tree?.note(course.end);
    if (course.invokeError === null) this.#monitor.started(f.fn, course);
    else this.#monitor.restoreFailed(f.fn, course);
    if (course.open) return -1;
    if (this.environments.logged) this.environments.logInvocation(caller, request, attempt, course, now);
    this.#simulation.schedule(course.end, RANK.release, RELEASE, environment);
    return -1;
  }

  /** Whether such an attempt would be admitted now; for callers that no request rate counts (R1.11). */
  admits(caller: Caller, request: number, attempt: number): boolean {
    return admit(this.gate, caller, caller.version(request, attempt), this.#simulation.now) < 0;
  }

  /** Asks to be told when the answer of the last admitted attempt has come. @param tag any number but 0 */
  notify(tag: number): void {
    const { environment, answerAt, end, moved, plan } = this.course;
    if (environment < 0 || answerAt !== end || moved || plan === WAITS) {
      this.#simulation.schedule(answerAt, RANK.release, ANSWERED, tag);
      return;
    }
    while (environment >= this.#tags.length) this.#tags = grown(this.#tags);
    this.#tags[environment] = tag;
  }

  /** START_ENDS: the environment is ready, and its request went elsewhere. */
  startEnds(environment: number): void {
    if (this.#placement.leave(environment)) this.environments.free(environment);
  }

  /** RELEASE: the invocation in this environment ends. */
  release(environment: number): void {
    const owner = this.environments.ownerOf(environment);
    const { fn } = owner.f;
    if (owner.onDemand) {
      this.gate.concurrency.release(fn);
      this.#monitor.released(fn, owner.index, false);
      if (this.#placement.leave(environment)) this.environments.free(environment);
    } else {
      this.gate.concurrency.giveBack(fn);
      this.#monitor.released(fn, owner.index, true);
      (owner as Provisioned).release(environment);
    }
    if (this.background !== null) this.background.settle();
    const tag = environment < this.#tags.length ? this.#tags[environment]! : 0;
    if (tag !== 0) {
      this.#tags[environment] = 0;
      this.#listener.ended(tag);
    }
  }

  /** R3.20, R5.4: not Active, or a fault of Lambda: answered at once, and nothing of the account is touched. */
  #refuse(f: FunctionState, version: VersionState, now: Micros, error: InvokeError): number {
    this.course.refuse(version, error);
    this.course.settle(now, this.#assumptions.billingStep, false);
    this.#monitor.refused(f.fn, this.course);
    return -1;
  }
}
