/** The part of result.json's schema about objectives. */
import { z } from 'zod';
import { amount } from './result-schema-parts.ts';

/** One objective over all runs. */
export const objective = z
  .strictObject({
    on: z.string(),
    expr: z.string(),
    level: z.enum(['fail', 'warn']),
    ok: z.boolean(),
    value: z.number().nullable().describe('null where nothing happened to take it of'),
    unit: z.enum(['share', 'ms', 'count', 'usd']),
    threshold: z.number(),
    ci95: amount.nullable().describe('Half the width of the 95 % interval; null with one run'),
    margin: z.number().nullable().describe('Room left as a share of the threshold; negative where it is missed'),
    worst: z.strictObject({ t_s: amount, value: z.number() }).nullable().describe('The worst minute of run 1'),
    runsMeeting: z.int().nonnegative(),
  })
  .meta({ id: 'objective' });

/** The values of all objectives in one run. */
export const objectivesInRun = z
  .array(z.strictObject({ value: z.number().nullable() }))
  .describe('The value of each objective in this run, by place; from two runs up')
  .exactOptional();
