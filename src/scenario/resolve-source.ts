/** A source as the file has it → a source as the workload wants it. */
import type { ArrivalConfig, ClientConfig, MapConfig, RetryConfig, Shape, SourceConfig } from '../workload/config.ts';
import { CDK, SDK_2026, SDK_STANDARD } from '../workload/retry-presets.ts';
import type { Calendar } from './calendar.ts';
import type { RetrySpec } from './clients-schema.ts';
import type { CurveSpec } from './curve-schema.ts';
import { stagesOfCurve } from './curve.ts';
import { loadLaw } from './load-law.ts';
import { resolveAuthorizer, resolveCalls, type MemoryOf } from './resolve-calls.ts';
import type { SourceSpec } from './source-schema.ts';
import { resolveStages, steady } from './stages.ts';
import type { RetrierSpec } from './step-functions-schema.ts';
import { loadTrace } from './trace.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The source, or `null` with errors. */
export function resolveSource(
  bench: Workbench,
  name: string,
  spec: SourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
): SourceConfig | null {
  const path: Path = ['sources', name];
  const calls = resolveCalls(bench, path, spec, memoryOf);
  const authorizer = resolveAuthorizer(bench, path, spec);
  const arrivals = resolveArrivals(bench, path, spec, calendar);
  const map = resolveMap(bench, path, spec);
  const clients = resolveClients(bench, path, spec);
  if (calls === null || authorizer === null || arrivals === null || map === null || clients === null) return null;
  return {
    name,
    type: spec.type,
    ...calls,
    enabled: spec.enabled,
    integrationTimeout: spec.integrationTimeout ?? null,
    throttle: spec.throttle ?? null,
    authorizer: authorizer.config,
    map: map.config,
    arrivals,
    clients,
  };
}

function resolveArrivals(
  bench: Workbench,
  path: Path,
  spec: SourceSpec,
  calendar: Calendar | null,
): ArrivalConfig | null {
  if (spec.clients?.users !== undefined) return resolveUsers(bench, path, spec, spec.clients.users);
  const bursty = spec.arrivals === 'bursty';
  if (bursty && spec.burstiness === undefined)
    bench.error(
      'E_MISSING_KEY',
      [...path, 'burstiness'],
      'is missing; arrivals: bursty needs burstiness: { ratio: 3, on: 20s, off: 60s }',
    );
  if (!bursty && spec.burstiness !== undefined)
    bench.error(
      'E_CONFLICT',
      [...path, 'burstiness'],
      'goes with arrivals: bursty alone; change arrivals or remove it',
    );
  const possible = checkBurstiness(bench, path, spec);
  const shape = resolveShape(bench, path, spec, calendar);
  if (shape === null || !possible || bursty !== (spec.burstiness !== undefined)) return null;
  return { process: spec.arrivals, burstiness: spec.burstiness ?? null, shape };
}

/** A closed loop: who has users needs no rate, and has none. */
function resolveUsers(bench: Workbench, path: Path, spec: SourceSpec, count: number): ArrivalConfig | null {
  const thinkTime = spec.clients?.thinkTime;
  const law =
    thinkTime === undefined
      ? ({ kind: 'constant', value: 0 } as const)
      : loadLaw(bench, [...path, 'clients', 'thinkTime'], thinkTime, 'times');
  const conflict = [...SHAPES, 'curve' as const, 'burstiness' as const].find((key) => spec[key] !== undefined);
  if (conflict !== undefined)
    bench.keyError(
      'E_CONFLICT',
      [...path, conflict],
      'stands beside clients.users, who come when they have thought; keep one',
    );
  if (spec.arrivals === 'bursty')
    bench.error('E_CONFLICT', [...path, 'arrivals'], 'bursty does not go with clients.users; remove one of them');
  if (law === null || conflict !== undefined || spec.arrivals === 'bursty') return null;
  return { process: spec.arrivals, burstiness: null, shape: { kind: 'users', count, thinkTime: law } };
}

/** The mean is kept: what the on state has too much, the off state must be able to give up. */
function checkBurstiness(bench: Workbench, path: Path, { burstiness }: SourceSpec): boolean {
  if (burstiness === undefined) return true;
  const highest = (burstiness.on + burstiness.off) / burstiness.on;
  if (burstiness.ratio <= highest) return true;
  const shown = String(Number(highest.toPrecision(4)));
  bench.error(
    'E_RANGE',
    [...path, 'burstiness', 'ratio'],
    `${String(burstiness.ratio)} is above ${shown} = (on + off) / on, where the off state is silent; lower it or make on shorter`,
  );
  return false;
}

