/** Keys of `sources.<name>.clients`. */
import * as z from 'zod';
import { choice, field, fieldNotes, isMap, keys, oneOf } from './field.ts';
import { timeLaw } from './law-schema.ts';
import { number, share, time, whole } from './quantities.ts';
import { kindOf } from './hints.ts';

/** What a client may retry: a 429, any 5xx, or its own timeout. */
export type RetryTrigger = '429' | '5xx' | 'timeout';

/** One of them as the file says it. */
export const retryTrigger = field<RetryTrigger>(
  '429, 5xx or timeout',
  { enum: [429, '429', '5xx', 'timeout'] },
  (value) => {
    const word = typeof value === 'number' ? String(value) : value;
    if (word === '429' || word === '5xx' || word === 'timeout') return { value: word };
    return { code: 'E_VALUE', problem: `expected 429, 5xx or timeout, found ${kindOf(value)}` };
  },
);

const backoff = keys({
  base: time({ max: 3_600_000_000 }).prefault('100ms').describe('Delay before the first retry, before jitter.'),
  factor: number({ min: 1, max: 100 }).prefault(2).describe('Every further retry waits this many times as long.'),
  cap: time({ likely: 's' }).prefault('20s').describe('No delay is longer.'),
  jitter: oneOf(['none', 'full', 'equal'])
    .prefault('full')
    .describe('full: uniform between 0 and the delay; equal: between half of it and all of it.'),
});

const customRetry = keys({
  maxAttempts: whole({ min: 1, max: 100 }).prefault(3).describe('Attempts in all, the first included.'),
  on: z.array(retryTrigger).prefault([429, '5xx']).describe('What is tried again: 429, 5xx, timeout.'),
  backoff: backoff.prefault({}).describe('How long a client waits before it tries again.'),
  budget: share()
    .optional()
    .describe(
      'Retries as a share of the requests, at most: every request adds this share of a retry, 100 at most are saved up. Default: no such limit.',
    ),
});

/** Retry behaviours that have a name. */
export const retryPreset = oneOf(['none', 'sdk2026', 'sdkStandard', 'cdk']);

/** A preset by name, or a client's own rule. */
export type RetrySpec = z.output<typeof retryPreset> | z.output<typeof customRetry>;

const retry = choice<RetrySpec>(
  'none, sdk2026, sdkStandard, cdk or { maxAttempts, on, backoff, budget }',
  [],
  [
    { when: isMap, schema: customRetry },
    { when: (value) => value !== undefined && value !== null, schema: retryPreset },
  ],
);
fieldNotes.add(retry, { syntax: 'none, sdk2026, sdkStandard, cdk or { maxAttempts, on, backoff, budget }' });

/** `clients`. */
export const clientsSchema = keys({
  timeout: time({ positive: true, likely: 's' })
    .optional()
    .describe(
      'A client gives an attempt up after this long, counted from each attempt; the function runs on (R5.13). Default: it waits.',
    ),
  retry: retry
    .optional()
    .describe('Default: sdk2026 for invoke (R5.6), cdk for step-functions (R5.11), none for the others (A-21).'),
  users: whole({ min: 1, max: 100_000 })
    .optional()
    .describe('A closed loop instead of a rate: each user sends, waits for the final answer, thinks, and sends again.'),
  thinkTime: z
    .lazy(() => timeLaw)
    .optional()
    .describe('How long a user thinks between an answer and the next request; goes with users. Default: 0s.'),
});

/** Schemas that the documentation shows in tables of their own. */
export const clientsParts = { retry: customRetry, backoff };
