/** How long provisioned concurrency is paid for. */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';

/** R10.9: time is rounded up to this. */
const STEP: Micros = 5 * MINUTE;

/**
 * R10.9, A-37 (https://aws.amazon.com/lambda/pricing/): configured provisioned concurrency over time. Changes from one
 * positive number to another count exactly; from the first positive number until 0 the time is rounded up to
 * 5 minutes, and what that adds is paid for at the number that was left. A period that still lasts is not rounded.
 */
export class AllocationMeter {
  #units = 0;
  #since: Micros = 0;
  #enabled: Micros = 0;
  #integral = 0;

  /** Configured for `units` from now on; time must not run backwards. */
  set(now: Micros, units: number): void {
    this.#integral += this.#units * (now - this.#since);
    this.#since = now;
    if (this.#units === 0) this.#enabled = now;
    else if (units === 0) {
      const enabled = now - this.#enabled;
      this.#integral += this.#units * (Math.ceil(enabled / STEP) * STEP - enabled);
    }
    this.#units = units;
  }

  /** What is counted begins now: earlier time is forgotten, but a period that lasts is rounded as a whole. */
  restart(now: Micros): void {
    this.#integral = 0;
    this.#since = now;
  }

  /** Units × seconds up to now. */
  unitSeconds(now: Micros): number {
    return (this.#integral + this.#units * (now - this.#since)) / SECOND;
  }
}
