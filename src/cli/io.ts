/** The outside world as a port: streams, signals, clock and environment; the only file that touches `process`. */
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Failure, problem, systemCode, systemReason } from './failure.ts';
import { EXIT } from './exit-code.ts';

/** A stream that text is written to. */
export interface TextStream {
  readonly isTTY: boolean;
  /** Width in characters. */
  readonly columns: number;
  /** Resolves once handed over; a reader that went away is no error. Rejects with a Failure otherwise. */
  write(text: string): Promise<void>;
}

/** What commands know of the world. */
export interface Io {
  readonly stdout: TextStream;
  /** Never rejects: talk must not fail a run. */
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  readonly cwd: string;
  /** Number of threads worth using. */
  readonly cpus: number;
  /** All bytes of standard input; rejects when aborted. */
  readStdin(signal: AbortSignal): Promise<Uint8Array>;
  /** Calls `handler` at each SIGINT, SIGTERM or SIGHUP until the returned function is called. */
  onInterrupt(handler: () => void): () => void;
  /** Ends the process at once. */
  exitNow(code: number): void;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Calls `action` every so many milliseconds until the returned function is called. */
  every(milliseconds: number, action: () => void): () => void;
  /** Lets timers and signals have their turn. */
  breathe(): Promise<void>;
}

/** The port onto the real process. */
export function processIo(): Io {
  return {
    stdout: textStream(process.stdout, true),
    stderr: textStream(process.stderr, false),
    env: process.env,
    cwd: process.cwd(),
    cpus: availableParallelism(),
    readStdin,
    onInterrupt: interruptSource(),
    exitNow: (code) => process.exit(code),
    now: () => performance.now(),
    every: (milliseconds, action) => {
      const timer = setInterval(action, milliseconds);
      return () => {
        clearInterval(timer);
      };
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

function textStream(stream: NodeJS.WriteStream, strict: boolean): TextStream {
  let gone = false;
  // Without a listener a closed pipe (`lsim … | head`) would be an uncaught exception.
  stream.on('error', () => {
    gone = true;
  });
  return {
    isTTY: stream.isTTY,
    get columns() {
      return stream.columns || 80;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (gone || text === '') {
          resolve();
          return;
        }
        stream.write(text, (error) => {
          if (strict && error != null && !READER_GONE.includes(systemCode(error))) {
            reject(
              new Failure(EXIT.file, [
                problem('E_OUTPUT', '<stdout>', `cannot write to standard output (${systemReason(error)})`),
              ]),
            );
          } else {
            resolve();
          }
        });
      }),
  };
}

const READER_GONE: readonly string[] = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'];

async function readStdin(signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const stop = (): void => {
    process.stdin.destroy(new Error('interrupted'));
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) chunks.push(chunk);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return Buffer.concat(chunks);
}

/** Listens from now on, so that a signal always ends in exit code 130; before there are listeners, at once. */
function interruptSource(): (handler: () => void) => () => void {
  const listeners = new Set<() => void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (listeners.size === 0) process.exit(EXIT.interrupted);
      for (const listener of listeners) listener();
    });
  }
  return (handler) => {
    listeners.add(handler);
    return () => listeners.delete(handler);
  };
}
