import { expect, test } from 'vitest';
import { EXIT, strongest, type ExitCode } from '../../src/cli/exit-code.ts';

test('of several exit codes the one that says most wins: 130, 1, 2, 4, 3, 99, 5, 0', () => {
  const strongestFirst: ExitCode[] = [130, 1, 2, 4, 3, 99, 5, 0];
  for (const [index, winner] of strongestFirst.entries()) {
    for (const other of strongestFirst.slice(index)) {
      expect(strongest([other, winner])).toBe(winner);
      expect(strongest([winner, other])).toBe(winner);
    }
  }
});

test('nothing to report is success', () => {
  expect(strongest([])).toBe(EXIT.done);
});
