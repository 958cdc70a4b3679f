import { expect, it } from 'vitest';
import type { Chart } from '../../src/report/chart.ts';
import { CHART_FILES, charts } from '../../src/report/chart.ts';
import type { Dataset } from '../../src/report/chart/configuration.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import { findSeries } from '../../src/result/series.ts';
import {
  costOf,
  functionConfig,
  functionResult,
  runRecord,
  runSeries,
  runResult,
  setup,
  sourceResult,
  sourceSetup,
  throttleTable,
} from '../support/run-result.ts';
import { backlogStory } from '../support/backlog-story.ts';
import { flashSale, noisyNeighbour } from '../support/stories.ts';

const SECOND = 1_000_000;

function chartOf(result: RunResult, id: Chart['id']): Chart {
  return charts(result).find((chart) => chart.id === id)!;
}

function dataset(chart: Chart, label: string): Dataset {
  return chart.configuration.data.datasets.find((candidate) => candidate.label === label)!;
}

/** Everything but the points, of which the number and the greatest remain. */
function outline({ file, title, configuration }: Chart): unknown {
  const { data, options } = configuration;
  const datasets = data.datasets.map(({ data: points, ...look }) => {
    const greatest = Math.max(...points.map(({ y }) => y ?? 0));
    return { ...look, points: points.length, greatest: Number(greatest.toPrecision(6)) };
  });
  return { file, title, subtitle: options.plugins.subtitle.text, datasets, scales: options.scales };
}

it.each([
  ['a flash sale at a reserved limit', 'flash-sale', flashSale],
  ['a noisy neighbour', 'noisy-neighbour', noisyNeighbour],
  ['provisioned concurrency that is too small, and events that wait', 'backlog', backlogStory],
])('the charts of %s are drawn as reviewed', async (_, name, story) => {
  const outlines = charts(story()).map(outline);
  await expect(`${JSON.stringify(outlines, null, 2)}\n`).toMatchFileSnapshot(`./charts.${name}.txt`);
});

it('a chart is plain data: nothing is lost on the way through JSON', () => {
  const configurations = charts(flashSale()).map(({ configuration }) => configuration);
  expect(configurations.length).toBeGreaterThan(5);
  expect(JSON.parse(JSON.stringify(configurations))).toEqual(configurations);
});

it('every chart has a name that is known before the run, and no other chart has it', () => {
  const files = [...charts(flashSale()), ...charts(noisyNeighbour()), ...charts(backlogStory())].map(
    ({ file }) => file,
  );
  expect(files.filter((file) => !CHART_FILES.includes(file))).toEqual([]);
  expect(new Set(CHART_FILES).size).toBe(CHART_FILES.length);
});

it('all time charts share range and width, so that they line up', () => {
  const timeCharts = charts(flashSale()).filter(({ id }) => !['C5', 'C7', 'C12'].includes(id));
  const widths = timeCharts.map(({ configuration: { options } }) => ({
    x: [options.scales.x?.min, options.scales.x?.max],
    left: options.scales.y?.lineUpWidth,
    right:
      options.layout.padding.right +
      (options.scales.y2?.position === 'right' ? (options.scales.y2.lineUpWidth ?? 0) : 0),
  }));
  expect(new Set(widths.map((width) => JSON.stringify(width))).size).toBe(1);
});

it('C1 puts a function at its reserved limit at the bottom, so that the limit can be read off', () => {
  const chart = chartOf(flashSale(), 'C1');
  const [lowest] = chart.configuration.data.datasets;
  expect(lowest?.label).toBe('checkout');
  expect(Math.max(...lowest!.data.map(({ y }) => y ?? 0))).toBe(400);
  expect(dataset(chart, 'checkout reserved 400').data.map(({ y }) => y)).toEqual([400, 400]);
});

