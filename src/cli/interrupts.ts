/** Ctrl-C: the first one asks the work to stop, the second leaves at once. */
import { EXIT } from './exit-code.ts';
import type { Io } from './io.ts';
import { StopFlag } from './stop-flag.ts';

// A terminal sends Ctrl-C to the whole group and npx hands it on, so one key press arrives twice.
const SAME_PRESS_MS = 200;

/** Listens to interrupts from construction until `close`. */
export class Interrupts {
  /** Raised by the first interrupt; shared with worker threads. */
  readonly stop = new StopFlag();
  readonly #abort = new AbortController();
  readonly #close: () => void;
  #first = -Infinity;

  /** @param leave undoes what is half done; called before the process ends at the second interrupt */
  constructor(io: Io, leave: () => void) {
    this.#close = io.onInterrupt(() => {
      if (!this.happened) {
        this.#first = io.now();
        this.stop.raise();
        this.#abort.abort();
        void io.stderr.write('\nlsim: stopping and writing what is there; press Ctrl-C again to leave at once\n');
      } else if (io.now() - this.#first > SAME_PRESS_MS) {
        leave();
        io.exitNow(EXIT.interrupted);
      }
    });
  }

  /** Whether there was an interrupt. */
  get happened(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Aborted by the first interrupt. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  close(): void {
    this.#close();
  }
}
