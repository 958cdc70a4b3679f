import { describe, expect, test } from 'vitest';
import { readRunOptions, type RunOptions } from '../../src/cli/run-options.ts';
import { fakeIo } from './fake-io.ts';

function options(flags: Record<string, unknown>, env: Record<string, string> = {}): RunOptions {
  const { options, problems } = readRunOptions(flags, ['a.yaml'], fakeIo({ env, cwd: '/elsewhere/me' }));
  expect(problems).toEqual([]);
  return options ?? expect.fail('no options');
}

describe('defaults', () => {
  test('summary and series as CSV, charts as PNG, all cores, nothing overridden', () => {
    expect(options({})).toMatchObject({
      charts: 'png',
      jobs: 2,
      out: null,
      failOn: 'fail',
      overrides: {},
      cwd: '/elsewhere/me',
    });
    expect([...options({}).csv]).toEqual(['summary', 'series']);
  });

  test('--cwd is where relative paths start', () => {
    expect(options({ cwd: 'project' }).cwd).toBe('/elsewhere/me/project');
    expect(options({ cwd: '/project' }).cwd).toBe('/project');
  });
});

describe('--csv', () => {
  test('adds up over commas and repetitions, and replaces the default', () => {
    expect([...options({ csv: ['summary,requests', 'series-all'] }).csv]).toEqual([
      'summary',
      'requests',
      'series-all',
    ]);
    expect([...options({ csv: ['requests'] }).csv]).toEqual(['requests']);
  });
});

describe('LSIM_ variables', () => {
  test('stand for flags that are not given', () => {
    const env = {
      LSIM_SEED: '7',
      LSIM_RUNS: '3',
      LSIM_OUT: 'o',
      LSIM_CHARTS: 'none',
      LSIM_FAIL_ON: 'none',
      LSIM_JSON: '1',
    };
    expect(options({}, env)).toMatchObject({
      overrides: { seed: '7', runs: 3 },
      out: 'o',
      charts: 'none',
      failOn: 'none',
      json: true,
    });
  });

  test('yield to flags', () => {
    expect(options({ seed: '1', csv: ['summary'] }, { LSIM_SEED: '7', LSIM_CSV: 'requests' }).overrides.seed).toBe('1');
    expect([...options({ csv: ['summary'] }, { LSIM_CSV: 'requests' }).csv]).toEqual(['summary']);
  });

  test('yield to --set of the same key', () => {
    const env = { LSIM_SEED: '7', LSIM_FOR: '5m', LSIM_RUNS: '3' };
    expect(options({ set: ['seed=2', 'duration=10m'] }, env).overrides).toEqual({ runs: 3 });
  });

  test('do not disturb --set where a flag is given too', () => {
    expect(options({ seed: '1', set: ['seed=2'] }).overrides).toEqual({ seed: '1' });
  });

  test('that are empty or unknown count for nothing', () => {
    expect(options({}, { LSIM_SEED: '', LSIM_WHATEVER: '1', LSIM_JSON: '0' })).toMatchObject({
      overrides: {},
      json: false,
    });
  });

  test('with a bad value are named in the refusal', () => {
    const { options: none, problems } = readRunOptions(
      {},
      ['a.yaml'],
      fakeIo({ env: { LSIM_RUNS: 'many', LSIM_QUIET: 'hm' } }),
    );
    expect(none).toBeNull();
    expect(problems.map((problem) => problem.file)).toEqual(['LSIM_RUNS', 'LSIM_QUIET']);
  });
});