it('C1 never stacks higher than what the account had in use at once', () => {
  const result = flashSale();
  const areas = chartOf(result, 'C1').configuration.data.datasets.filter(({ stack }) => stack === 'in use');
  const account = findSeries(result.records[0]!.series, 'account', 'ConcurrentExecutions')!;
  for (let k = 0; k < 600; k++) {
    const stacked = areas.reduce((sum, { data }) => sum + (data[k]?.y ?? 0), 0);
    expect(stacked).toBeLessThanOrEqual(Math.max(account[2 * k]!, account[2 * k + 1]!) + 1e-6);
  }
});

it('C1 leaves a limit out of the picture that is far above everything, and says so', () => {
  const { json, records, setup: theSetup } = noisyNeighbour();
  const account = { ...theSetup.account, concurrency: 30_000 };
  const chart = chartOf({ json, records, setup: { ...theSetup, account } }, 'C1');
  expect(chart.configuration.data.datasets.map(({ label }) => label)).toEqual(['image-resize', 'checkout']);
  expect(chart.configuration.options.plugins.subtitle.text.join(' ')).toContain(
    'The account limit of 30,000 is far above the chart.',
  );
});

it('C1 names six functions and greys the rest', () => {
  const names = Array.from({ length: 9 }, (_, k) => `function-${k}`);
  const metrics = ['account', ...names.map((name) => `functions.${name}`)].map((scope, k) => ({
    scope,
    metric: 'ConcurrentExecutions',
    values: Float64Array.of(k === 0 ? 45 : k),
  }));
  const record = runRecord({ until: SECOND, series: runSeries(SECOND, metrics) });
  const chart = chartOf(
    runResult({}, setup({ warmup: 0, functions: names.map((name) => functionConfig(name)) }), [record]),
    'C1',
  );
  const labels = chart.configuration.data.datasets.filter(({ stack }) => stack === 'in use').map(({ label }) => label);
  expect(labels).toEqual([
    'function-8',
    'function-7',
    'function-6',
    'function-5',
    'function-4',
    'function-3',
    'other functions',
  ]);
});

it('limits are red and dashed, whatever the chart', () => {
  const limits = charts(flashSale()).flatMap(({ configuration }) =>
    configuration.data.datasets.filter(({ label }) => /limit|objective|reserved 400/.test(label)),
  );
  expect(limits.length).toBeGreaterThanOrEqual(4);
  expect(limits.every(({ borderColor, borderDash }) => borderColor === '#C00000' && borderDash !== undefined)).toBe(
    true,
  );
});

it('C4 tells who held the account, and is left out where nothing was throttled', () => {
  const chart = chartOf(noisyNeighbour(), 'C4');
  const shares = dataset(chart, 'held by image-resize').data.map(({ y }) => y ?? 0);
  expect(Math.max(...shares)).toBeGreaterThan(89);
  expect(Math.max(...shares)).toBeLessThan(92);
  const { json, setup: theSetup, records } = noisyNeighbour();
  const quiet = records.map((record) => ({ ...record, series: { ...record.series, throttles: throttleTable([]) } }));
  expect(charts({ json: { ...json, causes: [] }, setup: theSetup, records: quiet }).map(({ id }) => id)).toEqual([
    'C1',
    'C2',
    'C3',
    'C6',
    'C7',
    'C8',
    'C12',
  ]);
});

