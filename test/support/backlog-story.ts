/** A result that tells of provisioned concurrency that is too small, and of events that wait and are dropped. */
import type { RunResult } from '../../src/result/run-result.ts';
import {
  costOf,
  functionConfig,
  functionRecord,
  functionResult,
  runRecord,
  runResult,
  runSeries,
  setup,
} from './run-result.ts';

const MINUTE = 60_000_000;
const MINUTES = 120;

/** Two hours: `api` has 40 provisioned and needs 90 for twenty minutes; `mailer` cannot work for half an hour. */
export function backlogStory(): RunResult {
  const minutes = (of: (minute: number) => number) => Float64Array.from({ length: MINUTES }, (_, k) => of(k));
  const need = (k: number): number => (k >= 40 && k < 60 ? 90 : 25 + 5 * Math.sin(k / 5));
  const age = (k: number): number =>
    (k < 20 || k >= 100 ? 300 : k < 50 ? (k - 20) * MINUTE : (100 - k) * 0.6 * MINUTE) / 1000;
  const of = (scope: string, metrics: Readonly<Record<string, (minute: number) => number>>) =>
    Object.entries(metrics).map(([metric, value]) => ({ scope, metric, values: minutes(value) }));
  const metrics = [
    ...of('account', { ConcurrentExecutions: (k) => need(k) + 10 }),
    ...of('functions.api', {
      Invocations: (k) => need(k) * 300,
      ConcurrentExecutions: need,
      environments: (k) => Math.max(40, need(k)),
      provisionedAllocated: (k) => (k < 2 ? 0 : 40),
      ProvisionedConcurrentExecutions: (k) => (k < 2 ? 0 : Math.min(40, need(k))),
      ProvisionedConcurrencySpilloverInvocations: (k) => (need(k) > 40 ? (need(k) - 40) * 300 : NaN),
    }),
    ...of('functions.mailer', {
      Invocations: () => 120,
      ConcurrentExecutions: () => 10,
      environments: () => 10,
      AsyncEventsReceived: () => 120,
      AsyncEventsDropped: (k) => (k >= 40 && k < 55 ? 30 : NaN),
      AsyncEventAge_p99_ms: (k) => age(k) * 0.8,
      AsyncEventAge_max_ms: age,
      asyncQueue: (k) => (k < 20 || k >= 100 ? 0 : k < 50 ? (k - 20) * 120 : (100 - k) * 72),
    }),
  ];
  const names = ['api', 'mailer', 'other'];
  const cost = {
    api: costOf({ requests: 1.2, duration: 3.4, provisionedConcurrency: 6.1, provisionedDuration: 2.2 }),
    mailer: costOf({ requests: 0.3, duration: 1.1, ephemeralStorage: 0.2 }),
    other: costOf({ requests: 0.1, duration: 0.4, snapStartCache: 0.2 }),
  };
  const use = {
    provisionedAllocated: { max: 40, mean: 39.3 },
    ProvisionedConcurrentExecutions: { max: 40, mean: 27.5 },
    ProvisionedConcurrencyUtilization: { max: 1, mean: 0.9 },
  };
  return runResult(
    {
      functions: {
        api: { ...functionResult({ cost_usd: cost.api, formula: limit(990) }), ...use },
        mailer: functionResult({ cost_usd: cost.mailer, formula: limit(10) }),
        other: functionResult({ cost_usd: cost.other, formula: limit(990) }),
      },
      sources: {},
      cost_usd: costOf({
        requests: 1.6,
        duration: 4.9,
        provisionedConcurrency: 6.1,
        provisionedDuration: 2.2,
        ephemeralStorage: 0.2,
        snapStartCache: 0.2,
      }),
      causes: [],
    },
    setup({
      warmup: 0,
      duration: MINUTES * MINUTE,
      bucket: MINUTE,
      functions: names.map((name) => functionConfig(name, name === 'mailer' ? 10 : null)),
      sources: [],
    }),
    [
      runRecord({
        until: MINUTES * MINUTE,
        functions: names.map((name) => functionRecord(name)),
        series: runSeries(MINUTE, metrics),
      }),
    ],
  );
}

function limit(units: number) {
  return { rate_rps: 0, duration_s: 0, concurrency: 0, limit: units };
}
