/** When things happen by the calendar or the clock: `cron`, `every` and `at` → instants of the run. */
import type * as z from 'zod';
import { DAY, HOUR, MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { Calendar } from './calendar.ts';
import { clockTimes, readCron, type Cron } from './cron.ts';
import { instantOf, parseDateTime, showInstant, type DateTime } from './date-time.ts';
import { field, type Result } from './field.ts';
import { kindOf } from './hints.ts';
import { LONGEST_TIME } from './quantities.ts';
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';
import { readTime, showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** When something happens, as the file has it. */
export type Timing =
  | { readonly kind: 'cron'; readonly cron: Cron; readonly text: string }
  /** At t = 0 and again after every such span, whatever clocks do. */
  | { readonly kind: 'every'; readonly span: Micros }
  /** Once, so long after t = 0. */
  | { readonly kind: 'at'; readonly time: Micros; readonly text: string }
  /** Once, on this date. */
  | { readonly kind: 'date'; readonly date: DateTime; readonly text: string };

/** A field for `cron(0 10 ? * MON-FRI *)`, with or without the wrapper. */
export function cron(): z.ZodType<Timing> {
  return field('a cron', { type: 'string' }, (value): Result<Timing> => {
    if (typeof value !== 'string')
      return { code: 'E_TYPE', problem: `expected a cron such as cron(0 10 * * ? *), found ${kindOf(value)}` };
    if (/^\s*rate\s*\(/iu.test(value))
      return { code: 'E_VALUE', problem: `${quotable(value)} is a rate; write every: ${quotable(value)}` };
    const read = readCron(value);
    if ('problem' in read) return { code: 'E_VALUE', problem: `${quotable(value)} is not a cron: ${read.problem}` };
    return { value: { kind: 'cron', cron: read, text: value } };
  });
}

/** A field for `5m` or `rate(5 minutes)`. At least a second. */
export function every(): z.ZodType<Timing> {
  return field('a time or rate(5 minutes)', { type: 'string' }, (value): Result<Timing> => {
    const span = typeof value === 'string' ? readRateExpression(value) : null;
    const read = span ?? readTime(value, 'm');
    if (!('value' in read)) return read;
    if (read.value < SECOND || read.value > LONGEST_TIME)
      return { code: 'E_RANGE', problem: `${quotable(String(value))} must lie between 1s and 366d` };
    return { value: { kind: 'every', span: read.value } };
  });
}

/** A field for a time since t = 0 such as `90m`, or a date such as `2026-11-27T08:45:00Z` or `at(2026-11-27T08:45:00)`. */
export function at(): z.ZodType<Timing> {
  return field('a time or a date', { type: 'string' }, (value): Result<Timing> => {
    const text = typeof value === 'string' ? value.trim() : '';
    const written = /^at\s*\((.*)\)$/iu.exec(text)?.[1]?.trim() ?? text;
    const date = parseDateTime(written);
    if (date !== null) return { value: { kind: 'date', date, text } };
    if (written !== text || /^\d{4}-\d/u.test(text))
      return { code: 'E_VALUE', problem: `${quotable(text)} is not a date; write it as 2026-11-27T08:45:00Z` };
    const read = readTime(value, 'm');
    return 'value' in read ? { value: { kind: 'at', time: read.value, text } } : read;
  });
}

/**
 * The instants in [0, duration) at which something happens, ascending, at least one. `null` with an error at `path`
 * where there is none. Crons and dates without a zone of their own are meant in `timezone`, the scenario's by default.
 */
export function instantsOf(
  bench: Workbench,
  path: Path,
  timing: Timing,
  calendar: Calendar,
  timezone: string = calendar.timezone,
): Float64Array | null {
  const instants = allInstants(timing, calendar, timezone);
  if (instants.length > 0) return instants;
  bench.error('E_NEVER', path, whyNever(timing, calendar, timezone));
  return null;
}

function allInstants(timing: Timing, calendar: Calendar, timezone: string): Float64Array {
  const { duration } = calendar;
  switch (timing.kind) {
    case 'cron': {
      const from = calendar.clockAt(-DAY, timezone);
      return calendar.instantsAt(clockTimes(timing.cron, from, from + duration + 3 * DAY), timezone);
    }
    case 'every':
      return Float64Array.from({ length: Math.ceil(duration / timing.span) }, (_, k) => k * timing.span);
    case 'at':
      return timing.time < duration ? Float64Array.of(timing.time) : new Float64Array();
    case 'date': {
      const instant = calendar.isGiven ? instantOf(timing.date, calendar, timezone) : null;
      const isWithin = instant !== null && instant >= 0 && instant < duration;
      return isWithin ? Float64Array.of(instant) : new Float64Array();
    }
  }
}

function whyNever(timing: Timing, calendar: Calendar, timezone: string): string {
  const run = `the run, ${showTime(calendar.duration)} from ${showInstant(calendar.start)}`;
  const noStart = calendar.isGiven ? '' : ' (there is no start, so t = 0 is taken as a Monday, 00:00 UTC)';
  switch (timing.kind) {
    case 'cron': {
      const end = calendar.clockAt(calendar.duration, timezone);
      const [later] = clockTimes(timing.cron, end, end + 30 * 366 * DAY);
      const next =
        later === undefined
          ? 'there is no such day'
          : `its first time is ${showInstant(later).replace(/Z$/u, '')} in ${timezone}`;
      return `${quotable(timing.text)} never fires within ${run}${noStart}: ${next}; change it, start or duration`;
    }
    case 'every':
      return `never fires within ${run}`;
    case 'at':
      return `${quotable(timing.text)} is not before the end of the run at ${showTime(calendar.duration)}; make it earlier or duration longer`;
    case 'date':
      if (!calendar.isGiven)
        return `${quotable(timing.text)} is a date, and there is no start to count from; give start, or write a time from t = 0 such as 90m`;
      if (instantOf(timing.date, calendar, timezone) === null)
        return `${quotable(timing.text)} is skipped by the clocks in ${timezone}; choose another time`;
      return `${quotable(timing.text)} is not within ${run}; change it, start or duration`;
  }
}

/** `rate(5 minutes)`; `null` where the text is none at all. */
function readRateExpression(text: string): Result<Micros> | null {
  const inside = /^\s*rate\s*\((.*)\)\s*$/iu.exec(text)?.[1];
  if (inside === undefined) return null;
  const [, count = '', unit = ''] = /^\s*(\d+)\s+(minute|hour|day)s?\s*$/iu.exec(inside) ?? [];
  const size = new Map([
    ['minute', MINUTE],
    ['hour', HOUR],
    ['day', DAY],
  ]).get(unit.toLowerCase());
  if (size === undefined || Number(count) < 1)
    return {
      code: 'E_VALUE',
      problem: `${quotable(text)} is not a rate; write it as rate(5 minutes), in minutes, hours or days`,
    };
  return { value: Number(count) * size };
}
