/** Cron expressions as AWS writes them: six fields, of which day-of-month or day-of-week is `?`. */
import { DAY, HOUR, MINUTE, type Micros } from '../des/time.ts';
import { quotable } from './source-text.ts';

/**
 * A cron expression that has been read. EventBridge has the same in its rules, in its Scheduler and in scheduled scaling.
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html)
 */
export interface Cron {
  /** Ascending minutes of an hour, hours of a day. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Whether it fires on a day. */
  readonly firesOn: (day: Day) => boolean;
}

/** A day of the calendar. */
interface Day {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** 1 = Sunday to 7 = Saturday. */
  readonly weekday: number;
  /** Number of the month's last day. */
  readonly lastDay: number;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Words for min, min + 1 and so on. */
  readonly words: readonly string[];
  /** What the field may look like, for whoever got it wrong. */
  readonly example: string;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const MINUTES: Field = { name: 'minutes', min: 0, max: 59, words: [], example: '0, 0/15 or 5,35' };
const HOURS: Field = { name: 'hours', min: 0, max: 23, words: [], example: '10, 8-17 or *' };
const DAY_OF_MONTH: Field = { name: 'day-of-month', min: 1, max: 31, words: [], example: '1, 1-15, L, 3W or ?' };
const MONTH: Field = { name: 'month', min: 1, max: 12, words: MONTHS, example: '*, 1-6 or JAN,JUL' };
const DAY_OF_WEEK: Field = { name: 'day-of-week', min: 1, max: 7, words: WEEKDAYS, example: 'MON-FRI, 2#1, 6L or ?' };
const YEAR: Field = { name: 'year', min: 1970, max: 2199, words: [], example: '* or 2026-2027' };

/** A cron that cannot be read: why, and the way out. */
class Unreadable extends Error {}

/** Reads `cron(0 10 * * ? *)`, with or without the wrapper. */
export function readCron(text: string): Cron | { readonly problem: string } {
  try {
    return parseCron(text);
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message };
    throw error;
  }
}

/** The clock times in [from, until) at which it fires, ascending, in microseconds since 1970 as if they were UTC. */
export function* clockTimes(cron: Cron, from: Micros, until: Micros): Generator<Micros> {
  for (let midnight = Math.floor(from / DAY) * DAY; midnight < until; midnight += DAY) {
    if (!cron.firesOn(dayAt(midnight))) continue;
    for (const hour of cron.hours) {
      for (const minute of cron.minutes) {
        const time = midnight + hour * HOUR + minute * MINUTE;
        if (time >= from && time < until) yield time;
      }
    }
  }
}

function dayAt(midnight: Micros): Day {
  const date = new Date(midnight / 1_000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { year, month, day: date.getUTCDate(), weekday: date.getUTCDay() + 1, lastDay };
}

function parseCron(text: string): Cron {
  const fields = (/^\s*cron\s*\((.*)\)\s*$/iu.exec(text)?.[1] ?? text).trim().toUpperCase().split(/\s+/u);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) throw new Unreadable(wrongCount(fields));
  if ((dayOfMonth === '?') === (dayOfWeek === '?'))
    throw new Unreadable(
      dayOfWeek === '?'
        ? 'leaves both day-of-month and day-of-week open with ?; write * in one of them'
        : 'gives both day-of-month and day-of-week; write ? in the one that does not matter',
    );
  const monthIn = valuesOf(MONTH, month);
  const yearIn = valuesOf(YEAR, year);
  const fits = dayOfWeek === '?' ? daysOfMonth(dayOfMonth) : daysOfWeek(dayOfWeek);
  return {
    minutes: ascending(valuesOf(MINUTES, minutes)),
    hours: ascending(valuesOf(HOURS, hours)),
    firesOn: (day) => monthIn.has(day.month) && yearIn.has(day.year) && fits(day),
  };
}

function wrongCount(fields: readonly string[]): string {
  const shape = 'minutes hours day-of-month month day-of-week year, such as cron(0 10 * * ? *)';
  const [minutes, hours, dayOfMonth, month, dayOfWeek = ''] = fields;
  // Unix counts its weekdays from 0 = Sunday; only what means the same in both is worth a guess.
  const guess =
    fields.length !== 5 || /\d/u.test(dayOfWeek) || (dayOfMonth !== '*' && dayOfWeek !== '*')
      ? ''
      : dayOfWeek === '*'
        ? `; did you mean cron(${[minutes, hours, dayOfMonth, month, '?', '*'].join(' ')})?`
        : `; did you mean cron(${[minutes, hours, '?', month, dayOfWeek, '*'].join(' ')})?`;
  const found = fields.join('') === '' ? 'no field' : `${String(fields.length)} field${fields.length === 1 ? '' : 's'}`;
  return `has ${found}, AWS's cron has six: ${shape}${guess}`;
}