const SHAPES = ['rate', 'stages', 'trace'] as const;

function resolveShape(bench: Workbench, path: Path, spec: SourceSpec, calendar: Calendar | null): Shape | null {
  const given = SHAPES.filter((key) => spec[key] !== undefined);
  if (given.length === 0) {
    bench.error(
      'E_MISSING_KEY',
      [...path, 'rate'],
      'there is no traffic; write one of rate: 50/s, stages: [ … ] or trace: { … }, or users in clients',
    );
    return null;
  }
  if (given.length > 1) {
    bench.keyError(
      'E_CONFLICT',
      [...path, given[1] ?? 'rate'],
      `there is ${given[0] ?? ''} already; keep one of ${given.join(', ')}`,
    );
    return null;
  }
  if (spec.curve !== undefined && spec.rate === undefined) {
    bench.keyError(
      'E_CONFLICT',
      [...path, 'curve'],
      `goes with rate alone; write rate: 50/s instead of ${given[0] ?? ''}`,
    );
    return null;
  }
  if (spec.rate !== undefined) return resolveRate(bench, path, spec.rate, spec.curve, calendar);
  if (spec.trace !== undefined) return loadTrace(bench, [...path, 'trace'], spec.trace);
  const stages = resolveStages(bench, [...path, 'stages'], spec.stages ?? []);
  return stages === null ? null : { kind: 'stages', stages };
}

function resolveRate(
  bench: Workbench,
  path: Path,
  rate: number,
  curve: CurveSpec | undefined,
  calendar: Calendar | null,
): Shape | null {
  if (curve === undefined) return { kind: 'stages', stages: [steady(rate)] };
  // Without a calendar something else is wrong, and told.
  const stages = calendar === null ? null : stagesOfCurve(bench, [...path, 'curve'], curve, rate, calendar);
  return stages === null ? null : { kind: 'stages', stages, smooth: true };
}

/** The Map state of Step Functions; `config` is `null` where there is none, the whole `null` with errors. */
function resolveMap(bench: Workbench, path: Path, { map }: SourceSpec): { readonly config: MapConfig | null } | null {
  if (map === undefined) return { config: null };
  const items = loadLaw(bench, [...path, 'map', 'items'], map.items, 'numbers');
  return items === null ? null : { config: { items, maxConcurrency: map.maxConcurrency } };
}

function resolveClients(bench: Workbench, path: Path, spec: SourceSpec): ClientConfig | null {
  const { clients, retry } = spec;
  if (clients?.thinkTime !== undefined && clients.users === undefined) {
    bench.error('E_MISSING_KEY', [...path, 'clients', 'users'], 'is missing; thinkTime goes with users: 50');
    return null;
  }
  if (clients?.retry !== undefined && retry !== undefined) {
    bench.keyError('E_CONFLICT', [...path, 'retry'], 'stands beside clients.retry; keep one of them');
    return null;
  }
  const fallback = DEFAULT_RETRIES[spec.type] ?? 'none';
  return { timeout: clients?.timeout ?? null, retry: retryOf(clients?.retry ?? retry ?? fallback) };
}

/** everybody else does not try again. */
const DEFAULT_RETRIES: Readonly<Partial<Record<SourceConfig['type'], RetrySpec>>> = {
  invoke: 'sdk2026',
  'step-functions': 'cdk',
};

function retryOf(retry: RetrySpec | RetrierSpec): RetryConfig | null {
  if (retry === 'none') return null;
  if (retry === 'sdk2026') return SDK_2026;
  if (retry === 'sdkStandard') return SDK_STANDARD;
  if (retry === 'cdk') return CDK;
  const { maxAttempts, on } = retry;
  const backoff = { ...retry.backoff, cap: retry.backoff.cap ?? Infinity };
  return {
    maxAttempts,
    on: { throttle: on.includes('429'), serverError: on.includes('5xx'), timeout: on.includes('timeout') },
    throttleBackoff: backoff,
    transientBackoff: backoff,
    tokens: null,
    budget: 'budget' in retry ? (retry.budget ?? null) : null,
  };
}
