/** Reads the quantities of a scenario: times, rates, sizes, shares and plain numbers, each with its unit. */
import { DAY, HOUR, MILLISECOND, MINUTE, SECOND, type Micros } from '../des/time.ts';
import { kindOf, numberHint, trapHint } from './hints.ts';
import { nearest } from './nearest.ts';
import { quotable } from './source-text.ts';
import {
  MULTIPLES,
  PER,
  QUANTITY_PART,
  QUANTITY_TEXT,
  RATE_TEXT,
  SHARE_TEXT,
  SIZE,
  TIME,
  type Quantity,
} from './unit-tables.ts';

/** Why a value cannot be read: a code of docs/errors.md, and what is wrong with the way out. */
export interface Problem {
  readonly code: 'E_TYPE' | 'E_UNIT' | 'E_RANGE' | 'E_VALUE' | 'E_NAME';
  readonly problem: string;
}

/** A number in the quantity's own unit, or why there is none. */
export type Reading = { readonly value: number } | Problem;

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
    const percent = showShare(value <= 1 ? value : value / 100);
    return { code: 'E_UNIT', problem: `${String(value)} has no unit; did you mean ${percent}?` };
  }
  if (typeof value !== 'string') return notText(value, 'a share such as 0.2%');
  const match = SHARE_TEXT.exec(value.trim());
  if (match === null) return unreadable(value, 'a share', '0.2%', '%');
  if (match[1] === '-') return { code: 'E_RANGE', problem: `${quotable(value)} is below 0%` };
  return { value: Number(`${match[2] ?? ''}e-2`) };
}

/** A rate such as `50/s`, `3000/min` or `1.2M/day`, per second. */
export function readRate(value: unknown): Reading {
  const infinite = notFinite(value);
  if (infinite !== null) return infinite;
  if (typeof value === 'number')
    return { code: 'E_UNIT', problem: `${String(value)} has no unit; did you mean ${String(value)}/s?` };
  if (typeof value !== 'string') return notText(value, 'a rate such as 50/s');
  const match = RATE_TEXT.exec(value.trim());
  if (match === null) return unreadable(value, 'a rate', '50/s, 3000/min or 1.2M/day', '/s');
  const [, sign, digits = '', multiple = '', unit = ''] = match;
  const per = PER.get(unit);
  if (per === undefined) {
    const meant =
      ({ m: 'min', sec: 's', second: 's', minute: 'min', hr: 'h' } as Readonly<Record<string, string>>)[unit] ?? 's';
    return {
      code: 'E_UNIT',
      problem: `${quotable(value)} has an unknown unit; did you mean ${digits}${multiple}/${meant}? (per s, min, h or day)`,
    };
  }
  if (sign === '-') return { code: 'E_RANGE', problem: `${quotable(value)} is below 0` };
  const count = Number(digits) * (MULTIPLES.get(multiple) ?? 1);
  return { value: per < 1 ? count / Math.round(1 / per) : count };
}

/** A plain number without a unit. `whole` refuses fractions. */
export function readNumber(value: unknown, whole: boolean): Reading {
  const what = whole ? 'a whole number' : 'a number';
  if (typeof value === 'string')
    return { code: 'E_TYPE', problem: `${quotable(value)} is text, not ${what}${numberHint(value)}` };
  if (typeof value !== 'number') return { code: 'E_TYPE', problem: `expected ${what}, found ${kindOf(value)}` };
  const infinite = notFinite(value);
  if (infinite !== null) return infinite;
  if (whole && !Number.isInteger(value)) return { code: 'E_RANGE', problem: `${String(value)} is not a whole number` };
  return { value };
}

/** A share as one would write it, such as `110%`. */
export function showShare(fraction: number): string {
  return `${String(Number((fraction * 100).toPrecision(12)))}%`;
}

/** A time as one would write it: the largest unit that needs at most three decimals, such as `900ms` or `1.5s`. */
export function showTime(micros: Micros): string {
  const units: readonly (readonly [string, number])[] = [
    ['d', DAY],
    ['h', HOUR],
    ['m', MINUTE],
    ['s', SECOND],
    ['ms', MILLISECOND],
  ];
  for (const [unit, size] of units) {
    const amount = micros / size;
    if (amount >= 1 && Number.isInteger(Number((amount * 1_000).toPrecision(12))))
      return `${String(Number(amount.toPrecision(12)))}${unit}`;
  }
  return `${String(Number((micros / MILLISECOND).toPrecision(6)))}ms`;
}

function readQuantity(value: unknown, quantity: Quantity, likely: string, finish: (sum: number) => number): Reading {
  const infinite = notFinite(value);
  if (infinite !== null) return infinite;
  if (typeof value === 'number')
    return { code: 'E_UNIT', problem: `${String(value)} has no unit; did you mean ${String(value)}${likely}?` };
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
    if (size >= smallest)
      return {
        code: 'E_UNIT',
        problem: `${quotable(value)} does not run from the larger unit to the smaller; write it as 1h30m`,
      };
    smallest = size;
    sum += Number(digits) * size;
  }
  if (negative) return { code: 'E_RANGE', problem: `${quotable(value)} is below 0` };
  return Number.isFinite(sum) ? { value: finish(sum) } : { code: 'E_RANGE', problem: `${quotable(value)} is infinite` };
}

/** `13m15s` → [['13', 'm'], ['15', 's']]. */
function splitParts(text: string): readonly (readonly [string, string])[] | null {
  if (!QUANTITY_TEXT.test(text)) return null;
  return [...text.matchAll(QUANTITY_PART)].map((match) => [match[1] ?? '', match[2] ?? ''] as const);
}

function unknownUnit(value: string, digits: string, unit: string, quantity: Quantity): Problem {
  if (/\de\+?\d/iu.test(value)) return unreadable(value, quantity.what, quantity.example, '');
  const meant =
    quantity.meant.get(unit) ?? quantity.meant.get(unit.toLowerCase()) ?? nearest(unit, quantity.units.keys());
  const hint = meant === null ? '' : `; did you mean ${digits}${meant}?`;
  return {
    code: 'E_UNIT',
    problem: `${quotable(value)} has an unknown unit${hint} (units: ${[...quantity.units.keys()].join(', ')})`,
  };
}

function unreadable(value: string, what: string, example: string, likely: string): Problem {
  const text = value.trim();
  const hint =
    trapHint(text, likely) ??
    (/^\d+(?:\.\d+)?$/u.test(text) ? `; did you mean ${text}${likely}?` : `; write it as ${example}`);
  return { code: 'E_UNIT', problem: `${quotable(value)} is not ${what}${hint}` };
}

function notText(value: unknown, expected: string): Problem {
  return { code: 'E_TYPE', problem: `expected ${expected}, found ${kindOf(value)}` };
}

function notFinite(value: unknown): Problem | null {
  if (typeof value !== 'number' || Number.isFinite(value)) return null;
  const what = Number.isNaN(value) ? 'is not a number (NaN)' : value > 0 ? 'is infinite' : 'is below 0 and infinite';
  return { code: 'E_RANGE', problem: `${what}; give a finite value` };
}
