/** Two results that tell a story, for looking at reports: a flash sale at a reserved limit, and a noisy neighbour. */
import type { FunctionRecord, RunRecord } from '../../src/result/run-record.ts';
import type { MetricSeries, ThrottleRow } from '../../src/result/series-record.ts';
import type { RunResult } from '../../src/result/run-result.ts';
import {
  accountResult,
  causes,
  costOf,
  failedObjective,
  functionConfig,
  functionRecord,
  functionResult,
  histogramOf,
  latencyObjective,
  objectiveResult,
  runRecord,
  runResult,
  runSeries,
  setup,
  sourceRecord,
  sourceResult,
  sourceSetup,
  statistics,
} from './run-result.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const SECONDS = 1200;
const RESERVED = 1;
const ACCOUNT = 0;

/** Checkout is held at its 400 reserved for four minutes while search is well; background 180-240; 20 min, 5 warm-up. */
export function flashSale(): RunResult {
  return (flashSaleTold ??= tellFlashSale());
}

/** A batch job takes most of the account for two minutes and checkout, without a reservation, is refused. No background. */
export function noisyNeighbour(): RunResult {
  return (noisyNeighbourTold ??= tellNoisyNeighbour());
}

// A story takes a moment to make up and nobody changes it.
let flashSaleTold: RunResult | undefined;
let noisyNeighbourTold: RunResult | undefined;

function tellFlashSale(): RunResult {
  const noise = randomNumbers();
  const shop = emptySource();
  const finder = emptySource();
  const checkout = emptyFunction();
  const search = emptyFunction();
  const account = {
    ConcurrentExecutions: column(),
    UnreservedConcurrentExecutions: column(),
    ClaimedAccountConcurrency: column(),
    background: column(),
  };
  const throttles: ThrottleRow[] = [];
  let waiting = 0;
  for (let t = 0; t < SECONDS; t++) {
    const requests = Math.round(saleRate(t) * (0.93 + 0.14 * noise()));
    const attempts = requests + Math.round(waiting);
    const started = Math.min(attempts, Math.round(2290 * (0.99 + 0.02 * noise())));
    const refused = attempts - started;
    waiting = refused * 0.6;
    const concurrency = refused > 0 ? 400 : Math.min(399, Math.ceil(started * 0.1746 + 8 * noise()));
    const cold =
      t === 0
        ? 20
        : Math.round(concurrency > 30 && t > 599 && t < 665 ? 6 * noise() : 0.03 * noise() + (noise() < 0.02 ? 1 : 0));
    fill(checkout, t, {
      Invocations: started,
      Throttles: refused,
      coldStarts: cold,
      ConcurrentExecutions: concurrency,
    });
    fill(checkout, t, {
      Duration_p50_ms: 116 + 8 * noise(),
      Duration_p99_ms: 840 + 140 * noise(),
      environments: Math.max(concurrency, 60),
    });
    fill(shop, t, { requests, attempts, throttledAttempts: refused });
    const delay = refused > 0 ? 1 + (6 * refused) / attempts : 1;
    fill(shop, t, {
      latency_p50_ms: (117 + 8 * noise()) * Math.sqrt(delay),
      latency_p95_ms: (480 + 60 * noise()) * delay,
      latency_p99_ms: (860 + 160 * noise()) * delay,
    });
    const searches = Math.round(200 * (0.8 + 0.4 * noise()));
    fill(finder, t, {
      requests: searches,
      attempts: searches,
      latency_p50_ms: 42 + 3 * noise(),
      latency_p95_ms: 190 + 40 * noise(),
      latency_p99_ms: 380 + 90 * noise(),
    });
    fill(search, t, {
      Invocations: searches,
      coldStarts: t === 0 ? 12 : 0,
      ConcurrentExecutions: Math.ceil(12 + 8 * noise()),
      Duration_p99_ms: 380 + 90 * noise(),
    });
    const background = 180 + ((Math.floor(t / 60) * 37) % 60);
    const inFlight = concurrency + search['ConcurrentExecutions']![t]! + background;
    for (const [metric, value] of Object.entries({
      ConcurrentExecutions: inFlight,
      UnreservedConcurrentExecutions: inFlight - concurrency,
      ClaimedAccountConcurrency: inFlight - concurrency + 400,
      background,
    })) {
      account[metric as keyof typeof account][t] = value;
    }
    if (refused > 0)
      throttles.push({
        bucket: t,
        function: 'checkout',
        throttle: RESERVED,
        holder: 'checkout',
        count: refused,
        holderShare: 1,
      });
  }
  const record = record20Minutes(
    [
      ['account', account],
      ['functions.checkout', checkout],
      ['functions.search', search],
      ['sources.shop', shop],
      ['sources.finder', finder],
    ],
    throttles,
    [
      ['shop', 0.1164, 0.9, 60_000],
      ['finder', 0.042, 0.97, 30_000],
    ],
  );
  const theSetup = setup({
    account: {
      concurrency: 1000,
      region: 'us-east-1',
      scaling: 'per-function-2023',
      background: { kind: 'constant', value: 200 },
    },
    functions: [functionConfig('checkout', 400), functionConfig('search')],
    sources: [
      sourceSetup('shop', 'checkout', {
        kind: 'stages',
        stages: [rate(50, 50, 10), rate(50, 2500, 1), rate(2500, 2500, 4), rate(2500, 50, 1)],
      }),
      sourceSetup('finder', 'search'),
    ],
    objectives: [failedObjective('shop'), { ...latencyObjective('shop', 99, 1_000), expr: 'p(99) latency < 1s' }],
  });
  return runResult(FLASH_SALE_JSON, theSetup, [record]);
}