it('C6 is drawn for the four worst sources at most, the one that misses its objective first', () => {
  expect(
    charts(flashSale())
      .filter(({ id }) => id === 'C6')
      .map(({ file }) => file),
  ).toEqual(['c6-latency-over-time.png', 'c6-latency-over-time-2.png']);
  expect(chartOf(flashSale(), 'C6').title).toMatch(/^shop's p99 latency was .* missed\)$/);
});

it('C7 draws an objective as a corner that the curve has to stay below', () => {
  const corner = dataset(chartOf(flashSale(), 'C7'), 'objective shop p(99) latency < 1s').data;
  expect(corner.map(({ x }) => x)).toEqual([2, 100, 100]);
  expect(corner.slice(0, 2).map(({ y }) => y)).toEqual([1000, 1000]);
});

it('C7 reads the percentiles that the histogram has', () => {
  const curve = dataset(chartOf(flashSale(), 'C7'), 'finder').data;
  const median = curve[0]?.y ?? 0;
  expect(median).toBeGreaterThan(42 * 0.98);
  expect(median).toBeLessThan(42 * 1.02);
  expect(curve.every(({ y }, k) => k === 0 || (y ?? 0) >= (curve[k - 1]?.y ?? 0))).toBe(true);
});

it('the warm-up is a grey band from zero, the stages are dashed lines', () => {
  const chart = chartOf(flashSale(), 'C2');
  expect(dataset(chart, 'warm-up (not counted)').data).toEqual([
    { x: 0, y: 1 },
    { x: 5, y: 1 },
  ]);
  const stages = dataset(chart, 'stage boundary').data.flatMap(({ x, y }) => (y === 0 ? [x] : []));
  expect(stages).toEqual([10, 11, 15, 16]);
});

it('more than twelve stages are not drawn', () => {
  const stages = Array.from({ length: 14 }, () => ({ kind: 'rate', from: 1, to: 2, for: 60 * SECOND }) as const);
  const { json, records, setup: theSetup } = flashSale();
  const sources = [sourceSetup('shop', 'checkout', { kind: 'stages', stages })];
  const labels = chartOf({ json, records, setup: { ...theSetup, sources } }, 'C1').configuration.data.datasets.map(
    ({ label }) => label,
  );
  expect(labels).not.toContain('stage boundary');
});

it('the pieces of a curve are not drawn as stages, those of another source still are', () => {
  const { json, records, setup: theSetup } = flashSale();
  const piece = { kind: 'rate', from: 1, to: 2, for: 7 * 60 * SECOND } as const;
  const curve = sourceSetup('finder', 'search', { kind: 'stages', stages: [piece, piece], smooth: true });
  const sources = [...theSetup.sources.filter(({ name }) => name !== 'finder'), curve];
  const drawn = dataset(chartOf({ json, records, setup: { ...theSetup, sources } }, 'C2'), 'stage boundary').data;
  expect(drawn.flatMap(({ x, y }) => (y === 0 ? [x] : []))).toEqual([10, 11, 15, 16]);
});

it('of several runs, run 1 is drawn and the subtitle says so', () => {
  const { json, records, setup: theSetup } = flashSale();
  const subtitles = charts({ json: { ...json, runs: 16 }, records, setup: theSetup }).map(({ configuration }) =>
    configuration.options.plugins.subtitle.text.join(' '),
  );
  expect(subtitles.filter((subtitle) => subtitle.includes('Run 1 of 16 is drawn.')).length).toBe(8);
  expect(subtitles.filter((subtitle) => subtitle.includes('of 16 runs together')).length).toBe(1);
  expect(subtitles.filter((subtitle) => subtitle.includes('Means of 16 runs.')).length).toBe(1);
});

it('a run without series has the charts by percentile and of cost alone, and one that never began has none', () => {
  const { json, records, setup: theSetup } = flashSale();
  const bare = records.map((record) => ({ ...record, series: runSeries(SECOND, []) }));
  expect(charts({ json, records: bare, setup: theSetup }).map(({ id }) => id)).toEqual(['C7', 'C12']);
  expect(charts({ json, records: [runRecord({ until: 0 })], setup: theSetup })).toEqual([]);
});

it('a name with an escape sequence of 200 characters is shown short and harmless', () => {
  const name = `\u001b[31m${'x'.repeat(190)}-end`;
  const metrics = [
    { scope: 'account', metric: 'ConcurrentExecutions', values: Float64Array.of(5) },
    { scope: `functions.${name}`, metric: 'ConcurrentExecutions', values: Float64Array.of(5) },
  ];
  const record = runRecord({ until: SECOND, series: runSeries(SECOND, metrics) });
  const result = runResult(
    { functions: { [name]: functionResult() }, sources: { s: sourceResult() } },
    setup({ warmup: 0, functions: [functionConfig(name)] }),
    [record],
  );
  expect(chartOf(result, 'C1').configuration.data.datasets[0]?.label).toBe('\\x1b[31mxxxxxxxx…xxxxxxxxxxx-end');
});

it('the title of C1 is about whom another function kept out, not about the one with most throttles', () => {
  const { json, records, setup: theSetup } = noisyNeighbour();
  const own = { ...json.causes[0]!, function: 'image-resize', throttles: 1e6, text: '' };
  const result = { json: { ...json, causes: [own, ...json.causes] }, records, setup: theSetup };
  expect(chartOf(result, 'C1').title).toMatch(/^checkout was throttled for .* while image-resize held 91 % /);
});

it('a title is not broken between a figure and its unit', () => {
  const { json, records, setup: theSetup } = noisyNeighbour();
  const titles = Array.from({ length: 32 }, (_, index) => {
    const holders = [{ holder: 'x'.repeat(index + 1), share: 0.91 }];
    const result = { json: { ...json, causes: [{ ...json.causes[0]!, holders }] }, records, setup: theSetup };
    return chartOf(result, 'C1').configuration.options.plugins.title.text;
  });
  const broken = titles.filter((lines) => lines.length > 1);
  expect(broken.length).toBeGreaterThan(5);
  expect(broken.filter((lines) => lines.some((line) => /^%|\d$/.test(line)))).toEqual([]);
});

it('C3 is drawn for functions that more than the account bounds, those with most throttles first', () => {
  expect(chartOf(flashSale(), 'C3').title).toBe(
    'checkout was throttled for 4 min 10 s: its reserved concurrency of 400 was used up',
  );
  expect(charts(flashSale()).filter(({ id }) => id === 'C3').length).toBe(1);
  const [api] = charts(backlogStory()).filter(({ id }) => id === 'C3');
  expect(api?.configuration.data.datasets.map(({ label }) => label)).toEqual(['in use', 'provisioned']);
  expect(api?.configuration.options.plugins.subtitle.text.join(' ')).toContain(
    'The unreserved pool of 990 is far above the chart.',
  );
});

it('R2.1: C3 shows what the scaling rate allows where that is less than the limit', () => {
  // 1,000 environments at once, then 100 a second: 1,050 in the third second after two of 50.
  const created = [1_000, 50, 50, 0, 0];
  const metrics = [
    { scope: 'functions.api', metric: 'ConcurrentExecutions', values: Float64Array.of(1_000, 1_050, 1_100, 900, 900) },
    { scope: 'functions.api', metric: 'environments', values: Float64Array.of(1_000, 1_050, 1_100, 1_100, 1_100) },
    { scope: 'functions.api', metric: 'coldStarts', values: Float64Array.from(created) },
  ];
  const result = runResult(
    {
      functions: {
        api: functionResult({ Throttles: 10, formula: { rate_rps: 0, duration_s: 0, concurrency: 0, limit: 3_000 } }),
      },
    },
    setup({ warmup: 0, duration: 5 * SECOND, functions: [functionConfig('api')], sources: [] }),
    [runRecord({ until: 5 * SECOND, series: runSeries(SECOND, metrics) })],
  );
  const allowed = dataset(chartOf(result, 'C3'), 'allowed now by the scaling rate').data.map(({ y }) => y);
  // 1,000 less 1,000 plus the refill of the first second, 100; then 50 more a second, then 100.
  expect(allowed).toEqual([1_100, 1_200, 1_300, 1_400, 1_500, 1_500]);
});

it('C10 has age, waiting events and drops in panels of their own, and tells of both', () => {
  const chart = chartOf(backlogStory(), 'C10');
  expect(chart.title).toBe('450 events to mailer (3.13 %) were dropped; waits reached 30 min');
  const { scales } = chart.configuration.options;
  expect([scales.y?.title.text, scales.y2?.title.text, scales.y3?.title.text]).toEqual([
    'age (min)',
    'dropped',
    'waiting',
  ]);
  expect(Math.max(...dataset(chart, 'greatest age').data.map(({ y }) => y ?? 0))).toBe(30);
  expect(dataset(chart, 'dropped').yAxisID).toBe('y2');
  expect(dataset(chart, 'waiting').yAxisID).toBe('y3');
});

it('C11 has spillover below what is allocated and in use', () => {
  const chart = chartOf(backlogStory(), 'C11');
  expect(chart.title).toMatch(/^300,000 invocations of api \(23\.06 %\) spilled over/);
  expect(Math.max(...dataset(chart, 'allocated').data.map(({ y }) => y ?? 0))).toBe(40);
  expect(Math.max(...dataset(chart, 'in use').data.map(({ y }) => y ?? 0))).toBe(40);
  const bars = dataset(chart, 'spillover').data.flatMap(({ x, y }) => ((y ?? 0) > 0 ? [[x, y]] : []));
  expect([bars.length, bars[0], bars.at(-1)]).toEqual([20, [40.5, 15_000], [59.5, 15_000]]);
});

it('C12 adds up to the bill, and hatches what is provisioned and idle', () => {
  const result = backlogStory();
  const chart = chartOf(result, 'C12');
  const all = chart.configuration.data.datasets.flatMap(({ data }) => data.map(({ x }) => x));
  expect(all.reduce((sum, value) => sum + value, 0)).toBeCloseTo(result.json.cost_usd.total, 9);
  const idle = dataset(chart, 'provisioned idle');
  expect(idle.hatched).toBe(true);
  // 27.5 of 39.3 are in use on average.
  expect(idle.data[0]?.x).toBeCloseTo(6.1 * (1 - 27.5 / 39.3), 9);
  expect(chart.configuration.options.scales.y?.labelled.map(({ label }) => label)).toEqual(['api', 'mailer', 'other']);
  expect(chart.configuration.options.scales.x?.title.text).toBe('US dollars for the time simulated');
});

it('C12 is of a month where the scenario says how often it happens', () => {
  const { json, records, setup: theSetup } = backlogStory();
  const functions = Object.fromEntries(
    Object.entries(json.functions).map(([name, f]) => [
      name,
      { ...f, cost_usd: { ...f.cost_usd, month: costOf({ duration: 30 }) } },
    ]),
  );
  const cost_usd = { ...json.cost_usd, month: costOf({ duration: 90 }) };
  const chart = chartOf({ json: { ...json, functions, cost_usd }, records, setup: theSetup }, 'C12');
  expect(chart.title).toBe('$90.00 a month, 100 % of it for duration; api costs 33 %');
});

it('C12 names eleven functions and adds up the rest', () => {
  const functions = Object.fromEntries(
    Array.from({ length: 15 }, (_, k) => [`f${k}`, functionResult({ cost_usd: costOf({ duration: k + 1 }) })]),
  );
  const result = runResult({ functions, cost_usd: costOf({ duration: 120 }) }, setup({ warmup: 0 }), [
    runRecord({ until: SECOND, series: runSeries(SECOND, []) }),
  ]);
  const labels = chartOf(result, 'C12').configuration.options.scales.y?.labelled.map(({ label }) => label) ?? [];
  expect([labels.length, labels[0], labels.at(-1)]).toEqual([12, 'f14', '4 other functions']);
});

it('no axis has a tick beyond its end, whatever the peak', () => {
  for (const top of [5, 7, 43, 107, 640, 1_100]) {
    const metrics = ['account', 'functions.api'].flatMap((scope) => [
      { scope, metric: 'ConcurrentExecutions', values: Float64Array.of(top, 1) },
      ...(scope === 'account' ? [] : [{ scope, metric: 'provisionedAllocated', values: Float64Array.of(top, top) }]),
    ]);
    const result = runResult(
      { functions: { api: functionResult() } },
      setup({ warmup: 0, functions: [functionConfig('api')], sources: [] }),
      [runRecord({ until: 2 * SECOND, series: runSeries(SECOND, metrics) })],
    );
    const axes = ['C1', 'C3', 'C11'].map((id) => chartOf(result, id as Chart['id']).configuration.options.scales.y!);
    for (const { max, labelled } of axes) expect(labelled.filter(({ value }) => value > max)).toEqual([]);
  }
});
