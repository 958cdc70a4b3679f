/** Keys of `account` and `assumptions`. */
import * as z from 'zod';
import { IDLE_TIMEOUT_PRESETS, MAX_LIFETIME_PRESETS } from '../lambda/assumptions.ts';
import { knownRegions } from '../lambda/pricing.ts';
import { MINUTE } from '../des/time.ts';
import { DEFAULT_ACCOUNT_CONCURRENCY, MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS } from '../lambda/quotas.ts';
import { choice, fieldNotes, flag, hasKey, into, keys, listed, oneOf, text } from './field.ts';
import type { LawSpec } from './law.ts';
import { numberLaw, timeLaw } from './law-schema.ts';
import { number, share, time, whole } from './quantities.ts';

const TRACE = '{ trace: file.csv, column: concurrency }';

/** A law, or a column of a CSV file. */
export type BackgroundSpec = LawSpec | { readonly kind: 'trace'; readonly file: string; readonly column: string };

const traceOfMinutes = into(keys({ trace: text(1_000), column: text(200) }), ({ trace, column }) => ({
  value: { kind: 'trace' as const, file: trace, column },
}));
/** A poller that took longer would be an outage. */
const LONGEST_POLL_LATENCY = MINUTE;

const background = keys({
  concurrency: z
    .lazy(() =>
      choice<BackgroundSpec>(
        `D of plain numbers, or ${TRACE}`,
        ['trace', 'column'],
        [
          { when: hasKey('trace'), schema: traceOfMinutes },
          { when: hasKey('column'), schema: traceOfMinutes },
          { when: () => true, schema: numberLaw },
        ],
      ),
    )
    .describe(
      `Drawn anew every minute and rounded; takes from the unreserved pool before anything else, at most the whole pool. Or \`${TRACE}\`: row k of the file is minute k from t = 0, and the last row holds on.`,
    ),
});

/** Schemas that the documentation shows in tables of their own. */
export const accountParts = { background };

/** `account`: one AWS account in one Region. */
export const accountSchema = keys({
  concurrency: whole({ min: 1, max: 1_000_000 })
    .prefault(DEFAULT_ACCOUNT_CONCURRENCY)
    .describe('Account concurrency limit (R1.4).'),
  region: oneOf(knownRegions())
    .prefault('us-east-1')
    .describe('AWS Region; decides prices (R10.18) and the legacy burst (R2.6).'),
  scaling: oneOf(['per-function-2023', 'regional-burst-2017', 'unlimited'])
    .prefault('per-function-2023')
    .describe(
      'Scaling rule: 1,000 new environments every 10 s and function, the regional burst before November 2023, or none (R2.10).',
    ),
  background: background.optional().describe('Concurrency used by functions that are not modelled.'),
});

/** A preset by name, `none`, or a distribution; `none` and presets are kept as words. */
export type NamedLaw =
  { readonly kind: 'preset'; readonly name: string } | { readonly kind: 'law'; readonly law: LawSpec };

