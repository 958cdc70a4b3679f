import { describe, expect, test } from 'vitest';
import { cli } from '../../src/cli/cli.ts';
import { readCommandLine } from '../../src/cli/grammar.ts';
import { fakeIo } from './fake-io.ts';

async function refused(...argv: string[]): Promise<string> {
  const io = fakeIo();
  expect(await cli(argv, io)).toBe(2);
  expect(io.stdout.text).toBe('');
  expect(io.stderr.text).not.toContain('    at ');
  return io.stderr.text;
}

describe('help and version', () => {
  test('--version is the version of the package', async () => {
    const io = fakeIo();
    expect(await cli(['--version'], io)).toBe(0);
    expect(io.stdout.text).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('--help names the commands', async () => {
    const io = fakeIo();
    expect(await cli(['--help'], io)).toBe(0);
    expect(io.stdout.text).toContain('lsim run <scenario..>');
    expect(io.stdout.text).toContain('lsim schema');
    expect(io.stderr.text).toBe('');
  });

  test('--help of run has every flag, the exit codes and an example', async () => {
    const io = fakeIo();
    expect(await cli(['run', '--help'], io)).toBe(0);
    const flags =
      '--seed --runs --for --warmup --set --out --cwd --jobs --charts --csv --bucket --fail-on --json --quiet --verbose --color --progress';
    for (const flag of flags.split(' ')) expect(io.stdout.text).toContain(flag);
    for (const code of ['0', '1', '2', '3', '4', '99', '130'])
      expect(io.stdout.text).toMatch(new RegExp(`^ +${code}  `, 'm'));
    expect(io.stdout.text).toContain('lsim run scenarios/burst.yaml');
  });
});

describe('a wrong command line is refused with exit code 2', () => {
  test('no command', async () => {
    expect(await refused()).toContain('no command given');
  });

  test('an unknown command, with the one that was meant', async () => {
    expect(await refused('rnu', 'a.yaml')).toContain('Did you mean run?');
    expect(await refused('sweep', 'a.yaml')).toContain('unknown command');
    expect(await refused('constructor')).toContain('unknown command');
  });

  test('run without a scenario', async () => {
    expect(await refused('run')).toContain('no scenario given');
  });

  test('every unknown flag at once, with the one that was meant', async () => {
    const text = await refused('run', 'a.yaml', '--fail-no', 'warn', '--watch', '-w');
    expect(text).toContain('Did you mean --fail-on?');
    expect(text).toContain('--watch  E_USAGE');
    expect(text).toContain('-w  E_USAGE');
  });

  test.each(['--html', '--no-html', '--step-summary', '--no-json', '--scenario=b.yaml', '--runs.x=1', '--__proto__=1'])(
    'the flag %s, which this version does not know',
    async (flag) => {
      expect(await refused('run', 'a.yaml', flag)).toContain('unknown flag');
    },
  );

  test.each([
    ['--runs', '0'],
    ['--runs', '1e9'],
    ['--runs', '-1'],
    ['--runs', '2.5'],
    ['--runs', '99999999999'],
    ['--jobs', '0'],
    ['--for', 'banana'],
    ['--for', '20'],
    ['--warmup', '12:30'],
    ['--bucket', '1_000s'],
    ['--charts', 'svg'],
    ['--csv', 'summary,everything'],
    ['--fail-on', 'never'],
    ['--color', 'green'],
    ['--progress', 'dots'],
    ['--out', '-'],
    ['--seed', ''],
    ['--seed', 'x'.repeat(201)],
    ['--for', '0s'],
    ['--warmup', '-1m'],
    ['--bucket', '0ms'],
  ])('the bad value %s %s', async (flag, value) => {
    expect(await refused('run', 'a.yaml', flag, value)).toContain(`${flag}  E_USAGE`);
  });

  test.each(['--seed', '--runs', '--for', '--out', '--csv', '--set'])('%s without its value', async (flag) => {
    expect(await refused('run', 'a.yaml', flag)).toContain('E_USAGE');
    expect(await refused('run', 'a.yaml', flag, '--json')).toContain('E_USAGE');
  });

  test.each([
    ['--seed', '1', '2'],
    ['--for', '5m', '6m'],
    ['--runs', '2', '2'],
    ['-o', 'a', 'b'],
  ])('%s given twice', async (flag, first, second) => {
    expect(await refused('run', 'a.yaml', flag, first, flag, second)).toContain('given 2 times');
  });

  test('the same scenario given twice', async () => {
    expect(await refused('run', 'a.yaml', 'a.yaml')).toContain('given twice');
    expect(await refused('run', '-', '-')).toContain('given twice');
  });

  test('arguments for schema', async () => {
    expect(await refused('schema', 'a.yaml')).toContain('takes no arguments');
  });

  test('all of it at once', async () => {
    const text = await refused('run', 'a.yaml', '--runs', '0', '--jobs', '0', '--for', 'banana');
    expect(text.match(/E_USAGE/g)).toHaveLength(3);
  });
});

describe('what yargs would get wrong', () => {
  const read = async (...argv: string[]) => {
    const request = await readCommandLine(argv, '0.0.0', fakeIo());
    return request.kind === 'run' ? request : expect.fail(`read as ${request.kind}`);
  };

  test('a lone dash is standard input', async () => {
    expect((await read('run', '-')).words).toEqual(['-']);
    expect((await read('run', 'a.yaml', '-', '--json')).words).toEqual(['a.yaml', '-']);
  });

  test('--set takes one value, so a file after it stays a file', async () => {
    const { words, flags } = await read('run', '--set', 'a=1', 'b.yaml', '--set=c=-');
    expect(words).toEqual(['b.yaml']);
    expect(flags['set']).toEqual(['a=1', 'c=-']);
  });

  test('texts that look like numbers stay texts', async () => {
    const { words, flags } = await read('run', '1e3', '--seed', '007', '--out', '0x10');
    expect(words).toEqual(['1e3']);
    expect(flags).toMatchObject({ seed: '007', out: '0x10' });
  });

  test('a negative seed is a value, not a flag', async () => {
    expect((await read('run', 'a.yaml', '--seed', '-5')).flags['seed']).toBe('-5');
  });

  test('what follows -- is a scenario, whatever it looks like', async () => {
    expect((await read('run', '--', '-odd.yaml')).words).toEqual(['-odd.yaml']);
  });

  test('short flags can stand together', async () => {
    expect((await read('run', 'a.yaml', '-qv', '-n4', '-o', 'x')).flags).toMatchObject({
      quiet: true,
      verbose: true,
      runs: '4',
      out: 'x',
    });
  });
});
