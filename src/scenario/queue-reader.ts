/** What every mapping that reads a queue has, of SQS or of Amazon MQ: what it calls, handler time, arrivals of its own. */
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import type { QueueSourceConfig } from '../workload/config.ts';
import type { Calendar } from './calendar.ts';
import { resolveBatchDuration, type MemoryOf } from './resolve-calls.ts';
import { resolveArrivals, SHAPES } from './resolve-traffic.ts';
import { DIRECT, readTarget, type CalledTarget } from './target.ts';
import type { TrafficSpec } from './traffic-schema.ts';
import type { Workbench } from './workbench.ts';

/** A mapping as it is read so far. */
export interface QueueReader {
  /** What it calls, or `null` with errors. */
  readonly target: CalledTarget | null;
  /** All but the mapping itself, or `null` with errors. */
  readonly source: Omit<QueueSourceConfig, 'type' | 'mapping'> | null;
}

type ReaderSpec = TrafficSpec & { readonly function: string; readonly enabled: boolean };

/** Nothing arrives by itself. */
const NO_ARRIVALS: ArrivalConfig = { process: 'poisson', burstiness: null, shape: { kind: 'stages', stages: [] } };

/** Reads what source `name` has beside its queue. */
export function resolveQueueReader(
  bench: Workbench,
  name: string,
  spec: ReaderSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
): QueueReader {
  const path = ['sources', name];
  const target = readTarget(bench, [...path, 'function'], spec.function);
  const given = [...SHAPES, 'curve' as const, 'burstiness' as const].some((key) => spec[key] !== undefined);
  const arrivals = given || spec.arrivals === 'bursty' ? resolveArrivals(bench, path, spec, calendar) : NO_ARRIVALS;
  const times = resolveBatchDuration(bench, path, spec, target === null ? DEFAULT_MEMORY : memoryOf(target));
  if (target === null || arrivals === null || times === null) return { target, source: null };
  return { target, source: { name, ...target, enabled: spec.enabled, ...times, arrivals, ...DIRECT } };
}
