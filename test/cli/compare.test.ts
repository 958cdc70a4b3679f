import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../src/result/comparison.ts';
import { comparisonSchema } from '../../src/result/comparison-schema.ts';
import { ended, limited, lsim, scenario, start, temporaryFolder } from './lsim.ts';

const folder = temporaryFolder();
const call = (args: readonly string[], stdin = '') => lsim(args, { cwd: folder.path, stdin });
const compare = (...args: string[]) => call(['compare', ...args, '--charts', 'none']);
const few = ['--runs', '3'];
const read = (...path: string[]) => readFileSync(join(folder.path, ...path), 'utf8');

async function comparison(...args: string[]): Promise<Comparison> {
  const { stdout, stderr } = await compare(...args, '--json');
  expect(stderr).not.toContain('    at ');
  return comparisonSchema.parse(JSON.parse(stdout));
}

describe('lsim compare of two scenarios', () => {
  test('pairs 16 runs, and says what newly fails, in files, text and exit code', async () => {
    folder.write('roomy.yaml', limited(100));
    folder.write('tight.yaml', limited(5));
    const { code, stdout, stderr } = await compare('roomy.yaml', 'tight.yaml');
    expect([code, stderr]).toEqual([99, '']);
    expect(stdout).toMatch(/^lsim \S+ {2}comparison\n {2}base {2}roomy\.yaml\n {2}head {2}tight\.yaml\n/);
    expect(stdout).toContain('16 pairs of runs with the same arrivals, seeds 1 to 16');
    expect(stdout).toContain('FAIL  1 of 1 objective fails with this change: web failed < 2% goes from 0.00 % to');
    expect(stdout).toMatch(/✗ web {2}failed < 2% .* newly fails\n/);
    expect(stdout).toContain('account.concurrency   100 → 5   roomy.yaml:5, tight.yaml:5');
    expect(folder.tree().filter((name) => name.startsWith('reports/small-compare/'))).toEqual([
      'reports/small-compare/base',
      'reports/small-compare/base/functions.csv',
      'reports/small-compare/base/result.json',
      'reports/small-compare/base/throttles.csv',
      'reports/small-compare/base/timeseries.csv',
      'reports/small-compare/compare.json',
      'reports/small-compare/compare.md',
      'reports/small-compare/head',
      'reports/small-compare/head/functions.csv',
      'reports/small-compare/head/result.json',
      'reports/small-compare/head/throttles.csv',
      'reports/small-compare/head/timeseries.csv',
    ]);
    const json = comparisonSchema.parse(JSON.parse(read('reports', 'small-compare', 'compare.json')));
    expect(json.pairing).toEqual({ paired: true, runs: 16, seeds: ['1', '16'], sameDuration: true });
    expect(json.failOn).toEqual({ asked: 'new-failure', tripped: 'new-failure', exitCode: 99 });
    expect(json.concurrency).toMatchObject({ step_s: 60, baseLimit: 100, headLimit: 5 });
  });

  test('gives the same bytes on any number of threads, and as a run of either side gives', async () => {
    folder.write('roomy.yaml', limited(100));
    folder.write('tight.yaml', limited(5));
    const one = await compare('roomy.yaml', 'tight.yaml', ...few, '--json', '--jobs', '1');
    const two = await compare('roomy.yaml', 'tight.yaml', ...few, '--json', '--jobs', '2');
    expect(two.stdout).toBe(one.stdout);
    await call(['run', 'tight.yaml', ...few, '--charts', 'none', '-o', 'alone']);
    expect(read('reports', 'small-compare', 'head', 'result.json')).toBe(read('alone', 'result.json'));
  });

  test('of a scenario with itself finds no difference at all', async () => {
    folder.write('a.yaml', scenario());
    folder.write('b.yaml', `# the same\n${scenario()}description: but for this\n`);
    const { code, stdout } = await compare('a.yaml', 'b.yaml', ...few);
    expect(code).toBe(0);
    expect(stdout).toContain('UNCHANGED  the objective passes; nothing changes: every figure is the same in every run');
    expect(stdout).toContain('without a clear change: account, api, web');
    expect(stdout).not.toContain('SETTINGS');
    const json = await comparison('a.yaml', 'b.yaml', ...few);
    expect([json.changed, json.largestChange, json.configuration]).toEqual([false, null, []]);
  });

  test('takes seed and runs of the head for both', async () => {
    folder.write('a.yaml', `${scenario()}seed: 7\nruns: 2\n`);
    folder.write('b.yaml', `${scenario()}seed: 100\nruns: 3\n`);
    const { pairing, base, head } = await comparison('a.yaml', 'b.yaml');
    expect(pairing.seeds).toEqual(['100', '102']);
    expect(base.result?.digest).toBe(head.result?.digest);
    expect((await comparison('a.yaml', 'b.yaml', '--seed', '5', '-n', '2')).pairing.seeds).toEqual(['5', '6']);
  });

  test('reads one side from standard input', async () => {
    folder.write('a.yaml', limited(100));
    const { code, stdout } = await call(['compare', 'a.yaml', '-', ...few, '--charts', 'none', '--quiet'], limited(5));
    expect(code).toBe(99);
    expect(stdout).toMatch(/^✗ FAIL {2}.*\n$/);
  });

  test('compares what it can where horizons, functions and sources differ, and says what it cannot', async () => {
    const more = limited(100)
      .replace('duration: 3m', 'duration: 4m')
      .replace(
        'sources:',
        '  mail: { runtime: nodejs22.x, duration: 1s }\nsources:\n  post: { type: invoke, function: mail, rate: 1/s }',
      );
    folder.write('a.yaml', limited(100));
    folder.write('b.yaml', more);
    const { notes, functions, sources, cost_usd, account } = await comparison('a.yaml', 'b.yaml', ...few);
    expect(notes).toEqual([
      'the horizons differ (3 min with 30 s of warm-up, and 4 min with 30 s of warm-up): counts and costs per run are not compared',
      'function mail is on the head only: there is nothing to compare it with',
      'source post is on the head only: there is nothing to compare it with',
    ]);
    expect(functions['mail']).toMatchObject({ on: 'head', changed: true });
    expect(sources['web']?.figures['failed']).toMatchObject({ difference: null, change: 'incomparable' });
    expect(sources['web']?.figures['latency.p99_ms']?.difference).not.toBeNull();
    expect(cost_usd['total']?.change).toBe('incomparable');
    expect(account['ConcurrentExecutions.mean']?.difference).not.toBeNull();
  });

  test('says when a file that both read is not the same', async () => {
    const traced = scenario().replace('rate: 20/s', 'trace: { file: t.csv, time: t, unit: s }');
    for (const [side, rows] of [
      ['a', 't\n1\n2\n100\n'],
      ['b', 't\n1\n2\n101\n'],
      ['c', 't\n1\n2\n100\n'],
    ] as const) {
      mkdirSync(join(folder.path, side));
      folder.write(`${side}/s.yaml`, traced);
      folder.write(`${side}/t.csv`, rows);
    }
    const notes = async (base: string, head: string) => (await comparison(base, head, ...few)).notes;
    expect(await notes('a/s.yaml', 'b/s.yaml')).toEqual([
      't.csv, which the scenario reads, is not the same on both sides',
    ]);
    expect(await notes('a/s.yaml', 'c/s.yaml')).toEqual([]);
  });
});

