/** A source as the file has it → a source as the workload wants it. */
import type { Micros } from '../des/time.ts';
import { ASYNC_SOURCE_TYPES } from '../lambda/quotas.ts';
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import type { ClientConfig, RetryConfig } from '../workload/client-config.ts';
import type { AnySourceConfig, MapConfig, SourceConfig } from '../workload/config.ts';
import { CDK, SDK_2026, SDK_STANDARD } from '../workload/retry-presets.ts';
import type { Calendar } from './calendar.ts';
import type { RetrySpec } from './clients-schema.ts';
import { loadLaw } from './load-law.ts';
import { resolveAuthorizer, resolveCalls, type MemoryOf } from './resolve-calls.ts';
import { resolveAsyncSource } from './resolve-async-source.ts';
import { resolveBrokerSource } from './resolve-broker-source.ts';
import { resolveProducer, resolveQueueSource, type QueueContext } from './resolve-queue-source.ts';
import { resolveRedrive } from './resolve-redrive.ts';
import { resolveStreamMapping, resolveStreamProducer } from './resolve-stream-source.ts';
import { isStreamMappingSpec } from './stream-schema.ts';
import { resolveArrivals, SHAPES } from './resolve-traffic.ts';
import type { AsyncSourceSpec } from './async-source-schema.ts';
import type { AnySourceSpec, SourceSpec } from './source-schema.ts';
import type { RetrierSpec } from './step-functions-schema.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What some sources need to know of the rest of the file. */
export interface SourceContext extends QueueContext {
  /** Of the run, where it could be read. */
  readonly duration: Micros | undefined;
}

/** The source, or `null` with errors. */
export function resolveSource(
  bench: Workbench,
  name: string,
  spec: AnySourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
  context: SourceContext,
): AnySourceConfig | null {
  if (spec.type === 'sqs') return resolveQueueSource(bench, name, spec, memoryOf, calendar, context);
  if (spec.type === 'mq') return resolveBrokerSource(bench, name, spec, memoryOf, calendar, context);
  if (spec.type === 'sqs-producer') return resolveProducer(bench, name, spec, calendar, context);
  if (spec.type === 'redrive') return resolveRedrive(bench, name, spec, context);
  if (spec.type === 'kinesis-producer') return resolveStreamProducer(bench, name, spec, calendar);
  if (isStreamMappingSpec(spec)) return resolveStreamMapping(bench, name, spec, memoryOf, calendar, context);
  if (isAsynchronous(spec)) return resolveAsyncSource(bench, name, spec, memoryOf, calendar);
  return resolveCaller(bench, name, spec, memoryOf, calendar);
}

function isAsynchronous(spec: SourceSpec | AsyncSourceSpec): spec is AsyncSourceSpec {
  return (ASYNC_SOURCE_TYPES as readonly string[]).includes(spec.type);
}

function resolveCaller(
  bench: Workbench,
  name: string,
  spec: SourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
): SourceConfig | null {
  const path: Path = ['sources', name];
  const calls = resolveCalls(bench, path, spec, memoryOf);
  const authorizer = resolveAuthorizer(bench, path, spec);
  const { users } = spec.clients ?? {};
  const arrivals =
    users === undefined
      ? resolveArrivals(bench, path, spec, calendar, ', or users in clients')
      : resolveUsers(bench, path, spec, users);
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
