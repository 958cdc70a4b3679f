/** Provisioned environments of one version: allocated, serving, replaced, taken away (R4.4-R4.10). */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Stream, Streams } from '../des/random.ts';
import { MINUTE, type Micros } from '../des/time.ts';
import { initLimit } from './cold-start.ts';
import type { Concurrency } from './concurrency.ts';
import type { Assumptions } from './assumption-config.ts';
import type { EnvironmentOwner, Environments } from './environments.ts';
import { PROVISIONED_READY, PROVISIONED_REPLACED, RANK } from './events.ts';
import { idlePool, type IdlePool, type PoolOrder } from './idle-pool.ts';
import type { Monitor } from './monitor.ts';
import { ALLOCATION_PER_MINUTE } from './quotas.ts';
import { requestRateBucket, resizeRequestRate } from './request-rate.ts';
import type { TokenBucket } from './token-bucket.ts';
import type { Provisioned, VersionState } from './version-state.ts';

/** What every pool of the account works with. */
export interface PoolPorts {
  readonly simulation: Simulation;
  readonly environments: Environments;
  readonly concurrency: Concurrency;
  readonly monitor: Monitor;
  readonly assumptions: Assumptions;
  readonly streams: Streams;
  /** Concurrency that was set aside is free again. */
  readonly gaveBack: () => void;
}

/**
 * The provisioned concurrency of one version. Nothing of an increase serves before all of it is there (R4.4, A-16);
 * of a decrease the idle environments go at once and busy ones when they finish.
 */
export class ProvisionedPool implements Provisioned {
  readonly number: number;
  readonly version: VersionState;
  readonly f: EnvironmentOwner['f'];
  readonly index: number;
  readonly onDemand = false;
  readonly idle: IdlePool;
  /** They are kept until they are replaced or taken away. */
  readonly idleTimeout = null;
  readonly idleTimeoutStream: Stream;
  readonly maxLifetime: Sampler | null;
  readonly maxLifetimeStream: Stream;
  readonly shutdown: Micros;
  created = 0;
  live = 0;
  /** Whether a version or alias has provisioned concurrency of which this is a part: what it cannot serve spills over. */
  configured = false;
  /** Units that were granted, allocated or not. */
  wanted = 0;
  /** Units that are READY; some of them may be in replacement. */
  usable = 0;
  /** Environments that run an invocation. */
  inUse = 0;
  readonly #ports: PoolPorts;
  /** R1.12; `null` where each environment has its own pace. */
  readonly #rate: TokenBucket | null;
  readonly #preparation: Sampler;
  readonly #preparationStream: Stream;
  readonly #initStream: Stream;
  readonly #initErrorStream: Stream;
  readonly #initLimit: Micros;
  /** Environments beyond `usable` that go as soon as they can. */
  #excess = 0;
  /** Units set aside for this pool. */
  #held = 0;
  #readyAt: Micros = Infinity;
  /** Numbers of the Init phases of the allocation that is under way. */
  #batch: number[] = [];
  #allocations = 0;
  #inits = 0;
  /** Replacements under way: how long their Init takes, and when it ends. */
  readonly #replacing: { readonly init: Micros; readonly readyAt: Micros }[] = [];
  #replacements = 0;

  /** @param number its place among all pools @param order how environments are told apart */
  constructor(number: number, version: VersionState, name: string, order: PoolOrder, ports: PoolPorts) {
    const { assumptions, streams } = ports;
    const stream = (what: string): Stream => streams.stream(`provisioned-${what}`, name, version.settings.version);
    this.number = number;
    this.version = version;
    this.f = version.f;
    this.index = version.index;
    this.#ports = ports;
    this.idle = idlePool(assumptions.reusePolicy, order);
    this.#rate = order.paced ? null : requestRateBucket(0, assumptions.rpsBurst);
    this.maxLifetime = version.maxLifetime;
    this.shutdown = version.shutdown;
    this.maxLifetimeStream = stream('age');
    this.idleTimeoutStream = this.maxLifetimeStream;
    this.#preparation = roundedSamplerOf(assumptions.provisionedPreparation);
    this.#preparationStream = stream('preparation');
    this.#initStream = stream('init');
    this.#initErrorStream = stream('init-errors');
    this.#initLimit = initLimit(true, version.settings.timeout);
  }

  /** Units that take away from others: what is granted, and what has not gone yet. */
  get held(): number {
    return this.#held;
  }

  /** READY at t = 0: allocated before the run, and paid for there. @param units at most what there is room for */
  begin(units: number): void {
    this.wanted = units;
    this.#makeUsable(units);
    for (let k = 0; k < units; k++) this.#add(false, 0);
    this.#tell();
  }

  /** R4.4, A-16: this many units from now on; the difference is allocated or taken away. */
  request(units: number): void {
    if (units === this.wanted) return;
    this.wanted = units;
    if (units > this.usable) this.#allocate(units - this.usable);
    else this.#takeAway(units);
    this.#tell();
  }