/** `L` the last day, `LW` the last weekday, `15W` the weekday nearest to the 15th within the month; else numbers. */
function daysOfMonth(text: string): (day: Day) => boolean {
  const tests = text.split(',').map((item): ((day: Day) => boolean) => {
    if (item === 'L') return ({ day, lastDay }) => day === lastDay;
    const nearest = /^(?:(\d+)|L)W$/u.exec(item);
    if (nearest === null) {
      const days = valuesOf(DAY_OF_MONTH, item);
      return ({ day }) => days.has(day);
    }
    const wanted = nearest[1] === undefined ? null : valueOf(DAY_OF_MONTH, nearest[1]);
    return (day) => day.day === nearestWeekday(day, wanted ?? day.lastDay);
  });
  return (day) => tests.some((test) => test(day));
}

/** The number of the Monday to Friday nearest to a day of the month that `day` is in; 0 where there is no such day. */
function nearestWeekday(day: Day, wanted: number): number {
  if (wanted > day.lastDay) return 0;
  const weekday = ((((day.weekday - 1 + wanted - day.day) % 7) + 7) % 7) + 1;
  if (weekday === 7) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 1) return wanted === day.lastDay ? wanted - 2 : wanted + 1;
  return wanted;
}

/** `L` Saturday, the last day of AWS's week; `6L` the last Friday of the month; `3#2` its second Tuesday; else numbers. */
function daysOfWeek(text: string): (day: Day) => boolean {
  if (text.includes('#') && text.includes(','))
    throw new Unreadable(
      `day-of-week ${quotable(text, 40)}: with # there can be one expression only; write such as 2#1`,
    );
  const tests = text.split(',').map((item): ((day: Day) => boolean) => {
    if (item === 'L') return ({ weekday }) => weekday === 7;
    const last = /^(\w+)L$/u.exec(item);
    if (last?.[1] !== undefined) {
      const wanted = valueOf(DAY_OF_WEEK, last[1]);
      return ({ weekday, day, lastDay }) => weekday === wanted && day + 7 > lastDay;
    }
    const numbered = /^(\w+)#([1-5])$/u.exec(item);
    if (numbered?.[1] !== undefined) {
      const wanted = valueOf(DAY_OF_WEEK, numbered[1]);
      return ({ weekday, day }) => weekday === wanted && Math.ceil(day / 7) === Number(numbered[2]);
    }
    const weekdays = valuesOf(DAY_OF_WEEK, item);
    return ({ weekday }) => weekdays.has(weekday);
  });
  return (day) => tests.some((test) => test(day));
}

/** `*`, `a`, `a-b` and any of these with `/step`, separated by commas. `20-2` goes on past the end of its field. */
function valuesOf(field: Field, text: string): ReadonlySet<number> {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/u.exec(item);
    if (match === null) throw refusal(field, item);
    const [, all, first = '', last, step] = match;
    const from = all === undefined ? valueOf(field, first) : field.min;
    const to = last !== undefined ? valueOf(field, last) : all === undefined && step === undefined ? from : field.max;
    const by = Number(step ?? 1);
    const size = field.max - field.min + 1;
    if (by < 1 || by > size) throw refusal(field, item);
    if (to < from && field === YEAR) throw refusal(field, item);
    const length = to < from ? to - from + size : to - from;
    for (let k = 0; k <= length; k += by) values.add(((from - field.min + k) % size) + field.min);
  }
  return values;
}

function valueOf(field: Field, text: string): number {
  const word = field.words.indexOf(text);
  if (word >= 0) return field.min + word;
  const value = /^\d+$/u.test(text) ? Number(text) : NaN;
  if (value >= field.min && value <= field.max) return value;
  throw refusal(field, text);
}

function refusal({ name, min, max, words, example }: Field, item: string): Unreadable {
  const names = words.length === 0 ? '' : ` or ${words[0] ?? ''}-${words.at(-1) ?? ''}`;
  const found = item === '' ? 'is empty' : `${quotable(item, 40)} is none`;
  return new Unreadable(`${name}: ${found}; it takes ${String(min)}-${String(max)}${names}, such as ${example}`);
}

function ascending(values: ReadonlySet<number>): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
