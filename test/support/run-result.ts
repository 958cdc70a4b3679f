/** Results made by hand: every part of a RunResult with harmless defaults, to be overridden by a test. */
import { ERAS } from '../../src/lambda/assumptions.ts';
import type { FunctionConfig } from '../../src/lambda/config.ts';
import { NOTHING_BILLED } from '../../src/result/billing-record.ts';
import { binOf, Histogram } from '../../src/result/histogram.ts';
import { perPart } from '../../src/result/cost.ts';
import { ROW, Rows } from '../../src/result/rows.ts';
import type { Objective } from '../../src/result/objective.ts';
import type { FunctionRecord, HistogramRecord, RunRecord, SourceRecord } from '../../src/result/run-record.ts';
import type { MetricSeries, RunSeries, ThrottleRow, ThrottleTable } from '../../src/result/series-record.ts';
import { ThrottleRows } from '../../src/result/throttle-rows.ts';
import type {
  AccountResult,
  CostParts,
  FunctionResult,
  ObjectiveResult,
  ResultJson,
  RunResult,
  SourceResult,
  Statistics,
} from '../../src/result/run-result.ts';
import { SCHEMA_VERSION } from '../../src/result/run-result.ts';
import type { Setup, SetupSource } from '../../src/result/setup.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

/** A histogram of these milliseconds. */
export function histogramOf(milliseconds: readonly number[]): HistogramRecord {
  const histogram = new Histogram();
  for (const value of milliseconds) histogram.add(Math.round(value * 1000), binOf(Math.round(value * 1000)));
  return histogram.record();
}

export function statistics(p50: number, p95: number, p99: number, overrides: Partial<Statistics> = {}): Statistics {
  return {
    mean_ms: p50 * 1.2,
    p50_ms: p50,
    p90_ms: p95 * 0.9,
    p95_ms: p95,
    p99_ms: p99,
    max_ms: p99 * 2,
    ...overrides,
  };
}

export function causes(overrides: Partial<AccountResult['throttles']> = {}): AccountResult['throttles'] {
  const none = { account: 0, reserved: 0, scalingRate: 0, requestRate: 0, accountRequestRate: 0, source: 0 };
  return { ...none, ...overrides };
}

/** A bill with these parts and no others. */
export function costOf(parts: Partial<CostParts>): CostParts {
  return perPart((part) => parts[part] ?? 0);
}

export function functionResult(overrides: Partial<FunctionResult> = {}): FunctionResult {
  return {
    Invocations: 180_000,
    Errors: 0,
    Throttles: 0,
    throttledShare: 0,
    throttles: {},
    throttlesByCause: causes(),
    holders: {},
    coldStarts: 36,
    coldStartShare: 0.0002,
    Duration: statistics(42, 210, 400),
    initDuration: statistics(180, 240, 300),
    occupied: { mean_ms: 60.1 },
    ConcurrentExecutions: { max: 31, mean: 12.02 },
    environments: { created: 36, max: 34, mean: 30.5, idleMean: 18.48, lifetimeMean_s: 0 },
    formula: { rate_rps: 200, duration_s: 0.06, concurrency: 12, limit: 600 },
    cost_usd: costOf({ requests: 0.036, duration: 0.088 }),
    ...overrides,
  };
}

export function sourceResult(overrides: Partial<SourceResult> = {}): SourceResult {
  return {
    requests: 180_000,
    served: 180_000,
    failed: 0,
    failures: { throttled: 0, error: 0, timeout: 0, other: 0 },
    attempts: 180_000,
    throttledAttempts: 0,
    throttledShare: 0,
    latency: statistics(42, 210, 400),
    latencyParts: { retries_ms: 0, overhead_ms: 0.02, init_ms: 0.04, run_ms: 60 },
    failedLatency: statistics(Number.NaN, Number.NaN, Number.NaN),
    cost_usd: costOf({}),
    ...overrides,
  };
}

export function accountResult(overrides: Partial<AccountResult> = {}): AccountResult {
  return {
    limit: 1000,
    ConcurrentExecutions: { max: 640, mean: 240.5 },
    UnreservedConcurrentExecutions: { max: 260 },
    ClaimedAccountConcurrency: { max: 660 },
    headroom: 0.34,
    throttles: causes(),
    ...overrides,
  };
}

