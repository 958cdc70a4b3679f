/** Target tracking of provisioned concurrency: two alarms on its utilisation, and what they do (R4.11-R4.17). */
import type { ProvisionedBounds } from './config.ts';
import { HIGH_ALARM_PERIODS, LOW_ALARM_SHARE } from './quotas.ts';

/** How much lower one action may go, as a share of the present number. */
const SCALE_IN_SHARE = 0.1;

/** Float noise that neither tips an alarm nor rounds a whole number up. */
const NOISE = 1e-9;

/** What the policy of one version or alias says. */
export interface TrackingPolicy {
  /** Target utilisation in [0.1, 0.9]. */
  readonly target: number;
  /** */
  readonly lowAlarmPeriods: number;
}

/**
 * The alarms that Application Auto Scaling makes for a target, fed one minute after another
 * (DG/provisioned-concurrency.html#managing-provisioned-concurency).
 *
 * High: three minutes in a row above the target (R4.12). Low: `lowAlarmPeriods` minutes in a row below nine tenths of
 * it. A minute without traffic has no data, and then neither alarm is set off (R4.15). There is no cooldown
 * (R4.14): an alarm that lasts acts every minute.
 */
export class TargetTracking {
  readonly #target: number;
  readonly #lowAlarmPeriods: number;
  #high = 0;
  #low = 0;

  constructor({ target, lowAlarmPeriods }: TrackingPolicy) {
    this.#target = target;
    this.#lowAlarmPeriods = lowAlarmPeriods;
  }

  /**
   * The alarms see one more minute.
   * @param utilisation of the minute, NaN = no data @param inUse utilisation × what was allocated in that minute
   * @param current number that is configured now
   * @returns number to configure; `current` where nothing is to be done
   */
  minute(utilisation: number, inUse: number, current: number, bounds: ProvisionedBounds): number {
    this.#high = utilisation > this.#target + NOISE ? this.#high + 1 : 0;
    this.#low = utilisation < this.#target * LOW_ALARM_SHARE - NOISE ? this.#low + 1 : 0;
    const wanted = Math.ceil(inUse / this.#target - NOISE);
    if (this.#high >= HIGH_ALARM_PERIODS) return Math.max(current, Math.min(bounds.max, wanted));
    if (this.#low >= this.#lowAlarmPeriods) return Math.min(current, Math.max(bounds.min, wanted, stepDown(current)));
    return current;
  }
}

/** one action takes at most a tenth away, and at least one unit. */
function stepDown(current: number): number {
  return current - Math.max(1, Math.floor(current * SCALE_IN_SHARE));
}