describe('lsim compare of a scenario with its variants', () => {
  const varied = limited(100, 'variants:\n  tight: { account.concurrency: 5 }\n  same: { account.concurrency: 100 }\n');

  test('compares with the one that is named', async () => {
    folder.write('a.yaml', varied);
    const { head, configuration, outcome } = await comparison('a.yaml', '--variant', 'tight', ...few).then((json) => ({
      ...json,
      outcome: json.objectives[0]?.outcome,
    }));
    expect([head.variant, outcome]).toEqual(['tight', 'newly-fails']);
    expect(configuration).toEqual([
      {
        path: 'account.concurrency',
        base: { text: '100', file: 'a.yaml', line: 5, column: 25 },
        head: { text: '5', file: 'a.yaml', line: 13, column: 33 },
      },
    ]);
  });

  test('without a name compares with all, each in its own folder, and ends with the strongest code', async () => {
    folder.write('a.yaml', varied);
    const { code, stdout } = await compare('a.yaml', ...few, '--json', '-o', 'out');
    expect(code).toBe(99);
    const all = (JSON.parse(stdout) as unknown[]).map((each) => comparisonSchema.parse(each));
    expect(all.map(({ head }) => head.variant)).toEqual(['tight', 'same']);
    expect(all.map(({ changed }) => changed)).toEqual([true, false]);
    expect(existsSync(join(folder.path, 'out', 'same', 'compare.json'))).toBe(true);
  });

  test('has nothing to compare where there are no variants', async () => {
    folder.write('a.yaml', limited(100));
    const { code, stderr } = await compare('a.yaml');
    expect(code).toBe(3);
    expect(stderr).toContain('a.yaml  E_NO_VARIANT  has no variants to be compared with');
  });

  test('names the variants that there are', async () => {
    folder.write('a.yaml', varied);
    const { code, stderr, stdout } = await compare('a.yaml', '--variant', 'tigth', '--json');
    expect(code).toBe(3);
    expect(stderr).toContain('tight');
    expect(comparisonSchema.parse(JSON.parse(stdout)).head).toMatchObject({ status: 'invalid', result: null });
  });
});

