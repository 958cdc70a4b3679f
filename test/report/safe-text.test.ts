import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { csvText, middleTruncated, visible } from '../../src/report/safe-text.ts';

it('an escape sequence in a name is written out, not obeyed', () => {
  expect(visible('a\u001b[31mred\u0007\r\n')).toBe(String.raw`a\x1b[31mred\x07\x0d\x0a`);
  expect(visible('\u009b31m')).toBe(String.raw`\x9b31m`);
});

it('direction marks, line separators and halves of characters are written out; letters and emoji stay', () => {
  expect(visible('a\u202eb\u2028c\ud83d')).toBe(String.raw`a\u202eb\u2028c\ud83d`);
  expect(visible('Zürich 東京 👩‍💻 €')).toBe('Zürich 東京 👩‍💻 €');
});

it('a cell that a spreadsheet would run as a formula begins with an apostrophe', () => {
  expect(['=1', '+1', '-1', '@x', '\tx', '\rx'].map(csvText)).toEqual(["'=1", "'+1", "'-1", "'@x", "'\tx", "'\rx"]);
  expect(['a=1', '', "'=1", '1-1'].map(csvText)).toEqual(['a=1', '', "'=1", '1-1']);
});

it('a long name keeps both ends', () => {
  expect(middleTruncated('checkout-production-eu-central-1', 15)).toBe('checkou…ntral-1');
  expect(middleTruncated('checkout', 8)).toBe('checkout');
  expect(middleTruncated('東京東京東京', 7)).toBe('東京…京');
});

it('a truncated name is never wider than asked', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 4, max: 40 }), (name, width) => {
      expect(stringWidth(middleTruncated(visible(name), width))).toBeLessThanOrEqual(width);
    }),
  );
});
