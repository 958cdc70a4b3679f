/** Keys of `functions.<name>`. */
import * as z from 'zod';
import {
  DEFAULT_EPHEMERAL_STORAGE,
  DEFAULT_MEMORY,
  DEFAULT_TIMEOUT,
  LATEST,
  MAXIMUM_EPHEMERAL_STORAGE,
  MAXIMUM_MEMORY,
  MAXIMUM_TIMEOUT,
  MINIMUM_MEMORY,
  MINIMUM_TIMEOUT,
} from '../lambda/quotas.ts';
import { SECOND } from '../des/time.ts';
import { usesShape } from './dependency-schema.ts';
import { eventInvokeShape } from './event-invoke-schema.ts';
import { choice, field, fieldNotes, hasKey, isMap, keys, oneOf, text } from './field.ts';
import { handlerCallsParts, handlerCallsShape } from './handler-calls-schema.ts';
import type { LawSpec } from './law.ts';
import { timeLaw } from './law-schema.ts';
import { lifecycleParts, lifecycleShape, tenants } from './lifecycle-schema.ts';
import { showTime } from './units.ts';
import { kindOf } from './hints.ts';
import { provisionedConcurrency, type ProvisionedSpec } from './provisioned-schema.ts';
import { share, sizeInKilobytes, time, whole } from './quantities.ts';

/** How AWS numbers published versions. */
export const VERSION_NUMBER = /^[1-9][0-9]{0,17}$/u;

/** Handler time: one law, or a part that waits and a part that computes (R9.3). */
export type HandlerSpec =
  | { readonly kind: 'law'; readonly law: LawSpec }
  | { readonly kind: 'parts'; readonly io: LawSpec; readonly cpu: LawSpec }
  | { readonly kind: 'records'; readonly base: LawSpec; readonly perRecord: LawSpec };

const parts = keys({
  io: z.lazy(() => timeLaw).describe('The part that waits.'),
  cpu: z.lazy(() => timeLaw).describe('The part that computes, at 1 vCPU.'),
}).transform(({ io, cpu }): HandlerSpec => ({ kind: 'parts', io, cpu }));

const records = keys({
  base: z.lazy(() => timeLaw).describe('What every invocation takes.'),
  perRecord: z.lazy(() => timeLaw).describe('What each of its records takes in addition; drawn record by record.'),
}).transform(({ base, perRecord }): HandlerSpec => ({ kind: 'records', base, perRecord }));

const oneLaw = z.lazy(() => timeLaw).transform((law): HandlerSpec => ({ kind: 'law', law }));

/** `D`, `{ io: D, cpu: D }` or `{ base: D, perRecord: D }`. */
export const handlerTime: z.ZodType<HandlerSpec> = choice<HandlerSpec>(
  'D, { io: D, cpu: D } or { base: D, perRecord: D }',
  [],
  [
    { when: (value) => hasKey('base')(value) || hasKey('perRecord')(value), schema: records },
    { when: (value) => hasKey('io')(value) || hasKey('cpu')(value), schema: parts },
    { when: () => true, schema: oneLaw },
  ],
);
fieldNotes.add(handlerTime, { syntax: 'D, { io: D, cpu: D } or { base: D, perRecord: D }' });

const errorMap = keys({
  share: share().describe('Probability that an attempt ends in an error.'),
  kind: oneOf(['error', 'crash', 'out-of-memory', 'hang'])
    .prefault('error')
    .describe(
      'A returned error keeps the environment; crash, out-of-memory and hang (until the timeout) reset it (R3.10).',
    ),
  duration: timeLaw.optional().describe('Handler time of a failing attempt; default: as any other.'),
});

/** What `errors` says, with its defaults. */
export type ErrorSpec = z.output<typeof errorMap>;

const errors = choice<ErrorSpec>(
  'a share such as 0.2%, or { share, kind, duration }',
  Object.keys({ share: 0, kind: 0, duration: 0 }),
  [
    { when: isMap, schema: errorMap },
    {
      when: (value) => value !== undefined && value !== null,
      schema: share().transform((value): ErrorSpec => ({ share: value, kind: 'error' })),
    },
  ],
);
fieldNotes.add(errors, { syntax: 'a share or { share, kind, duration }' });

