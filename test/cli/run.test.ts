import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lsim, scenario, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => lsim(['run', ...args], { cwd: folder.path });
const read = (...path: string[]) => readFileSync(join(folder.path, ...path), 'utf8');
const noCharts = ['--charts', 'none'];

describe('exit codes', () => {
  test('0 when every objective is met', async () => {
    folder.write('a.yaml', scenario());
    const { code, stdout } = await run('a.yaml', ...noCharts);
    expect(code).toBe(0);
    expect(stdout).toContain('PASS');
  });

  test('99 when a fail objective is missed, unless --fail-on none', async () => {
    folder.write('a.yaml', scenario({ missed: 'fail' }));
    expect((await run('a.yaml', ...noCharts)).code).toBe(99);
    expect((await run('a.yaml', ...noCharts, '--fail-on', 'none')).code).toBe(0);
  });

  test('0 when only a warn objective is missed, 99 with --fail-on warn', async () => {
    folder.write('a.yaml', scenario({ missed: 'warn' }));
    expect((await run('a.yaml', ...noCharts)).code).toBe(0);
    expect((await run('a.yaml', ...noCharts, '--fail-on', 'warn')).code).toBe(99);
  });

  test('3 for a wrong scenario, with place and frame, and no stack', async () => {
    folder.write('a.yaml', scenario().replace('runtime', 'runtme'));
    const { code, stdout, stderr } = await run('a.yaml');
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^a\.yaml:6:10 {2}E_UNKNOWN_KEY {2}functions\.api\.runtme: .*runtime/m);
    expect(stderr).toContain('> 6 |');
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(folder.path, 'reports'))).toBe(false);
  });

  test('3 for an empty scenario and for one that is not UTF-8, also with a fine --set', async () => {
    folder.write('empty.yaml', '');
    writeFileSync(join(folder.path, 'latin.yaml'), Buffer.from('name: caf\u00e9\n', 'latin1'));
    expect((await run('empty.yaml', '--set', 'name=x')).code).toBe(3);
    const { code, stderr } = await run('latin.yaml');
    expect(code).toBe(3);
    expect(stderr).toContain('latin.yaml  E_ENCODING');
  });

  test('3 for a bad path or value of --set', async () => {
    folder.write('a.yaml', scenario());
    expect((await run('a.yaml', '--set', 'functions.api.memrySize=128')).code).toBe(3);
    expect((await run('a.yaml', '--set', 'functions.api.memorySize=lots')).code).toBe(3);
    expect((await run('a.yaml', '--set', 'functions.api.memorySize')).code).toBe(3);
  });

  test('4 for a missing scenario and for a folder', async () => {
    const missing = await run('none.yaml');
    expect(missing.code).toBe(4);
    expect(missing.stderr).toContain('none.yaml  E_FILE_MISSING');
    expect((await run('.')).code).toBe(4);
  });

  test('4 for a trace that is missing, 3 for one outside the repository', async () => {
    const traced = (file: string) => scenario().replace('rate: 20/s', `trace: { file: ${file}, time: t, unit: s }`);
    folder.write('missing.yaml', traced('none.csv'));
    folder.write('outside.yaml', traced('/etc/hostname'));
    expect((await run('missing.yaml')).code).toBe(4);
    const outside = await run('outside.yaml');
    expect(outside.code).toBe(3);
    expect(outside.stderr).toContain('E_FILE_OUTSIDE');
  });

  test('2 beats 4, and 4 beats 3', async () => {
    folder.write('wrong.yaml', 'nonsense: true\n');
    folder.write('file', '');
    expect((await run('none.yaml', '--for', 'banana')).code).toBe(2);
    const both = await run('wrong.yaml', '--out', 'file/out');
    expect(both.code).toBe(4);
    expect(both.stderr).toContain('E_UNKNOWN_KEY');
    expect(both.stderr).toContain('file/out  E_OUTPUT');
    expect((await run('wrong.yaml', 'none.yaml')).code).toBe(4);
  });

  test('3 for a flag that is fine by itself and does not suit the scenario', async () => {
    folder.write('a.yaml', scenario());
    const { code, stderr } = await run('a.yaml', '--warmup', '5m');
    expect(code).toBe(3);
    expect(stderr).toContain('--warmup  E_RANGE');
  });
});

