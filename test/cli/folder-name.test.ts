import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderName } from '../../src/cli/folder-name.ts';

test('an ordinary name is its own folder', () => {
  expect(folderName('burst')).toBe('burst');
  expect(folderName('Flash sale, 2026')).toBe('Flash sale, 2026');
});

test('a name cannot leave the folder it belongs to', () => {
  expect(folderName('..')).toBe('scenario');
  expect(folderName('.')).toBe('scenario');
  expect(folderName('../../etc/passwd')).toBe('--..-etc-passwd');
  expect(folderName('C:\\temp')).toBe('C-temp');
});

test('a name cannot hide: no leading dot', () => {
  expect(folderName('.git')).toBe('-git');
});

test('whatever the name, the folder is one visible part of a path that file systems take', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 300 }), (name) => {
      const folder = folderName(name);
      expect(folder).not.toMatch(/[/\\\p{C}]/u);
      expect(folder).not.toMatch(/^\.|^$|[. ]$/);
      expect(Array.from(folder).length).toBeLessThanOrEqual(100);
      expect(Buffer.byteLength(folder)).toBeLessThanOrEqual(255);
    }),
  );
});
