/** The shape of compare.json as a schema: the published JSON Schema comes from it, and `lsim comment` reads by it. */
import { z } from 'zod';
import { amount, name } from './result-schema-parts.ts';

/** The JSON Schema of compare.json (draft 7). */
export function comparisonJsonSchema(): object {
  return z.toJSONSchema(comparisonSchema, { target: 'draft-7' });
}

const tripwire = z.enum(['new-failure', 'any-failure', 'worse']);
const place = {
  file: z.string(),
  line: z.int().nonnegative().describe('From 1; 0 where there is no place'),
  column: z.int().nonnegative(),
};

const sideResult = z
  .strictObject({
    name,
    digest: z.string(),
    complete: z.boolean(),
    ok: z.boolean(),
    verdict: z.string(),
    model: z.string(),
    prices: z.string(),
    notBilled: z.array(z.string()),
    seed: z.string(),
    runs: z.int().positive(),
    duration_s: amount,
    warmup_s: amount,
    causes: z.array(z.string()),
    warnings: z.array(z.strictObject({ id: z.string(), count: z.int().positive(), text: z.string() })),
  })
  .describe('What result.json says of this side, under its own names')
  .meta({ id: 'sideResult' });

const side = z
  .strictObject({
    label: z.string().describe('How to name it in a sentence'),
    status: z.enum(['simulated', 'saved', 'missing', 'invalid', 'skipped']),
    file: z.string(),
    variant: z.string().nullable(),
    ref: z
      .strictObject({ given: z.string(), commit: z.string().regex(/^[0-9a-f]{40,64}$/), mergeBase: z.boolean() })
      .nullable(),
    problems: z.array(z.strictObject({ code: z.string(), ...place, message: z.string(), frame: z.string() })),
    result: sideResult.nullable(),
  })
  .meta({ id: 'side' });

const change = z
  .enum(['none', 'unclear', 'small', 'better', 'worse', 'different', 'incomparable'])
  .describe('What a difference amounts to')
  .meta({ id: 'change' });

const difference = z
  .strictObject({
    value: z.number(),
    ci95: amount.nullable().describe('Half the width of the 95 % interval; null with one run'),
    relative: z.number().nullable().describe("As a share of the baseline's figure; null where that is 0"),
  })
  .describe('Head minus base, the mean over the pairs of runs')
  .meta({ id: 'difference' });

const figure = z
  .strictObject({
    label: z.string(),
    unit: z.enum(['share', 'ms', 's', 'count', 'usd']),
    better: z.enum(['lower', 'higher']).nullable(),
    base: z.number().nullable(),
    head: z.number().nullable(),
    difference: difference.nullable(),
    change,
  })
  .meta({ id: 'figure' });

const figures = z
  .record(z.string(), figure)
  .describe('By the path of the figure in result.json below its subject')
  .meta({ id: 'figures' });

const oneSubject = { on: z.enum(['both', 'base', 'head']), changed: z.boolean(), figures };
const route = z.strictObject(oneSubject).meta({ id: 'route' });
const subject = z
  .strictObject({ ...oneSubject, routes: z.record(name, route).exactOptional() })
  .meta({ id: 'subject' });
const subjects = z.record(name, subject);

const objectiveSide = z
  .strictObject({
    ok: z.boolean(),
    threshold: z.number(),
    value: z.number().nullable(),
    ci95: amount.nullable(),
    margin: z.number().nullable(),
    worst: z.strictObject({ t_s: amount, value: z.number() }).nullable(),
    runs: z.int().positive(),
    runsMeeting: z.int().nonnegative(),
  })
  .describe('As result.json has it')
  .meta({ id: 'objectiveSide' });

const objective = z
  .strictObject({
    on: z.string(),
    expr: z.string(),
    level: z.enum(['fail', 'warn']),
    unit: z.enum(['share', 'ms', 'count', 'usd']),
    relation: z.enum(['<', '<=', '>', '>=', '==']),
    outcome: z.enum(['newly-fails', 'fails', 'still-fails', 'too-close', 'fixed', 'passes', 'gone']),
    base: objectiveSide.nullable(),
    head: objectiveSide.nullable(),
    difference: difference.nullable(),
    change,
    runsToSettle: z.int().positive().nullable(),
  })
  .meta({ id: 'objective' });

const setting = z
  .strictObject({ text: z.string(), ...place })
  .describe('A value as the file has it')
  .meta({ id: 'setting' });

/** Strict: a key that is not described here is a mistake. */
export const comparisonSchema = z
  .strictObject({
    kind: z.literal('comparison'),
    schemaVersion: z.string().regex(/^1\.\d+\.\d+$/),
    lsim: z.string(),
    complete: z.boolean(),
    ok: z.boolean().describe('The head was simulated and meets every objective of level fail'),
    changed: z.boolean(),
    verdict: z.string().min(1),
    cause: z.string().nullable(),
    failOn: z.strictObject({
      asked: z.enum([...tripwire.options, 'none']),
      tripped: tripwire.nullable(),
      exitCode: z.int().nonnegative(),
    }),
    base: side,
    head: side,
    pairing: z.strictObject({
      paired: z.boolean(),
      runs: z.int().nonnegative(),
      seeds: z.tuple([z.string(), z.string()]).nullable(),
      sameDuration: z.boolean(),
    }),
    minChange: amount,
    objectives: z.array(objective),
    account: figures,
    functions: subjects,
    sources: subjects,
    queues: subjects.exactOptional(),
    streams: subjects.exactOptional(),
    dependencies: subjects.exactOptional(),
    cost_usd: figures,
    largestChange: z
      .strictObject({ on: z.string(), label: z.string(), relative: z.number().nullable(), change })
      .nullable(),
    configuration: z
      .array(z.strictObject({ path: z.string(), base: setting.nullable(), head: setting.nullable() }))
      .nullable(),
    concurrency: z
      .strictObject({
        step_s: z.number().positive(),
        base: z.array(amount),
        head: z.array(amount),
        baseLimit: amount,
        headLimit: amount,
      })
      .nullable(),
    notes: z.array(z.string()),
    suggestions: z.array(z.string()),
    reproduce: z.string(),
  })
  .describe('compare.json of lsim');
