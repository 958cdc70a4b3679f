/** The shape of what result.json says of objectives. */
import { z } from 'zod';
import { amount, share } from './result-schema-parts.ts';

/** One objective over all runs: what was asked, what came out, by how much, and how surely. */
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
    standardError: amount.nullable().describe('Of value; from two runs up').exactOptional(),
    tooClose: z
      .boolean()
      .describe('Whether value ± ci95 reaches the threshold; ok is decided on value all the same; from two runs up')
      .exactOptional(),
    band: z
      .tuple([z.number(), z.number()])
      .describe('Where value is a median over two or more runs: their 5th and 95th percentile')
      .exactOptional(),
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

/** What became of `--precision`. */
export const precision = z
  .strictObject({
    wanted: share.describe('ci95 / value of the deciding objective, as it was to become'),
    reached: amount.nullable().describe('As it is; null where the value is 0 and its interval is not'),
    objective: z.int().nonnegative().describe('Place of the deciding objective among objectives'),
    met: z.boolean(),
  })
  .describe('Where runs were added until the interval of the deciding objective was narrow enough (--precision)');
