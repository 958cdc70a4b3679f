/** Whether a stream gets colour, and whether the locale can show more than ASCII. */
import type { ColorMode } from './choices.ts';
import type { Io } from './io.ts';

/** `--color` beats NO_COLOR, which beats FORCE_COLOR, which beats what the stream is. */
export function wantsColor(mode: ColorMode, isTTY: boolean, env: Io['env']): boolean {
  if (mode !== 'auto') return mode === 'always';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'] ?? '';
  if (force !== '') return force !== '0' && force !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}

/** False only where the locale names another character set; an empty locale is taken for UTF-8. */
export function wantsUnicode(env: Io['env']): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale === undefined || /utf-?8/i.test(locale);
}
