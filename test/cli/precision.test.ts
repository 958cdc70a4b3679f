import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lsim, scenario, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => lsim(['run', ...args, '--charts', 'none'], { cwd: folder.path });
const read = (...path: string[]) => readFileSync(join(folder.path, ...path), 'utf8');

interface Result {
  readonly scenario: object;
  readonly runs: number;
  readonly precision?: { readonly wanted: number; readonly reached: number; readonly met: boolean };
  readonly objectives: readonly { readonly value: number; readonly ci95: number }[];
  readonly perRun: readonly { readonly run: number; readonly seed: string }[];
  readonly warnings: readonly { readonly id: string }[];
}
const result = (out: string) => JSON.parse(read(out, 'result.json')) as Result;

const MEAN = scenario().replace(/objectives:[^]*/u, 'objectives:\n  - { on: web, expr: "mean latency < 1s" }\n');

test('--precision adds runs until the interval is that narrow, and says so', async () => {
  folder.write('a.yaml', MEAN);
  const { code, stdout } = await run('a.yaml', '--precision', '1%', '-o', 'out');
  expect(code).toBe(0);
  const { runs, precision, objectives, perRun } = result('out');
  expect(runs).toBeGreaterThan(8);
  expect(perRun.map((each) => each.run)).toEqual(Array.from({ length: runs }, (_, k) => k + 1));
  expect(perRun.at(-1)?.seed).toBe(String(runs));
  expect(precision).toMatchObject({ wanted: 0.01, met: true });
  expect(precision?.reached).toBeCloseTo(objectives[0]!.ci95 / objectives[0]!.value, 12);
  expect(precision?.reached).toBeLessThanOrEqual(0.01);
  expect(stdout).toContain(`${String(runs)} runs until ±1.00 %`);
  // The same figures as when so many runs are asked for; the digest tells the two scenarios apart.
  await run('a.yaml', '--runs', String(runs), '-o', 'same');
  const { scenario: asked, ...whole } = result('out');
  expect({ ...result('same'), precision, scenario: asked }).toEqual({ ...whole, scenario: asked });
});

test('--precision gives the same bytes on any number of threads', async () => {
  folder.write('a.yaml', MEAN);
  const one = await run('a.yaml', '--precision', '1%', '--csv', 'requests', '-o', 'one', '--jobs', '1');
  const two = await run('a.yaml', '--precision', '1%', '--csv', 'requests', '-o', 'two', '--jobs', '2');
  expect([one.code, two.code]).toEqual([0, 0]);
  for (const file of ['result.json', 'requests.csv']) expect(read('two', file)).toBe(read('one', file));
  const rows = read('one', 'requests.csv').trimEnd().split('\n').slice(1);
  expect(new Set(rows.map((row) => row.split(',', 1)[0])).size).toBe(result('one').runs);
});

test('--precision starts from --runs, and from 8 where that is less', async () => {
  folder.write('a.yaml', MEAN);
  await run('a.yaml', '--precision', '90%', '--runs', '11', '-o', 'more');
  expect(result('more').runs).toBe(11);
  await run('a.yaml', '--precision', '90%', '--runs', '3', '-o', 'few');
  expect(result('few').runs).toBe(8);
});

test('--precision gives up at 400 runs, with a warning', async () => {
  const rare = MEAN.replace('duration: 3m', 'duration: 2s').replace('warmup: 30s', 'warmup: 0s');
  folder.write('a.yaml', rare);
  const { code } = await run('a.yaml', '--precision', '0.001%', '-o', 'out');
  expect(code).toBe(0);
  const { runs, precision, warnings } = result('out');
  expect([runs, precision?.met]).toEqual([400, false]);
  expect(warnings.map(({ id }) => id)).toContain('W_PRECISION');
});

test('--precision needs an objective, and a share', async () => {
  folder.write('a.yaml', MEAN.replace(/objectives:[^]*/u, ''));
  const { code, stderr } = await run('a.yaml', '--precision', '1%');
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('a.yaml  E_CONFLICT  --precision is about the objective'),
  ]);
  folder.write('b.yaml', MEAN);
  for (const wrong of ['0%', '101%', 'soon', '-1%', '1']) {
    const refused = await run('b.yaml', `--precision=${wrong}`);
    expect([wrong, refused.code]).toEqual([wrong, 2]);
    expect(refused.stderr).toContain('--precision');
  }
});
