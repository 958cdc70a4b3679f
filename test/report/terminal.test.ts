import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import type { SummaryOptions } from '../../src/report/terminal.ts';
import { summaryText, verdictLine } from '../../src/report/terminal.ts';
import { billLines } from '../../src/report/terminal/bill.ts';
import { marginText } from '../../src/report/terminal/objectives.ts';
import type { MetricSeries } from '../../src/result/series-record.ts';
import type { CostResult, RunResult } from '../../src/result/run-result.ts';
import type { Setup } from '../../src/result/setup.ts';
import {
  costOf,
  functionConfig,
  functionResult,
  objectiveResult,
  runRecord,
  runSeries,
  runResult,
  setup,
  sourceResult,
} from '../support/run-result.ts';
import { flashSale, noisyNeighbour } from '../support/stories.ts';

const OPTIONS: SummaryOptions = {
  version: '0.1.0',
  scenarioFile: 'scenarios/burst.yaml',
  color: false,
  unicode: true,
  verbose: false,
  files: {
    directory: 'reports/burst',
    names: ['result.json', 'functions.csv', 'charts/c1-concurrency.png', 'charts/c2-arrivals.png'],
  },
};

const LONG = `${'x'.repeat(99)}\u001b[31m${'y'.repeat(96)}`;

/** Forty functions and sources, one of them with a name of 200 characters. */
function forty(): RunResult {
  const names = Array.from({ length: 40 }, (_, k) => (k === 30 ? LONG : `function-${k}`));
  return runResult(
    {
      functions: Object.fromEntries(
        names.map((name, k) => [name, functionResult({ Throttles: k, Invocations: 1_000_000 * k })]),
      ),
      sources: Object.fromEntries(names.map((name) => [`${name}-source`, sourceResult()])),
      objectives: names.map((on, k) => objectiveResult({ on, ok: k > 1 && k !== 30 })),
      warnings: names.map((name) => ({ id: 'W_DEFAULT_INIT', count: 1, text: `${name}: a default, measure it` })),
    },
    setup({ functions: names.map((name) => functionConfig(name)) }),
  );
}

it('the summary of a flash sale reads as reviewed', async () => {
  await expect(summaryText(flashSale(), OPTIONS)).toMatchFileSnapshot('./summary.flash-sale.txt');
});

it('the summary of a noisy neighbour without Unicode reads as reviewed', async () => {
  const text = summaryText(noisyNeighbour(), { ...OPTIONS, unicode: false });
  await expect(text).toMatchFileSnapshot('./summary.noisy-neighbour.txt');
  expect([...text].every((character) => character.charCodeAt(0) < 128)).toBe(true);
});

it('the bill is told by its parts, for the window and the month, with what is not in it', () => {
  const once = costOf({ requests: 0.2, duration: 2.45, provisionedConcurrency: 18 });
  const month = costOf({ requests: 6, duration: 73.5, provisionedConcurrency: 540 });
  const lines = (cost_usd: CostResult, terms: Partial<Setup>): string[] =>
    billLines(runResult({ cost_usd }).json, setup(terms));
  expect(lines(once, {})).toEqual([
    '  cost: requests $0.20 + duration $2.45 + provisioned concurrency $18.00 = $20.65',
    '  not in it: gateways, logs',
  ]);
  expect(lines({ ...once, month }, { repeat: 'daily', pricing: { freeTier: true, savingsPlan: 0.1 } })).toEqual([
    '  cost: requests $0.20 + duration $2.45 + provisioned concurrency $18.00 = $20.65; $619.50 a month',
    '  (daily); free tier taken off; savings plan taken off',
    '  not in it: gateways, logs',
  ]);
  expect(lines({ ...costOf({ requests: 0.2 }), month, monthInAYear: month }, { repeat: 'weekly' })[0]).toBe(
    '  cost: requests $0.20; $619.50 a month (weekly); $619.50 in a year',
  );
});

it('the verdict comes first, and alone where only it is asked for', () => {
  expect(verdictLine(flashSale(), OPTIONS)).toBe(
    '✗ FAIL  shop failed 4.12 % of requests (objective < 0.1 %): checkout used up its reserved concurrency of 400',
  );
  expect(verdictLine(noisyNeighbour(), { ...OPTIONS, unicode: false })).toMatch(/^ok PASS {2}/);
  expect(verdictLine(flashSale(), { ...OPTIONS, unicode: false })).toMatch(/^FAIL {2}shop/);
  expect(summaryText(flashSale(), OPTIONS).split('\n')[2]).toBe(verdictLine(flashSale(), OPTIONS));
});

it('colours appear only when asked for, and change nothing else', () => {
  const plain = summaryText(flashSale(), OPTIONS);
  const coloured = summaryText(flashSale(), { ...OPTIONS, color: true });
  expect(plain).not.toContain('\u001b');
  expect(coloured).toContain('\u001b[31m');
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
});

it('forty functions fit on a hundred columns: twenty are shown, and where the rest is', () => {
  const text = summaryText(forty(), OPTIONS);
  expect(text).toContain('  and 20 more: functions.csv, result.json');
  expect(text).toContain('function-39');
  expect(text).toContain('  and 37 met');
  expect(text).toContain('xxxxx…yyyyy');
  const tables = text.split('WARNINGS')[0]!.split('\n');
  expect(Math.max(...tables.map((line) => stringWidth(line)))).toBeLessThanOrEqual(100);
});

