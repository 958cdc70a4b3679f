import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lsim, scenario, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const run = (...args: string[]) => lsim(['run', ...args, '--charts', 'none'], { cwd: folder.path });
const result = (...path: string[]) =>
  JSON.parse(readFileSync(join(folder.path, ...path, 'result.json'), 'utf8')) as {
    scenario: object;
    functions: { api: { Duration: { max_ms: number } } };
  };

const VARIANTS = `${scenario()}variants:
  slow: { functions.api.duration: 700ms }
  other type: { sources.web.type: http-api }
`;

describe('lsim run --variant', () => {
  test('runs the variant into a folder of its own and says which', async () => {
    folder.write('a.yaml', VARIANTS);
    const { code, stdout } = await run('a.yaml', '--variant', 'slow');
    expect(code).toBe(0);
    expect(stdout).toMatch(/a\.yaml, variant slow {2}3 min simulated/);
    expect(stdout).toContain('reports/small-slow/');
    const { scenario, functions } = result('reports', 'small-slow');
    expect(scenario).toMatchObject({ name: 'small', variant: 'slow' });
    expect(functions.api.Duration.max_ms).toBe(700);
    await run('a.yaml', '--variant', 'other type', '--quiet');
    expect(result('reports', 'small-other type').scenario).toMatchObject({ variant: 'other type' });
  });

  test('the scenario itself says nothing of variants', async () => {
    folder.write('a.yaml', VARIANTS);
    await run('a.yaml');
    expect(Object.keys(result('reports', 'small').scenario)).toEqual(['name', 'digest']);
  });

  test('--set beats it, and so do flags', async () => {
    folder.write('a.yaml', VARIANTS);
    await run('a.yaml', '--variant', 'slow', '--set', 'functions.api.duration=300ms', '--for', '2m', '-o', 'out');
    expect(result('out').functions.api.Duration.max_ms).toBe(300);
    expect(result('out')).toMatchObject({ duration_s: 120 });
  });

  test('3 for a variant that is not there, with the nearest name', async () => {
    folder.write('a.yaml', VARIANTS);
    folder.write('b.yaml', scenario({ name: 'b' }));
    const { code, stderr } = await run('a.yaml', '--variant', 'slo');
    expect(code).toBe(3);
    expect(stderr).toContain('--variant  E_REFERENCE  there is no variant slo; did you mean slow?');
    const both = await run('a.yaml', 'b.yaml', '--variant', 'slow');
    expect([both.code, both.stderr]).toEqual([3, expect.stringContaining('b.yaml has no variants')]);
  });

  test('2 for --variant without a name, or twice', async () => {
    folder.write('a.yaml', VARIANTS);
    expect((await run('a.yaml', '--variant')).code).toBe(2);
    expect((await run('a.yaml', '--variant=')).code).toBe(2);
    expect((await run('a.yaml', '--variant', 'slow', '--variant', 'slow')).code).toBe(2);
  });

  test('lsim export takes it, too, of a scenario but not of a result', async () => {
    folder.write('a.yaml', VARIANTS);
    const { code, stdout } = await lsim(['export', 'cloudwatch', 'a.yaml', '--variant', 'slow'], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout).toContain('"Duration|api|Maximum|60"');
    await run('a.yaml');
    const saved = await lsim(
      ['export', 'cloudwatch', 'reports/small/result.json', '--variant', 'slow', '--seed', '2'],
      {
        cwd: folder.path,
      },
    );
    expect(saved.code).toBe(2);
    expect(saved.stderr).toContain('--variant');
    expect(saved.stderr).toContain('--seed');
  });
});

describe('extends', () => {
  test('takes the files from the folder of the one that names them, and tells their places', async () => {
    mkdirSync(join(folder.path, '.git'));
    mkdirSync(join(folder.path, 'scenarios'));
    mkdirSync(join(folder.path, 'platform'));
    folder.write('platform/base.yaml', `${scenario()}variants: { slow: { functions.api.duration: 700ms } }\n`);
    folder.write('scenarios/mine.yaml', 'extends: ../platform/base.yaml\naccount: { concurrency: 500 }\n');
    const { code, stdout } = await run('scenarios/mine.yaml', '--variant', 'slow');
    expect(code).toBe(0);
    expect(stdout).toContain('reports/mine-slow/');
    folder.write('platform/base.yaml', scenario().replace('rate: 20/s', 'rate: 20'));
    const wrong = await run('scenarios/mine.yaml');
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toMatch(
      /^platform\/base\.yaml:8:45 {2}E_UNIT {2}sources\.web\.rate: .*\(scenarios\/mine\.yaml extends it\)$/m,
    );
    expect(wrong.stderr).toContain('> 8 |');
  });

  test('3 for a file outside the repository, also behind a link; 4 for one that is missing or a folder', async () => {
    mkdirSync(join(folder.path, 'repository'));
    writeFileSync(join(folder.path, 'base.yaml'), scenario());
    symlinkSync('../base.yaml', join(folder.path, 'repository', 'link.yaml'));
    const extending = async (file: string) => {
      folder.write('repository/a.yaml', `extends: ${file}\n`);
      return run('repository/a.yaml');
    };
    for (const file of ['../base.yaml', 'link.yaml']) {
      const { code, stderr } = await extending(file);
      expect([code, stderr]).toEqual([3, expect.stringContaining('E_FILE_OUTSIDE')]);
    }
    expect((await extending('none.yaml')).code).toBe(4);
    expect((await extending('.')).code).toBe(4);
  });
});
