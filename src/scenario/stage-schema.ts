/** Keys of one stage of a source's traffic. */
import type * as z from 'zod';
import type { Micros } from '../des/time.ts';
import { choice, fieldNotes, hasKey, keys, type Option } from './field.ts';
import { rate, time, whole } from './quantities.ts';

/** A stage as the file has it; `for` of a rate may be left out on the last stage. */
export type StageSpec =
  | { readonly kind: 'rate'; readonly rate: number; readonly for: Micros | null }
  | { readonly kind: 'ramp'; readonly to: number; readonly for: Micros }
  | { readonly kind: 'pause'; readonly for: Micros }
  | { readonly kind: 'burst'; readonly count: number; readonly over: Micros };

const span = (): z.ZodType<Micros> => time({ positive: true, likely: 'm' });

/** Requests that one burst may have at most. */
const LARGEST_BURST = 10_000_000;

const steady = keys({
  rate: rate().describe('Requests per second, steady.'),
  for: span().optional().describe('How long; may be left out on the last stage.'),
});
const ramp = keys({
  ramp: rate().describe(
    'The rate moves to this in a straight line from the one before (0 at the start and after a pause).',
  ),
  for: span().describe('How long.'),
});
const pause = keys({ pause: span().describe('No requests for this long.') });
const burst = keys({
  burst: whole({ min: 1, max: LARGEST_BURST }).describe('So many requests in one instant.'),
  over: span()
    .optional()
    .describe('Within this long instead: evenly spaced if arrivals are constant, else uniform at random.'),
});

/** Schemas that the documentation shows in tables of their own. */
export const stageParts = { steady, ramp, pause, burst };

/** One stage. */
export const stageSchema: z.ZodType<StageSpec> = choice<StageSpec>(
  'a stage such as { rate: 50/s, for: 10m }, { ramp: 200/s, for: 1m }, { pause: 5m } or { burst: 100, over: 1m }',
  ['rate', 'ramp', 'pause', 'burst', 'for', 'over'],
  [
    option(
      'rate',
      steady.transform((stage): StageSpec => ({ kind: 'rate', rate: stage.rate, for: stage.for ?? null })),
    ),
    option(
      'ramp',
      ramp.transform((stage): StageSpec => ({ kind: 'ramp', to: stage.ramp, for: stage.for })),
    ),
    option(
      'pause',
      pause.transform((stage): StageSpec => ({ kind: 'pause', for: stage.pause })),
    ),
    option(
      'burst',
      burst.transform((stage): StageSpec => ({ kind: 'burst', count: stage.burst, over: stage.over ?? 0 })),
    ),
  ],
);
fieldNotes.add(stageSchema, { syntax: 'a stage' });

function option(key: string, schema: z.ZodType<StageSpec>): Option<StageSpec> {
  return { when: hasKey(key), schema };
}