describe('lsim compare of two result.json', () => {
  async function save(name: string, text: string, ...args: string[]): Promise<string> {
    folder.write(`${name}.yaml`, text);
    await call(['run', `${name}.yaml`, '-n', '3', '--charts', 'none', '-o', name, ...args]);
    return `${name}/result.json`;
  }
  const edit = (name: string, change: (json: Record<string, unknown>) => void) => {
    const json = JSON.parse(read(name)) as Record<string, unknown>;
    change(json);
    writeFileSync(join(folder.path, name), JSON.stringify(json));
  };

  test('gives what comparing the scenarios gives', async () => {
    const [base, head] = [await save('base', limited(100)), await save('head', limited(5))];
    const saved = await comparison(base, head);
    const simulated = await comparison('base.yaml', 'head.yaml', ...few);
    for (const key of [
      'verdict',
      'pairing',
      'objectives',
      'account',
      'functions',
      'sources',
      'cost_usd',
      'concurrency',
    ] as const)
      expect(saved[key]).toEqual(simulated[key]);
    expect(saved.configuration).toBeNull();
    expect(saved.base.status).toBe('saved');
    const mixed = await comparison(base, 'head.yaml');
    expect(mixed.objectives).toEqual(simulated.objectives);
  });

  test('cannot pair runs of other seeds, and says that intervals are wider for it', async () => {
    const [base, head] = [await save('base', limited(100)), await save('head', limited(100), '--seed', '50')];
    const { pairing, notes, account } = await comparison(base, head);
    expect(pairing).toEqual({ paired: false, runs: 3, seeds: null, sameDuration: true });
    expect(notes[0]).toContain('no two runs have the same seed (1 and 50 to begin with)');
    expect(account['ConcurrentExecutions.mean']?.difference?.ci95).toBeGreaterThan(0);
  });

  test('reads an older minor version that keeps no objectives by run', async () => {
    const [base, head] = [await save('base', limited(100)), await save('head', limited(5))];
    edit(base, (json) => {
      json['schemaVersion'] = '1.0.3';
      for (const run of json['perRun'] as Record<string, unknown>[]) delete run['objectives'];
    });
    const { objectives } = await comparison(base, head);
    expect(objectives[0]).toMatchObject({ outcome: 'newly-fails', change: 'worse' });
  });

  test('refuses a newer major version, what is cut off, and what is no result', async () => {
    const base = await save('base', limited(100));
    const whole = read(base);
    folder.write('cut.json', whole.slice(0, 1000));
    folder.write('other.json', '{"schemaVersion":"1.0.0"}');
    folder.write('newer.json', whole.replace(/"schemaVersion": "1\.\d+\.\d+"/, '"schemaVersion": "2.0.0"'));
    const refused = async (name: string) => {
      const { code, stderr } = await compare(base, name);
      return [code, stderr.trim()];
    };
    expect(await refused('cut.json')).toEqual([
      3,
      'cut.json  E_RESULT  cannot be compared: it is not JSON, or cut off',
    ]);
    expect(await refused('other.json')).toEqual([
      3,
      'other.json  E_RESULT  cannot be compared: it is not a result.json of lsim',
    ]);
    const [code, said] = await refused('newer.json');
    expect(code).toBe(3);
    expect(said).toMatch(/its schemaVersion is 2\.0\.0; this lsim reads 1\.\d+\.\d+ and older minor ones/);
    expect(await refused('none.json')).toEqual([4, 'none.json  E_FILE_MISSING  cannot be read: no such file']);
  });
});

