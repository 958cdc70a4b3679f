/** The way out for values that look right to people and are not: `1_000`, `12:30`, `1k`, quoted numbers. */
import { quotable } from './source-text.ts';
import { LONGEST_TEXT } from './unit-tables.ts';

/** What a value of a wrong kind is, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `the text ${quotable(value)}`;
  if (typeof value === 'number') return `the number ${String(value)}`;
  return typeof value === 'boolean' ? String(value) : 'a map';
}

/** The way out where text is wanted; a list or a map is none, whatever stands around it. */
export function quoteHint(value: unknown): string {
  if (Array.isArray(value)) return '; write one text';
  if (value === '') return '; write something, or leave the key out';
  return typeof value === 'object' && value !== null ? '' : '; put it in quotes';
}

/** YAML 1.2 reads these as text where other versions or languages do not. */
export function trapHint(text: string, unit: string): string | null {
  if (text.length > LONGEST_TEXT) return null;
  if (/^[\d_]*\d_\d[\d_]*\D*$/u.test(text))
    return `; underscores are not part of a number, write ${text.replaceAll('_', '')}${/\d$/u.test(text) ? unit : ''}`;
  if (/^\d{1,3}(,\d{3})+/u.test(text))
    return `; commas are not part of a number, write ${text.replaceAll(',', '')}${/\d$/u.test(text) ? unit : ''}`;
  const exponent = /^[+-]?(\d+(?:\.\d+)?e\+?\d{1,2})(\D*)$/iu.exec(text);
  if (exponent !== null)
    return `; exponents are not read here, write ${Number(exponent[1]).toLocaleString('en', { useGrouping: false })}${exponent[2] === '' ? unit : exponent[2]!}`;
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(text);
  if (clock !== null) {
    const [, first = '', second = '', third] = clock;
    const asTime = third === undefined ? `${first}m${second}s` : `${first}h${second}m${third}s`;
    return `; YAML 1.2 reads ${text} as text, write ${asTime}${third === undefined ? ` or ${first}h${second}m` : ''}`;
  }
  return null;
}

/** What to write instead of a text where a plain number is wanted; empty where nothing comes to mind. */
export function numberHint(text: string): string {
  if (text.length > LONGEST_TEXT) return '';
  const trap = trapHint(text, '');
  if (trap !== null) return trap;
  const thousands = /^(\d+(?:\.\d+)?)([kKM])$/u.exec(text);
  if (thousands !== null) return `; write ${String(Number(thousands[1]) * (thousands[2] === 'M' ? 1e6 : 1e3))}`;
  if (/^[+-]?\d+(?:\.\d+)?$/u.test(text)) return `; remove the quotes`;
  const leading = /^(\d+(?:\.\d+)?)\s*\S+$/u.exec(text);
  return leading === null ? '' : `; it takes no unit, write ${leading[1] ?? ''}`;
}
