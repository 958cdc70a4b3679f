/** The recursion guard (R9.9, DG/invocation-recursion.html). */
import type { Lineage } from './lineage.ts';
import type { Monitor } from './monitor.ts';
import { MOST_RETURNS } from './quotas.ts';

/** Stops chains of requests that come back to a function again and again. */
export class LoopGuard {
  readonly #monitor: Monitor;

  constructor(monitor: Monitor) {
    this.#monitor = monitor;
  }

  /** Whether the chain has come back to this function so often that it is not run once more; that is told. */
  stops(fn: number, lineage: Lineage | null): boolean {
    if (lineage === null || lineage.invocationsOf(fn) <= MOST_RETURNS) return false;
    this.#monitor.loopStopped(fn);
    return true;
  }
}