export function objectiveResult(overrides: Partial<ObjectiveResult> = {}): ObjectiveResult {
  return {
    on: 'shop',
    expr: 'failed < 0.1%',
    level: 'fail',
    ok: true,
    value: 0.00062,
    unit: 'share',
    threshold: 0.001,
    ci95: null,
    margin: 0.38,
    worst: null,
    runsMeeting: 1,
    ...overrides,
  };
}

export function functionConfig(name: string, reservedConcurrency: number | null = null): FunctionConfig {
  return {
    name,
    runtime: 'nodejs22.x',
    architecture: 'x86_64',
    package: 'zip',
    memorySize: 1024,
    ephemeralStorage: 512,
    timeout: 10 * SECOND,
    reservedConcurrency,
    initialEnvironments: 0,
    duration: { kind: 'constant', value: 100_000 },
    coldDuration: null,
    firstInvokePenalty: 0,
    init: { kind: 'constant', value: 180_000 },
    platformOverhead: { kind: 'constant', value: 100_000 },
    errors: { share: 0, kind: 'error', duration: null },
    initErrors: 0,
    calls: [],
    versions: [],
    aliases: [],
    tenants: 0,
    restore: null,
    extensions: null,
    vpc: 'none',
    eventInvoke: {
      maximumRetryAttempts: 2,
      maximumEventAge: 360 * MINUTE,
      deadLetter: null,
      onFailure: null,
      onSuccess: null,
    },
  };
}

export function sourceSetup(
  name: string,
  fn: string,
  stages: SetupSource['arrivals']['shape'] | null = null,
): SetupSource {
  const steady = {
    kind: 'stages',
    stages: [{ kind: 'rate', from: 200, to: 200, for: Number.POSITIVE_INFINITY }],
  } as const;
  return {
    name,
    type: 'http-api',
    function: fn,
    routes: [],
    authorizer: null,
    throttle: null,
    enabled: true,
    arrivals: { shape: stages ?? steady },
  };
}

/** As the file would say it: `p(99) latency < 1s` on a source. */
export function latencyObjective(source: string, q: number, threshold: number): Objective {
  return {
    on: source,
    expr: `p(${q}) latency < ${threshold}ms`,
    level: 'fail',
    subject: { kind: 'source', name: source, metric: { kind: 'latency', statistic: 'percentile', q } },
    comparison: '<',
    threshold,
    unit: 'ms',
    window: 'run',
  };
}

/** `failed < 0.1%` on a source. */
export function failedObjective(source: string): Objective {
  return {
    on: source,
    expr: 'failed < 0.1%',
    level: 'fail',
    subject: { kind: 'source', name: source, metric: { kind: 'failed' } },
    comparison: '<',
    threshold: 0.001,
    unit: 'share',
    window: 'run',
  };
}

export function setup(overrides: Partial<Setup> = {}): Setup {
  return {
    name: 'burst',
    variant: null,
    digest: `sha256:${'4b1f'.repeat(16)}`,
    seed: '1',
    runs: 1,
    duration: 20 * MINUTE,
    warmup: 5 * MINUTE,
    bucket: SECOND,
    account: { concurrency: 1000, region: 'us-east-1', scaling: 'per-function-2023', background: null },
    pricing: { freeTier: false, savingsPlan: 0 },
    repeat: null,
    growth: null,
    assumptions: { ...ERAS.now, idleTimeout: null, maxLifetime: null },
    functions: [],
    queues: [],
    dependencies: [],
    sources: [],
    deployments: [],
    streams: [],
    faults: [],
    objectives: [],
    warnings: [],
    ...overrides,
  };
}

export function runRecord(overrides: Partial<RunRecord> = {}): RunRecord {
  const level = { max: 0, integral: 0 };
  return {
    run: 1,
    seed: '1',
    until: 20 * MINUTE,
    complete: true,
    events: 0,
    functions: [],
    versions: [],
    sources: [],
    queues: [],
    streams: [],
    dependencies: [],
    account: { concurrency: level, unreserved: { max: 0 }, claimed: { max: 0 } },
    unfinished: { requests: 0, invocations: 0, queued: 0 },
    series: runSeries(SECOND, []),
    worstMinute: null,
    objectiveMinutes: [],
    deployments: [],
    recoveries: [],
    otherReading: null,
    ...overrides,
  };
}

