/** Event poller units of mappings in provisioned mode that share them: what they are billed for (R8.9, R10.14, A-51). */
import { MINUTE, SECOND, type Micros } from '../des/time.ts';
import { UNIT_BYTES, UNIT_POLLERS } from './quotas.ts';

/** As many units as the pollers need at ten a unit, or as the payload of the last minute needs at 20 MB/s each. */
export class PollerUnits {
  readonly #changed: (units: number) => void;
  #pollers = 0;
  #units = 0;
  /** Read in the present minute; units that the one before it needed; when that ended. */
  #bytes = 0;
  #busy = 0;
  #minuteAt: Micros = 0;

  /** @param changed is told of every change */
  constructor(changed: (units: number) => void) {
    this.#changed = changed;
  }

  /** One of the mappings has so many more pollers. */
  add(pollers: number): void {
    this.#pollers += pollers;
    this.#settle();
  }

  /** One of them reads so many bytes. */
  read(bytes: number): void {
    this.#bytes += bytes;
  }

  /** A minute is over; each mapping may say so. */
  minute(now: Micros): void {
    if (now === this.#minuteAt) return;
    this.#minuteAt = now;
    this.#busy = Math.ceil(this.#bytes / (MINUTE / SECOND) / UNIT_BYTES);
    this.#bytes = 0;
    this.#settle();
  }

  #settle(): void {
    const units = Math.max(Math.ceil(this.#pollers / UNIT_POLLERS), this.#busy);
    if (units === this.#units) return;
    this.#units = units;
    this.#changed(units);
  }
}
