/** Comparisons made by hand: a pull request that caps a queue, and parts to build others from. */
import {
  COMPARISON_VERSION,
  type Comparison,
  type ComparisonSide,
  type FigureComparison,
  type FigureUnit,
  type ObjectiveComparison,
  type SideResult,
  type SubjectComparison,
} from '../../src/result/comparison.ts';

export const HEAD_COMMIT = `77ab012${'d'.repeat(33)}`;
export const BASE_COMMIT = `1f3c9ab${'e'.repeat(33)}`;

/** A clear difference, unless told otherwise. */
export function figure(
  label: string,
  unit: FigureUnit,
  [base, head]: readonly [number | null, number | null],
  over: Partial<FigureComparison> = {},
): FigureComparison {
  const value = (head ?? 0) - (base ?? 0);
  const change = value === 0 ? 'none' : value < 0 ? 'better' : 'worse';
  const relative = base === null || base === 0 ? null : value / base;
  return { label, unit, better: 'lower', base, head, difference: { value, ci95: 0, relative }, change, ...over };
}

export function subject(
  figures: Readonly<Record<string, FigureComparison>>,
  over: Partial<SubjectComparison> = {},
): SubjectComparison {
  return { on: 'both', changed: true, figures, ...over };
}

/** Throttled on the base, and no more. */
export function objective(over: Partial<ObjectiveComparison> = {}): ObjectiveComparison {
  const side = { threshold: 0.001, margin: null, worst: null, runs: 16 };
  return {
    on: 'checkout-api',
    expr: 'throttled < 0.1%',
    level: 'fail',
    unit: 'share',
    relation: '<',
    outcome: 'fixed',
    base: { ...side, ok: false, value: 0.0297, ci95: 0.0003, runsMeeting: 0 },
    head: { ...side, ok: true, value: 0, ci95: 0, runsMeeting: 16 },
    difference: { value: -0.0297, ci95: 0.0003, relative: -1 },
    change: 'better',
    runsToSettle: null,
    ...over,
  };
}

/** Passes on both sides without a clear change. */
export function passing(on: string, expr = 'p(99) latency < 1s'): ObjectiveComparison {
  const side = {
    ok: true,
    threshold: 1000,
    value: 652,
    ci95: 1,
    margin: 0.348,
    worst: null,
    runs: 16,
    runsMeeting: 16,
  };
  const difference = { value: 0.2, ci95: 0.9, relative: 0.0003 };
  return objective({ on, expr, unit: 'ms', outcome: 'passes', base: side, head: side, difference, change: 'unclear' });
}

/** Waits too long on the head. */
export function waiting(over: Partial<ObjectiveComparison> = {}): ObjectiveComparison {
  const side = { threshold: 900_000, margin: null, worst: null, runs: 16 };
  return objective({
    on: 'image-resize',
    expr: 'oldest < 15m',
    unit: 'ms',
    outcome: 'newly-fails',
    base: { ...side, ok: true, value: 577_000, ci95: 200, runsMeeting: 16 },
    head: { ...side, ok: false, value: 1_164_000, ci95: 200, runsMeeting: 0 },
    difference: { value: 586_000, ci95: 200, relative: 1.02 },
    change: 'worse',
    ...over,
  });
}

export function side(over: Partial<ComparisonSide> = {}, result: Partial<SideResult> = {}): ComparisonSide {
  return {
    label: 'scenarios/burst.yaml',
    status: 'simulated',
    file: 'scenarios/burst.yaml',
    variant: null,
    ref: null,
    problems: [],
    result: {
      name: 'burst',
      digest: `sha256:4b1f${'0'.repeat(56)}9c20`,
      complete: true,
      ok: true,
      verdict: 'every objective is met',
      model: '2026-10',
      prices: 'us-east-1 2026-10',
      notBilled: ['gateways', 'queues'],
      seed: '1',
      runs: 16,
      duration_s: 1200,
      warmup_s: 0,
      causes: [],
      warnings: [],
      ...result,
    },
    ...over,
  };
}

