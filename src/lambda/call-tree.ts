/** Everything that one request sets going: invocations and events, at any depth (`sources.<name>.completion`). */
import type { Micros } from '../des/time.ts';

/** Told of the trees of requests. */
export interface TreeMonitor {
  /** All that the request set going will have ended at `tree.end`. */
  settled(tree: CallTree): void;
}

/**
 * Counts what of a request's tree is not decided: the request itself, events that wait, handlers that have calls ahead.
 * Where an invocation's end is known ahead, it is noted at once. So a tree is settled when its last part is decided.
 */
export class CallTree {
  /** Number of the source. */
  readonly source: number;
  readonly arrival: Micros;
  /** The last end that is known. */
  end: Micros;
  readonly #monitor: TreeMonitor;
  #open = 0;

  constructor(source: number, arrival: Micros, monitor: TreeMonitor) {
    this.source = source;
    this.arrival = arrival;
    this.end = arrival;
    this.#monitor = monitor;
  }

  /** One more part of it is not decided. */
  hold(): void {
    this.#open++;
  }

  /** A part ends at this instant, perhaps a later one. */
  note(end: Micros): void {
    if (end > this.end) this.end = end;
  }

  /** A part is decided now; what it leaves behind must be noted or held. */
  release(now: Micros): void {
    this.note(now);
    if (--this.#open === 0) this.#monitor.settled(this);
  }
}
