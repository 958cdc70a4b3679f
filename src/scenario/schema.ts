/** The scenario file, key by key: the one source of validation, of the JSON Schema and of the tables in docs/scenario.md. */
import * as z from 'zod';
import { accountSchema, assumptionsSchema } from './account-schema.ts';
import { dependencySchema } from './dependency-schema.ts';
import { deploymentSchema } from './deployment-schema.ts';
import { faultSchema } from './fault-schema.ts';
import { choice, field, fieldNotes, flag, isScalar, keys, oneOf, text, type Result } from './field.ts';
import { functionSchema } from './function-schema.ts';
import { share, shareEachMonth, time, whole } from './quantities.ts';
import { dateTime, timezone } from './resolve-calendar.ts';
import { queueSchema } from './queue-schema.ts';
import { sourceSchema } from './source-schema.ts';
import { streamSchema } from './stream-schema.ts';
import { kindOf, quoteHint } from './hints.ts';
import { readNumber } from './units.ts';

/** The version of the format that this program reads. */
export const FORMAT_VERSION = 1;

const version = field('1', { const: FORMAT_VERSION }, (value): Result<1> => {
  const given = readNumber(value, true);
  if ('value' in given && given.value === FORMAT_VERSION) return { value: FORMAT_VERSION };
  return {
    code: 'E_VALUE',
    problem: `this program reads scenarios of version ${String(FORMAT_VERSION)}, found ${kindOf(value)}${value === String(FORMAT_VERSION) ? ', write it without quotes' : ''}`,
  };
});

/** Seeds are text; a number is taken as it is written. */
const seed = field('text or a whole number', { type: ['string', 'integer'] }, (value): Result<string> => {
  if (typeof value === 'string' && value.length > 0 && [...value].length <= 200) return { value };
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { value: String(value) };
  return {
    code: 'E_VALUE',
    problem: `expected text of 1 to 200 characters or a whole number, found ${kindOf(value)}${quoteHint(value)}`,
  };
});

const bucket = choice<'auto' | number>(
  'auto or a time such as 10s',
  [],
  [
    {
      when: (value) => typeof value === 'string' && /^[A-Za-z]/u.test(value),
      schema: oneOf(['auto'], 'auto or a time such as 10s'),
    },
    { when: isScalar, schema: time({ min: 1_000, likely: 's' }) },
  ],
);
fieldNotes.add(bucket, { syntax: 'auto or a time' });

const objective = keys({
  on: text(500).describe(
    'A source, a function, a queue, a dependency or account; functions.x or sources.x where a bare name is not unique.',
  ),
  expr: text(500).describe(
    'Metric, comparison, value: `p(99) latency < 1s`; `in any 1m` at the end asks it of every minute.',
  ),
  level: oneOf(['fail', 'warn']).prefault('fail').describe('fail decides the exit code; warn only tells.'),
});

/** An objective as the file has it, read. */
export type ObjectiveSpec = z.output<typeof objective>;

const pricing = keys({
  freeTier: flag().prefault(false).describe('Whether the monthly free tier is subtracted (R10.4).'),
  savingsPlan: share()
    .prefault('0%')
    .describe(
      'What a Compute Savings Plan takes off duration and provisioned concurrency; requests and the rest stay at list price.',
    ),
});

/** A variant: paths as in `--set`, each with a value of any kind. */
const variant = z.record(z.string(), z.unknown());

/** Everything a scenario file may say. */
export const scenarioShape = {
  version: version.prefault(FORMAT_VERSION).describe('Version of the format.'),
  name: text(200).optional().describe("Names the scenario and its output folder; default: the file's name."),
  extends: text(1_000, 1)
    .optional()
    .describe('A scenario file that this one stands on: merged key by key, this file wins. Relative to this file.'),
  description: text(10_000).optional().describe('What the scenario is about.'),
  start: dateTime()
    .optional()
    .describe(
      'Calendar instant of t = 0; without Z or an offset it is local time in timezone. Default: a Monday, 00:00 UTC.',
    ),
  timezone: timezone()
    .prefault('UTC')
    .describe('Zone of crons, curves and dates without a zone; daylight saving is observed.'),
  duration: time({ min: 1_000, likely: 'm' }).describe(
    'Horizon, including warmup; what is unfinished then is counted as unfinished.',
  ),
  warmup: time({ likely: 'm' })
    .prefault('0s')
    .describe('Simulated, left out of all results and objectives. All times count from its start.'),
  seed: seed.prefault(1).describe('Same scenario, seed and version: same bytes.'),
  runs: whole({ min: 1, max: 10_000 }).prefault(1).describe('Replications; from 2 up results carry 95 % intervals.'),
  bucket: bucket
    .prefault('auto')
    .describe(
      'Width of the buckets of time series; auto = the smallest of 1s, 10s, 1m, 5m and 1h that gives at most 3,600. At most a million.',
    ),
  repeat: oneOf(['daily', 'weekly', 'monthly'])
    .optional()
    .describe('How often the window (duration less warmup) occurs; with it costs are told per month, too.'),
  growth: shareEachMonth()
    .optional()
    .describe(
      'How much the traffic grows from month to month; with repeat the cost of the month a year later is told, too.',
    ),
  pricing: pricing.prefault({}).describe('How the bill is made.'),
  account: accountSchema.prefault({}).describe('The AWS account.'),
  assumptions: assumptionsSchema.prefault({}).describe('Where AWS is silent.'),
  functions: z.record(z.string(), functionSchema).describe('Functions by name.'),
  queues: z
    .record(z.string(), queueSchema)
    .prefault({})
    .describe('SQS queues by name; one that a single mapping reads may stand inside that.'),
  streams: z.record(z.string(), streamSchema).prefault({}).describe('Streams by name; sources read and write them.'),
  dependencies: z
    .record(z.string(), dependencySchema)
    .prefault({})
    .describe('Databases and partner APIs by name, shared by all functions that use them.'),
  sources: z
    .record(
      z.string(),
      z.lazy(() => sourceSchema),
    )
    .describe('Who calls, by name.'),
  deployments: z
    .array(deploymentSchema)
    .prefault([])
    .describe('Which alias gets which version, when and how; and updates of $LATEST.'),
  faults: z
    .array(faultSchema)
    .prefault([])
    .describe('What goes wrong, with which thing, from when to when; `fault 1` is the first.'),
  objectives: z.array(objective).prefault([]).describe('What must hold.'),
  variants: z
    .record(z.string(), variant)
    .prefault({})
    .describe('Changes by name: paths as in --set, each with a value.'),
};

/** The whole file. */
export const scenarioSchema = keys(scenarioShape);

/** The whole file, read: units are gone, defaults are in. */
export type ScenarioSpec = z.output<typeof scenarioSchema>;

/** Schemas that the documentation shows in tables of their own. */
export const scenarioParts = { objective, pricing };
