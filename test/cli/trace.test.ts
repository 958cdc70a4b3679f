import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { TraceFile } from '../../src/cli/trace-file.ts';
import { Course } from '../../src/lambda/invocation.ts';
import { bare } from '../support/scenario.ts';
import { lsim, temporaryFolder } from './lsim.ts';

interface Event {
  readonly ph: 'M' | 'X';
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly args: Readonly<Record<string, unknown>>;
}

const folder = temporaryFolder();
const events = (...path: string[]) =>
  (JSON.parse(readFileSync(join(folder.path, ...path), 'utf8')) as { traceEvents: Event[] }).traceEvents;

const ONE = `version: 1
name: one
duration: 10s
functions:
  api: { init: 300ms, duration: 1s, timeout: 5s }
sources:
  web: { type: invoke, function: api, arrivals: constant, stages: [{ rate: 1/2s, for: 4s }, { pause: 6s }] }
assumptions: { platformOverhead: 100ms }
`.replace('1/2s', '0.5/s');

const JAVA =
  'api: { runtime: java21, snapStart: true, restore: 400ms, duration: 1s, extensions: { postInvoke: 200ms } }';

describe('lsim run --trace', () => {
  test('shows each environment as a track: overhead, Init, Invoke and idle, in microseconds', async () => {
    folder.write('one.yaml', ONE);
    const { code, stdout } = await lsim(['run', 'one.yaml', '--trace', '-o', 'out', '--charts', 'none'], {
      cwd: folder.path,
    });
    expect(code).toBe(0);
    expect(stdout).toContain('trace.json');
    const all = events('out', 'trace.json');
    expect(all.filter(({ ph }) => ph === 'M').map(({ name, args }) => [name, args['name']])).toEqual([
      ['process_name', 'api'],
      ['thread_name', 'environment 0 (version $LATEST)'],
    ]);
    const stretches = all.filter(({ ph }) => ph === 'X');
    expect(new Set(stretches.map(({ pid, tid }) => `${String(pid)} ${String(tid)}`)).size).toBe(1);
    expect(stretches.map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ['overhead', 0, 100_000],
      ['Init', 100_000, 300_000],
      ['Invoke', 400_000, 1_000_000],
      ['idle', 1_400_000, 600_000],
      ['Invoke', 2_000_000, 1_000_000],
      ['idle', 3_000_000, 7_000_000],
    ]);
    expect(stretches[2]?.args).toEqual({ source: 'web', request: 0, attempt: 0, ending: 'success', billed_ms: 1300 });
  });

  test('shows Restore, and extensions that go on after the answer', async () => {
    const one = ONE.replace(/api: \{[^\n]*/, JAVA);
    expect(one).toContain(JAVA);
    folder.write('restored.yaml', one);
    await lsim(['run', 'restored.yaml', '--trace', '-o', 'restored', '--charts', 'none'], { cwd: folder.path });
    const stretches = events('restored', 'trace.json').filter(({ ph }) => ph === 'X');
    expect(stretches.slice(0, 4).map(({ name, ts, dur }) => [name, ts, dur])).toEqual([
      ['Restore', 0, 400_000],
      ['Invoke', 400_000, 1_000_000],
      ['extensions', 1_400_000, 200_000],
      ['idle', 1_600_000, 400_000],
    ]);
  });

  test('shows the Init of a provisioned environment before there is any request', async () => {
    const one = ONE.replace(
      'init: 300ms,',
      'init: 300ms, provisionedConcurrency: { min: 0, max: 1, schedule: [{ at: 1s, min: 1 }] },',
    );
    folder.write('ahead.yaml', one.replace('duration: 10s', 'duration: 20m'));
    await lsim(['run', 'ahead.yaml', '--trace', '20s..', '-o', 'ahead', '--charts', 'none'], { cwd: folder.path });
    const stretches = events('ahead', 'trace.json').filter(({ ph }) => ph === 'X');
    const init = stretches.find(({ name }) => name === 'Init');
    expect(init?.dur).toBe(300_000);
    const idle = stretches.find(({ name, tid }) => name === 'idle' && tid === init?.tid);
    expect(idle?.ts).toBe((init?.ts ?? 0) + 300_000);
  });

  test('of a window, cuts stretches at its edges and says how long they were', async () => {
    folder.write('one.yaml', ONE);
    await lsim(['run', '--trace', '0.5s..2.5s', 'one.yaml', '-o', 'out', '--charts', 'none'], { cwd: folder.path });
    const stretches = events('out', 'trace.json').filter(({ ph }) => ph === 'X');
    expect(stretches.map(({ name, ts, dur, args }) => [name, ts, dur, args['whole_ms']])).toEqual([
      ['Invoke', 500_000, 900_000, 1_000],
      ['idle', 1_400_000, 600_000, undefined],
      ['Invoke', 2_000_000, 500_000, 1_000],
    ]);
  });

  test('refuses a window that is none', async () => {
    folder.write('one.yaml', ONE);
    for (const window of ['5s', '5s..2s', 'a..b', '1s..2s..3s']) {
      const { code, stderr } = await lsim(['run', 'one.yaml', `--trace=${window}`], { cwd: folder.path });
      expect([code, stderr.includes('must be a window of time such as 10m..12m')]).toEqual([2, true]);
    }
  });
});

describe('a trace', () => {
  const { functions } = bare({ duration: '1s', functions: { api: { duration: '1s' } } });
  const id = { fn: 0, version: 0, environment: 0 };
  const attempt = { source: 'web', request: 0, attempt: 0, isEvent: false };

  /** Invocations of 1 ms, one right after the other. */
  function invocations(trace: TraceFile, count: number): void {
    trace.created(id, 0);
    for (let k = 0; k < count; k++) {
      const course = Object.assign(new Course(), { duration: 1_000, time: 1_000, end: 1_000 * (k + 1) });
      trace.invoked(id, attempt, course, 1_000 * k);
    }
  }

  test('that would be too long is cut, says from where on, and is still whole JSON', () => {
    const path = join(folder.path, 'trace.json');
    writeFileSync(path, '');
    const trace = new TraceFile(functions, path, { from: 0, to: Infinity }, 2_000);
    invocations(trace, 1_000);
    trace.close(1_000_000);
    const stretches = events('trace.json').filter(({ ph }) => ph === 'X');
    expect(stretches.length).toBeGreaterThan(5);
    expect(trace.cutAt).toBe(1_000 * stretches.length);
    expect(readFileSync(path).length).toBeLessThan(2_100);
  });

  test('that is short enough is whole', () => {
    const path = join(folder.path, 'trace.json');
    writeFileSync(path, '');
    const trace = new TraceFile(functions, path, { from: 0, to: Infinity });
    invocations(trace, 1_000);
    trace.close(1_000_000);
    expect(trace.cutAt).toBeNull();
    expect(events('trace.json').filter(({ ph }) => ph === 'X').length).toBe(1_000);
  });
});
