/** A source as the file has it → a source as the workload wants it. */
import type { Distribution } from '../des/distribution.ts';
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import type { ArrivalConfig, ClientConfig, RetryConfig, Shape, SourceConfig } from '../workload/config.ts';
import { SDK_2026, SDK_STANDARD } from '../workload/retry-presets.ts';
import type { Calendar } from './calendar.ts';
import type { ClientsSpec, RetrySpec } from './clients-schema.ts';
import type { CurveSpec } from './curve-schema.ts';
import { stagesOfCurve } from './curve.ts';
import { loadHandler } from './resolve-function.ts';
import type { SourceSpec } from './source-schema.ts';
import { resolveStages, steady } from './stages.ts';
import { loadTrace } from './trace.ts';
import { readTarget, type CalledTarget } from './target.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** Memory size of what is called, where it could be read. */
export type MemoryOf = (target: CalledTarget) => number;

/** The source, or `null` with errors. */
export function resolveSource(
  bench: Workbench,
  name: string,
  spec: SourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
): SourceConfig | null {
  const path: Path = ['sources', name];
  const target = readTarget(bench, [...path, 'function'], spec.function);
  const arrivals = resolveArrivals(bench, path, spec, calendar);
  const duration = resolveDuration(bench, path, spec, target === null ? DEFAULT_MEMORY : memoryOf(target));
  if (target === null || arrivals === null || duration === null) return null;
  return {
    name,
    type: spec.type,
    ...target,
    enabled: spec.enabled,
    duration: duration.law,
    integrationTimeout: spec.integrationTimeout ?? null,
    arrivals,
    clients: resolveClients(spec),
  };
}

function resolveDuration(
  bench: Workbench,
  path: Path,
  spec: SourceSpec,
  memorySize: number,
): { readonly law: Distribution | null } | null {
  if (spec.duration === undefined) return { law: null };
  const law = loadHandler(bench, [...path, 'duration'], spec.duration, memorySize);
  return law === null ? null : { law };
}

function resolveArrivals(
  bench: Workbench,
  path: Path,
  spec: SourceSpec,
  calendar: Calendar | null,
): ArrivalConfig | null {
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
      'there is no traffic; write one of rate: 50/s, stages: [ … ] or trace: { … }',
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

function resolveClients(spec: SourceSpec): ClientConfig {
  const clients: ClientsSpec | undefined = spec.clients;
  const fallback = spec.type === 'invoke' ? 'sdk2026' : 'none';
  return { timeout: clients?.timeout ?? null, retry: retryOf(clients?.retry ?? fallback) };
}

function retryOf(retry: RetrySpec): RetryConfig | null {
  if (retry === 'none') return null;
  if (retry === 'sdk2026') return SDK_2026;
  if (retry === 'sdkStandard') return SDK_STANDARD;
  const { maxAttempts, on, backoff } = retry;
  return {
    maxAttempts,
    on: { throttle: on.includes('429'), serverError: on.includes('5xx'), timeout: on.includes('timeout') },
    throttleBackoff: backoff,
    transientBackoff: backoff,
    tokens: null,
  };
}
