/** A world without a process: what was written, and signals and time at the test's command. */
import type { Io, TextStream } from '../../src/cli/io.ts';

/** A stream that remembers. */
export interface FakeStream extends TextStream {
  text: string;
}

/** An `Io` whose clock stands still until it is told. */
export interface FakeIo extends Io {
  readonly stdout: FakeStream;
  readonly stderr: FakeStream;
  time: number;
  exited: number | null;
  /** Sends one interrupt to everybody who listens. */
  interrupt(): void;
  /** Lets the clock run and fires what is due. */
  pass(milliseconds: number): void;
}

/** @param over members that the test wants otherwise */
export function fakeIo(over: { env?: Io['env']; stdin?: string; isTTY?: boolean; cwd?: string } = {}): FakeIo {
  const listeners = new Set<() => void>();
  const timers = new Set<{ every: number; next: number; action: () => void }>();
  const io: FakeIo = {
    stdout: fakeStream(over.isTTY ?? false),
    stderr: fakeStream(over.isTTY ?? false),
    env: over.env ?? {},
    cwd: over.cwd ?? '/nowhere',
    cpus: 2,
    time: 0,
    exited: null,
    readStdin: () => Promise.resolve(new TextEncoder().encode(over.stdin ?? '')),
    onInterrupt: (handler) => {
      listeners.add(handler);
      return () => listeners.delete(handler);
    },
    exitNow: (code) => {
      io.exited = code;
    },
    now: () => io.time,
    every: (every, action) => {
      const timer = { every, next: io.time + every, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    breathe: () => Promise.resolve(),
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    pass: (milliseconds) => {
      const until = io.time + milliseconds;
      for (const timer of timers) {
        for (; timer.next <= until; timer.next += timer.every) {
          io.time = timer.next;
          timer.action();
        }
      }
      io.time = until;
    },
  };
  return io;
}

function fakeStream(isTTY: boolean): FakeStream {
  const stream: FakeStream = {
    text: '',
    isTTY,
    columns: 100,
    write: (text) => {
      stream.text += text;
      return Promise.resolve();
    },
  };
  return stream;
}
