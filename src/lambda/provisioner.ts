/** The provisioned concurrency of one version or alias: how much, where, and when that changes (R4.2, R4.11-R4.16). */
import { MINUTE, type Micros } from '../des/time.ts';
import type { Assumptions } from './assumption-config.ts';
import type { ProvisionedBounds, ProvisionedConfig } from './config.ts';
import { TargetTracking } from './provisioned-scaling.ts';
import type { ProvisionedPool } from './provisioned-pool.ts';
import type { Target } from './target.ts';
import type { VersionState } from './version-state.ts';

/** What a provisioner asks of the account. */
export interface ProvisionerPorts {
  /** The pool of a version. */
  poolOf(version: VersionState): ProvisionedPool;
  /** Units that could be granted to a version beyond what its pool has: R4.3. */
  roomFor(pool: ProvisionedPool): number;
}

/** What happened on provisioned environments in a minute. */
interface Minute {
  readonly utilisation: number;
  readonly inUse: number;
}

/**
 * Keeps the configured number for its target and shares it out over one or two versions. While the target has weights
 * the number cannot be changed (R4.2): what schedule and alarms ask for then is done when the weights are gone.
 */
export class Provisioner {
  readonly target: Target;
  readonly config: ProvisionedConfig;
  /** The configured number. */
  capacity: number;
  #bounds: ProvisionedBounds;
  #nextAction = 0;
  readonly #ports: ProvisionerPorts;
  readonly #tracking: TargetTracking;
  readonly #delay: Micros;
  /** Minutes that are complete, and that the alarms have not seen. */
  readonly #minutes: Minute[] = [];
  /** of the samples of the present minute, one at the start of each invocation. */
  #samples = 0;
  #utilisation = 0;
  #greatest = 0;
  #inUse = 0;
  #most = 0;

  constructor(target: Target, config: ProvisionedConfig, assumptions: Assumptions, ports: ProvisionerPorts) {
    this.target = target;
    this.config = config;
    this.capacity = config.bounds.min;
    this.#bounds = config.bounds;
    this.#ports = ports;
    this.#tracking = new TargetTracking({ target: config.target, lowAlarmPeriods: assumptions.lowAlarmPeriods });
    this.#delay = assumptions.metricDelay;
  }

  /** Whether alarms can ever change the number. */
  get isTracked(): boolean {
    return [this.config.bounds, ...this.config.actions].some(({ min, max }) => min < max);
  }

  /** Alarms see a minute this much after its end. */
  get delay(): Micros {
    return this.#delay;
  }

  /** The next scheduled action, `null` = none. */
  get nextActionAt(): Micros | null {
    return this.config.actions[this.#nextAction]?.at ?? null;
  }

  /** Whether weights keep the number as it is (R4.2). */
  get isFrozen(): boolean {
    return this.target.second !== null;
  }

  /** At t = 0. */
  begin(): void {
    for (const [pool, units] of this.#shares()) {
      const granted = Math.min(units, this.#ports.roomFor(pool));
      if (this.config.ready) pool.begin(granted);
      else pool.request(granted);
    }
  }

  /** R12.3: each version gets its share by weight. What there is no room for is asked for again when something is free. */
  shareOut(): void {
    const shares = this.#shares();
    for (const [pool, units] of shares) if (units < pool.wanted) pool.request(units);
    for (const [pool, units] of shares) {
      if (units > pool.wanted) pool.request(Math.min(units, pool.wanted + Math.max(0, this.#ports.roomFor(pool))));
    }
  }

  /** The versions or weights of the target have changed; without weights, what was asked for under them is done now. */
  follow(): void {
    if (this.isFrozen) this.shareOut();
    else this.#settle(this.capacity);
  }

  /** PROVISIONED_ACTION: the next scheduled action sets the bounds; the number is moved between them (R4.16). */
  act(): void {
    this.#bounds = this.config.actions[this.#nextAction++]!;
    this.#settle(this.capacity);
  }

  /** An invocation starts on one of its provisioned environments. */
  sample(): void {
    const { version, second } = this.target;
    let inUse = version.provisioned!.inUse;
    let allocated = Math.max(version.provisioned!.usable, inUse);
    if (second !== null) {
      inUse += second.provisioned!.inUse;
      allocated += Math.max(second.provisioned!.usable, second.provisioned!.inUse);
    }
    this.#samples++;
    this.#utilisation += inUse / allocated;
    this.#inUse += inUse;
    this.#greatest = Math.max(this.#greatest, inUse / allocated);
    this.#most = Math.max(this.#most, inUse);
  }

  /** PROVISIONED_MINUTE: a minute is complete. */
  closeMinute(): void {
    const average = this.config.statistic === 'Average';
    this.#minutes.push({
      utilisation: this.#samples === 0 ? NaN : average ? this.#utilisation / this.#samples : this.#greatest,
      inUse: average ? this.#inUse / this.#samples : this.#most,
    });
    this.#samples = this.#utilisation = this.#inUse = this.#greatest = this.#most = 0;
  }

  /** PROVISIONED_ALARMS: the alarms see the next minute. */
  evaluate(): void {
    const { utilisation, inUse } = this.#minutes.shift()!;
    this.#settle(this.#tracking.minute(utilisation, inUse, this.capacity, this.#bounds));
  }

  #settle(capacity: number): void {
    if (this.isFrozen) return;
    this.capacity = Math.min(Math.max(capacity, this.#bounds.min), this.#bounds.max);
    this.shareOut();
  }

  #shares(): readonly (readonly [ProvisionedPool, number])[] {
    const { version, second, weight, isPreparing } = this.target;
    const pool = this.#ports.poolOf(version);
    if (second === null) return [[pool, this.capacity]];
    if (isPreparing) return [pool, this.#ports.poolOf(second)].map((one) => [one, this.capacity] as const);
    const other = Math.round(this.capacity * weight);
    return [
      [pool, this.capacity - other],
      [this.#ports.poolOf(second), other],
    ];
  }
}

/** The minute after this one ends here. */
export function nextMinute(now: Micros): Micros {
  return (Math.floor(now / MINUTE) + 1) * MINUTE;
}
