/** Fields for quantities with units and bounds. */
import type * as z from 'zod';
import type { Micros } from '../des/time.ts';
import { field, type Result } from './field.ts';
import { kindOf } from './hints.ts';
import { readNumber, readRate, readShare, readSize, readTime, showShare, showTime, type Reading } from './units.ts';

/** Bounds of a quantity, both included unless said otherwise. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The value must be greater than `min` (0 where there is none). */
  readonly positive?: boolean;
  /** Said after a violated bound, such as `(R3.9)`. */
  readonly reason?: string;
}

interface TimeBounds extends Bounds {
  /** Unit to suggest for a bare number. */
  readonly likely?: 'ms' | 's' | 'm' | 'h';
  /** The value must be a multiple of this. */
  readonly step?: Micros;
}

/** 366 days: no time in a scenario is longer. */
export const LONGEST_TIME: Micros = 366 * 86_400_000_000;

/** Requests per second that a source may have at most. */
export const HIGHEST_RATE = 100_000;

const NUMBER = String.raw`(\d+(\.\d+)?|\.\d+)`;

/** A time in whole microseconds. */
export function time(bounds: TimeBounds = {}): z.ZodType<Micros> {
  const json = { type: 'string', pattern: String.raw`^(${NUMBER}\s*(us|µs|ms|s|m|min|h|d))+$` };
  const { likely = 'ms', step, max = LONGEST_TIME } = bounds;
  return field('a time', json, (value) => {
    const result = within(readTime(value, likely), { ...bounds, max }, showTime);
    if ('value' in result && step !== undefined && result.value % step !== 0) {
      return {
        code: 'E_RANGE',
        problem: `${String(value)} is not a whole number of ${showTime(step) === '1s' ? 'seconds' : showTime(step)}${reason(bounds)}`,
      };
    }
    return result;
  });
}

/** A rate per second, at most 100,000/s. */
export function rate(bounds: Bounds = {}): z.ZodType<number> {
  const json = { type: 'string', pattern: String.raw`^${NUMBER}\s*[kMG]?\s*/\s*(s|min|h|hour|d|day)$` };
  return field('a rate', json, (value) =>
    within(readRate(value), { ...bounds, max: HIGHEST_RATE }, (perSecond) => `${perSecond.toLocaleString('en')}/s`),
  );
}

/** A size in KB of 1,024 bytes. */
export function sizeInKilobytes(bounds: Bounds): z.ZodType<number> {
  const json = { type: 'string', pattern: String.raw`^${NUMBER}\s*(B|KB|MB|GB)$` };
  return field('a size', json, (value) =>
    within(readSize(value), bounds, (size) => (size % 1_024 === 0 ? `${String(size / 1_024)}MB` : `${String(size)}KB`)),
  );
}

/** A share from 0 to `max` as a fraction. */
export function share(max = 1): z.ZodType<number> {
  const json = { type: 'string', pattern: String.raw`^${NUMBER}\s*%$` };
  return field('a share', json, (value) => within(readShare(value), { max }, showShare));
}

/** A plain whole number. */
export function whole(bounds: Bounds): z.ZodType<number> {
  return field('a whole number', { type: 'integer', ...limits(bounds) }, (value) =>
    within(readNumber(value, true), bounds, plain),
  );
}

/** A share per month such as `4%/month`, as a fraction. */
export function shareEachMonth(): z.ZodType<number> {
  const json = { type: 'string', pattern: String.raw`^${NUMBER}\s*%\s*/\s*month$` };
  return field('a share a month', json, (value) => {
    const text = typeof value === 'string' ? /^\s*(.*%)\s*\/\s*month\s*$/u.exec(value)?.[1] : undefined;
    const read = readShare(text ?? value);
    if (text === undefined) {
      const meant = typeof value === 'string' && 'value' in read ? value.trim() : '4%';
      return {
        code: 'E_UNIT',
        problem: `expected a share a month, found ${kindOf(value)}; write it as ${meant}/month`,
      };
    }
    return within(read, { max: 10 }, showShare);
  });
}

/** A plain number. */
export function number(bounds: Bounds): z.ZodType<number> {
  return field('a number', { type: 'number', ...limits(bounds) }, (value) =>
    within(readNumber(value, false), bounds, plain),
  );
}

function limits(bounds: Bounds): Readonly<Record<string, number>> {
  const lowest = bounds.positive === true ? { exclusiveMinimum: bounds.min ?? 0 } : { minimum: bounds.min ?? 0 };
  return { ...lowest, ...(bounds.max === undefined ? {} : { maximum: bounds.max }) };
}

function within(reading: Reading, bounds: Bounds, show: (value: number) => string): Result<number> {
  if (!('value' in reading)) return reading;
  const { value } = reading;
  const { min = 0, max = Infinity, positive = false } = bounds;
  if (positive && value <= min)
    return { code: 'E_RANGE', problem: `${show(value)} must be above ${show(min)}${reason(bounds)}` };
  if (value < min)
    return { code: 'E_RANGE', problem: `${show(value)} is below the least, ${show(min)}${reason(bounds)}` };
  if (value > max)
    return { code: 'E_RANGE', problem: `${show(value)} is above the greatest, ${show(max)}${reason(bounds)}` };
  return { value };
}

function reason(bounds: Bounds): string {
  return bounds.reason === undefined ? '' : ` (${bounds.reason})`;
}

function plain(value: number): string {
  return Math.abs(value) < 1e15 ? value.toLocaleString('en', { maximumFractionDigits: 6 }) : String(value);
}