/** A cap that ends the throttling of one function and lets the backlog of another grow. */
export function cappedQueue(over: Partial<Comparison> = {}): Comparison {
  const limit = 1000;
  return {
    kind: 'comparison',
    schemaVersion: COMPARISON_VERSION,
    lsim: '0.4.0',
    complete: true,
    ok: false,
    changed: true,
    verdict:
      'checkout-api is no longer throttled, but the oldest message of image-resize waits 19 min 24 s (objective < 15m)',
    cause: null,
    failOn: { asked: 'new-failure', tripped: 'new-failure', exitCode: 99 },
    base: side(
      { label: 'burst.yaml at 1f3c9ab', ref: { given: 'main', commit: BASE_COMMIT, mergeBase: true } },
      {
        causes: [
          '15,795 throttles of checkout-api: the account limit of 1,000 was reached; image-resize held 55-97 % of it',
        ],
      },
    ),
    head: side(
      { label: 'burst.yaml at 77ab012', ref: { given: 'HEAD', commit: HEAD_COMMIT, mergeBase: false } },
      { warnings: [{ id: 'W_DEFAULT_INIT', count: 2, text: 'init of image-resize is a preset, not measured' }] },
    ),
    pairing: { paired: true, runs: 16, seeds: ['1', '16'], sameDuration: true },
    minChange: 0.01,
    objectives: [waiting(), objective(), passing('checkout-api')],
    account: {
      'ConcurrentExecutions.max': figure('peak concurrency', 'count', [limit, 851]),
      headroom: figure('headroom', 'share', [0, 0.149], { better: 'higher', change: 'better' }),
    },
    functions: {
      'checkout-api': subject({
        throttledShare: figure('throttled', 'share', [0.0297, 0]),
        'Duration.p99_ms': figure('p99 duration', 'ms', [652, 652.2], { change: 'unclear' }),
        'ConcurrentExecutions.max': figure('peak concurrency', 'count', [444, 455], {
          better: null,
          change: 'different',
        }),
        'cost_usd.total': figure('cost', 'usd', [1.91, 1.97]),
      }),
      'image-resize': subject({
        throttledShare: figure('throttled', 'share', [0, 0]),
        'Duration.p99_ms': figure('p99 duration', 'ms', [3600, 3600], { change: 'none' }),
        'ConcurrentExecutions.max': figure('peak concurrency', 'count', [972, 400], {
          better: null,
          change: 'different',
        }),
        'cost_usd.total': figure('cost', 'usd', [11.37, 11.36], { change: 'small' }),
      }),
      'audit-log': subject({}, { changed: false }),
      email: subject({}, { changed: false }),
    },
    sources: {},
    queues: { uploads: subject({ oldestAgeMax_s: figure('oldest message', 's', [577, 1164]) }) },
    cost_usd: { total: figure('cost', 'usd', [13.28, 13.32]) },
    largestChange: { on: 'image-resize', label: 'oldest message', relative: 1.02, change: 'worse' },
    configuration: [
      {
        path: 'sources.uploads.maximumConcurrency',
        base: null,
        head: { text: '400', file: 'scenarios/burst.yaml', line: 31, column: 5 },
      },
    ],
    concurrency: {
      step_s: 60,
      base: [143, 76, 81, 74, 373, 1000, 1000, 1000, 79, 91, 83],
      head: [143, 76, 81, 74, 373, 842, 842, 853, 476, 474, 478],
      baseLimit: limit,
      headLimit: limit,
    },
    notes: [],
    suggestions: [],
    reproduce: 'lsim compare --base-ref 1f3c9ab --head-ref 77ab012 scenarios/burst.yaml --seed 1 --runs 16',
    ...over,
  };
}

/** Neither outcome nor any figure changes. */
export function unchanged(over: Partial<Comparison> = {}): Comparison {
  return cappedQueue({
    ok: true,
    changed: false,
    verdict: 'nothing changes',
    failOn: { asked: 'new-failure', tripped: null, exitCode: 0 },
    objectives: [passing('checkout-api'), passing('image-resize')],
    functions: { 'checkout-api': subject({}, { changed: false }), 'image-resize': subject({}, { changed: false }) },
    queues: { uploads: subject({}, { changed: false }) },
    account: { 'ConcurrentExecutions.max': figure('peak concurrency', 'count', [851, 852], { change: 'unclear' }) },
    cost_usd: { total: figure('cost', 'usd', [13.28, 13.29], { change: 'unclear' }) },
    largestChange: { on: '', label: 'cost', relative: 0.002, change: 'unclear' },
    configuration: [],
    ...over,
  });
}
