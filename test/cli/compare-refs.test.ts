import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Comparison } from '../../src/result/comparison.ts';
import { comparisonSchema } from '../../src/result/comparison-schema.ts';
import { limited, lsim } from './lsim.ts';

let top = '';
let repository = '';

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'lsim-git-')));
  repository = join(top, 'shop');
  mkdirSync(repository);
  git('init', '--quiet', '--initial-branch=main');
});

afterEach(() => {
  rmSync(top, { recursive: true });
});

function git(...args: string[]): string {
  const { PATH = '' } = process.env;
  const who = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example',
  };
  const when = { GIT_AUTHOR_DATE: '2026-01-01T00:00:00Z', GIT_COMMITTER_DATE: '2026-01-01T00:00:00Z' };
  const env = { PATH, HOME: top, GIT_CONFIG_NOSYSTEM: '1', ...who, ...when };
  return execFileSync('git', args, { cwd: repository, env, encoding: 'utf8' }).trim();
}

function write(name: string, text: string): void {
  mkdirSync(dirname(join(repository, name)), { recursive: true });
  writeFileSync(join(repository, name), text);
}

/** Commits everything and returns the hash. */
function commit(message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
  return git('rev-parse', 'HEAD');
}

const FILE = 'scenarios/small.yaml';

const call = (args: readonly string[], cwd = repository) =>
  lsim(['compare', ...args, '--runs', '2', '--charts', 'none', '-o', join(top, 'out')], { cwd, env: { HOME: top } });

async function compare(...args: string[]): Promise<Comparison> {
  const { stdout, stderr } = await call([...args, '--json']);
  expect(stderr).not.toContain('    at ');
  return comparisonSchema.parse(JSON.parse(stdout));
}

test('one scenario at two commits, whatever lies in the work tree', async () => {
  write(FILE, limited(100));
  const first = commit('roomy');
  write(FILE, limited(5));
  const second = commit('tight');
  write(FILE, 'not: a scenario');
  const before = git('status', '--porcelain');
  const json = await compare(FILE, '--base-ref', first, '--head-ref', 'main');
  expect(json.objectives[0]?.outcome).toBe('newly-fails');
  expect(json.base).toMatchObject({
    label: `${FILE} at ${first.slice(0, 7)}`,
    ref: { given: first, commit: first, mergeBase: false },
  });
  expect(json.head).toMatchObject({
    label: `${FILE} at main (${second.slice(0, 7)})`,
    ref: { given: 'main', commit: second },
  });
  expect(json.configuration).toEqual([
    {
      path: 'account.concurrency',
      base: { text: '100', file: FILE, line: 5, column: 25 },
      head: { text: '5', file: FILE, line: 5, column: 25 },
    },
  ]);
  expect(json.reproduce).toBe(`npx lsim compare ${FILE} --base-ref ${first} --head-ref ${second} --seed 1 --runs 2`);
  expect(git('status', '--porcelain')).toBe(before);
});

test('the file as it lies there with that of a branch, from any folder', async () => {
  write(FILE, limited(100));
  commit('roomy');
  write(FILE, limited(5));
  const { code, stdout } = await call(['small.yaml', '--base-ref', 'main', '--json'], join(repository, 'scenarios'));
  expect(code).toBe(99);
  const { base, head } = comparisonSchema.parse(JSON.parse(stdout));
  expect([base.ref?.given, head.ref]).toEqual(['main', null]);
  expect((await call([join(repository, FILE), '--base-ref', 'HEAD'], top)).code).toBe(99);
});

test('a base that has moved on is read where it parted from the head, and the commit is told', async () => {
  write(FILE, limited(100));
  const parted = commit('roomy');
  git('checkout', '--quiet', '-b', 'feature');
  write(FILE, limited(5));
  const feature = commit('tight');
  git('checkout', '--quiet', 'main');
  write(FILE, limited(4));
  const moved = commit('tighter');
  const json = await compare(FILE, '--base-ref', 'main', '--head-ref', 'feature');
  expect(json.base.ref).toEqual({ given: 'main', commit: parted, mergeBase: true });
  expect(json.base.label).toBe(`${FILE} at ${parted.slice(0, 7)}, where it parted from main`);
  expect(json.configuration?.[0]?.base?.text).toBe('100');
  expect(json.head.ref?.commit).toBe(feature);
  // Backwards, nothing has parted: both are what was typed.
  const back = await compare(FILE, '--base-ref', 'main', '--head-ref', parted);
  expect(back.base.ref).toEqual({ given: 'main', commit: moved, mergeBase: false });
});