describe('the output folder', () => {
  test('is reports/<name>, with the files that were asked for', async () => {
    folder.write('a.yaml', scenario({ name: 'story' }));
    await run('a.yaml', ...noCharts);
    expect(folder.tree()).toEqual([
      'a.yaml',
      'reports',
      ...['', '/functions.csv', '/result.json', '/throttles.csv', '/timeseries.csv'].map(
        (file) => `reports/story${file}`,
      ),
    ]);
  });

  test('holds charts as PNG unless they are not wanted', async () => {
    folder.write('a.yaml', scenario({ duration: '1m' }));
    await run('a.yaml', '-o', 'out');
    const bytes = readFileSync(join(folder.path, 'out/charts/c1-concurrency.png'));
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  test('holds requests.csv of every run in the order of the runs when it is asked for', async () => {
    folder.write('a.yaml', scenario({ duration: '1m' }));
    await run('a.yaml', '-o', 'out', '-n', '3', '--csv', 'requests', ...noCharts);
    expect(folder.tree().filter((name) => name.startsWith('out/'))).toEqual(['out/requests.csv', 'out/result.json']);
    const [header, ...rows] = read('out/requests.csv').trimEnd().split('\n');
    expect(header).toBe('run,source,function,arrival_s,start_s,end_s,environment,cold,status,attempts');
    const { perRun } = JSON.parse(read('out/result.json'));
    for (const { run: k, sources } of perRun) {
      expect(rows.filter((row) => row.startsWith(`${k},`))).toHaveLength(sources.web.requests);
    }
    const runs = rows.map((row) => Number(row.split(',')[0]));
    expect(runs).toEqual(runs.toSorted((a, b) => a - b));
  });

  test('loses files of an earlier run that no longer apply, and nothing else', async () => {
    folder.write('a.yaml', scenario({ duration: '1m' }));
    mkdirSync(join(folder.path, 'out/charts'), { recursive: true });
    folder.write('out/requests.csv', 'old');
    folder.write('out/charts/c1-concurrency.png', 'old');
    folder.write('out/notes.md', 'mine');
    await run('a.yaml', '-o', 'out', '--csv', 'summary', ...noCharts);
    expect(folder.tree()).toEqual(['a.yaml', 'out', 'out/functions.csv', 'out/notes.md', 'out/result.json']);
  });

  test('stays as it was when the scenario is wrong', async () => {
    folder.write('a.yaml', 'nonsense: true\n');
    mkdirSync(join(folder.path, 'out'));
    folder.write('out/result.json', 'old');
    folder.write('out/requests.csv', 'old');
    await run('a.yaml', '-o', 'out');
    expect(folder.tree()).toEqual(['a.yaml', 'out', 'out/requests.csv', 'out/result.json']);
    expect(read('out/result.json')).toBe('old');
  });

  test('that cannot be written is refused with 4 before the work starts', async () => {
    // A year of simulated time: were it not refused first, this test would not end in time.
    folder.write('a.yaml', scenario({ duration: '360d' }));
    folder.write('file', 'mine');
    for (const out of ['file', 'file/out', '/proc/lsim']) {
      const { code, stderr } = await run('a.yaml', '--out', out);
      expect(code).toBe(4);
      expect(stderr).toContain(`${out}  E_OUTPUT`);
    }
    expect(read('file')).toBe('mine');
  });
});

describe('what is printed', () => {
  test('--json is the bytes of result.json, and files are written all the same', async () => {
    folder.write('a.yaml', scenario({ missed: 'fail' }));
    const { code, stdout } = await run('a.yaml', '--json', '-o', 'out', '-n', '2', ...noCharts);
    expect(code).toBe(99);
    expect(stdout).toBe(read('out/result.json'));
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, ok: false, runs: 2 });
  });

  test('--quiet is one line with the verdict, and no progress', async () => {
    folder.write('a.yaml', scenario());
    const { stdout, stderr } = await run('a.yaml', '--quiet', '--progress', 'bar', ...noCharts);
    expect(stdout).toMatch(/^✓ PASS .*\n$/);
    expect(stderr).not.toContain('simulated');
  });

  test('the summary names the scenario as it was typed and the folder with its files', async () => {
    folder.write('a.yaml', scenario());
    const { stdout } = await run('./a.yaml', ...noCharts);
    expect(stdout).toContain('./a.yaml');
    expect(stdout).toContain('reports/small/');
    expect(stdout).toContain('functions.csv');
  });

  test('colour comes when it is forced, never into a pipe by itself', async () => {
    folder.write('a.yaml', scenario());
    expect((await run('a.yaml', ...noCharts)).stdout).not.toContain('\u001B');
    expect((await run('a.yaml', ...noCharts, '--color', 'always')).stdout).toContain('\u001B[');
  });

  test('without the canvas one warning stands on stderr, and everything but the charts is written', async () => {
    folder.write('a.yaml', scenario({ duration: '1m' }));
    folder.write('no-canvas.cjs', NO_CANVAS);
    const env = { NODE_OPTIONS: `--require ${join(folder.path, 'no-canvas.cjs')}` };
    const { code, stderr } = await lsim(['run', 'a.yaml', '-o', 'out'], { cwd: folder.path, env });
    expect(code).toBe(0);
    expect(stderr.match(/W_NO_CANVAS/g)).toHaveLength(1);
    const written = folder.tree().filter((name) => name.startsWith('out'));
    expect(written).toEqual(['out', 'out/functions.csv', 'out/result.json', 'out/throttles.csv', 'out/timeseries.csv']);
  });
});

