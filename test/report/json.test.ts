import { expect, it } from 'vitest';
import { resultJsonText } from '../../src/report/json.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import { accountResult, runResult } from '../support/run-result.ts';
import { flashSale } from '../support/stories.ts';

it('the keys of result.json stand in the order of the contract, however the result was put together', () => {
  const { json, records, setup } = flashSale();
  const shuffled = Object.fromEntries(
    Object.entries({ ...json, ci95: {} }).toReversed(),
  ) as unknown as RunResult['json'];
  expect(Object.keys(JSON.parse(resultJsonText({ json: shuffled, records, setup })) as object)).toEqual([
    'schemaVersion',
    'complete',
    'ok',
    'verdict',
    'scenario',
    'inputs',
    'seed',
    'runs',
    'duration_s',
    'warmup_s',
    'objectives',
    'causes',
    'account',
    'functions',
    'sources',
    'cost_usd',
    'unfinished',
    'warnings',
    'ci95',
    'perRun',
  ]);
});

it('what is not a finite number is null, minus zero is zero, and what is absent has no key', () => {
  const text = resultJsonText(
    runResult({ account: accountResult({ headroom: Number.NaN, limit: -0 }), warmup_s: Infinity }),
  );
  const tree = JSON.parse(text) as Record<string, unknown>;
  expect(tree['account']).toMatchObject({ headroom: null, limit: 0 });
  expect(text).not.toContain(': -0');
  expect(tree['warmup_s']).toBeNull();
  expect('ci95' in tree).toBe(false);
});

it('the text is indented by two, ends in one newline and is the same each time', () => {
  const text = resultJsonText(flashSale());
  expect(text.startsWith('{\n  "schemaVersion": "1.1.0",\n')).toBe(true);
  expect(text.endsWith('\n}\n')).toBe(true);
  expect(resultJsonText(flashSale())).toBe(text);
  expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`).toBe(text);
});
