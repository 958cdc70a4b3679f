/** A source of asynchronous events as the file has it → as the workload wants it. */
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import type { AsyncSourceConfig } from '../workload/config.ts';
import type { AsyncSourceSpec } from './async-source-schema.ts';
import type { Calendar } from './calendar.ts';
import { loadLaw } from './load-law.ts';
import { resolveDuration, type MemoryOf } from './resolve-calls.ts';
import { resolveArrivals } from './resolve-traffic.ts';
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import { DIRECT, readTarget } from './target.ts';
import { instantsOf, type Timing } from './schedule.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** The source, or `null` with errors. @param calendar `null` where something else is wrong, and told */
export function resolveAsyncSource(
  bench: Workbench,
  name: string,
  spec: AsyncSourceSpec,
  memoryOf: MemoryOf,
  calendar: Calendar | null,
): AsyncSourceConfig | null {
  const path: Path = ['sources', name];
  const target = readTarget(bench, [...path, 'function'], spec.function);
  const arrivals = arrivalsOf(bench, path, spec, calendar);
  const duration = durationOf(bench, path, spec, target === null ? DEFAULT_MEMORY : memoryOf(target));
  if (target === null || arrivals === null || duration === null) return null;
  return {
    name,
    type: spec.type,
    ...target,
    enabled: spec.enabled,
    duration: duration.law,
    arrivals,
    ...DIRECT,
    payload: ('payload' in spec ? spec.payload : undefined) ?? 0,
  };
}

function durationOf(bench: Workbench, path: Path, spec: AsyncSourceSpec, memorySize: number) {
  if (spec.type !== 'warmer') return resolveDuration(bench, path, spec, memorySize);
  const law = loadLaw(bench, [...path, 'hold'], spec.hold, 'times');
  return law && { law };
}

function arrivalsOf(
  bench: Workbench,
  path: Path,
  spec: AsyncSourceSpec,
  calendar: Calendar | null,
): ArrivalConfig | null {
  switch (spec.type) {
    case 'schedule': {
      const timing = timingOf(bench, path, spec.cron, spec.every);
      if (timing === null || calendar === null) return null;
      const key = spec.cron === undefined ? 'every' : 'cron';
      const at = instantsOf(bench, [...path, key], timing, calendar, spec.timezone);
      return at && firings(at, spec.count, spec.precision + spec.flexibleWindow);
    }
    case 'warmer': {
      const at = calendar && instantsOf(bench, [...path, 'every'], spec.every, calendar);
      return at && firings(at, spec.concurrency, spec.spread);
    }
    default:
      return resolveArrivals(bench, path, spec, calendar);
  }
}

function timingOf(bench: Workbench, path: Path, cron: Timing | undefined, every: Timing | undefined): Timing | null {
  if (cron !== undefined && every !== undefined) {
    bench.keyError('E_CONFLICT', [...path, 'every'], 'there is cron already; keep one of cron, every');
    return null;
  }
  const timing = cron ?? every ?? null;
  if (timing === null)
    bench.error(
      'E_MISSING_KEY',
      [...path, 'cron'],
      'does not say when it fires; write one of cron: cron(0 10 * * ? *) or every: 5m',
    );
  return timing;
}

function firings(at: Float64Array, count: number, spread: number): ArrivalConfig {
  return { process: 'poisson', burstiness: null, shape: { kind: 'firings', at, count, spread } };
}
