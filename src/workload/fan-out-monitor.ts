/** The port to which functions that call functions report. */
import type { Micros } from '../des/time.ts';
import type { TreeMonitor } from '../lambda/call-tree.ts';

/** Facts at the present instant of the simulation. Functions are numbered in the order of their names. */
export interface FanOutMonitor extends TreeMonitor {
  /** A request arrives whose tree is followed to its end. @param source number of the source */
  planted(source: number, arrival: Micros): void;
  /**
   * A handler that is over now has waited for the answers of one entry of its calls, or for as long as it could.
   * @param fn its function @param callee the function that it called @param start when its invocation was admitted
   */
  waited(fn: number, callee: number, time: Micros, start: Micros): void;
}
