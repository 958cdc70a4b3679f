import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { scenarioJsonSchema } from '../../src/scenario/json-schema.ts';
import { lsim, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const init = (...args: string[]) => lsim(['init', ...args], { cwd: folder.path });
const run = (...args: string[]) => lsim(['run', ...args, '--charts', 'none'], { cwd: folder.path });
const read = (...path: string[]) => readFileSync(join(folder.path, ...path), 'utf8');

describe('lsim init', () => {
  test('writes a scenario that runs at once and passes, without a warning', async () => {
    const { code, stdout, stderr } = await init();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe('wrote  scenario.yaml\nwrote  scenario.schema.json\n\nNEXT\n  lsim run scenario.yaml\n');
    expect(folder.tree()).toEqual(['scenario.schema.json', 'scenario.yaml']);
    const ran = await run('scenario.yaml');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('PASS');
    expect(ran.stdout).not.toContain('WARNINGS');
  });

  test('its variants run; the busy evening misses an objective', async () => {
    await init();
    const { variants } = parse(read('scenario.yaml')) as { variants: object };
    expect(Object.keys(variants)).toEqual(['busy-evening', 'more-memory', 'no-reservation']);
    const codes = Object.keys(variants).map(async (name) => (await run('scenario.yaml', '--variant', name)).code);
    expect(await Promise.all(codes)).toEqual([99, 0, 0]);
  });

  test('the first line names the schema, beside it or of the installed lsim', async () => {
    await init('own');
    expect(read('own', 'scenario.yaml').split('\n', 1)).toEqual([
      '# yaml-language-server: $schema=./scenario.schema.json',
    ]);
    expect(JSON.parse(read('own', 'scenario.schema.json'))).toEqual(JSON.parse(JSON.stringify(scenarioJsonSchema())));
    mkdirSync(join(folder.path, 'node_modules', 'lsim', 'schema'), { recursive: true });
    folder.write('node_modules/lsim/schema/scenario.schema.json', '{}');
    await init('load/tests');
    const [line = ''] = read('load', 'tests', 'scenario.yaml').split('\n', 1);
    expect(line).toBe('# yaml-language-server: $schema=../../node_modules/lsim/schema/scenario.schema.json');
    expect(existsSync(join(folder.path, 'load', 'tests', 'scenario.schema.json'))).toBe(false);
  });

  test('makes the folder, and the comment says how to run what is in it', async () => {
    const { stdout } = await init('a/b c');
    expect(stdout).toContain('lsim run a/b c/scenario.yaml');
    expect(read('a', 'b c', 'scenario.yaml')).toContain('#   lsim run a/b c/scenario.yaml --runs 16');
    await init('two\nlines');
    expect(Object.keys(parse(read('two\nlines', 'scenario.yaml')) as object)[0]).toBe('version');
  });

  test('4 and nothing written where a file is in the way, also a link that leads nowhere', async () => {
    folder.write('scenario.yaml', 'mine');
    const { code, stdout, stderr } = await init();
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('scenario.yaml  E_EXISTS  is there already, and nothing is overwritten');
    expect(read('scenario.yaml')).toBe('mine');
    expect(folder.tree()).toEqual(['scenario.yaml']);
    mkdirSync(join(folder.path, 'linked'));
    symlinkSync('nowhere.yaml', join(folder.path, 'linked', 'scenario.yaml'));
    expect((await init('linked')).code).toBe(4);
    expect(existsSync(join(folder.path, 'linked', 'nowhere.yaml'))).toBe(false);
  });

  test('4 where the folder is a file, or cannot be made', async () => {
    folder.write('file', '');
    for (const place of ['file', 'file/below', '/proc/nothing/here']) {
      const { code, stderr } = await init(place);
      expect([place, code]).toEqual([place, 4]);
      expect(stderr).toContain('E_OUTPUT');
      expect(stderr).not.toContain('    at ');
    }
  });

  test('2 for what is wrong on the command line', async () => {
    for (const args of [['a', 'b'], ['--ci'], ['--ci', 'gitlab'], ['-'], [''], ['--force'], ['--dir', 'x']]) {
      expect([args, (await init(...args)).code]).toEqual([args, 2]);
    }
    expect((await init('--ci', 'gitlab')).stderr).toContain('--ci  E_USAGE  must be one of github; got "gitlab"');
    expect(folder.tree()).toEqual([]);
  });

  test('--json lists the files, --quiet says nothing, --cwd says from where', async () => {
    expect(JSON.parse((await init('--json')).stdout)).toEqual({ files: ['scenario.yaml', 'scenario.schema.json'] });
    expect((await init('q', '--quiet')).stdout).toBe('');
    mkdirSync(join(folder.path, 'there'));
    await init('--cwd', 'there');
    expect(existsSync(join(folder.path, 'there', 'scenario.yaml'))).toBe(true);
  });
});

describe('lsim init --ci github', () => {
  test('writes the workflows at the root of the repository, for the scenario by its path', async () => {
    mkdirSync(join(folder.path, '.git'));
    const { code, stdout } = await init('load', '--ci', 'github');
    expect(code).toBe(0);
    expect(stdout).toContain('wrote  .github/workflows/lsim.yml\nwrote  .github/workflows/lsim-comment.yml\n');
    const { jobs } = parse(read('.github', 'workflows', 'lsim.yml')) as {
      jobs: { lsim: { steps: { env?: { SCENARIO?: string } }[] } };
    };
    expect(jobs.lsim.steps.map(({ env }) => env?.SCENARIO).filter(Boolean)).toEqual(['load/scenario.yaml']);
  });

  test('keeps a scenario that is there, and writes for that', async () => {
    await init();
    const mine = `${read('scenario.yaml')}# mine\n`;
    folder.write('scenario.yaml', mine);
    const { code, stdout } = await init('--ci=github');
    expect(code).toBe(0);
    expect(stdout).toContain('kept   scenario.yaml');
    expect(read('scenario.yaml')).toBe(mine);
    expect(existsSync(join(folder.path, '.github/workflows/lsim.yml'))).toBe(true);
  });

  test('4 and nothing written where a workflow is there already', async () => {
    mkdirSync(join(folder.path, dirname('.github/workflows/lsim.yml')), { recursive: true });
    folder.write('.github/workflows/lsim.yml', 'mine');
    const { code, stderr } = await init('--ci', 'github');
    expect([code, stderr]).toEqual([4, expect.stringContaining('.github/workflows/lsim.yml  E_EXISTS')]);
    expect(read('.github/workflows/lsim.yml')).toBe('mine');
    expect(existsSync(join(folder.path, 'scenario.yaml'))).toBe(false);
  });
});
