/** What rolls deployments back: conditions of the scenario, asked while the run goes on. */
import { MINUTE, toSeconds, type Micros } from '../des/time.ts';
import { meets } from './objectives.ts';
import { minuteValue, type Tallies } from './objective-minutes.ts';
import type { Objective } from './objective.ts';
import type { Present } from './present.ts';
import { amount, span } from './quantity.ts';
import type { Setup } from './setup.ts';

/** Everything that minutes are counted for: objectives, and the conditions of deployments. */
export function minuteWishes({ objectives, deployments }: Setup): readonly Objective[] {
  return [...objectives, ...deployments.flatMap(({ rollbackWhen }) => rollbackWhen ?? [])];
}

/** Reads the minutes that are over. Facts of the warm-up are in none of them. */
export class Conditions {
  readonly #setup: Setup;
  readonly #present: Present;
  readonly #tallies: Tallies;

  constructor(setup: Setup, present: Present, tallies: Tallies) {
    this.#setup = setup;
    this.#present = present;
    this.#tallies = tallies;
  }

  /**
   * Why a deployment is to be rolled back now, `null` = it is not. Earlier minutes are asked again: requests that
   * arrived in them may have got their answer since.
   * @param since where the deployment began; its minute is the first one
   */
  judge(deployment: number, since: Micros): string | null {
    const condition = this.#setup.deployments[deployment]!.rollbackWhen;
    if (condition === null) return null;
    this.#present.tick();
    const end = this.#present.minutes.index;
    const valueAt = minuteValue(this.#setup, condition, end, this.#tallies);
    for (let minute = Math.floor(Math.max(since, this.#setup.warmup) / MINUTE); minute < end; minute++) {
      const value = valueAt(minute);
      if (!Number.isNaN(value) && meets(value, condition.comparison, condition.threshold)) {
        const from = span(toSeconds(minute * MINUTE));
        return `${condition.on}: ${condition.expr}; it was ${amount(value, condition.unit)} in the minute from ${from} on`;
      }
    }
    return null;
  }
}