  /** PROVISIONED_READY: the allocation is complete, unless another one has taken its place. */
  ready(): void {
    if (this.#readyAt !== this.#ports.simulation.now) return;
    const batch = this.#batch;
    this.#readyAt = Infinity;
    this.#batch = [];
    this.#makeUsable(this.usable + batch.length);
    for (const init of batch) this.#finishInit(init);
    this.#tell();
  }

  /** PROVISIONED_REPLACED: a new environment takes the place of one that is gone, if it is still wanted. */
  replaced(): void {
    const { now } = this.#ports.simulation;
    const index = this.#replacing.findIndex(({ readyAt }) => readyAt === now);
    const { init } = this.#replacing.splice(index, 1)[0]!;
    if (this.#excess > 0) this.#drop();
    else {
      const failed = this.version.settings.initErrors > this.#initErrorStream.uniform(this.#replacements++, 1);
      this.#add(failed, init);
    }
  }

  /** Whether one of its environments can serve now (R4.5, R1.12). @param counted whether the request rate counts it */
  serves(now: Micros, counted: boolean): boolean {
    return this.idle.has(now) && (!counted || this.#rate === null || this.#rate.has(now));
  }

  /** One of its environments begins an invocation; `serves` must have answered yes for this instant. */
  begins(counted: boolean): void {
    this.inUse++;
    if (counted) this.#rate?.take();
  }

  /** The invocation in one of its environments has ended (R4.8). */
  release(environment: number): void {
    const { environments } = this.#ports;
    this.inUse--;
    if (this.#excess > 0 || environments.needsInit(environment)) environments.stop(environment);
    else environments.free(environment);
  }

  /** R4.8, A-17: an environment is gone; another takes its place after one Init. */
  ended(): void {
    if (this.#excess > 0) {
      this.#drop();
      return;
    }
    const { simulation } = this.#ports;
    const number = this.#inits++;
    this.#bill(number);
    const init = this.#initOf(number);
    const readyAt = simulation.now + init;
    this.#replacing.push({ init, readyAt });
    simulation.schedule(readyAt, RANK.control, PROVISIONED_REPLACED, this.number);
  }

  #allocate(units: number): void {
    const { simulation } = this.#ports;
    while (this.#batch.length > units) this.#batch.pop();
    if (this.#batch.length === units) return;
    const more = units - this.#batch.length;
    while (this.#batch.length < units) this.#batch.push(this.#inits++);
    const preparation = this.#preparation.sample(this.#preparationStream, this.#allocations++, 0);
    const ramp = Math.round((more * MINUTE) / ALLOCATION_PER_MINUTE);
    const longest = this.#batch.reduce((longest, init) => Math.max(longest, this.#initOf(init)), 0);
    const readyAt = simulation.now + preparation + ramp + longest;
    // What was asked for before is part of the block, and may be what it waits for.
    this.#readyAt = this.#readyAt === Infinity ? readyAt : Math.max(this.#readyAt, readyAt);
    simulation.schedule(this.#readyAt, RANK.control, PROVISIONED_READY, this.number);
  }

  #takeAway(units: number): void {
    const { environments, simulation } = this.#ports;
    this.#batch = [];
    this.#readyAt = Infinity;
    this.#excess += this.usable - units;
    this.#makeUsable(units);
    while (this.#excess > 0 && this.idle.has(simulation.now)) environments.stop(this.idle.take());
  }

  #makeUsable(units: number): void {
    this.usable = units;
    const { assumptions, simulation } = this.#ports;
    if (this.#rate !== null) resizeRequestRate(this.#rate, units, assumptions.rpsBurst, simulation.now);
  }

  /** One environment of the excess is gone for good. */
  #drop(): void {
    this.#excess--;
    this.#tell();
  }

  /** Init is paid for when the environment is there, whether it ever serves or not. */
  #finishInit(init: number): void {
    this.#bill(init);
    this.#add(this.#initFails(init), this.#initOf(init));
  }

  /** @param init length of the Init that ends now; 0 = it was there at t = 0 */
  #add(needsInit: boolean, init: Micros): void {
    const { environments } = this.#ports;
    const environment = environments.create(this, false);
    if (init > 0) environments.tellPrepared(environment, init, needsInit);
    environments.setUnused(environment, true);
    if (needsInit) environments.setNeedsInit(environment, true);
    environments.free(environment);
  }

  #bill(init: number): void {
    this.#ports.monitor.provisionedInit(this.f.fn, this.index, this.#initOf(init));
  }

  /** R3.4: the limit of 10 s does not apply; Init may take 130 s or the function's timeout. */
  #initOf(init: number): Micros {
    return Math.min(this.version.init.sample(this.#initStream, init, 0), this.#initLimit);
  }

  /** An Init that fails is repeated inside the first invocation, as on demand (15.2, R3.5). */
  #initFails(init: number): boolean {
    const { initErrors } = this.version.settings;
    if (initErrors > 0 && this.#initErrorStream.uniform(init, 0) < initErrors) return true;
    return this.version.init.sample(this.#initStream, init, 0) > this.#initLimit;
  }

  #tell(): void {
    const { concurrency, monitor, gaveBack } = this.#ports;
    const before = this.#held;
    this.#held = Math.max(this.wanted, this.usable + this.#excess);
    concurrency.setAside(this.f.fn, this.#held - before);
    monitor.provisionedChanged(this.f.fn, this.index, this);
    if (this.#held < before) gaveBack();
  }
}
