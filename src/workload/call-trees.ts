/** Follows what requests set going to its end, for sources whose functions call others asynchronously. */
import type { Micros } from '../des/time.ts';
import { CallTree } from '../lambda/call-tree.ts';
import { Lineage } from '../lambda/lineage.ts';
import type { FanOutMonitor } from './fan-out-monitor.ts';

/** The trees of requests. */
export class CallTrees {
  readonly #monitor: FanOutMonitor;

  constructor(monitor: FanOutMonitor) {
    this.#monitor = monitor;
  }

  /** A request of this source arrives: the chain that begins with it. */
  plant(source: number, arrival: Micros): Lineage {
    this.#monitor.planted(source, arrival);
    return new Lineage(new CallTree(source, arrival, this.#monitor));
  }
}
