/** Dates with a time of day, as `2026-11-27T08:45:00Z` or without a zone. */
import { DAY, MINUTE, SECOND, type Micros } from '../des/time.ts';
import { Calendar } from './calendar.ts';

/** A date with a time of day. */
export interface DateTime {
  /** What a clock shows, in microseconds since 1970 as if it showed UTC. */
  readonly clock: Micros;
  /** Distance from UTC of that clock; `null` where the text does not tell. */
  readonly offset: Micros | null;
}

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])(\d{2}):?(\d{2}))?$/iu;

/** The date and time of a text, or `null` when it is none or no calendar has that day. */
export function parseDateTime(text: string): DateTime | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', utc, sign, hours, minutes] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  const away = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  if (!isReal || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || away > 18 * 60) return null;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const clock = date.getTime() * 1_000 + seconds * SECOND + Math.round(Number(`0.${fraction}`) * SECOND);
  if (utc !== undefined) return { clock, offset: 0 };
  return { clock, offset: sign === undefined ? null : (sign === '-' ? -away : away) * MINUTE };
}

/**
 * The instant of a date and time since t = 0, which may lie outside of the run; without a zone of its own it is meant
 * in `timezone`. `null` where clocks skip that time; the first of the two where they show it twice.
 */
export function instantOf({ clock, offset }: DateTime, calendar: Calendar, timezone: string): Micros | null {
  if (offset !== null) return clock - offset - calendar.start;
  // A run of three days around it: no zone is further than a day from UTC.
  const around = new Calendar(clock - DAY, timezone, 3 * DAY);
  const [instant] = around.instantsAt([clock]);
  return instant === undefined ? null : around.start + instant - calendar.start;
}

/** An instant in microseconds since 1970 as `2026-11-27T08:45:00Z`. */
export function showInstant(instant: Micros): string {
  return new Date(instant / 1_000).toISOString().replace(/\.000Z$/u, 'Z');
}
