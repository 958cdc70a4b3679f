/** One function while the model runs: its limits, its pools and its laws. */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { Stream, Streams } from '../des/random.ts';
import type { AccountConfig, Assumptions, FunctionConfig } from './config.ts';
import type { EnvironmentOwner } from './environments.ts';
import { idlePool, type IdlePool, type PoolOrder } from './idle-pool.ts';
import { MEMORY_PER_VCPU } from './quotas.ts';
import { requestRateBucket } from './request-rate.ts';
import { GrowthLimit, scalingBucket, ScalingWindow, UNLIMITED, type ScalingRate } from './scaling-rate.ts';
import type { TokenBucket } from './token-bucket.ts';

/** Mutable state and ready-made laws of one function. */
export class FunctionState implements EnvironmentOwner {
  readonly fn: number;
  readonly config: FunctionConfig;
  /** 10 × reserved concurrency (R1.10); `null` = none of its own, or nothing reserved to it at all. */
  readonly requestRate: TokenBucket | null;
  /** A-4; `null` where that rule is off. */
  readonly growth: GrowthLimit | null;
  readonly scaling: ScalingRate;
  readonly idle: IdlePool;
  readonly idleTimeout: Sampler | null;
  readonly idleTimeoutStream: Stream;
  readonly maxLifetime: Sampler | null;
  readonly maxLifetimeStream: Stream;
  readonly overhead: Sampler;
  readonly init: Sampler;
  readonly coldDuration: Sampler | null;
  readonly errorDuration: Sampler | null;
  /** how much longer an Init takes inside an invocation. */
  readonly suppressedInitFactor: number;
  /** R10.6: whether Init is billed. */
  readonly initBilled: boolean;
  created = 0;

  /**
   * @param fn number of the function @param order how its idle environments are told apart
   * @param shared the account's scaling rate where all functions share one (R2.6), else `null`
   */
  constructor(
    fn: number,
    config: FunctionConfig,
    account: AccountConfig,
    assumptions: Assumptions,
    streams: Streams,
    order: PoolOrder,
    shared: ScalingRate | null,
  ) {
    this.fn = fn;
    this.config = config;
    const reserved = config.reservedConcurrency ?? 0;
    this.requestRate =
      assumptions.rpsModel === 'total' && reserved > 0 ? requestRateBucket(reserved, assumptions.rpsBurst) : null;
    const perFunction = account.scaling === 'per-function-2023';
    this.growth = perFunction && assumptions.growthLimit ? new GrowthLimit() : null;
    this.scaling = shared ?? (perFunction ? ownScaling(assumptions) : UNLIMITED);
    this.idle = idlePool(assumptions.reusePolicy, order);
    this.idleTimeout = assumptions.idleTimeout && roundedSamplerOf(assumptions.idleTimeout);
    this.idleTimeoutStream = streams.stream('idle', config.name);
    this.maxLifetime = assumptions.maxLifetime && roundedSamplerOf(assumptions.maxLifetime);
    this.maxLifetimeStream = streams.stream('age', config.name);
    this.overhead = roundedSamplerOf(config.platformOverhead);
    this.init = roundedSamplerOf(config.init);
    this.coldDuration = config.coldDuration && roundedSamplerOf(config.coldDuration);
    this.errorDuration = config.errors.duration && roundedSamplerOf(config.errors.duration);
    this.suppressedInitFactor =
      assumptions.suppressedInitFactor === 'auto'
        ? Math.max(1, MEMORY_PER_VCPU / config.memorySize)
        : assumptions.suppressedInitFactor;
    this.initBilled =
      assumptions.initBilling === 'all-2025' ||
      config.package === 'image' ||
      (config.runtime ?? '').startsWith('provided');
  }
}

function ownScaling(assumptions: Assumptions): ScalingRate {
  return assumptions.scalingBurst === 'window' ? new ScalingWindow() : scalingBucket();
}
