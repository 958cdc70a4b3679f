/** A replication advanced in slices of about 50 ms, so that its owner can breathe in between. */
import './inlining.ts';
import { performance } from 'node:perf_hooks';

/** What can be advanced: a Replication. */
export interface Advancing {
  /** Executes up to so many events; true when the horizon is reached. */
  advance(maxEvents: number): boolean;
}

const SLICE_MS = 50;
const FEWEST = 256;
const MOST = 16_777_216;

/** Learns how many events fill a slice. The size of slices never changes a result. */
export class Slicer {
  readonly #subject: Advancing;
  readonly #clock: () => number;
  #events = 4_096;

  /** @param clock milliseconds, only ever forward */
  constructor(subject: Advancing, clock: () => number = () => performance.now()) {
    this.#subject = subject;
    this.#clock = clock;
  }

  /** Events of the next slice. */
  get events(): number {
    return this.#events;
  }

  /** One slice; true when the horizon is reached. */
  step(): boolean {
    const start = this.#clock();
    const done = this.#subject.advance(this.#events);
    const elapsed = Math.max(this.#clock() - start, 0.01);
    const factor = Math.min(4, Math.max(0.25, SLICE_MS / elapsed));
    this.#events = Math.round(Math.min(MOST, Math.max(FEWEST, this.#events * factor)));
    return done;
  }
}
