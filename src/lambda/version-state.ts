/** One version of a function while the model runs: its laws and its environments (R3.13, R12.3). */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Stream, Streams } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import type { Assumptions } from './assumption-config.ts';
import type { ExtensionsConfig, VersionConfig, VersionSettings } from './config.ts';
import type { EnvironmentOwner } from './environments.ts';
import { idlePool, type IdlePool, type PoolOrder } from './idle-pool.ts';
import { EXTERNAL_SHUTDOWN_LIMIT, INTERNAL_SHUTDOWN_LIMIT, LATEST, MEMORY_PER_VCPU } from './quotas.ts';
import { TenantPools } from './tenants.ts';
import { LegacyInterfaces, SharedInterface } from './vpc.ts';

/** What serves a version before its on-demand environments do (R4.5). */
export interface Provisioned extends EnvironmentOwner {
  /** Its place among all pools. */
  readonly number: number;
  /** Whether what it cannot serve spills over. */
  readonly configured: boolean;
  /** Units that are READY. */
  readonly usable: number;
  /** Environments that run an invocation. */
  readonly inUse: number;
  /** Whether it can serve now. @param counted whether the request rate counts it */
  serves(now: Micros, counted: boolean): boolean;
  /** It serves an invocation; `serves` must have answered yes for this instant. */
  begins(counted: boolean): void;
  /** The invocation in one of its environments has ended. */
  release(environment: number): void;
}

/**
 * Ready-made laws of one version, and its on-demand environments: no other version can use them. What every invocation
 * reads stands first (ADR 0010).
 */
export class VersionState implements EnvironmentOwner {
  readonly idle: IdlePool;
  readonly timeout: Micros = 0;
  /** Probability that the handler fails. */
  readonly errorShare: number = 0;
  readonly f: EnvironmentOwner['f'];
  /** Number within the function; $LATEST is 0. */
  readonly index: number;
  readonly onDemand = true;
  /** Whether its handler calls other functions or uses dependencies. */
  readonly calls: boolean;
  /** `null` = nothing was ever provisioned for it. */
  provisioned: Provisioned | null = null;
  readonly duration: Sampler;
  /** What each record of a batch takes in addition; `null` = nothing. */
  readonly perRecord: Sampler | null;
  /** R3.8; `null` = nothing goes on after the runtime. */
  readonly postInvoke: Sampler | null;
  /** R3.20; `null` = the function is always Active. */
  readonly activity: SharedInterface | null;
  /** The same pool where it is one by tenant (R14.3), else `null`. */
  readonly tenants: TenantPools | null;
  /** R10.6: whether Init is billed. */
  readonly initBilled: boolean;
  readonly settings: VersionConfig;
  readonly idleTimeout: Sampler | null;
  readonly idleTimeoutStream: Stream;
  readonly maxLifetime: Sampler | null;
  readonly maxLifetimeStream: Stream;
  readonly overhead: Sampler;
  readonly init: Sampler;
  /** SnapStart (R3.6); `null` = Init. */
  readonly restore: Sampler | null;
  readonly shutdown: Micros;
  /** R9.8, A-34; `null` = an environment waits for no interface. */
  readonly interfaces: LegacyInterfaces | null;
  readonly coldDuration: Sampler | null;
  readonly errorDuration: Sampler | null;
  /** how much longer an Init takes inside an invocation. */
  readonly suppressedInitFactor: number;
  created = 0;
  live = 0;

  /** @param name of the function @param index number within it @param order how its idle environments are told apart */
  constructor(
    f: EnvironmentOwner['f'],
    name: string,
    index: number,
    settings: VersionConfig,
    tenants: number,
    assumptions: Assumptions,
    streams: Streams,
    order: PoolOrder,
  ) {
    const { version } = settings;
    // $LATEST has the streams that the function had before it published anything.
    const owner = version === LATEST ? [name] : [name, version];
    this.f = f;
    this.index = index;
    this.settings = settings;
    this.timeout = settings.timeout;
    this.errorShare = settings.errors.share;
    const emptyPool = () => idlePool(assumptions.reusePolicy, order);
    this.tenants = tenants > 0 ? new TenantPools(emptyPool) : null;
    this.idle = this.tenants ?? emptyPool();
    this.idleTimeout = assumptions.idleTimeout && roundedSamplerOf(assumptions.idleTimeout);
    this.idleTimeoutStream = streams.stream('idle', ...owner);
    this.maxLifetime = assumptions.maxLifetime && roundedSamplerOf(assumptions.maxLifetime);
    this.maxLifetimeStream = streams.stream('age', ...owner);
    this.duration = roundedSamplerOf(settings.duration);
    this.perRecord = settings.perRecord === undefined ? null : roundedSamplerOf(settings.perRecord);
    this.overhead = roundedSamplerOf(settings.platformOverhead);
    this.init = roundedSamplerOf(settings.init);
    this.restore = settings.restore && roundedSamplerOf(settings.restore);
    const { extensions, vpc } = settings;
    this.postInvoke = extensions?.postInvoke ? roundedSamplerOf(extensions.postInvoke) : null;
    this.shutdown = shutdownTime(extensions);
    this.interfaces = vpc === 'legacy-eni' ? new LegacyInterfaces(settings.memorySize) : null;
    this.activity = vpc === 'hyperplane' ? new SharedInterface() : null;
    this.calls = settings.calls.length > 0 || settings.uses !== undefined;
    this.coldDuration = settings.coldDuration && roundedSamplerOf(settings.coldDuration);
    this.errorDuration = settings.errors.duration && roundedSamplerOf(settings.errors.duration);
    this.suppressedInitFactor =
      assumptions.suppressedInitFactor === 'auto'
        ? Math.max(1, MEMORY_PER_VCPU / settings.memorySize)
        : assumptions.suppressedInitFactor;
    this.initBilled = assumptions.initBilling === 'all-2025' || initWasAlwaysBilled(settings);
  }

  ended(): void {
    // Nobody waits for another one.
  }
}

/** R3.11: AWS kills what is not done by then; extensions are expected to use it. */
function shutdownTime(extensions: ExtensionsConfig | null): Micros {
  if (extensions === null) return 0;
  return extensions.external > 0 ? EXTERNAL_SHUTDOWN_LIMIT : INTERNAL_SHUTDOWN_LIMIT;
}

/** R10.6: images and custom runtimes paid for Init before August 2025, too. */
function initWasAlwaysBilled(settings: VersionSettings): boolean {
  return settings.package === 'image' || (settings.runtime ?? '').startsWith('provided');
}