it('nothing in a name reaches the terminal as a command, not even with every warning shown', () => {
  const text = summaryText(forty(), { ...OPTIONS, verbose: true });
  expect(text).not.toContain('\u001b');
  expect(text.match(/W_DEFAULT_INIT/g)?.length).toBe(40);
  expect(summaryText(forty(), OPTIONS)).toContain('  and 32 more: --verbose, result.json');
});

it('margins are told in words', () => {
  const margin = (value: number, threshold: number, ok: boolean): string =>
    marginText(objectiveResult({ value, threshold, ok }));
  expect(margin(0.0297, 0.001, false)).toBe('30x over');
  expect(margin(652, 1000, true)).toBe('35 % below');
  expect(margin(1200, 1000, false)).toBe('20 % over');
  expect(margin(0.06, 0.1, false)).toBe('40 % short');
  expect(margin(0.34, 0.1, true)).toBe('3.4x above');
  expect(margin(0.001, 0.001, false)).toBe('exactly there');
  expect(margin(5, 0, false)).toBe('');
  expect(marginText(objectiveResult({ value: null }))).toBe('');
});

it('with several runs the interval stands beside the value, and how many runs meet an objective where they disagree', () => {
  const objectives = [
    objectiveResult({ ci95: 0.0003, runsMeeting: 15 }),
    objectiveResult({
      expr: 'p(99) latency < 1s',
      unit: 'ms',
      value: 652,
      threshold: 1000,
      ci95: 1.2,
      runsMeeting: 16,
    }),
  ];
  const text = summaryText(runResult({ objectives, runs: 16 }), OPTIONS);
  expect(text).toContain('0.06 %  ±0.03');
  expect(text).toContain('met in 15 of 16 runs');
  expect(text).toMatch(/652 ms {2}±1\.2 +35 % below\n/);
});

it('an interrupted run says how far it came', () => {
  const text = summaryText(runResult({ complete: false, duration_s: 423 }), OPTIONS);
  expect(text).toContain('stopped after 7 min 3 s of 20 min (5 min of them warm-up)');
});

it('a function that its reservation throttled is offered as much as the worst second lacked, in round numbers', () => {
  expect(summaryText(flashSale(), OPTIONS)).toMatch(
    /\nTRY {4}lsim run scenarios\/burst\.yaml --set functions\.checkout\.reservedConcurrency=480\n/,
  );
});

it('a reservation is not offered at the expense of those who share what is not reserved', () => {
  const { json, records, setup: theSetup } = flashSale();
  const account = { ...json.account, UnreservedConcurrentExecutions: { max: 539.5 } };
  expect(summaryText({ json: { ...json, account }, records, setup: theSetup }, OPTIONS)).toContain(
    'reservedConcurrency=460\n',
  );
  const none = { ...account, UnreservedConcurrentExecutions: { max: 600 } };
  expect(summaryText({ json: { ...json, account: none }, records, setup: theSetup }, OPTIONS)).not.toContain('TRY');
});

it('retries do not count among those who would have been in flight', () => {
  const { json, setup: theSetup } = flashSale();
  const second = (metric: string, value: number): MetricSeries => ({
    scope: 'sources.shop',
    metric,
    values: new Float64Array([value]),
  });
  const throttled = (metrics: readonly MetricSeries[]): string => {
    const row = { bucket: 0, function: 'checkout', throttle: 1, holder: 'checkout', count: 2000, holderShare: 1 };
    const record = runRecord({ series: runSeries(1_000_000, metrics, [row]) });
    const checkout = { ...json.functions['checkout']!, occupied: { mean_ms: 150 } };
    const functions = { ...json.functions, checkout };
    return summaryText({ json: { ...json, functions }, records: [record], setup: theSetup }, OPTIONS);
  };
  // 2,000 × 0.15 s = 300 more; only half of them are first attempts: 150.
  expect(throttled([])).toContain('reservedConcurrency=700\n');
  expect(throttled([second('requests', 2000), second('attempts', 4000)])).toContain('reservedConcurrency=550\n');
});

it('nothing is offered where the run was well, was interrupted, or came from standard input', () => {
  const { json, ...rest } = flashSale();
  expect(summaryText({ json: { ...json, ok: true }, ...rest }, OPTIONS)).not.toContain('TRY');
  expect(summaryText({ json: { ...json, complete: false }, ...rest }, OPTIONS)).not.toContain('TRY');
  expect(summaryText(flashSale(), { ...OPTIONS, scenarioFile: '-' })).not.toContain('TRY');
});

it('names and paths in the command offered are quoted for the scenario and for the shell', () => {
  const { json, records, setup: theSetup } = flashSale();
  const name = "the shop's fn";
  const causes = [{ ...json.causes[0]!, function: name }];
  const renamed = { ...theSetup, functions: [functionConfig(name, 400)] };
  const text = summaryText(
    { json: { ...json, causes }, records, setup: renamed },
    { ...OPTIONS, scenarioFile: 'my files/a.yaml' },
  );
  expect(text).toContain(
    String.raw`TRY    lsim run 'my files/a.yaml' --set 'functions."the shop'\''s fn".reservedConcurrency=480'`,
  );
});

it('an account that ran out is offered a higher limit', () => {
  const { json, ...rest } = noisyNeighbour();
  expect(summaryText({ json: { ...json, ok: false }, ...rest }, OPTIONS)).toContain('--set account.concurrency=1200');
});

it('a near miss of a single run is offered more runs', () => {
  const objectives = [objectiveResult({ ok: false, value: 0.00102, margin: -0.02 })];
  expect(summaryText(runResult({ ok: false, objectives }), OPTIONS)).toContain(
    'lsim run scenarios/burst.yaml --runs 16',
  );
});
