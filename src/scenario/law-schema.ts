/** How a distribution is written: a constant, two percentiles, or a law by name. */
import * as z from 'zod';
import { choice, fieldNotes, hasKey, isMap, isScalar, keys, text, into, type Option, type Result } from './field.ts';
import {
  gammaWithMeanAndDeviation,
  lognormalThrough,
  lognormalWithMeanAndDeviation,
  lognormalWithMeanAndP99,
  type LawSpec,
} from './law.ts';
import { number, sizeInKilobytes, time, type Bounds } from './quantities.ts';

const NAMES = [
  'p50',
  'p99',
  'mean',
  'exponential',
  'lognormal',
  'normal',
  'uniform',
  'gamma',
  'weibull',
  'pareto',
  'empirical',
  'mixture',
];

/** A distribution of times, in microseconds. */
export const timeLaw: z.ZodType<LawSpec> = law('distribution', (bounds) => time(bounds), {
  constant: 'time',
  example: '120ms',
  law: '{ exponential: 2s }',
}).describe('A distribution of times: a constant, a lognormal through two percentiles, or a law by name.');

/** A distribution of plain numbers. */
export const numberLaw: z.ZodType<LawSpec> = law('numberDistribution', (bounds) => number({ ...bounds, max: 1e9 }), {
  constant: 'number',
  example: '180',
  law: '{ exponential: 200 }',
}).describe('A distribution of plain numbers, written like one of times but without units.');

/** A distribution of sizes, in KB. */
export const sizeLaw: z.ZodType<LawSpec> = law('sizeDistribution', (bounds) => sizeInKilobytes(bounds), {
  constant: 'size',
  example: '6KB',
  law: '{ exponential: 2KB }',
}).describe('A distribution of sizes, written like one of times; values of a file are in KB.');

interface Words {
  readonly constant: string;
  readonly example: string;
  readonly law: string;
}

/** Every way to write a distribution over one kind of quantity. */
function law(id: string, quantity: (bounds: Bounds) => z.ZodType<number>, words: Words): z.ZodType<LawSpec> {
  const any = quantity({});
  const positive = quantity({ positive: true });
  const itself = z.lazy(() => schema);
  const expected = `a distribution such as ${words.example}, { p50: ${words.example}, p99: … } or ${words.law}`;
  const options: readonly Option<LawSpec>[] = [
    { when: isScalar, schema: into(any, (value) => ({ value: { kind: 'constant', value } })) },
    named('exponential', positive, (mean) => ({ value: { kind: 'exponential', mean } })),
    named('lognormal', keys({ mean: positive, sd: any }), ({ mean, sd }) => lognormalWithMeanAndDeviation(mean, sd)),
    named('normal', keys({ mean: any, sd: any }), ({ mean, sd }) => ({ value: { kind: 'normal', mean, sd } })),
    named('uniform', z.array(any), uniform),
    named('gamma', keys({ mean: positive, sd: any }), ({ mean, sd }) => gammaWithMeanAndDeviation(mean, sd)),
    named('weibull', keys({ shape: number({ min: 0.1, max: 100 }), scale: positive }), ({ shape, scale }) => ({
      value: { kind: 'weibull', shape, scale },
    })),
    named('pareto', keys({ shape: number({ min: 0.01, max: 1_000 }), min: positive, max: positive }), pareto),
    named('empirical', empirical(any), (value) => ({ value })),
    named('mixture', z.array(keys({ weight: number({ positive: true, max: 1e9 }), of: itself })), mixture),
    {
      when: (value) => isMap(value) && Object.keys(value).some((key) => key === 'mean' || /^p\d/u.test(key)),
      schema: percentiles(any),
    },
  ];
  const schema = choice(expected, NAMES, options).meta({ id });
  fieldNotes.add(schema, {
    syntax: words.constant === 'time' ? 'D' : words.constant === 'size' ? 'D of sizes' : 'D of plain numbers',
  });
  return schema;
}

/** `{ name: parameters }`. */
function named<T>(name: string, parameters: z.ZodType<T>, make: (value: T) => Result<LawSpec>): Option<LawSpec> {
  const schema = keys({ [name]: into(parameters, make) });
  return { when: hasKey(name), schema: into(schema, (value) => ({ value: value[name]! })) };
}

function uniform(bounds: readonly number[]): Result<LawSpec> {
  const [min, max, ...rest] = bounds;
  if (min === undefined || max === undefined || rest.length > 0)
    return { code: 'E_VALUE', problem: 'takes two values, [least, greatest]' };
  if (min > max) return { code: 'E_RANGE', problem: 'the first value is above the second; write [least, greatest]' };
  return { value: min === max ? { kind: 'constant', value: min } : { kind: 'uniform', min, max } };
}

