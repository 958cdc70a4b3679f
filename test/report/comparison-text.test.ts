import { describe, expect, it, test } from 'vitest';
import type { Comparison } from '../../src/result/comparison.ts';
import { comparisonText, comparisonVerdictLine } from '../../src/report/terminal/comparison.ts';
import { compared, objectiveAt, resultOf } from '../support/comparison-input.ts';
import { functionResult } from '../support/run-result.ts';

const LOOK = { color: false, unicode: true };
const OPTIONS = {
  ...LOOK,
  version: '0.0.0',
  verbose: false,
  files: { directory: 'out', names: ['compare.json', 'base/result.json', 'charts/c1-concurrency.png'] },
};
const text = (comparison: Comparison, verbose = false) => comparisonText(comparison, { ...OPTIONS, verbose });

const side = (value: number, means: readonly number[], over: object = {}) =>
  resultOf(means, {
    ok: value < 0.1,
    verdict: value < 0.1 ? 'fine' : 'it fails for a reason',
    objectives: [objectiveAt(value)],
    values: [value, value, value, value],
    functions: { api: functionResult() },
    ...over,
  });

test('says first what fails, then why, what changed, what differs and how to see it again', () => {
  const configuration = [
    {
      path: 'account.concurrency',
      base: { text: '1000', file: 'base.yaml', line: 4, column: 1 },
      head: { text: '5', file: 'head.yaml', line: 5, column: 1 },
    },
  ];
  const told = text(compared(side(0.05, [10, 20, 30, 40]), side(0.2, [13, 22, 34, 42]), { configuration }));
  expect(told).toBe(`lsim 0.0.0  comparison
  base  base.yaml
  head  head.yaml
  20 min simulated (5 min of them warm-up), 4 pairs of runs with the same arrivals, seeds 1 to 4

✗ FAIL  1 of 1 objective fails with this change: shop failed < 10% goes from 5.00 % to 20.00 %

OBJECTIVES                 base      head     change (95 %)
  ✗ shop  failed < 10%   5.00 %   20.00 %   +15.00 pp ±0.00   newly fails

CHANGED                       base   head   change (95 %)
  account  mean concurrency     25   27.8      +2.75 ±1.5
  without a clear change: api

SETTINGS THAT DIFFER
  account.concurrency   1000 → 5   base.yaml:4, head.yaml:5

WHY
  it fails for a reason

TRY
  more would help

FILES  out/  compare.json  base/  charts/ (1 png)
AGAIN  lsim compare base.yaml head.yaml
`);
});

describe('the badge', () => {
  const means = [10, 20, 30, 40];
  test.each([
    ['of an objective that fails', side(0.05, means), side(0.2, means), 'none', '✗ FAIL'],
    ['of one that comes nearer to its limit', side(0.05, means), side(0.06, means), 'worse', '✗ WORSE'],
    [
      'of one that only warns',
      side(0.05, means),
      side(0.2, means, { objectives: [objectiveAt(0.2, { level: 'warn' })] }),
      'none',
      '! WARNING',
    ],
    ['of one too close to call', side(0.05, means), side(0.1005, means), 'new-failure', '! UNDECIDED'],
    ['of one that failed before, and nothing else', side(0.2, means), side(0.2, means), 'new-failure', '! UNCHANGED'],
    [
      'of one that failed before, where figures change',
      side(0.2, means),
      side(0.2, [13, 22, 34, 42]),
      'new-failure',
      '! STILL FAILS',
    ],
    ['of one that is fixed', side(0.2, means), side(0.05, means), 'new-failure', '✓ PASS'],
    ['of two runs alike', side(0.05, means), side(0.05, means), 'new-failure', '✓ UNCHANGED'],
    ['of a side that cannot be run', side(0.05, means), null, 'new-failure', '✗ INVALID'],
  ] as const)('%s', (_, base, head, failOn, expected) => {
    const line = comparisonVerdictLine(compared(base, head, { failOn }), LOOK);
    expect(line.startsWith(`${expected}  `)).toBe(true);
  });
});

it('names the file once where a setting differs within it, as with a variant', () => {
  const at = (text: string, line: number) => ({ text, file: 'shop.yaml', line, column: 1 });
  const configuration = [
    { path: 'account.concurrency', base: at('1000', 4), head: at('5', 9) },
    { path: 'duration', base: at('1m', 3), head: at('2m', 3) },
    { path: 'warmup', base: null, head: at('10s', 7) },
  ];
  const told = text(compared(side(0.05, [10, 20, 30, 40]), side(0.2, [13, 22, 34, 42]), { configuration }));
  const places = told.split('\n').flatMap((line) => /→ \S+ +(shop.*)$/.exec(line)?.[1] ?? []);
  expect(places).toEqual(['shop.yaml:4, :9', 'shop.yaml:3', 'shop.yaml:7']);
});

it('lists every figure where asked, with a word for each', () => {
  const told = text(compared(side(0.05, [10, 20, 30, 40]), side(0.05, [10, 20, 30, 40])), true);
  expect(told).toMatch(/\n {2}api {6}throttled .* none {3}exactly the same\n/);
  expect(told).not.toContain('without a clear change');
});

it('shows the head alone where there is no baseline', () => {
  const told = text(compared(null, side(0.2, [10, 20, 30, 40])));
  expect(told).toContain('FAIL  nothing to compare with; it fails for a reason');
  expect(told).toMatch(/\n {2}✗ shop {2}failed < 10% {3}20\.00 % {3}fails\n/);
  expect(told).not.toContain('CHANGED');
});

it('stays in its lines whatever names hold, in ASCII where the terminal wants it', () => {
  const evil = `a\u001b[31m|\n${'x'.repeat(300)}`;
  const hostile = (limit: number) =>
    side(0.05, [10, 20, 30, limit], { functions: { [evil]: functionResult({ throttledShare: limit / 1000 }) } });
  const told = comparisonText(compared(hostile(40), hostile(41)), { ...OPTIONS, unicode: false, verbose: true });
  for (const character of ['\u001b', '\u00b1', '\u2192', '\u2026']) expect(told).not.toContain(character);
  expect(Math.max(...told.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});
