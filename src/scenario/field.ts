/** The building blocks of the schema: fields that read one value, maps with known keys, choices by the look of a value. */
import * as z from 'zod';
import { didYouMean } from './nearest.ts';
import { kindOf, quoteHint } from './hints.ts';
import { type Problem } from './units.ts';

/** What the documentation says about a field beside its description. */
interface FieldNote {
  /** How a value is written, in the words of docs/scenario.md, such as `D` or `mru, newest, lru or random`. */
  readonly syntax: string;
}

/** JSON Schema keywords of a field. */
export type JsonKeywords = Readonly<Record<string, unknown>>;

/** Notes of fields, found again by the documentation. */
export const fieldNotes = z.registry<FieldNote>();

/** A value read from the file, or why it cannot be. */
export type Result<T> = { readonly value: T } | Problem;

/**
 * A schema that hands the raw value to `read`. A missing value is the issue `E_MISSING_KEY`; a problem becomes an
 * issue with its code. `syntax` is for people, `json` for editors.
 */
export function field<T>(syntax: string, json: JsonKeywords, read: (value: unknown) => Result<T>): z.ZodType<T> {
  const schema = z
    .unknown()
    .transform((value, context): T => {
      const result: Result<T> | null = value === undefined || value === null ? null : read(value);
      if (result !== null && 'value' in result) return result.value;
      const issue =
        result === null
          ? { code: 'E_MISSING_KEY', message: `is missing; write ${syntax}` }
          : { code: result.code, message: result.problem };
      context.issues.push({ code: 'custom', input: value, message: issue.message, params: { code: issue.code } });
      return z.NEVER;
    })
    .meta(json);
  fieldNotes.add(schema, { syntax });
  return schema;
}

/**
 * A map in which every key is known. A key with `null` counts as left out. The message of an unknown key lists the
 * known ones, separated by spaces, for whoever makes a diagnostic of it.
 */
export function keys<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodType<z.output<z.ZodObject<Shape, z.core.$strict>>> {
  const known = Object.keys(shape);
  const strict = z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? known.join(' ') : undefined),
  });
  const schema = new ZodKeys({ type: 'pipe', in: z.transform((value) => withoutNulls(value, known)), out: strict });
  fieldNotes.add(schema, { syntax: 'a map' });
  return schema as unknown as z.ZodType<z.output<typeof strict>>;
}

/** What a schema read, made into something else; a problem becomes an issue about the whole value. */
export function into<From, To>(schema: z.ZodType<From>, make: (value: From) => Result<To>): z.ZodType<To> {
  return schema.transform((value, context): To => {
    const result = make(value);
    if ('value' in result) return result.value;
    context.issues.push({ code: 'custom', input: value, message: result.problem, params: { code: result.code } });
    return z.NEVER;
  });
}

/** One alternative of a {@link choice}. */
export interface Option<T> {
  readonly when: (value: unknown) => boolean;
  readonly schema: z.ZodType<T>;
}

interface ChoiceDefinition extends z.core.$ZodUnionDef {
  readonly choose: (value: unknown) => number;
  readonly refuse: (value: unknown) => z.core.$ZodRawIssue;
}

const preprocess: z.core.$constructor<z.ZodPreprocess, z.core.$ZodPreprocessDef> = z.ZodPreprocess;

/** A map read after its nulls are gone. It must be present, unlike zod's own preprocessing. */
const ZodKeys = z.core.$constructor<z.ZodPreprocess, z.core.$ZodPreprocessDef>('ZodKeys', (instance, definition) => {
  preprocess.init(instance, definition);
  mustBePresent(instance);
});

const union: z.core.$constructor<z.ZodUnion> = z.ZodUnion;

/** A union whose alternative is chosen by the look of the value, so that its issues are about what was meant. */
const ZodChoice = z.core.$constructor<z.ZodUnion, ChoiceDefinition>('ZodChoice', (instance, definition) => {
  union.init(instance, definition);
  mustBePresent(instance);
  instance._zod.parse = (payload, context) => {
    const option = definition.options[definition.choose(payload.value)];
    if (option !== undefined) return option._zod.run(payload, context);
    payload.issues.push(definition.refuse(payload.value));
    return payload;
  };
});