test('files that the scenario extends and reads come from the same commit', async () => {
  write('platform/base.yaml', limited(100));
  write(
    FILE,
    'extends: ../platform/base.yaml\nwarmup: 0s\nsources: { web: { rate: null, trace: { file: ../data/t.csv, time: t, unit: s } } }\n',
  );
  write('data/t.csv', 't\n1\n2\n3\n');
  const first = commit('roomy');
  write('platform/base.yaml', limited(50));
  write('data/t.csv', 't\n1\n2\n4\n');
  const second = commit('less');
  git('rm', '--quiet', '-r', 'platform', 'data');
  const json = await compare(FILE, '--base-ref', first, '--head-ref', second);
  expect(json.configuration).toEqual([
    {
      path: 'account.concurrency',
      base: { text: '100', file: 'platform/base.yaml', line: 5, column: 25 },
      head: { text: '50', file: 'platform/base.yaml', line: 5, column: 25 },
    },
  ]);
  expect(json.notes).toEqual(['../data/t.csv, which the scenario reads, is not the same on both sides']);
  expect(json.sources['web']?.figures['latency.p99_ms']?.head).toBeGreaterThan(0);
});

test('links inside the repository are followed, those out of it refused', async () => {
  write('platform/real.yaml', limited(100));
  mkdirSync(join(repository, 'scenarios'));
  symlinkSync('../platform/real.yaml', join(repository, FILE));
  commit('link');
  write('platform/real.yaml', limited(5));
  commit('tight');
  expect((await compare(FILE, '--base-ref', 'HEAD~1', '--head-ref', 'HEAD')).objectives[0]?.outcome).toBe(
    'newly-fails',
  );
  writeFileSync(join(top, 'outside.yaml'), limited(100));
  rmSync(join(repository, FILE));
  symlinkSync('../../outside.yaml', join(repository, FILE));
  commit('out');
  const { code, stderr } = await call([FILE, '--base-ref', 'HEAD~1', '--head-ref', 'HEAD']);
  expect([code, stderr]).toEqual([3, expect.stringContaining('E_FILE_OUTSIDE')]);
});

test('a scenario that the base does not have is told by the head alone', async () => {
  write('README.md', 'nothing yet\n');
  const first = commit('nothing');
  write(FILE, limited(5));
  commit('new');
  const json = await compare(FILE, '--base-ref', first, '--head-ref', 'HEAD');
  expect(json.base).toMatchObject({ status: 'missing', result: null });
  expect(json.base.problems[0]).toMatchObject({ code: 'E_FILE_MISSING', file: FILE });
  expect(json.objectives[0]).toMatchObject({ outcome: 'fails', base: null, change: 'incomparable' });
  expect(json.failOn).toEqual({ asked: 'new-failure', tripped: 'new-failure', exitCode: 99 });
  expect(json.notes[0]).toBe(
    `there is no baseline, as ${FILE} at ${first.slice(0, 7)} does not exist: the figures are those of the head alone`,
  );
  expect(json.pairing.runs).toBe(0);
  const { stdout } = await call([FILE, '--base-ref', first, '--head-ref', 'HEAD']);
  expect(stdout).toContain('FAIL  nothing to compare with; web fails');
});