/** What a published version freezes, and so what one may differ in from its function (R12.1). */
const frozen = {
  runtime: text(60)
    .optional()
    .describe(
      'Runtime identifier such as nodejs22.x; decides the presets of init and of the first invocation (R13.1, R13.2).',
    ),
  architecture: oneOf(['x86_64', 'arm64'])
    .prefault('x86_64')
    .describe('Instruction set; decides the init preset and the price.'),
  package: oneOf(['zip', 'image'])
    .prefault('zip')
    .describe('Deployment package; decides the init preset, the platform overhead and the older init billing.'),
  memorySize: whole({ min: MINIMUM_MEMORY, max: MAXIMUM_MEMORY, reason: 'R9.1' })
    .prefault(DEFAULT_MEMORY)
    .describe('MB, as in AWS (R9.1).'),
  ephemeralStorage: sizeInKilobytes({
    min: DEFAULT_EPHEMERAL_STORAGE * 1_024,
    max: MAXIMUM_EPHEMERAL_STORAGE * 1_024,
    reason: 'R9.5',
  })
    .prefault(`${String(DEFAULT_EPHEMERAL_STORAGE)}MB`)
    .describe('Size of /tmp (R9.5).'),
  timeout: time({
    min: MINIMUM_TIMEOUT,
    max: MAXIMUM_TIMEOUT,
    step: SECOND,
    likely: 's',
    reason: 'R3.9: whole seconds from 1s to 900s',
  })
    .prefault(showTime(DEFAULT_TIMEOUT))
    .describe('Whole seconds from 1s to 900s (R3.9).'),
  ...lifecycleShape,
  duration: z
    .lazy(() => handlerTime)
    .optional()
    .describe(
      'Warm handler time; cpu is at 1 vCPU (1,769 MB) and scales with memory (R9.3), perRecord is for each record of a batch. Required, here or in every version.',
    ),
  coldDuration: timeLaw
    .optional()
    .describe(
      "Handler time of an environment's first invocation; default: as duration, plus the first-invoke penalty of R13.2 where init is a preset.",
    ),
  init: timeLaw
    .optional()
    .describe(
      'Init phase; default: the preset of runtime, package and architecture (R13.1, A-43), with a warning. 0ms = no Init phase.',
    ),
  errors: errors.prefault('0%').describe('Function errors by rate.'),
  initErrors: share().prefault('0%').describe('Share of Init phases that fail (R3.5).'),
  ...usesShape,
  ...handlerCallsShape,
};

/** A version as the file has it, read: what it does not say it has from its function. */
export type VersionSpec = { readonly [Key in keyof typeof frozen]?: z.output<(typeof frozen)[Key]> | undefined } & {
  readonly provisionedConcurrency?: ProvisionedSpec | undefined;
};

const version = keys({
  ...Object.fromEntries(Object.entries(frozen).map(([key, schema]) => [key, withoutDefault(schema)])),
  provisionedConcurrency: provisionedConcurrency
    .optional()
    .describe(
      'Environments that are prepared for this version; one configuration a version, here or with an alias (R4.2).',
    ),
}) as unknown as z.ZodType<VersionSpec>;

const alias = keys({
  version: versionNumber().describe('The version that it stands for, by number; $LATEST without weights (R12.2).'),
  weights: z
    .record(z.string(), share())
    .optional()
    .describe(
      'One other version and its share of the invocations, such as { "42": 10% }; each is drawn by itself (R12.2).',
    ),
  provisionedConcurrency: provisionedConcurrency
    .optional()
    .describe('Environments that are prepared for its versions, shared out by weight (R4.1, R12.3).'),
});

/** An alias as the file has it, read. */
export type AliasSpec = z.output<typeof alias>;

const shape = {
  extends: text(200, 1)
    .optional()
    .describe('Another function of the scenario, whose keys this one has where it says nothing else.'),
  ...frozen,
  reservedConcurrency: whole({ max: 1_000_000 })
    .optional()
    .describe('Reserved concurrency; without it the function draws on the unreserved pool (R1.5-R1.8).'),
  tenants,
  provisionedConcurrency: provisionedConcurrency
    .optional()
    .describe(
      'Environments that are prepared ahead of requests (R4.1). Short for an alias live on version "1", which sources that name the function alone then call.',
    ),
  versions: z
    .record(z.string(), version)
    .prefault({})
    .describe(
      'Published versions by number, such as "41": each with what differs from the function. Reserved concurrency and the scaling rate are of the function as a whole (R12.1, R12.3, R12.6).',
    ),
  aliases: z.record(z.string(), alias).prefault({}).describe('Names for versions: sources call name:alias (R12.2).'),
  ...eventInvokeShape,
};
fieldNotes.add(shape.versions, { syntax: 'a map of overrides by number' });
fieldNotes.add(shape.calls, { syntax: 'a list of maps, see below' });
fieldNotes.add(shape.aliases, { syntax: 'a map by name, see below' });

/** Sub-schemas that the documentation shows in tables of their own. */
export const functionParts = { errors: errorMap, ...lifecycleParts, ...handlerCallsParts, alias };

/** One function. A duration of its own is in it, its versions, or what it extends; what joins keys is checked elsewhere. */
export const functionSchema = keys(shape).meta({
  anyOf: [{ required: ['duration'] }, { required: ['versions'] }, { required: ['extends'] }],
});

/** A function as the file has it, read. */
export type FunctionSpec = z.output<typeof functionSchema>;

/** The number of a version as text or as it is, or $LATEST. */
export function versionNumber(): z.ZodType<string> {
  return field('the number of a version such as "41"', { type: ['string', 'integer'] }, (value) => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && (VERSION_NUMBER.test(text) || text === LATEST)) return { value: text };
    return {
      code: 'E_VALUE',
      problem: `expected the number of a published version such as "41", found ${kindOf(value)}`,
    };
  });
}

function withoutDefault(schema: z.ZodType): z.ZodType {
  const inner = schema instanceof z.ZodPrefault ? (schema.unwrap() as z.ZodType) : schema;
  return inner.optional().describe(schema.description ?? '');
}