/** @param rows by bucket */
export function throttleTable(rows: readonly ThrottleRow[]): ThrottleTable {
  const names = [...new Set(rows.flatMap(({ function: name, holder }) => [name, holder]))].filter(
    (name) => name !== '',
  );
  const table = new ThrottleRows(names);
  for (const { bucket, function: name, throttle, holder, count, holderShare } of rows) {
    table.add(bucket, names.indexOf(name), throttle, names.indexOf(holder), count, holderShare);
  }
  return table.table();
}

/** Series as a recorder would keep them; shorter ones did not occur any more. */
export function runSeries(
  bucket: number,
  metrics: readonly MetricSeries[],
  throttles: readonly ThrottleRow[] = [],
): RunSeries {
  const length = Math.max(0, ...metrics.map(({ values }) => values.length));
  const tables = metrics.map(({ scope, metric, values }) => {
    const rows = new Rows([{ metric, kind: 'value' }]);
    values.forEach((value, page) => {
      ROW[0] = value;
      rows.append(page);
    });
    return rows.table(scope);
  });
  return { bucket, length, tables, counts: [], throttles: throttleTable(throttles) };
}

export function sourceRecord(name: string, latency: HistogramRecord): SourceRecord {
  return {
    name,
    requests: latency.count,
    served: latency.count,
    failures: { throttled: 0, error: 0, timeout: 0, other: 0 },
    unfinished: 0,
    attempts: latency.count,
    throttledAttempts: 0,
    gatewayThrottled: null,
    throttledRequests: 0,
    latency,
    failedLatency: histogramOf([]),
    latencyParts: { retries: 0, overhead: 0, init: 0, run: latency.sum },
    authorizations: 0,
    routes: [],
    events: null,
    mapping: null,
  };
}

export function functionRecord(name: string): FunctionRecord {
  const level = { max: 0, integral: 0 };
  return {
    name,
    invocations: 0,
    errors: 0,
    coldStarts: 0,
    throttles: new Float64Array(6),
    gatewayThrottles: 0,
    pool: { throttles: 0, holders: [], shares: new Float64Array() },
    duration: histogramOf([]),
    init: histogramOf([]),
    occupied: { count: 0, sum: 0 },
    concurrency: level,
    environments: { ...level, created: 0, idleIntegral: 0, ended: 0, lifetimeSum: 0 },
    lifecycle: null,
    billing: [NOTHING_BILLED],
    events: null,
    provisioned: null,
  };
}

/** A whole result around these parts; `perRun` repeats the summary as run 1. */
export function runResult(
  json: Partial<ResultJson>,
  theSetup: Setup = setup(),
  records: readonly RunRecord[] = [runRecord()],
): RunResult {
  const merged: Omit<ResultJson, 'perRun'> = {
    schemaVersion: SCHEMA_VERSION,
    complete: true,
    ok: true,
    verdict: 'every objective is met',
    scenario: { name: theSetup.name, digest: theSetup.digest },
    inputs: { model: '2026-10', prices: 'us-east-1 2026-10-01', notBilled: ['gateways', 'logs'] },
    seed: theSetup.seed,
    runs: theSetup.runs,
    duration_s: theSetup.duration / SECOND,
    warmup_s: theSetup.warmup / SECOND,
    objectives: [],
    causes: [],
    account: accountResult(),
    functions: {},
    sources: {},
    cost_usd: costOf({}),
    unfinished: { requests: 0, invocations: 0, queued: 0 },
    warnings: [],
    ...json,
  };
  const { account, functions, sources, cost_usd, unfinished, complete } = merged;
  const perRun = json.perRun ?? [
    { run: 1, seed: theSetup.seed, complete, account, functions, sources, cost_usd, unfinished },
  ];
  return { json: { ...merged, perRun }, records, setup: theSetup };
}
