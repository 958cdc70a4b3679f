import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { billedOf } from '../support/logged.ts';
import { lsim, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => lsim(['run', ...args, '--charts', 'none'], { cwd: folder.path });
const read = (...path: string[]) => readFileSync(join(folder.path, 'out', ...path), 'utf8');
const log = (name: string) => read('logs', `${name}.log`).slice(0, -1).split('\n');
const result = () =>
  JSON.parse(read('result.json')) as {
    functions: Record<string, { Invocations: number; cost_usd: { duration: number } }>;
  };

const TWO = `version: 1
name: two
duration: 4m
warmup: 1m
functions:
  api: { runtime: nodejs22.x, memorySize: 1024, init: 100ms, duration: { exponential: 300ms } }
  sleepy: { runtime: python3.13, memorySize: 1024, init: 100ms, duration: 10ms }
  idle: { duration: 10ms }
sources:
  web: { type: invoke, function: api, rate: 20/s }
  timer: { type: invoke, function: sleepy, rate: 1/min, arrivals: constant }
`;

describe('lsim run --log', () => {
  test('writes a file a function, and the bill is the sum of its REPORT lines', async () => {
    folder.write('two.yaml', TWO);
    const { code, stdout } = await run('--log', 'two.yaml', '-o', 'out');
    expect(code).toBe(0);
    expect(stdout).toContain('logs/ (2 log)');
    expect(readdirSync(join(folder.path, 'out', 'logs')).sort()).toEqual(['api.log', 'sleepy.log']);
    for (const name of ['api', 'sleepy']) {
      const { Invocations, cost_usd } = result().functions[name]!;
      expect(log(name).filter((line) => line.startsWith('REPORT ')).length).toBe(Invocations);
      // 1 GB, us-east-1, x86_64.
      expect((billedOf(log(name)) / 1_000) * 0.0000166667).toBeCloseTo(cost_usd.duration, 12);
    }
  });

  test('of a share, logs whole environments, the same ones each time', async () => {
    folder.write('two.yaml', TWO);
    await run('two.yaml', '--log', '-o', 'out');
    const all = log('api');
    await run('two.yaml', '--log', '40%', '-o', 'out');
    const some = log('api');
    await run('two.yaml', '--log=40%', '-o', 'out', '--jobs', '1');
    expect(log('api')).toEqual(some);
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(all.length);
    const inAll = new Set(all);
    expect(some.every((line) => inAll.has(line))).toBe(true);
  });

  test('logs run 1, whatever the number of runs and threads', async () => {
    folder.write('two.yaml', TWO);
    await run('two.yaml', '--log', '-o', 'out');
    const one = log('api');
    await run('two.yaml', '--log', '-n', '3', '--jobs', '2', '-o', 'out');
    expect(log('api')).toEqual(one);
  });

  test('gives each attempt a request id of its own, the same from the same seed', async () => {
    folder.write('two.yaml', TWO);
    await run('two.yaml', '--log', '-o', 'out');
    const ids = log('api').flatMap((line) => /^START RequestId: (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    await run('two.yaml', '--log', '--seed', '2', '-o', 'out');
    expect(log('api')).not.toContain(`END RequestId: ${ids[0]!}`);
  });

  test('without the flag, takes the logs of an earlier run away', async () => {
    folder.write('two.yaml', TWO);
    await run('two.yaml', '--log', '-o', 'out');
    await run('two.yaml', '-o', 'out');
    expect(existsSync(join(folder.path, 'out', 'logs'))).toBe(false);
  });

  test('refuses a share that is none', async () => {
    folder.write('two.yaml', TWO);
    for (const share of ['0%', '101%', 'half']) {
      const { code, stderr } = await run('two.yaml', `--log=${share}`);
      expect([code, stderr.includes('--log  E_USAGE') || stderr.includes('E_USAGE')]).toEqual([2, true]);
    }
  });
});