function tellNoisyNeighbour(): RunResult {
  const noise = randomNumbers();
  const mobile = emptySource();
  const checkout = emptyFunction();
  const resize = emptyFunction();
  const account = {
    ConcurrentExecutions: column(),
    UnreservedConcurrentExecutions: column(),
    ClaimedAccountConcurrency: column(),
  };
  const throttles: ThrottleRow[] = [];
  for (let t = 0; t < SECONDS; t++) {
    const batch = t >= 540 && t < 700 ? Math.min(910, (t - 540) * 45) : 20 + 10 * noise();
    const wanted = 80 + 60 * noise();
    const inUse = Math.min(1000, Math.round(batch + wanted));
    const mine = Math.round(Math.min(wanted, 1000 - batch));
    const refused = batch + wanted > 1000 ? Math.round((batch + wanted - 1000) * 6) : 0;
    const requests = Math.round(wanted * 5.5);
    fill(mobile, t, {
      requests,
      attempts: requests,
      throttledAttempts: refused,
      latency_p50_ms: 170 + 20 * noise(),
      latency_p95_ms: 420 + 50 * noise(),
      latency_p99_ms: 610 + 90 * noise(),
    });
    fill(checkout, t, {
      Invocations: requests - refused,
      Throttles: refused,
      ConcurrentExecutions: mine,
      coldStarts: noise() < 0.05 ? 2 : Number.NaN,
      Duration_p99_ms: 600 + 80 * noise(),
    });
    fill(resize, t, {
      Invocations: Math.round(batch / 2),
      ConcurrentExecutions: Math.round(batch),
      coldStarts: t >= 540 && t < 562 ? 45 : Number.NaN,
    });
    account.ConcurrentExecutions[t] = inUse;
    account.UnreservedConcurrentExecutions[t] = inUse;
    account.ClaimedAccountConcurrency[t] = inUse;
    if (refused > 0)
      throttles.push({
        bucket: t,
        function: 'checkout',
        throttle: ACCOUNT,
        holder: 'image-resize',
        count: refused,
        holderShare: 0.89 + 0.03 * noise(),
      });
  }
  const record = record20Minutes(
    [
      ['account', account],
      ['functions.checkout', checkout],
      ['functions.image-resize', resize],
      ['sources.mobile', mobile],
    ],
    throttles,
    [['mobile', 0.18, 0.55, 60_000]],
  );
  const theSetup = setup({
    warmup: 0,
    functions: [functionConfig('checkout'), functionConfig('image-resize')],
    sources: [sourceSetup('mobile', 'checkout')],
  });
  return runResult(NOISY_NEIGHBOUR_JSON, theSetup, [record]);
}

const FLASH_SALE_JSON: Parameters<typeof runResult>[0] = {
  ok: false,
  verdict: 'shop failed 4.12 % of requests (objective < 0.1 %): checkout used up its reserved concurrency of 400',
  objectives: [
    objectiveResult({ ok: false, value: 0.0412, margin: -40.2, worst: { t_s: 720, value: 0.0831 }, runsMeeting: 0 }),
    objectiveResult({
      expr: 'p(99) latency < 1s',
      ok: false,
      value: 2210,
      unit: 'ms',
      threshold: 1000,
      margin: -1.21,
      worst: { t_s: 780, value: 3420 },
      runsMeeting: 0,
    }),
    objectiveResult({ on: 'account', expr: 'headroom > 10%', level: 'warn', value: 0.34, threshold: 0.1, margin: 2.4 }),
  ],
  causes: [
    {
      cause: 'reserved',
      function: 'checkout',
      throttles: 53_218,
      holders: [{ holder: 'checkout', share: 1 }],
      text: '53,218 throttles of checkout: its reserved concurrency of 400 was used up for 4 min 12 s in 6 of 15 minutes',
    },
  ],
  account: accountResult({ throttles: causes({ reserved: 53_218 }) }),
  functions: {
    checkout: functionResult({
      Invocations: 812_344,
      Throttles: 53_218,
      throttledShare: 53_218 / 865_562,
      throttles: { ReservedFunctionConcurrentInvocationLimitExceeded: 53_218 },
      throttlesByCause: causes({ reserved: 53_218 }),
      holders: { checkout: 1 },
      coldStarts: 391,
      coldStartShare: 391 / 812_344,
      Duration: statistics(120, 487, 901, { mean_ms: 174.6, max_ms: 4012 }),
      ConcurrentExecutions: { max: 400, mean: 157.6 },
      formula: { rate_rps: 961.7, duration_s: 0.1746, concurrency: 167.9, limit: 400 },
      cost_usd: costOf({ requests: 0.1625, duration: 2.3639 }),
    }),
    search: functionResult(),
  },
  sources: {
    shop: sourceResult({
      requests: 833_120,
      served: 798_795,
      failed: 34_325,
      failures: { throttled: 34_325, error: 0, timeout: 0, other: 0 },
      attempts: 865_562,
      throttledAttempts: 53_218,
      throttledShare: 0.0501,
      latency: statistics(123, 612, 2210, { mean_ms: 214.4 }),
      latencyParts: { retries_ms: 39.6, overhead_ms: 0.05, init_ms: 0.09, run_ms: 174.66 },
    }),
    finder: sourceResult(),
  },
  cost_usd: costOf({ requests: 0.1985, duration: 2.4519 }),
  unfinished: { requests: 11, invocations: 9, queued: 0 },
  warnings: [
    {
      id: 'W_DEFAULT_INIT',
      count: 1,
      text: 'search: init time is a default (python3.13), not measured; give init, or import REPORT lines',
    },
  ],
};

