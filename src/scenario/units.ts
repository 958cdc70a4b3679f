/** Reads the quantities of a scenario: times, rates, sizes, shares and plain numbers, each with its unit. */
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from '../des/time.ts';
import { nearest } from './nearest.ts';
import { quotable } from './source-text.ts';

/** Why a value cannot be read: a code of docs/errors.md, and what is wrong with the way out. */
export interface Problem {
  readonly code: 'E_TYPE' | 'E_UNIT' | 'E_RANGE' | 'E_VALUE' | 'E_NOT_SUPPORTED' | 'E_NAME';
  readonly problem: string;
}

/** A number in the quantity's own unit, or why there is none. */
export type Reading = { readonly value: number } | Problem;

/** What a kind of quantity understands. */
interface Quantity {
  readonly what: string;
  readonly units: ReadonlyMap<string, number>;
  /** Other spellings, for the hint alone. */
  readonly meant: ReadonlyMap<string, string>;
  readonly example: string;
}

const NUMBER = String.raw`\d+(?:\.\d+)?|\.\d+`;

const TIME: Quantity = {
  what: 'a time',
  units: new Map([['us', 1], ['µs', 1], ['ms', MILLISECOND], ['s', SECOND], ['m', MINUTE], ['min', MINUTE], ['h', HOUR], ['d', DAY]]),
  meant: new Map([
    ['sec', 's'], ['secs', 's'], ['second', 's'], ['seconds', 's'], ['mins', 'm'], ['minute', 'm'], ['minutes', 'm'],
    ['hr', 'h'], ['hrs', 'h'], ['hour', 'h'], ['hours', 'h'], ['day', 'd'], ['days', 'd'], ['w', 'd'], ['msec', 'ms'],
    ['millis', 'ms'], ['millisecond', 'ms'], ['milliseconds', 'ms'], ['S', 's'], ['MS', 'ms'], ['Ms', 'ms'], ['M', 'm'], ['H', 'h'], ['D', 'd'],
  ]),
  example: '250ms, 1.5s, 5m or 6h',
};

const SIZE: Quantity = {
  what: 'a size',
  units: new Map([['B', 1 / 1_024], ['KB', 1], ['MB', 1_024], ['GB', 1_024 * 1_024]]),
  meant: new Map([['kb', 'KB'], ['mb', 'MB'], ['gb', 'GB'], ['k', 'KB'], ['K', 'KB'], ['M', 'MB'], ['G', 'GB'], ['KiB', 'KB'], ['MiB', 'MB'], ['GiB', 'GB'], ['kB', 'KB']]),
  example: '6KB or 512MB',
};

const PER = new Map([['s', 1], ['min', 1 / 60], ['h', 1 / 3_600], ['hour', 1 / 3_600], ['day', 1 / 86_400], ['d', 1 / 86_400]]);
const MULTIPLES = new Map([['', 1], ['k', 1e3], ['M', 1e6], ['G', 1e9]]);

/** A time such as `250ms`, `1.5s` or `13m15s`, in whole microseconds, rounded once. `likely` is the unit to suggest. */
export function readTime(value: unknown, likely = 'ms'): Reading {
  return readQuantity(value, TIME, likely, (sum) => Math.round(sum));
}

/** A size such as `6KB` or `512MB` in KB of 1,024 bytes; 1 MB = 1,024 KB. */
export function readSize(value: unknown, likely = 'MB'): Reading {
  return readQuantity(value, SIZE, likely, (sum) => sum);
}

/** A share such as `0.2%` as a fraction. */
export function readShare(value: unknown): Reading {
  if (typeof value === 'number') {
    const percent = Number.isFinite(value) ? `${String(Number((value <= 1 ? value * 100 : value).toPrecision(12)))}%` : '1%';
    return { code: 'E_UNIT', problem: `${String(value)} has no unit; did you mean ${percent}?` };
  }
  if (typeof value !== 'string') return notText(value, 'a share such as 0.2%');
  const match = new RegExp(`^([+-]?)(${NUMBER})\\s*%$`, 'u').exec(value.trim());
  if (match === null) return unreadable(value, 'a share', '0.2%', '%');
  if (match[1] === '-') return { code: 'E_RANGE', problem: `${quotable(value)} is below 0%` };
  return { value: Number(`${match[2] ?? ''}e-2`) };
}

