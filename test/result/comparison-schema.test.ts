import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { COMPARISON_VERSION, type Comparison } from '../../src/result/comparison.ts';
import { comparisonJsonSchema, comparisonSchema } from '../../src/result/comparison-schema.ts';
import { keysOf } from '../support/json-schema.ts';

const PUBLISHED = new URL('../../schema/compare.schema.json', import.meta.url);
const GUIDE = new URL('../../docs/compare.md', import.meta.url);

describe('the schema of compare.json', () => {
  it('describes the type that the program has of it, key for key', () => {
    expectTypeOf<z.infer<typeof comparisonSchema>>().toExtend<Comparison>();
    expectTypeOf<keyof z.infer<typeof comparisonSchema>>().toEqualTypeOf<keyof Comparison>();
  });

  it('takes this version and none with another major number', () => {
    const { schemaVersion } = comparisonSchema.shape;
    expect(schemaVersion.safeParse(COMPARISON_VERSION).success).toBe(true);
    expect(schemaVersion.safeParse('2.0.0').success).toBe(false);
  });

  it('is published as it is (npm run schema)', () => {
    expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toEqual(comparisonJsonSchema());
  });

  it('has every key explained in docs/compare.md', () => {
    const explained = new Set(Array.from(readFileSync(GUIDE, 'utf8').matchAll(/`([^`]+)`/g), ([, code]) => code));
    const keys = keysOf(comparisonJsonSchema());
    expect(keys.size).toBeGreaterThan(50);
    expect([...keys].filter((key) => !explained.has(key))).toEqual([]);
  });
});
