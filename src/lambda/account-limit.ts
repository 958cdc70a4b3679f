/** The account's concurrency limit where faults change it (R1.4, R1.10). */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { AccountGate } from './admission.ts';
import type { Faultable, FaultEffects } from './fault.ts';
import { resizeRequestRate } from './request-rate.ts';

/** Limits what all functions together may use, and ten times as many requests a second. */
export class AccountLimit implements Faultable {
  readonly #ordinary: number;
  readonly #rpsBurst: Micros;
  readonly #gate: AccountGate;
  readonly #simulation: Simulation;

  /** @param ordinary the limit where nothing is wrong @param rpsBurst A-2 */
  constructor(ordinary: number, rpsBurst: Micros, gate: AccountGate, simulation: Simulation) {
    this.#ordinary = ordinary;
    this.#rpsBurst = rpsBurst;
    this.#gate = gate;
    this.#simulation = simulation;
  }

  /** Reservations and what is provisioned stay as they are: the unreserved pool takes the whole change. */
  suffer(effects: readonly FaultEffects[]): void {
    const limit = effects.findLast(({ concurrency }) => concurrency !== undefined)?.concurrency ?? this.#ordinary;
    const { requestRate, concurrency } = this.#gate;
    concurrency.takeAway(this.#ordinary - limit);
    if (requestRate !== null) resizeRequestRate(requestRate, limit, this.#rpsBurst, this.#simulation.now);
  }
}
