import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Failure } from '../../src/cli/failure.ts';
import { OutputFolder } from '../../src/cli/output.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lsim-output-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const names = ['result.json', 'charts/c1.png'];
const open = (path: string) => new OutputFolder(join(root, path), path, names);
const tree = () => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();

function failure(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  return expect.fail('it was written');
}

describe('until it is committed', () => {
  test('a result stands beside what was there, which stays as it was', () => {
    writeFileSync(join(root, 'result.json'), 'old');
    const folder = open('.');
    folder.write('result.json', 'new');
    expect(readFileSync(join(root, 'result.json'), 'utf8')).toBe('old');
    folder.commit();
    expect(readFileSync(join(root, 'result.json'), 'utf8')).toBe('new');
    expect(tree()).toEqual(['result.json']);
  });

  test('it can be discarded without a trace, with the folders made for it', () => {
    const folder = open('a/b');
    folder.write('result.json', 'new');
    folder.write('charts/c1.png', new Uint8Array(3));
    folder.discard();
    expect(tree()).toEqual([]);
  });

  test('folders that were there stay there', () => {
    mkdirSync(join(root, 'mine'));
    open('mine/b').discard();
    expect(tree()).toEqual(['mine']);
  });

  test('what fails half-way leaves no half file', () => {
    writeFileSync(join(root, 'result.json'), 'old');
    const folder = open('.');
    const text = function* () {
      yield 'half';
      throw new Error('broken');
    };
    expect(() => folder.write('result.json', text())).toThrow('broken');
    folder.discard();
    expect(readFileSync(join(root, 'result.json'), 'utf8')).toBe('old');
    expect(tree()).toEqual(['result.json']);
  });
});

describe('a folder that cannot be written is found before any work', () => {
  test('below a file', () => {
    writeFileSync(join(root, 'file'), 'x');
    const { exitCode, diagnostics } = failure(() => open('file/out'));
    expect(exitCode).toBe(4);
    expect(diagnostics).toMatchObject([{ code: 'E_OUTPUT', file: 'file/out' }]);
    expect(tree()).toEqual(['file']);
  });

  test('which is a file', () => {
    writeFileSync(join(root, 'file'), 'x');
    expect(failure(() => open('file')).exitCode).toBe(4);
    expect(readFileSync(join(root, 'file'), 'utf8')).toBe('x');
  });

  test('where a folder has the name of a file to be written', () => {
    mkdirSync(join(root, 'out/result.json'), { recursive: true });
    expect(failure(() => open('out')).message).toContain('result.json');
    expect(tree()).toEqual(['out', 'out/result.json']);
  });

  test('where a file has the name of a folder to be made', () => {
    writeFileSync(join(root, 'charts'), 'mine');
    expect(failure(() => open('.')).exitCode).toBe(4);
    expect(readFileSync(join(root, 'charts'), 'utf8')).toBe('mine');
  });

  test('where the system says no, even to root', () => {
    expect(failure(() => new OutputFolder('/proc/lsim', '/proc/lsim', names)).exitCode).toBe(4);
  });
});

describe('files of an earlier run', () => {
  test('are removed by name, and their folder with them when it is empty', () => {
    mkdirSync(join(root, 'charts'));
    writeFileSync(join(root, 'charts/c4.png'), 'old');
    writeFileSync(join(root, 'requests.csv'), 'old');
    writeFileSync(join(root, 'notes.txt'), 'mine');
    const folder = new OutputFolder(root, 'out', ['result.json']);
    folder.removeStale(['requests.csv', 'charts/c4.png', 'charts/c5.png']);
    expect(tree()).toEqual(['notes.txt']);
  });

  test('leave the folder where somebody keeps something else in it', () => {
    mkdirSync(join(root, 'charts'));
    writeFileSync(join(root, 'charts/c4.png'), 'old');
    writeFileSync(join(root, 'charts/mine.png'), 'mine');
    new OutputFolder(root, 'out', ['result.json']).removeStale(['charts/c4.png']);
    expect(tree()).toEqual(['charts', 'charts/mine.png']);
  });
});