/** A rate such as `50/s`, `3000/min` or `1.2M/day`, per second. */
export function readRate(value: unknown): Reading {
  if (typeof value === 'number') return { code: 'E_UNIT', problem: `${String(value)} has no unit; did you mean ${String(value)}/s?` };
  if (typeof value !== 'string') return notText(value, 'a rate such as 50/s');
  const match = new RegExp(`^([+-]?)(${NUMBER})\\s*([kMG]?)\\s*/\\s*(\\p{L}+)$`, 'u').exec(value.trim());
  if (match === null) return unreadable(value, 'a rate', '50/s, 3000/min or 1.2M/day', '/s');
  const [, sign, digits = '', multiple = '', unit = ''] = match;
  const per = PER.get(unit);
  if (per === undefined) {
    const meant = ({ m: 'min', sec: 's', second: 's', minute: 'min', hr: 'h' } as Readonly<Record<string, string>>)[unit] ?? 's';
    return { code: 'E_UNIT', problem: `${quotable(value)} has an unknown unit; did you mean ${digits}${multiple}/${meant}? (per s, min, h or day)` };
  }
  if (sign === '-') return { code: 'E_RANGE', problem: `${quotable(value)} is below 0` };
  const count = Number(digits) * (MULTIPLES.get(multiple) ?? 1);
  return { value: per < 1 ? count / Math.round(1 / per) : count };
}

/** A plain number without a unit. `whole` refuses fractions. */
export function readNumber(value: unknown, whole: boolean): Reading {
  const what = whole ? 'a whole number' : 'a number';
  if (typeof value === 'string') return { code: 'E_TYPE', problem: `${quotable(value)} is text, not ${what}${numberHint(value)}` };
  if (typeof value !== 'number') return { code: 'E_TYPE', problem: `expected ${what}, found ${kindOf(value)}` };
  if (Number.isNaN(value)) return { code: 'E_RANGE', problem: `is not a number; give ${what}` };
  if (!Number.isFinite(value)) return { code: 'E_RANGE', problem: `is infinite; give ${what}` };
  if (whole && !Number.isInteger(value)) return { code: 'E_RANGE', problem: `${String(value)} is not a whole number` };
  return { value };
}

/** A time as one would write it: the largest unit that needs at most three decimals, such as `900ms` or `1.5s`. */
export function showTime(micros: Micros): string {
  const units: readonly (readonly [string, number])[] = [['d', DAY], ['h', HOUR], ['m', MINUTE], ['s', SECOND], ['ms', MILLISECOND]];
  for (const [unit, size] of units) {
    const amount = micros / size;
    if (amount >= 1 && Number.isInteger(Number((amount * 1_000).toPrecision(12)))) return `${String(Number(amount.toPrecision(12)))}${unit}`;
  }
  return `${String(Number((micros / MILLISECOND).toPrecision(6)))}ms`;
}

