/** The shape of what result.json says of faults. */
import { z } from 'zod';
import { amount, name } from './result-schema-parts.ts';

/** One fault. */
export const fault = z
  .strictObject({
    on: name,
    at_s: amount,
    for_s: amount.describe('0: it happened in one instant'),
    effects: z.string(),
    recovered_s: amount
      .nullable()
      .describe(
        'Median over the runs of the time from its end until everything was back; null: not, or nobody can tell',
      ),
    runsRecovered: z.int().nonnegative().nullable().describe('null: too little time before or after it to tell'),
    last: z
      .strictObject({
        scope: z.string(),
        metric: z.string(),
        isBack: z.boolean(),
        before: amount.nullable(),
        value: amount.nullable().describe('In the last minute out of range; in ms for times'),
      })
      .nullable()
      .describe('The thing that was back last, or is not; null: nothing was out of its range'),
    metastable: z
      .strictObject({ source: name, attemptsBefore: amount, attemptsAfter: amount, text: z.string() })
      .nullable()
      .describe('A source that its own retries keep down though the fault is over'),
  })
  .meta({ id: 'fault' });