/**
 * The first option whose `when` holds reads the value. Where none does, `expected` says what was expected; a map with
 * one unknown key is told the nearest of `firstKeys`.
 */
export function choice<T>(expected: string, firstKeys: readonly string[], options: readonly Option<T>[]): z.ZodType<T> {
  const schema = new ZodChoice({
    type: 'union',
    options: options.map((option) => option.schema),
    choose: (value) => options.findIndex((option) => option.when(value)),
    refuse: (value) => refusal(value, expected, firstKeys),
  });
  fieldNotes.add(schema, { syntax: expected });
  return schema as unknown as z.ZodType<T>;
}

/** A word out of a list. @param expected what else could stand there, the words included */
export function oneOf<const Word extends string>(words: readonly Word[], expected = listed(words)): z.ZodType<Word> {
  return field(expected, { type: 'string', enum: words }, (value) => readWord(value, words, expected));
}

/** Text as it stands; numbers and the like are to be quoted. */
export function text(longest: number, shortest = 0): z.ZodType<string> {
  const least = shortest === 0 ? {} : { minLength: shortest };
  return field('text', { type: 'string', ...least, maxLength: longest }, (value) => {
    if (typeof value !== 'string')
      return { code: 'E_TYPE', problem: `expected text, found ${kindOf(value)}${quoteHint(value)}` };
    if (value.length < shortest) return { code: 'E_VALUE', problem: 'is empty; write something, or leave the key out' };
    if ([...value].length > longest)
      return { code: 'E_RANGE', problem: `is longer than ${String(longest)} characters` };
    return { value };
  });
}

/** True or false; the words of older YAML versions are explained. */
export function flag(): z.ZodType<boolean> {
  return field('true or false', { type: 'boolean' }, (value) => {
    if (typeof value === 'boolean') return { value };
    const word = typeof value === 'string' ? value.toLowerCase() : '';
    const meant = (
      {
        yes: 'true',
        on: 'true',
        y: 'true',
        true: 'true',
        no: 'false',
        off: 'false',
        n: 'false',
        false: 'false',
      } as Readonly<Record<string, string>>
    )[word];
    const hint = meant === undefined ? '' : `; YAML 1.2 reads it as text, write ${meant} without quotes`;
    return { code: 'E_TYPE', problem: `expected true or false, found ${kindOf(value)}${hint}` };
  });
}

/** `a, b or c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

/** Whether a value is a map that has this key. */
export function hasKey(key: string): (value: unknown) => boolean {
  return (value) => isMap(value) && key in value;
}

/** Whether a value is a map, and not a list. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is text, a number, true or false. */
export function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function mustBePresent(instance: z.ZodType): void {
  Object.defineProperty(instance._zod, 'optin', { value: undefined, configurable: true, writable: true });
}

function readWord<Word extends string>(value: unknown, words: readonly Word[], expected: string): Result<Word> {
  const word = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof word !== 'string') return { code: 'E_TYPE', problem: `expected ${expected}, found ${kindOf(value)}` };
  const found = words.find((known) => known === word);
  if (found !== undefined) return { value: found };
  return { code: 'E_VALUE', problem: `expected ${expected}, found ${kindOf(value)}${didYouMean(word, words)}` };
}

function refusal(value: unknown, expected: string, firstKeys: readonly string[]): z.core.$ZodRawIssue {
  if (value === undefined || value === null) {
    return {
      code: 'custom',
      input: value,
      message: `is missing; write ${expected}`,
      params: { code: 'E_MISSING_KEY' },
    };
  }
  const own = isMap(value) ? Object.keys(value) : [];
  if (own.length > 0)
    return {
      code: 'unrecognized_keys',
      input: value as Record<string, unknown>,
      keys: own,
      message: firstKeys.join(' '),
    };
  return {
    code: 'custom',
    input: value,
    message: `expected ${expected}, found ${kindOf(value)}`,
    params: { code: 'E_TYPE' },
  };
}

/** Explicit `null` unsets a known key (scenario format, variants); an unknown one is still an error. */
function withoutNulls(value: unknown, known: readonly string[]): unknown {
  if (!isMap(value)) return value;
  const kept = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) if (item !== null || !known.includes(key)) kept[key] = item;
  return kept;
}