/** `assumptions`: every A-n of the on-demand model as a knob. No default here: they come with the era. */
export const assumptionsSchema = keys({
  era: oneOf(['now', 'era2021', 'era2020'])
    .prefault('now')
    .describe('A bundle of assumptions that belonged together; explicit knobs beat it (A-11).'),
  idleTimeout: namedLaw(Object.keys(IDLE_TIMEOUT_PRESETS))
    .optional()
    .describe('How long an environment stays idle before it is stopped, drawn once per environment (A-11).'),
  maxLifetime: namedLaw(Object.keys(MAX_LIFETIME_PRESETS))
    .optional()
    .describe('The age at which an idle environment is recycled (A-12).'),
  reusePolicy: oneOf(['mru', 'newest', 'lru', 'random'])
    .optional()
    .describe('Which idle environment serves the next invocation (A-13).'),
  platformOverhead: timeLaw
    .optional()
    .describe('Sandbox creation and download before Init; neither in Init Duration nor billed (A-43, A-35).'),
  rpsModel: oneOf(['total', 'perEnvironment'])
    .optional()
    .describe('Whether the request-rate quota counts in total or per warm environment (R1.10).'),
  rpsBurst: time({ min: 1_000, max: 3_600_000_000, likely: 's' })
    .optional()
    .describe('How much of the request-rate quota may pass at once (A-2).'),
  rpsCountsThrottled: flag()
    .optional()
    .describe('Whether a request that a later check throttles still spends a request-rate token (A-44).'),
  scalingBurst: oneOf(['bucket', 'window'])
    .optional()
    .describe('The scaling rate as a token bucket, or at most 1,000 new environments in any 10 s (A-3).'),
  growthLimit: flag().optional().describe('Whether requests grow by at most 10,000 per second every 10 s (A-4).'),
  legacyRefill: oneOf(['continuous', 'stepped']).optional().describe('How the legacy burst refills (A-6).'),
  suppressedInitFactor: factor()
    .optional()
    .describe('How much slower an Init is inside an invocation; auto = max(1, 1769 / memorySize) (A-32).'),
  packageTerm: time({ likely: 'ms' })
    .optional()
    .describe('How much longer Init takes for each MB of packageSize above 5 MB; 4ms is a guess to start from (A-33).'),
  proactiveInit: share()
    .optional()
    .describe('Share of new environments whose Init ran before their first request came (A-14).'),
  rebindOnWarmFree: flag()
    .optional()
    .describe(
      'Whether a request that has started a new environment moves to a busy one that becomes free earlier (A-15).',
    ),
  initBilling: oneOf(['all-2025', 'legacy-managed-zip-free'])
    .optional()
    .describe('Whether Init is billed for zip packages on managed runtimes (R10.6).'),
  billingStep: oneOf(['1ms', '100ms'])
    .optional()
    .describe('Billed duration is rounded up to a multiple of this (R10.3).'),
  roundLikeAws: flag()
    .optional()
    .describe("Whether every part of a bill is rounded to cents before it is added up, as in AWS's examples (A-39)."),
  httpApiThrottleStatus: whole({ min: 400, max: 599 })
    .optional()
    .describe('What an HTTP API answers when Lambda throttles (R5.9).'),
  functionErrorWaits: waits()
    .optional()
    .describe('From the end of a failed attempt of an asynchronous event to the next one, one time each (R6.3, A-22).'),
  asyncRetry: oneOf(['perEventTimers', 'queue'])
    .optional()
    .describe(
      'Whether throttled events try again by timers of their own, or the oldest first as concurrency frees (A-23).',
    ),
  asyncDuplicates: share()
    .optional()
    .describe('Share of asynchronous events that are delivered a second time (R6.8, A-24).'),
  asyncPollLatency: time({ max: LONGEST_POLL_LATENCY })
    .optional()
    .describe('From the acceptance of an asynchronous event to its first attempt (R6.10, A-25).'),
  provisionedPreparation: timeLaw
    .optional()
    .describe('How long an allocation of provisioned concurrency takes before its first environment (A-16).'),
  lowAlarmPeriods: whole({ min: 1, max: 60 })
    .optional()
    .describe('Minutes of low utilisation in a row before target tracking scales in (A-18).'),
  metricDelay: time({ max: 600_000_000, likely: 's' })
    .optional()
    .describe('How much later than its end the alarms of target tracking see a minute (A-47).'),
  sqsThrottle: oneOf(['docs', 'observed2019'])
    .optional()
    .describe(
      'Whether a throttled batch of a queue is tried again until its visibility timeout ends, or given up after three tries (R8.6, A-30).',
    ),
  sqsPollerGrowth: oneOf(['300/min', '60/min'])
    .optional()
    .describe(
      'Pollers that a mapping of a queue gets in addition each minute; 60/min = before November 2023 (R8.1, A-29).',
    ),
  streamRetryBackoff: keys({
    base: time({ positive: true, max: MINUTE * 60, likely: 's' })
      .prefault('1s')
      .describe('The first wait.'),
    factor: number({ min: 1, max: 100 }).prefault(2).describe('Every further wait in a row is so many times as long.'),
    cap: time({ positive: true, likely: 's' }).prefault('60s').describe('No wait is longer.'),
  })
    .optional()
    .describe('How a mapping of a stream spaces the tries of a batch that fails or is throttled (R7.8, A-26).'),
});

/** One or two times. */
function waits(): z.ZodType<readonly number[]> {
  const schema = z
    .array(time({ max: MAXIMUM_EVENT_AGE, likely: 'm' }))
    .min(1)
    .max(MAXIMUM_RETRY_ATTEMPTS);
  fieldNotes.add(schema, { syntax: 'a list of times' });
  return schema;
}

function namedLaw(presets: readonly string[]): z.ZodType<NamedLaw> {
  const words = ['none', ...presets];
  const byName = oneOf(words).transform((name): NamedLaw => ({ kind: 'preset', name }));
  const byLaw = z.lazy(() => timeLaw).transform((law): NamedLaw => ({ kind: 'law', law }));
  const schema = choice<NamedLaw>(
    `D, ${listed(words)}`,
    [],
    [
      { when: (value) => typeof value === 'string' && /^[A-Za-z]/u.test(value), schema: byName },
      { when: () => true, schema: byLaw },
    ],
  );
  fieldNotes.add(schema, { syntax: `D, ${listed(words)}` });
  return schema;
}

function factor(): z.ZodType<'auto' | number> {
  return choice<'auto' | number>(
    'auto or a number',
    [],
    [
      { when: (value) => typeof value === 'string' && /^[A-Za-z]/u.test(value), schema: oneOf(['auto']) },
      { when: (value) => value !== undefined && value !== null, schema: number({ min: 0, max: 1_000 }) },
    ],
  );
}
