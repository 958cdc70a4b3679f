import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decode, readScenarioFile, repositoryFiles } from '../../src/cli/files.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lsim-files-'));
  mkdirSync(join(root, 'repository/.git'), { recursive: true });
  mkdirSync(join(root, 'repository/scenarios'));
  mkdirSync(join(root, 'repository/traces'));
  writeFileSync(join(root, 'repository/traces/day.csv'), 't\n1\n');
  writeFileSync(join(root, 'secret.csv'), 'secret');
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('files that a scenario names', () => {
  const read = (path: string, folder = 'repository/scenarios') => repositoryFiles(join(root, folder)).read(path);

  test('are relative to it and may lie anywhere in its repository', () => {
    expect(read('../traces/day.csv')).toEqual({ text: 't\n1\n' });
    expect(read(join(root, 'repository/traces/day.csv'))).toEqual({ text: 't\n1\n' });
  });

  test('may not lie outside the repository, by any path', () => {
    expect(read('../../secret.csv')).toMatchObject({ problem: 'outside' });
    expect(read(join(root, 'secret.csv'))).toMatchObject({ problem: 'outside' });
    expect(read('/etc/hostname')).toMatchObject({ problem: 'outside' });
  });

  test('may not lie outside by a symbolic link, to a file or to a folder', () => {
    symlinkSync(join(root, 'secret.csv'), join(root, 'repository/scenarios/link.csv'));
    symlinkSync(root, join(root, 'repository/scenarios/up'));
    expect(read('link.csv')).toMatchObject({ problem: 'outside' });
    expect(read('up/secret.csv')).toMatchObject({ problem: 'outside' });
  });

  test('that do not exist outside are outside, not missing: nothing is told about other folders', () => {
    expect(read('../../nothing.csv')).toMatchObject({ problem: 'outside' });
    expect(read('/nowhere/nothing.csv')).toMatchObject({ problem: 'outside' });
  });

  test('lie beside the scenario where there is no repository', () => {
    mkdirSync(join(root, 'alone'));
    writeFileSync(join(root, 'alone/here.csv'), 'here');
    expect(read('here.csv', 'alone')).toEqual({ text: 'here' });
    expect(read('../secret.csv', 'alone')).toMatchObject({ problem: 'outside' });
  });

  test('belong to the nearest repository, also where .git is a file', () => {
    mkdirSync(join(root, 'repository/vendor'));
    writeFileSync(join(root, 'repository/vendor/.git'), 'gitdir: elsewhere');
    expect(read('../traces/day.csv', 'repository/vendor')).toMatchObject({ problem: 'outside' });
  });

  test('that are missing, folders or pipes are told apart', () => {
    expect(read('nothing.csv')).toMatchObject({ problem: 'missing' });
    expect(read('../traces/day.csv/x')).toMatchObject({ problem: 'missing' });
    expect(read('../traces')).toMatchObject({ problem: 'directory' });
    execFileSync('mkfifo', [join(root, 'repository/scenarios/pipe')]);
    expect(read('pipe')).toMatchObject({ problem: 'unreadable' });
  });

  test('are found through a link to the scenario folder', () => {
    symlinkSync(join(root, 'repository/scenarios'), join(root, 'shortcut'));
    expect(read('../traces/day.csv', 'shortcut')).toEqual({ text: 't\n1\n' });
  });
});

describe('a scenario file', () => {
  test('that is missing or a folder says so', () => {
    expect(readScenarioFile(join(root, 'none.yaml'))).toMatchObject({ problem: 'missing' });
    expect(readScenarioFile(root)).toMatchObject({ problem: 'directory' });
  });

  test('may be a device', () => {
    expect(readScenarioFile('/dev/null')).toEqual({ text: '' });
  });
});

describe('UTF-8', () => {
  test('is decoded without its byte order mark', () => {
    expect(decode(Buffer.from('\uFEFFnäme: 1'))).toEqual({ text: 'näme: 1' });
  });

  test('is strict: other bytes are refused, UTF-16 by name', () => {
    expect(decode(Buffer.from([0x6e, 0xe4]))).toMatchObject({ problem: 'not-utf8' });
    expect(decode(Buffer.from('\uFEFFname', 'utf16le'))).toMatchObject({ detail: expect.stringContaining('UTF-16') });
  });
});
