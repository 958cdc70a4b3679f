/** The wish to stop, in memory that worker threads share. */

/** Raised once, seen by every thread that looks. */
export class StopFlag {
  readonly memory: SharedArrayBuffer;
  readonly #cell: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.memory = memory;
    this.#cell = new Int32Array(memory);
  }

  isRaised(): boolean {
    return Atomics.load(this.#cell, 0) !== 0;
  }

  raise(): void {
    Atomics.store(this.#cell, 0, 1);
  }
}
