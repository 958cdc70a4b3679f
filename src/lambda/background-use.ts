/** Concurrency that functions use which are not modelled. */
import type { Simulation } from '../des/simulation.ts';
import { MINUTE } from '../des/time.ts';
import type { BackgroundOfMinute } from './background.ts';
import type { Concurrency } from './concurrency.ts';
import { BACKGROUND_DRAW, RANK } from './events.ts';
import type { Monitor } from './monitor.ts';

/** Wants another share every minute, and takes it of the unreserved pool as soon as that is free. */
export class BackgroundUse {
  readonly #wanted: BackgroundOfMinute;
  readonly #concurrency: Concurrency;
  readonly #simulation: Simulation;
  readonly #monitor: Monitor;
  #minutes = 0;

  constructor(wanted: BackgroundOfMinute, concurrency: Concurrency, simulation: Simulation, monitor: Monitor) {
    this.#wanted = wanted;
    this.#concurrency = concurrency;
    this.#simulation = simulation;
    this.#monitor = monitor;
  }

  /** BACKGROUND_DRAW: another share is wanted from now on. */
  draw(): void {
    const units = this.#wanted(this.#minutes++);
    this.#monitor.backgroundChanged(this.#concurrency.want(units));
    this.#simulation.schedule(this.#simulation.now + MINUTE, RANK.control, BACKGROUND_DRAW, 0);
  }

  /** What a function gives back may be what the background waits for. */
  settle(): void {
    const before = this.#concurrency.background;
    const level = this.#concurrency.settle();
    if (level !== before) this.#monitor.backgroundChanged(level);
  }
}