const NOISY_NEIGHBOUR_JSON: Parameters<typeof runResult>[0] = {
  ok: true,
  verdict: 'no objective is set; 2.97 % of checkout was throttled',
  causes: [
    {
      cause: 'account',
      function: 'checkout',
      throttles: 31_204,
      holders: [
        { holder: 'image-resize', share: 0.905 },
        { holder: 'checkout', share: 0.095 },
      ],
      text: '31,204 throttles of checkout: the account limit of 1,000 was reached while image-resize held 91 % of it',
    },
  ],
  account: accountResult({
    ConcurrentExecutions: { max: 1000, mean: 231 },
    headroom: 0,
    throttles: causes({ account: 31_204 }),
  }),
  functions: {
    checkout: functionResult({
      Throttles: 31_204,
      throttledShare: 0.0297,
      throttlesByCause: causes({ account: 31_204 }),
      holders: { 'image-resize': 0.905, checkout: 0.095 },
    }),
    'image-resize': functionResult({ coldStarts: 990, Duration: statistics(1800, 2900, 3600) }),
  },
  sources: { mobile: sourceResult() },
};

type Columns = Record<string, Float64Array>;

const column = (): Float64Array => new Float64Array(SECONDS).fill(Number.NaN);

function emptySource(): Columns {
  return columns([
    'requests',
    'served',
    'failed',
    'attempts',
    'throttledAttempts',
    'latency_p50_ms',
    'latency_p95_ms',
    'latency_p99_ms',
    'latency_mean_ms',
  ]);
}

function emptyFunction(): Columns {
  return columns([
    'Invocations',
    'Errors',
    'Throttles',
    'coldStarts',
    'ConcurrentExecutions',
    'environments',
    'Duration_p50_ms',
    'Duration_p99_ms',
    'initDuration_p50_ms',
  ]);
}

function columns(metrics: readonly string[]): Columns {
  return Object.fromEntries(metrics.map((metric) => [metric, column()]));
}

/** As the recorder does: a count of zero is not a number. */
function fill(into: Columns, t: number, values: Readonly<Record<string, number>>): void {
  for (const [metric, value] of Object.entries(values)) into[metric]![t] = value === 0 ? Number.NaN : value;
}

function record20Minutes(
  scopes: readonly (readonly [string, Columns])[],
  throttles: readonly ThrottleRow[],
  latencies: readonly (readonly [source: string, median_s: number, sigma: number, requests: number])[],
): RunRecord {
  const metrics = scopes.flatMap(([scope, values]) =>
    Object.entries(values).map(([metric, series]): MetricSeries => ({ scope, metric, values: series })),
  );
  return runRecord({
    series: runSeries(SECOND, metrics, throttles),
    functions: scopes
      .filter(([scope]) => scope.startsWith('functions.'))
      .map(([scope]) => throttledFunction(scope.slice('functions.'.length), throttles)),
    sources: latencies.map(([name, median, sigma, requests]) => sourceRecord(name, lognormal(median, sigma, requests))),
  });
}

function throttledFunction(name: string, rows: readonly ThrottleRow[]): FunctionRecord {
  const record = functionRecord(name);
  for (const row of rows) if (row.function === name) record.throttles[row.throttle]! += row.count;
  return record;
}

function lognormal(median_s: number, sigma: number, requests: number): ReturnType<typeof histogramOf> {
  const noise = randomNumbers();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - noise())) * Math.cos(2 * Math.PI * noise());
  return histogramOf(Array.from({ length: requests }, () => median_s * 1000 * Math.exp(sigma * normal())));
}

function rate(from: number, to: number, minutes: number): { kind: 'rate'; from: number; to: number; for: number } {
  return { kind: 'rate', from, to, for: minutes * MINUTE };
}

function saleRate(t: number): number {
  if (t < 600) return 50;
  if (t < 660) return 50 + ((t - 600) / 60) * 2450;
  if (t < 900) return 2500;
  return t < 960 ? 2500 - ((t - 900) / 60) * 2450 : 50;
}

/** The same numbers in [0, 1) at every call (a linear congruential generator). */
function randomNumbers(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
