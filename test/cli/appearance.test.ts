import { describe, expect, test } from 'vitest';
import { wantsColor, wantsUnicode } from '../../src/cli/appearance.ts';

describe('colour', () => {
  test('the flag beats NO_COLOR and FORCE_COLOR', () => {
    expect(wantsColor('always', false, { NO_COLOR: '1' })).toBe(true);
    expect(wantsColor('never', true, { FORCE_COLOR: '1' })).toBe(false);
  });

  test('NO_COLOR beats FORCE_COLOR, but only when it is not empty', () => {
    expect(wantsColor('auto', true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(wantsColor('auto', true, { NO_COLOR: '' })).toBe(true);
  });

  test('FORCE_COLOR beats what the stream is; 0 turns colour off', () => {
    expect(wantsColor('auto', false, { FORCE_COLOR: '1' })).toBe(true);
    expect(wantsColor('auto', true, { FORCE_COLOR: '0' })).toBe(false);
  });

  test('without any wish a terminal gets colour, a pipe and a dumb terminal do not', () => {
    expect(wantsColor('auto', true, {})).toBe(true);
    expect(wantsColor('auto', false, {})).toBe(false);
    expect(wantsColor('auto', true, { TERM: 'dumb' })).toBe(false);
  });
});

describe('characters beyond ASCII', () => {
  test('are used unless the locale names another character set', () => {
    expect(wantsUnicode({})).toBe(true);
    expect(wantsUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
    expect(wantsUnicode({ LANG: 'C' })).toBe(false);
    expect(wantsUnicode({ LANG: 'en_US.ISO-8859-1' })).toBe(false);
  });

  test('LC_ALL beats LC_CTYPE, which beats LANG', () => {
    expect(wantsUnicode({ LC_ALL: 'C', LANG: 'en_US.utf8' })).toBe(false);
    expect(wantsUnicode({ LC_ALL: '', LC_CTYPE: 'C.UTF-8', LANG: 'C' })).toBe(true);
  });
});
