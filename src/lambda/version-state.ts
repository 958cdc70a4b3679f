/** One version of a function while the model runs: its laws and its environments (R3.13, R12.3). */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Stream, Streams } from '../des/random.ts';
import type { Assumptions, VersionConfig, VersionSettings } from './config.ts';
import type { EnvironmentOwner } from './environments.ts';
import { idlePool, type IdlePool, type PoolOrder } from './idle-pool.ts';
import { LATEST, MEMORY_PER_VCPU } from './quotas.ts';

/** Ready-made laws of one version, and its on-demand environments: no other version can use them. */
export class VersionState implements EnvironmentOwner {
  readonly f: EnvironmentOwner['f'];
  /** Number within the function; $LATEST is 0. */
  readonly index: number;
  readonly settings: VersionConfig;
  readonly idle: IdlePool;
  readonly idleTimeout: Sampler | null;
  readonly idleTimeoutStream: Stream;
  readonly maxLifetime: Sampler | null;
  readonly maxLifetimeStream: Stream;
  readonly duration: Sampler;
  readonly overhead: Sampler;
  readonly init: Sampler;
  readonly coldDuration: Sampler | null;
  readonly errorDuration: Sampler | null;
  /** how much longer an Init takes inside an invocation. */
  readonly suppressedInitFactor: number;
  /** R10.6: whether Init is billed. */
  readonly initBilled: boolean;
  created = 0;

  /** @param name of the function @param index number within it @param order how its idle environments are told apart */
  constructor(
    f: EnvironmentOwner['f'],
    name: string,
    index: number,
    settings: VersionConfig,
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
    this.idle = idlePool(assumptions.reusePolicy, order);
    this.idleTimeout = assumptions.idleTimeout && roundedSamplerOf(assumptions.idleTimeout);
    this.idleTimeoutStream = streams.stream('idle', ...owner);
    this.maxLifetime = assumptions.maxLifetime && roundedSamplerOf(assumptions.maxLifetime);
    this.maxLifetimeStream = streams.stream('age', ...owner);
    this.duration = roundedSamplerOf(settings.duration);
    this.overhead = roundedSamplerOf(settings.platformOverhead);
    this.init = roundedSamplerOf(settings.init);
    this.coldDuration = settings.coldDuration && roundedSamplerOf(settings.coldDuration);
    this.errorDuration = settings.errors.duration && roundedSamplerOf(settings.errors.duration);
    this.suppressedInitFactor =
      assumptions.suppressedInitFactor === 'auto'
        ? Math.max(1, MEMORY_PER_VCPU / settings.memorySize)
        : assumptions.suppressedInitFactor;
    this.initBilled = assumptions.initBilling === 'all-2025' || initWasAlwaysBilled(settings);
  }
}

/** R10.6: images and custom runtimes paid for Init before August 2025, too. */
function initWasAlwaysBilled(settings: VersionSettings): boolean {
  return settings.package === 'image' || (settings.runtime ?? '').startsWith('provided');
}
