/** Keys that Step Functions has beside those of every source (R5.11). */
import * as z from 'zod';
import { DISTRIBUTED_MAP_CONCURRENCY, INLINE_MAP_CONCURRENCY } from '../lambda/quotas.ts';
import { retryPreset, retryTrigger } from './clients-schema.ts';
import { choice, fieldNotes, isMap, keys, oneOf } from './field.ts';
import { numberLaw } from './law-schema.ts';
import { number, time, whole } from './quantities.ts';

const mapState = keys({
  items: z.lazy(() => numberLaw).describe('Items of an execution, plain numbers; rounded, at least 1.'),
  maxConcurrency: whole({ min: 1, max: DISTRIBUTED_MAP_CONCURRENCY })
    .prefault(INLINE_MAP_CONCURRENCY)
    .describe('Items at once: 40 is the most of an inline Map state, 10,000 of a distributed one.'),
});

const backoff = keys({
  base: time({ max: 3_600_000_000, likely: 's' })
    .prefault('2s')
    .describe('IntervalSeconds: wait before the first retry.'),
  factor: number({ min: 1, max: 100 })
    .prefault(2)
    .describe('BackoffRate: every further retry waits this many times as long.'),
  cap: time({ likely: 's' }).optional().describe('MaxDelaySeconds: no wait is longer. Default: no such limit.'),
  jitter: oneOf(['none', 'full', 'equal']).prefault('none').describe('JitterStrategy.'),
});

const retrier = keys({
  maxAttempts: whole({ min: 1, max: 100 }).prefault(7).describe('Attempts in all: MaxAttempts and one more.'),
  on: z
    .array(retryTrigger)
    .prefault(['5xx', 'timeout'])
    .describe(
      'What is tried again: 5xx and timeout are the errors of the default retrier; 429 only where it is named.',
    ),
  backoff: backoff.prefault({}).describe('How long the task waits before it is tried again.'),
});

/** A preset by name, or a retrier of its own: what it does not say is as in CDK's. */
export type RetrierSpec = z.output<typeof retrier> | z.output<typeof retryPreset>;

const retry = choice<RetrierSpec>(
  'none, cdk or { maxAttempts, on, backoff }',
  [],
  [
    { when: isMap, schema: retrier },
    { when: (value) => value !== undefined && value !== null, schema: retryPreset },
  ],
);
fieldNotes.add(retry, { syntax: 'none, cdk or { maxAttempts, on, backoff }' });

/** `map`, `retry`. */
export const stepFunctionsKeys = {
  map: mapState
    .optional()
    .describe('A Map state: a request is one execution with an invocation an item, served when all items are.'),
  retry: retry.optional().describe("The retrier of the task; default: CDK's, which does not try a 429 again (R5.11)."),
};

/** Schemas that the documentation shows in tables of their own. */
export const stepFunctionsParts = { map: mapState, retrier, backoff };

/** The keys of Step Functions as the file has them, read. */
export interface StepFunctionsSpec {
  readonly map?: z.output<typeof mapState> | undefined;
  readonly retry?: RetrierSpec | undefined;
}