test('a base that is invalid is named with its commit; a head that does not exist gives 4', async () => {
  write(FILE, 'version: 1\nfunctons: {}\n');
  const first = commit('broken');
  write(FILE, limited(100));
  const second = commit('mended');
  const { code, stdout, stderr } = await call([FILE, '--base-ref', first, '--head-ref', second, '--json']);
  expect(code).toBe(0);
  expect(stderr).toContain(`${first.slice(0, 7)}:${FILE}:2:1  E_UNKNOWN_KEY`);
  expect(comparisonSchema.parse(JSON.parse(stdout)).base.status).toBe('invalid');
  git('rm', '--quiet', FILE);
  commit('gone');
  const gone = await call([FILE, '--base-ref', second, '--head-ref', 'HEAD', '--json']);
  expect(gone.code).toBe(4);
  const { head, verdict } = comparisonSchema.parse(JSON.parse(gone.stdout));
  expect(head.status).toBe('missing');
  expect(verdict).toMatch(/^there is no scenarios\/small\.yaml at HEAD \([0-9a-f]{7}\)$/);
});

test('a ref that does not exist, a folder without git', async () => {
  write(FILE, limited(100));
  commit('roomy');
  const none = await call([FILE, '--base-ref', 'mian']);
  expect([none.code, none.stderr]).toEqual([4, '--base-ref  E_GIT_REF  "mian" is no commit of this repository\n']);
  const option = await call([FILE, '--base-ref=--all']);
  expect([option.code, option.stderr]).toEqual([4, '--base-ref  E_GIT_REF  "--all" is no commit of this repository\n']);
  writeFileSync(join(top, 'alone.yaml'), limited(100));
  const { code, stderr } = await call(['alone.yaml', '--base-ref', 'main'], top);
  expect([code, stderr]).toEqual([4, expect.stringContaining('--base-ref  E_GIT  needs a git repository around ')]);
  const outside = await call([FILE, '--head-ref', 'HEAD', '--base-ref', 'nothing', '--quiet']);
  expect(outside.code).toBe(4);
});

test('a shallow clone is told to fetch the whole history', async () => {
  write(FILE, limited(100));
  const first = commit('roomy');
  write(FILE, limited(5));
  commit('tight');
  git('clone', '--quiet', '--depth', '1', `file://${repository}`, join(top, 'clone'));
  const { code, stderr } = await call([FILE, '--base-ref', first], join(top, 'clone'));
  expect(code).toBe(4);
  expect(stderr).toMatch(
    /^--base-ref {2}E_GIT_REF {2}"[0-9a-f]{40}" is no commit of this repository; this clone is shallow: .*fetch-depth: 0/,
  );
});

test('a shallow clone in which nobody can tell where two commits parted', async () => {
  write(FILE, limited(100));
  commit('roomy');
  git('checkout', '--quiet', '-b', 'feature');
  write(FILE, limited(5));
  commit('tight');
  git('checkout', '--quiet', 'main');
  write(FILE, limited(4));
  commit('tighter');
  git('clone', '--quiet', '--depth', '1', '--no-single-branch', `file://${repository}`, join(top, 'clone'));
  const { code, stderr } = await call(
    [FILE, '--base-ref', 'origin/main', '--head-ref', 'origin/feature'],
    join(top, 'clone'),
  );
  expect(code).toBe(4);
  expect(stderr).toMatch(/E_GIT_REF {2}cannot tell where [0-9a-f]{7} and [0-9a-f]{7} parted; this clone is shallow/);
});

test('a pointer of Git LFS is not taken for a trace', async () => {
  write(FILE, limited(100).replace('rate: 20/s', 'trace: { file: t.csv, time: t, unit: s }'));
  write('scenarios/t.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n');
  commit('lfs');
  const { code, stderr } = await call([FILE, '--base-ref', 'HEAD', '--head-ref', 'HEAD']);
  expect(code).toBe(4);
  expect(stderr).toContain('it is a pointer of Git LFS');
});

test('variants at two refs are the same variant of both', async () => {
  const varied = (limit: number) => limited(100, `variants:\n  tight: { account.concurrency: ${limit.toString()} }\n`);
  write(FILE, varied(50));
  commit('roomy');
  write(FILE, varied(5));
  commit('tight');
  const json = await compare(FILE, '--base-ref', 'HEAD~1', '--head-ref', 'HEAD', '--variant', 'tight');
  expect([json.base.variant, json.head.variant]).toEqual(['tight', 'tight']);
  expect(json.configuration?.map(({ base, head }) => [base?.text, head?.text])).toEqual([['50', '5']]);
});
