/** One function while the model runs: its limits, which all its versions share, and its versions. */
import type { Streams } from '../des/random.ts';
import type { Assumptions } from './assumption-config.ts';
import type { AccountConfig, FunctionConfig } from './config.ts';
import type { PoolOrder } from './idle-pool.ts';
import type { Impairment } from './impairment.ts';
import { ModelError } from './invariant.ts';
import { LATEST } from './quotas.ts';
import { requestRateBucket } from './request-rate.ts';
import { scalingBucket, ScalingWindow, UNLIMITED, type ScalingRate } from './scaling-rate.ts';
import { Target } from './target.ts';
import { tenantEnvironmentLimit } from './tenants.ts';
import type { TokenBucket } from './token-bucket.ts';
import { VersionState } from './version-state.ts';

/** What belongs to the function as a whole: R1.6 and R12.6 know no versions, nor does the scaling rate (R2.1, A-5). */
export class FunctionState {
  readonly fn: number;
  /** 10 × reserved concurrency (R1.10); `null` = none of its own, or nothing reserved to it at all. */
  readonly requestRate: TokenBucket | null;
  readonly scaling: ScalingRate;
  /** R14.3: environments that it can have at a time. */
  readonly tenantLimit: number;
  readonly config: FunctionConfig;
  /** $LATEST first, then the published ones as in the configuration; a version's number is its place here. */
  readonly versions: readonly VersionState[];
  /** What callers can name, by qualifier. */
  readonly #targets: ReadonlyMap<string, Target>;
  /** Environments ever created; the next one gets this number. */
  created = 0;
  /** What faults do to it; `null` = none is ever about it. */
  impairment: Impairment | null = null;

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
    this.tenantLimit =
      config.tenants > 0 ? tenantEnvironmentLimit(config.reservedConcurrency ?? account.concurrency) : Infinity;
    const perFunction = account.scaling === 'per-function-2023';
    this.scaling = shared ?? (perFunction ? ownScaling(assumptions) : UNLIMITED);
    const latest = { ...config, version: LATEST, provisionedConcurrency: null };
    this.versions = [latest, ...config.versions].map((settings, index) => {
      return new VersionState(this, config.name, index, settings, config.tenants, assumptions, streams, order);
    });
    this.#targets = this.#makeTargets();
  }

  /** Environments of all versions that are there. */
  get live(): number {
    return this.versions.reduce((sum, version) => sum + version.live, 0);
  }

  /** The version or alias of this qualifier; there must be one. */
  target(qualifier: string): Target {
    const target = this.#targets.get(qualifier);
    if (target === undefined) throw new ModelError(`${this.config.name} has no version or alias ${qualifier}`);
    return target;
  }

  #makeTargets(): ReadonlyMap<string, Target> {
    const byVersion = new Map(this.versions.map((version) => [version.settings.version, version]));
    const targets = new Map(this.versions.map((version) => [version.settings.version, new Target(version)]));
    for (const { name, version, second } of this.config.aliases) {
      const target = new Target(byVersion.get(version)!);
      if (second !== null) target.split(byVersion.get(second.version)!, second.weight);
      targets.set(name, target);
    }
    return targets;
  }
}

function ownScaling(assumptions: Assumptions): ScalingRate {
  return assumptions.scalingBurst === 'window' ? new ScalingWindow() : scalingBucket();
}
