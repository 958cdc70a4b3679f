/** `start` and `timezone` of the file → the calendar of the scenario. */
import type * as z from 'zod';
import type { Micros } from '../des/time.ts';
import { Calendar, isTimezone } from './calendar.ts';
import { instantOf, parseDateTime, showInstant, type DateTime } from './date-time.ts';
import { field, type Result } from './field.ts';
import { kindOf } from './hints.ts';
import { didYouMean } from './nearest.ts';
import { quotable } from './source-text.ts';
import type { Workbench } from './workbench.ts';

/** A field for a date with a time of day, of the years that crons know. */
export function dateTime(): z.ZodType<DateTime> {
  const json = { type: 'string', pattern: String.raw`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}` };
  return field('a date', json, (value): Result<DateTime> => {
    if (typeof value !== 'string')
      return { code: 'E_TYPE', problem: `expected a date such as 2026-11-27T08:45:00Z, found ${kindOf(value)}` };
    const text = value.trim();
    const date = parseDateTime(text);
    if (date === null) {
      const example = /^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00:00Z` : '2026-11-27T08:45:00Z';
      return { code: 'E_VALUE', problem: `${quotable(value)} is not a date with a time; write it as ${example}` };
    }
    const year = new Date(date.clock / 1_000).getUTCFullYear();
    if (year >= 1970 && year <= 2198) return { value: date };
    return { code: 'E_RANGE', problem: `${quotable(value)} is outside of the years 1970 to 2198` };
  });
}

/** A field for the name of an IANA time zone. */
export function timezone(): z.ZodType<string> {
  return field('an IANA time zone', { type: 'string' }, (value): Result<string> => {
    if (typeof value === 'string' && isTimezone(value)) return { value };
    if (typeof value !== 'string')
      return { code: 'E_TYPE', problem: `expected a time zone such as Europe/Berlin, found ${kindOf(value)}` };
    const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
    const city = zones.find((zone) => zone.toLowerCase().endsWith(`/${value.toLowerCase()}`));
    const near = city === undefined ? didYouMean(value, zones) : `; did you mean ${city}?`;
    const hint = near === '' ? '; write an IANA name such as UTC or Europe/Berlin' : near;
    return { code: 'E_VALUE', problem: `there is no time zone ${quotable(value)}${hint}` };
  });
}

/** The calendar, or `null` where one of the three could not be read or, with an error, clocks skip `start`. */
export function resolveCalendar(
  bench: Workbench,
  start: DateTime | null | undefined,
  zone: string | undefined,
  duration: Micros | undefined,
): Calendar | null {
  if (start === undefined || zone === undefined || duration === undefined) return null;
  if (start === null) return new Calendar(null, zone, duration);
  const instant = instantOf(start, new Calendar(0, zone, duration), zone);
  if (instant !== null) return new Calendar(instant, zone, duration);
  const shown = showInstant(start.clock).replace(/Z$/u, '');
  bench.error('E_VALUE', ['start'], `clocks in ${zone} skip ${shown}; choose another time, or give it with Z for UTC`);
  return null;
}
