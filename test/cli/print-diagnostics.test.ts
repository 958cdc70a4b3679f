import { expect, test } from 'vitest';
import { diagnosticsText } from '../../src/cli/print-diagnostics.ts';
import type { Diagnostic } from '../../src/scenario/diagnostic.ts';

const unknownKey: Diagnostic = {
  code: 'E_UNKNOWN_KEY',
  severity: 'error',
  file: 'scenarios/burst.yaml',
  line: 8,
  column: 5,
  message: 'functions.api.reservdConcurrency: unknown key; did you mean reservedConcurrency?',
  frame: '  7 |     memorySize: 512\n> 8 |     reservdConcurrency: 100\n    |     ^^^^^^^^^^^^^^^^^^',
};

test('a diagnostic is place, code and message, then the frame', () => {
  expect(diagnosticsText([unknownKey], false)).toBe(
    'scenarios/burst.yaml:8:5  E_UNKNOWN_KEY  functions.api.reservdConcurrency: unknown key; did you mean reservedConcurrency?\n' +
      '  7 |     memorySize: 512\n> 8 |     reservdConcurrency: 100\n    |     ^^^^^^^^^^^^^^^^^^\n',
  );
});

test('a diagnostic without a place names only what it is about', () => {
  const text = diagnosticsText([{ ...unknownKey, file: '--runs', line: 0, column: 0, frame: '' }], false);
  expect(text).toMatch(/^--runs {2}E_UNKNOWN_KEY {2}functions/);
  expect(text.split('\n')).toHaveLength(2);
});

test('colour paints place and code, and nothing that changes the words', () => {
  const painted = diagnosticsText([unknownKey], true);
  expect(painted).toContain('\u001B[31mE_UNKNOWN_KEY');
  expect(painted.replace(new RegExp('\u001B\\[\\d+m', 'g'), '')).toBe(diagnosticsText([unknownKey], false));
});

test('text from a file cannot steer the terminal', () => {
  const evil = { ...unknownKey, message: 'name: \u001B[2J\u0007 is odd', frame: '> 1 | \u001B]0;x\u0007' };
  expect(diagnosticsText([evil], false)).not.toMatch(/\p{Cc}(?<!\n)/u);
});