/** What a value of a wrong kind is, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text ${quotable(value)}`;
  if (typeof value === 'number') return `the number ${String(value)}`;
  return typeof value === 'boolean' ? String(value) : 'a map';
}

function readQuantity(value: unknown, quantity: Quantity, likely: string, finish: (sum: number) => number): Reading {
  if (typeof value === 'number') {
    const shown = Number.isFinite(value) ? String(value) : '1';
    return { code: 'E_UNIT', problem: `${String(value)} has no unit; did you mean ${shown}${likely}?` };
  }
  if (typeof value !== 'string') return notText(value, `${quantity.what} such as ${quantity.example}`);
  const text = value.trim();
  const negative = text.startsWith('-');
  const parts = /^[+-]?(?:\d|\.\d)/u.test(text) ? splitParts(text.replace(/^[+-]/u, '')) : null;
  if (parts === null) return unreadable(value, quantity.what, quantity.example, likely);
  let sum = 0;
  let smallest = Infinity;
  for (const [digits, unit] of parts) {
    const size = quantity.units.get(unit);
    if (size === undefined) return unknownUnit(value, digits, unit, quantity);
    if (size >= smallest) return { code: 'E_UNIT', problem: `${quotable(value)} does not run from the larger unit to the smaller; write it as 1h30m` };
    smallest = size;
    sum += Number(digits) * size;
  }
  if (negative) return { code: 'E_RANGE', problem: `${quotable(value)} is below 0` };
  return Number.isFinite(sum) ? { value: finish(sum) } : { code: 'E_RANGE', problem: `${quotable(value)} is infinite` };
}

/** `13m15s` → [['13', 'm'], ['15', 's']]. */
function splitParts(text: string): readonly (readonly [string, string])[] | null {
  const whole = new RegExp(`^(?:(?:${NUMBER})\\s*[\\p{L}]+)+$`, 'u');
  if (!whole.test(text)) return null;
  return [...text.matchAll(new RegExp(`(${NUMBER})\\s*(\\p{L}+)`, 'gu'))].map((match) => [match[1] ?? '', match[2] ?? ''] as const);
}

function unknownUnit(value: string, digits: string, unit: string, quantity: Quantity): Problem {
  const meant = quantity.meant.get(unit) ?? quantity.meant.get(unit.toLowerCase()) ?? nearest(unit, quantity.units.keys());
  const hint = meant === null ? '' : `; did you mean ${digits}${meant}?`;
  return { code: 'E_UNIT', problem: `${quotable(value)} has an unknown unit${hint} (units: ${[...quantity.units.keys()].join(', ')})` };
}

function unreadable(value: string, what: string, example: string, likely: string): Problem {
  const text = value.trim();
  const hint = trapHint(text, likely) ?? (/^\d+(?:\.\d+)?$/u.test(text) ? `; did you mean ${text}${likely}?` : `; write it as ${example}`);
  return { code: 'E_UNIT', problem: `${quotable(value)} is not ${what}${hint}` };
}

/** YAML 1.2 reads these as text where other versions or languages do not. */
function trapHint(text: string, unit: string): string | null {
  if (/^[\d_]*\d_\d[\d_]*\D*$/u.test(text)) return `; underscores are not part of a number, write ${text.replaceAll('_', '')}${/\d$/u.test(text) ? unit : ''}`;
  if (/^\d{1,3}(,\d{3})+/u.test(text)) return `; commas are not part of a number, write ${text.replaceAll(',', '')}${/\d$/u.test(text) ? unit : ''}`;
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/u.exec(text);
  if (clock !== null) {
    const [, first = '', second = '', third] = clock;
    const asTime = third === undefined ? `${first}m${second}s` : `${first}h${second}m${third}s`;
    return `; YAML 1.2 reads ${text} as text, write ${asTime}${third === undefined ? ` or ${first}h${second}m` : ''}`;
  }
  return null;
}

function numberHint(text: string): string {
  const trap = trapHint(text, '');
  if (trap !== null) return trap;
  const thousands = /^(\d+(?:\.\d+)?)([kKM])$/u.exec(text);
  if (thousands !== null) return `; write ${String(Number(thousands[1]) * (thousands[2] === 'M' ? 1e6 : 1e3))}`;
  if (/^[+-]?\d+(?:\.\d+)?$/u.test(text)) return `; remove the quotes`;
  const leading = /^(\d+(?:\.\d+)?)\s*\S+$/u.exec(text);
  return leading === null ? '' : `; it takes no unit, write ${leading[1] ?? ''}`;
}

function notText(value: unknown, expected: string): Problem {
  return { code: 'E_TYPE', problem: `expected ${expected}, found ${kindOf(value)}` };
}