function pareto(value: { readonly shape: number; readonly min: number; readonly max: number }): Result<LawSpec> {
  if (value.max <= value.min) return { code: 'E_RANGE', problem: 'max must be above min' };
  return { value: { kind: 'pareto', ...value } };
}

function mixture(parts: readonly { readonly weight: number; readonly of: LawSpec }[]): Result<LawSpec> {
  if (parts.length === 0)
    return { code: 'E_VALUE', problem: 'has no parts; write [ { weight: 9, of: … }, { weight: 1, of: … } ]' };
  return { value: { kind: 'mixture', parts } };
}

/** `[110ms, 130ms]` or `{ file, column }`. */
function empirical(value: z.ZodType<number>): z.ZodType<LawSpec> {
  const inline = into(z.array(value), (values): Result<LawSpec> => {
    if (values.length === 0) return { code: 'E_VALUE', problem: 'has no values; list at least one' };
    return { value: { kind: 'empirical', values: Float64Array.from(values) } };
  });
  const csv = into(keys({ file: text(1_000), column: text(200) }), ({ file, column }): Result<LawSpec> => ({
    value: { kind: 'csv', file, column },
  }));
  return choice(
    'a list of values or { file, column }',
    ['file', 'column'],
    [
      { when: Array.isArray, schema: inline },
      { when: hasKey('file'), schema: csv },
      { when: hasKey('column'), schema: csv },
    ],
  );
}

/** `{ p50, p99 }` with any two percentiles, or `{ mean, p99 }`. */
function percentiles(value: z.ZodType<number>): z.ZodType<LawSpec> {
  const json = {
    type: 'object',
    patternProperties: {
      [String.raw`^(mean|p\d{1,2}(\.\d+)?)$`]: z.toJSONSchema(value, {
        io: 'input',
        target: 'draft-7',
        override: dropDialect,
      }),
    },
    additionalProperties: false,
    minProperties: 2,
    maxProperties: 2,
  };
  return z
    .unknown()
    .transform((given, context): LawSpec => {
      const known = new Map<string, number>();
      for (const [key, item] of Object.entries(given as Readonly<Record<string, unknown>>)) {
        const percent = key === 'mean' ? 50 : percentOf(key);
        if (percent === null) {
          context.issues.push({
            code: 'unrecognized_keys',
            input: given as Record<string, unknown>,
            keys: [key],
            message: NAMES.join(' '),
          });
          continue;
        }
        if (percent < 1 || percent > 99.9) {
          const message = 'percentiles run from p1 to p99.9';
          context.issues.push({ code: 'custom', input: item, path: [key], message, params: { code: 'E_RANGE' } });
          continue;
        }
        const result = value.safeParse(item);
        if (result.success) known.set(key, result.data);
        else
          for (const issue of result.error.issues)
            context.issues.push({ ...issue, input: item, path: [key] } as z.core.$ZodRawIssue);
      }
      if (context.issues.length > 0) return z.NEVER;
      const law = fit(known);
      if ('value' in law) return law.value;
      context.issues.push({ code: 'custom', input: given, message: law.problem, params: { code: law.code } });
      return z.NEVER;
    })
    .meta(json);
}

function percentOf(key: string): number | null {
  const match = /^p(\d{1,3}(?:\.\d+)?)$/u.exec(key);
  return match === null ? null : Number(match[1]);
}

function fit(known: ReadonlyMap<string, number>): Result<LawSpec> {
  const mean = known.get('mean');
  const p99 = known.get('p99');
  if (mean !== undefined) {
    if (p99 !== undefined && known.size === 2) return lognormalWithMeanAndP99(mean, p99);
    return { code: 'E_VALUE', problem: 'a mean goes with p99 alone; write { mean, p99 } or two percentiles' };
  }
  const ascending = [...known]
    .map(([key, value]) => [Number(key.slice(1)), value] as const)
    .sort((a, b) => a[0] - b[0]);
  const [low, high] = ascending;
  if (low === undefined || high === undefined || ascending.length > 2)
    return { code: 'E_VALUE', problem: 'takes exactly two percentiles, such as { p50, p99 }, or { mean, p99 }' };
  return lognormalThrough(low, high);
}

function dropDialect(context: { readonly jsonSchema: { $schema?: string } }): void {
  delete context.jsonSchema.$schema;
}
