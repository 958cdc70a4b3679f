/** The shipped program in a child process, and scenarios small enough to run often. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';

/** Path of the program, which `test/support/build.ts` compiles before the tests. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How a child process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a child process is given besides its arguments. */
export interface Given {
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `lsim` without waiting for it. Variables of this process that would change what it does are left out. */
export function start(args: readonly string[], { cwd, env = {} }: Given): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, [MAIN, ...args], { cwd, env: { PATH, LANG: 'C.UTF-8', ...env } });
}

/** Runs `lsim` to its end. */
export function lsim(args: readonly string[], given: Given): Promise<Ended> {
  const child = start(args, given);
  child.stdin?.end(given.stdin ?? '');
  return ended(child);
}

/** Waits for the end of a process and collects what it wrote. */
export function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** A scenario that meets its objective, or misses it at `level`. Takes milliseconds to simulate. */
export function scenario(over: { name?: string; missed?: 'fail' | 'warn'; duration?: string } = {}): string {
  const limit = over.missed === undefined ? '1000' : '1';
  return `version: 1
name: ${over.name ?? 'small'}
duration: ${over.duration ?? '3m'}
warmup: 30s
functions:
  api: { runtime: nodejs22.x, init: 100ms, duration: { exponential: 200ms } }
sources:
  web: { type: invoke, function: api, rate: 20/s }
objectives:
  - { on: api, expr: "concurrency < ${limit}", level: ${over.missed ?? 'fail'} }
`;
}

/** Meets its objective unless the account limit is small: at 5 one of 20 requests a second of 200 ms exceeds it now and then. */
export function limited(concurrency: number, rest = ''): string {
  return `version: 1
name: small
duration: 3m
warmup: 30s
account: { concurrency: ${concurrency.toString()} }
functions:
  api: { runtime: nodejs22.x, init: 100ms, duration: { exponential: 200ms } }
sources:
  web: { type: invoke, function: api, rate: 20/s, clients: { retry: none } }
objectives:
  - { on: web, expr: "failed < 2%" }
${rest}`;
}

/** A folder for each test of a file, removed after it. */
export function temporaryFolder(): {
  readonly path: string;
  write(name: string, text: string): void;
  tree(): string[];
} {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'lsim-run-'));
  });
  afterEach(() => {
    rmSync(path, { recursive: true });
  });
  return {
    get path() {
      return path;
    },
    write: (name, text) => {
      writeFileSync(join(path, name), text);
    },
    tree: () => readdirSync(path, { recursive: true, encoding: 'utf8' }).sort(),
  };
}