describe('where values come from', () => {
  const seedOf = async (args: string[], env: Record<string, string> = {}) => {
    const { stdout } = await lsim(['run', 'a.yaml', '--json', ...noCharts, ...args], { cwd: folder.path, env });
    return JSON.parse(stdout).seed;
  };

  test('flags beat --set, which beats LSIM_ variables, which beat the file', async () => {
    folder.write('a.yaml', `${scenario()}seed: 1\n`);
    const env = { LSIM_SEED: '2' };
    expect(await seedOf([])).toBe('1');
    expect(await seedOf([], env)).toBe('2');
    expect(await seedOf(['--set', 'seed=3'], env)).toBe('3');
    expect(await seedOf(['--seed', '4', '--set', 'seed=3'], env)).toBe('4');
  });

  test('a foreign LSIM_ variable disturbs nothing, a bad value is refused by its name', async () => {
    folder.write('a.yaml', scenario());
    const env = { LSIM_WHATEVER: 'x' };
    expect((await lsim(['run', 'a.yaml', ...noCharts], { cwd: folder.path, env })).code).toBe(0);
    const bad = await lsim(['run', 'a.yaml'], { cwd: folder.path, env: { LSIM_FOR: 'banana' } });
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('LSIM_FOR  E_USAGE');
  });

  test('- is standard input: named by its name, files and output relative to --cwd', async () => {
    mkdirSync(join(folder.path, 'project'));
    folder.write('project/trace.csv', 't\n31\n32\n');
    const stdin = scenario({ name: 'piped' }).replace('rate: 20/s', 'trace: { file: trace.csv, time: t, unit: s }');
    const { code, stderr } = await lsim(['run', '-', '--cwd', 'project', ...noCharts], { cwd: folder.path, stdin });
    expect(stderr).not.toContain('E_');
    expect(code).toBe(0);
    // Times of a trace are relative to its first row, so both requests lie in the warm-up.
    expect(JSON.parse(read('project/reports/piped/result.json'))).toMatchObject({ sources: { web: { requests: 0 } } });
  });
});

describe('several scenarios', () => {
  test('each writes to its own folder, the strongest exit code wins', async () => {
    folder.write('a.yaml', scenario({ name: 'one' }));
    folder.write('b.yaml', scenario({ name: 'two', missed: 'fail' }));
    const { code, stdout } = await run('a.yaml', 'b.yaml', '--out', 'out', '-q', ...noCharts);
    expect(code).toBe(99);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(existsSync(join(folder.path, 'out/one/result.json'))).toBe(true);
    expect(existsSync(join(folder.path, 'out/two/result.json'))).toBe(true);
  });

  test('--json is an array in the order of the command line', async () => {
    folder.write('a.yaml', scenario({ name: 'one' }));
    folder.write('b.yaml', scenario({ name: 'two' }));
    const { stdout } = await run('b.yaml', 'a.yaml', '--json', ...noCharts);
    expect(JSON.parse(stdout).map((result: { scenario: { name: string } }) => result.scenario.name)).toEqual([
      'two',
      'one',
    ]);
  });

  test('are all read first: one wrong scenario keeps every one from running', async () => {
    folder.write('a.yaml', scenario());
    folder.write('b.yaml', 'nonsense: true\n');
    const { code, stdout } = await run('a.yaml', 'b.yaml', 'c.yaml');
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(folder.tree()).toEqual(['a.yaml', 'b.yaml']);
  });

  test('of one name are refused, so that none overwrites the other', async () => {
    folder.write('a.yaml', scenario({ name: 'Same' }));
    folder.write('b.yaml', scenario({ name: 'same' }));
    const { code, stderr } = await run('a.yaml', 'b.yaml');
    expect(code).toBe(3);
    expect(stderr).toContain('b.yaml  E_SAME_NAME');
    expect(folder.tree()).toEqual(['a.yaml', 'b.yaml']);
  });
});

test('the bytes do not depend on the number of worker threads', async () => {
  folder.write('a.yaml', scenario());
  const everything = ['-n', '3', '--csv', 'summary,series-all,requests', ...noCharts];
  await run('a.yaml', ...everything, '--jobs', '1', '-o', 'one');
  await run('a.yaml', ...everything, '--jobs', '2', '-o', 'two');
  const files = folder.tree().filter((name) => name.startsWith('one/'));
  expect(files).toHaveLength(5);
  for (const file of files) expect(read(file.replace('one', 'two'))).toBe(read(file));
});

test('schema prints the JSON Schema that is committed', async () => {
  const { code, stdout } = await lsim(['schema'], { cwd: folder.path });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ title: 'lsim scenario' });
  expect(stdout).toBe(readFileSync(new URL('../../schema/scenario.schema.json', import.meta.url), 'utf8'));
});

const NO_CANVAS = `
const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  if (name === '@napi-rs/canvas') throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
  return resolve.call(this, name, ...rest);
};
`;