describe('exit codes of lsim compare', () => {
  test('--fail-on decides; none always gives 0', async () => {
    folder.write('roomy.yaml', limited(100));
    folder.write('tight.yaml', limited(5));
    folder.write('tighter.yaml', limited(4));
    folder.write('slower.yaml', limited(100).replace('200ms', '260ms'));
    const code = async (base: string, head: string, failOn: string) =>
      (await compare(base, head, ...few, '--fail-on', failOn, '--quiet')).code;
    expect(await code('roomy.yaml', 'tight.yaml', 'none')).toBe(0);
    expect(await code('tight.yaml', 'tighter.yaml', 'new-failure')).toBe(0);
    expect(await code('tight.yaml', 'tighter.yaml', 'any-failure')).toBe(99);
    expect(await code('tight.yaml', 'tighter.yaml', 'worse')).toBe(99);
    expect(await code('roomy.yaml', 'slower.yaml', 'new-failure')).toBe(0);
    expect(await code('roomy.yaml', 'slower.yaml', 'worse')).toBe(5);
    expect(await code('slower.yaml', 'roomy.yaml', 'worse')).toBe(0);
  });

  test('--min-change is how much worse it must be', async () => {
    folder.write('roomy.yaml', limited(100));
    folder.write('slower.yaml', limited(100).replace('200ms', '260ms'));
    const worse = ['--fail-on', 'worse', '--quiet'];
    expect((await compare('roomy.yaml', 'slower.yaml', ...few, ...worse, '--min-change', '90%')).code).toBe(0);
  });

  test('3 and a comparison that says so where the head is invalid; 3 and none where the base is', async () => {
    folder.write('a.yaml', limited(100));
    folder.write('broken.yaml', limited(100).replace('runtime', 'runtme'));
    const { code, stdout, stderr } = await compare('a.yaml', 'broken.yaml', '--json');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^broken\.yaml:7:10 {2}E_UNKNOWN_KEY/);
    const { head, base, complete, verdict } = comparisonSchema.parse(JSON.parse(stdout));
    expect([base.status, head.status, complete]).toEqual(['skipped', 'invalid', false]);
    expect(head.problems[0]).toMatchObject({ code: 'E_UNKNOWN_KEY', file: 'broken.yaml', line: 7, column: 10 });
    expect(verdict).toBe('broken.yaml cannot be simulated: 1 error');
    expect((await compare('broken.yaml', 'a.yaml', '--json')).stdout).toBe('');
  });

  test('keeps secrets out of what it says of a broken scenario', async () => {
    folder.write('a.yaml', limited(100));
    const token = `ghp_${'a1B2'.repeat(9)}`;
    folder.write(
      'b.yaml',
      `${limited(100)}database:\n  password: "hunter2"\n  url: https://joe:s3cret@db.example\n  # ${token}\n`,
    );
    const { code, stdout, stderr } = await compare('a.yaml', 'b.yaml', '--json');
    expect(code).toBe(3);
    for (const text of [stdout, stderr, read('reports', 'small-compare', 'compare.md')])
      expect(text).not.toMatch(/hunter2|s3cret|a1B2a1B2/);
    expect(stderr).toContain('password: ***');
  });

  test.each([
    [[], 'nothing to compare given'],
    [['a.yaml', 'b.yaml', 'c.yaml'], 'compares two things; got also c.yaml'],
    [['a.yaml', 'a.yaml'], 'a.yaml is both sides'],
    [['a.json'], 'one result.json has nothing to be compared with'],
    [['a.json', 'b.json', '--runs', '4'], '--runs  E_USAGE  changes a scenario'],
    [['a.json', '--base-ref', 'main'], 'a.json cannot be read at a ref'],
    [['-', '-'], 'only one side can be standard input'],
    [['a.yaml', 'b.yaml', '--min-change', '1'], '--min-change  E_USAGE  must be a share such as 1%'],
    [['a.yaml', 'b.yaml', '--fail-on', 'warn'], 'must be one of new-failure, any-failure, worse, none'],
    [['a.yaml', 'b.yaml', '-o', '-'], '--out  E_USAGE  must be a folder'],
  ])('2 for %j', async (args, message) => {
    const { code, stderr } = await compare(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('lsim compare --format markdown prints the comment and nothing else', async () => {
  folder.write('a.yaml', limited(100));
  folder.write('b.yaml', limited(5));
  const { stdout } = await compare('a.yaml', 'b.yaml', ...few, '--format', 'markdown');
  expect(stdout).toMatch(/^### ❌ /);
  expect(stdout).toBe(read('reports', 'small-compare', 'compare.md'));
});

test('lsim compare draws both sides into C1, C6 and C7', async () => {
  folder.write('a.yaml', limited(100));
  folder.write('b.yaml', limited(5));
  await call(['compare', 'a.yaml', 'b.yaml', ...few]);
  expect(folder.tree().filter((name) => name.endsWith('.png'))).toEqual([
    'reports/small-compare/charts/c1-concurrency.png',
    'reports/small-compare/charts/c6-latency-over-time.png',
    'reports/small-compare/charts/c7-latency-by-percentile.png',
  ]);
});

describe('Ctrl-C', () => {
  /** Two sides of many runs, of which the first progress tells when some are done. */
  const started = (text: string) => {
    folder.write('a.yaml', text);
    folder.write('b.yaml', text.replace('200ms', '260ms'));
    const args = ['a.yaml', 'b.yaml', '--runs', '5000', '--charts', 'none', '--progress', 'plain', '-o', 'out'];
    return start(['compare', ...args], { cwd: folder.path });
  };

  test('compares the pairs of runs that are whole, marks it and ends with 130', { timeout: 60_000 }, async () => {
    const child = started(limited(100));
    child.stderr?.on('data', (data: Buffer) => {
      if (/ \d\d+ of 10,?000 runs/.test(data.toString())) child.kill('SIGINT');
    });
    const { code, stderr } = await ended(child);
    expect([code, stderr]).toEqual([130, expect.not.stringContaining('    at ')]);
    const { complete, pairing, account } = comparisonSchema.parse(JSON.parse(read('out', 'compare.json')));
    expect(complete).toBe(false);
    expect(pairing.runs).toBeGreaterThan(1);
    expect(pairing.runs).toBeLessThan(5000);
    expect(pairing.sameDuration).toBe(true);
    expect(account['ConcurrentExecutions.mean']?.change).toBe('different');
  });

  test('writes nothing where no run is whole', async () => {
    const child = started(limited(100).replace('duration: 3m', 'duration: 360d'));
    const end = ended(child);
    while (!existsSync(join(folder.path, 'out', 'head'))) await setTimeout(20);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('lsim: interrupted before both sides had a whole run; nothing is written');
    expect(folder.tree()).toEqual(['a.yaml', 'b.yaml']);
  });
});
