/** Keys of a source's `curve`: how its rate follows the hours of the day and the days of the week. */
import type * as z from 'zod';
import { HOUR, MINUTE, type Micros } from '../des/time.ts';
import { choice, field, fieldNotes, isMap, keys, text, type Result } from './field.ts';
import { kindOf, quoteHint } from './hints.ts';
import { number, share } from './quantities.ts';
import { quotable } from './source-text.ts';

/** Beyond this a day is better told hour by hour. */
const HIGHEST_PEAK = 5;
const HIGHEST_WEEKEND = 10;

const HOURS_AND_MINUTES = /^([01]?\d|2[0-3]):([0-5]\d)$/u;

/** A time of day such as `20:00` in microseconds since midnight, or what is wrong with it. */
export function readTimeOfDay(value: string): { readonly value: Micros } | string {
  const match = HOURS_AND_MINUTES.exec(value);
  if (match === null) return `${quotable(value, 40)} is not a time of day such as 20:00`;
  return { value: Number(match[1]) * HOUR + Number(match[2]) * MINUTE };
}

function timeOfDay(): z.ZodType<Micros> {
  const json = { type: 'string', pattern: String.raw`^([01]?\d|2[0-3]):[0-5]\d$` };
  return field('a time of day', json, (value): Result<Micros> => {
    if (typeof value !== 'string')
      return {
        code: 'E_TYPE',
        problem: `expected a time of day such as "20:00", found ${kindOf(value)}${quoteHint(value)}`,
      };
    const read = readTimeOfDay(value.trim());
    return typeof read === 'string' ? { code: 'E_VALUE', problem: read } : read;
  });
}

const daily = keys({
  peak: number({ min: 1, max: HIGHEST_PEAK }).describe('Rate at the busiest time of day over the mean of the day.'),
  at: timeOfDay().describe('The busiest time of day, by the clocks of timezone.'),
});

const map = keys({
  daily: daily.optional().describe('A hill over the day with mean 1; without it a day is flat.'),
  weekend: share(HIGHEST_WEEKEND)
    .prefault('100%')
    .describe('The rate on Saturdays and Sundays, from midnight to midnight, over that of the other days.'),
});

/** A curve as the file has it; a text is the name of a CSV file. */
export type CurveSpec = string | z.output<typeof map>;

/** Schemas that the documentation shows in tables of their own. */
export const curveParts = { daily, map };

/** One curve. */
export const curveSchema: z.ZodType<CurveSpec> = choice<CurveSpec>(
  'a curve such as { daily: { peak: 1.6, at: "20:00" }, weekend: 40% } or the name of a CSV file',
  [],
  [
    { when: (value) => typeof value === 'string', schema: text(1_000) },
    { when: isMap, schema: map },
  ],
);
fieldNotes.add(curveSchema, { syntax: 'a map or a CSV file' });
