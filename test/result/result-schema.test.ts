import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { functionsCsv, REQUESTS_HEADER, throttlesCsv, timeseriesCsv } from '../../src/report/csv.ts';
import { resultJsonSchema, resultSchema } from '../../src/result/result-schema.ts';
import type { ResultJson } from '../../src/result/run-result.ts';
import { summarise } from '../../src/result/summary.ts';
import { keysOf } from '../support/json-schema.ts';
import {
  functionConfig,
  functionRecord,
  histogramOf,
  latencyObjective,
  runRecord,
  setup,
  sourceRecord,
  sourceSetup,
} from '../support/run-result.ts';

const PUBLISHED = new URL('../../schema/result.schema.json', import.meta.url);
const GUIDE = new URL('../../docs/result.md', import.meta.url);

/** What docs/result.md sets in code. */
const EXPLAINED = new Set(Array.from(readFileSync(GUIDE, 'utf8').matchAll(/`([^`]+)`/g), ([, code]) => code));

/** A result with something of everything. */
function result(runs: number): ResultJson {
  const checkout = {
    ...functionRecord('checkout'),
    throttles: Float64Array.of(3, 0, 1, 0, 0, 2),
    pool: { throttles: 3, holders: ['background'], shares: Float64Array.of(3) },
    duration: histogramOf([100, 900]),
  };
  const objectives = [latencyObjective('shop', 99, 500), latencyObjective('finder', 50, 0)];
  const theSetup = setup({
    runs,
    functions: [functionConfig('checkout'), functionConfig('search', 100)],
    sources: [sourceSetup('shop', 'checkout'), sourceSetup('finder', 'search')],
    objectives,
    warnings: [{ id: 'W_DEFAULT_INIT', text: 'checkout: init is a default' }],
  });
  const records = Array.from({ length: runs }, (_, k) =>
    runRecord({
      run: k + 1,
      functions: [checkout, functionRecord('search')],
      sources: [sourceRecord('shop', histogramOf([100, 652])), sourceRecord('finder', histogramOf([]))],
      objectiveMinutes: [
        { firstMinute: 5, values: Float64Array.of(652) },
        { firstMinute: 5, values: new Float64Array(0) },
      ],
    }),
  );
  return summarise(theSetup, records).json;
}

describe('the schema of result.json', () => {
  it.each([1, 3])('describes every key of a result of %d runs, and no other', (runs) => {
    expect(resultSchema.safeParse(JSON.parse(JSON.stringify(result(runs)))).error).toBeUndefined();
  });

  it('refuses keys that it does not know, and misses those that are left out', () => {
    const { ok, ...rest } = result(1);
    expect(ok).toBe(false);
    expect(resultSchema.safeParse(rest).error?.issues[0]?.path).toEqual(['ok']);
    expect(resultSchema.safeParse({ ...rest, ok, extra: 1 }).error?.issues[0]?.code).toBe('unrecognized_keys');
  });

  it('describes the type that the program has of it', () => {
    expectTypeOf<z.infer<typeof resultSchema>>().toExtend<ResultJson>();
  });

  it('is published as it is (npm run schema)', () => {
    expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toEqual(resultJsonSchema());
  });

  it('has every key explained in docs/result.md', () => {
    const keys = keysOf(resultJsonSchema());
    expect(keys.size).toBeGreaterThan(80);
    expect([...keys].filter((key) => !EXPLAINED.has(key))).toEqual([]);
  });
});

describe('docs/result.md', () => {
  it.each([
    ['functions.csv', functionsCsv({ json: result(1), records: [], setup: setup() })],
    ['timeseries.csv', [...timeseriesCsv([])].join('')],
    ['throttles.csv', [...throttlesCsv([])].join('')],
    ['requests.csv', REQUESTS_HEADER],
  ])('explains every column of %s', (_, text) => {
    const columns = text.split('\n', 1)[0]!.split(',');
    expect(columns.length).toBeGreaterThan(4);
    expect(columns.filter((column) => !EXPLAINED.has(column))).toEqual([]);
  });
});
