/** Whom a source calls: one function, or the routes of an API; and whom its gateway asks before. */
import type { Distribution } from '../des/distribution.ts';
import { DEFAULT_MEMORY } from '../lambda/quotas.ts';
import type { AuthorizerConfig, RouteConfig, SourceConfig } from '../workload/config.ts';
import { nameProblem } from './names.ts';
import { loadHandler, loadPerRecord } from './resolve-function.ts';
import type { SourceSpec } from './source-schema.ts';
import { readTarget, type CalledTarget } from './target.ts';
import type { TrafficSpec } from './traffic-schema.ts';
import { keysAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** Memory size of what is called, where it could be read. */
export type MemoryOf = (target: CalledTarget) => number;

/** What a source says of whom it calls. */
export type Calls = Pick<SourceConfig, 'function' | 'qualifier' | 'duration' | 'routes'>;

/** Shares in per cent are not exact in binary. */
const ROUNDING = 1e-9;

/** The function that a source calls, or its routes; `null` with errors. */
export function resolveCalls(bench: Workbench, path: Path, spec: SourceSpec, memoryOf: MemoryOf): Calls | null {
  const { function: name, routes } = spec;
  if (name !== undefined && routes !== undefined) {
    bench.keyError('E_CONFLICT', [...path, 'routes'], 'stands beside function; keep one of them');
    return null;
  }
  if (routes !== undefined) return resolveRoutes(bench, [...path, 'routes'], spec, routes, memoryOf);
  if (name === undefined) {
    const how =
      'is missing; write function: checkout, or routes: { POST /checkout: { function: checkout, share: 100% } }';
    bench.error('E_MISSING_KEY', [...path, 'function'], how);
    return null;
  }
  const target = readTarget(bench, [...path, 'function'], name);
  if (target !== null && !mayBeCalled(bench, [...path, 'function'], spec, target)) return null;
  const duration = resolveDuration(bench, path, spec, target === null ? DEFAULT_MEMORY : memoryOf(target));
  return target === null || duration === null ? null : { ...target, duration: duration.law, routes: [] };
}

/** The authorizer of an API; `law` is `null` where there is none, the whole `null` with errors. */
export function resolveAuthorizer(
  bench: Workbench,
  path: Path,
  { authorizer }: SourceSpec,
): { readonly config: AuthorizerConfig | null } | null {
  if (authorizer === undefined) return { config: null };
  const target = readTarget(bench, [...path, 'authorizer', 'function'], authorizer.function);
  return target === null ? null : { config: { ...target, cacheHit: authorizer.cacheHit } };
}

function resolveRoutes(
  bench: Workbench,
  path: Path,
  spec: SourceSpec,
  routes: NonNullable<SourceSpec['routes']>,
  memoryOf: MemoryOf,
): Calls | null {
  const names = keysAt(bench.root, path);
  if (names.length === 0) {
    bench.error('E_MISSING_KEY', path, 'hold no route; write POST /checkout: { function: checkout, share: 100% }');
    return null;
  }
  for (const name of names) {
    const problem = nameProblem(name);
    if (problem !== null) bench.keyError('E_NAME', [...path, name], problem);
  }
  checkShares(
    bench,
    path,
    names.map((name) => routes[name]!.share),
  );
  const read = names.map((name) => resolveRoute(bench, path, name, spec, routes[name]!, memoryOf));
  const found = read.filter((route) => route !== null);
  if (found.length < read.length) return null;
  const [busiest] = found.toSorted((a, b) => b.share - a.share);
  const { function: fn, qualifier, duration } = busiest!;
  return { function: fn, qualifier, duration, routes: found };
}

function resolveRoute(
  bench: Workbench,
  path: Path,
  name: string,
  spec: SourceSpec,
  route: NonNullable<SourceSpec['routes']>[string],
  memoryOf: MemoryOf,
): RouteConfig | null {
  const target = readTarget(bench, [...path, name, 'function'], route.function);
  const memorySize = target === null ? DEFAULT_MEMORY : memoryOf(target);
  const duration = resolveDuration(bench, path.slice(0, -1), spec, memorySize);
  return target === null || duration === null ? null : { name, ...target, duration: duration.law, share: route.share };
}

function checkShares(bench: Workbench, path: Path, shares: readonly number[]): void {
  const sum = shares.reduce((all, share) => all + share, 0);
  if (Math.abs(sum - 1) <= ROUNDING) return;
  const shown = String(Number((100 * sum).toPrecision(6)));
  bench.error('E_RANGE', path, `have shares of ${shown}% together; every request takes one, so make them 100%`);
}

/** Handler time of a source's requests, each of them one record; `law: null` where it says none, `null` with errors. */
export function resolveDuration(
  bench: Workbench,
  path: Path,
  spec: Pick<TrafficSpec, 'duration'>,
  memorySize: number,
): { readonly law: Distribution | null } | null {
  if (spec.duration === undefined) return { law: null };
  const law = loadHandler(bench, [...path, 'duration'], spec.duration, memorySize);
  const perRecord = loadPerRecord(bench, [...path, 'duration'], spec.duration);
  if (law === null || perRecord === null) return null;
  return { law: perRecord.law === null ? law : { kind: 'sum', parts: [law, perRecord.law] } };
}

/** Handler time of the batches of a mapping, and what each record takes; both `null` where it says none. */
export function resolveBatchDuration(
  bench: Workbench,
  path: Path,
  spec: Pick<TrafficSpec, 'duration'>,
  memorySize: number,
): { readonly duration: Distribution | null; readonly perRecord: Distribution | null } | null {
  if (spec.duration === undefined) return { duration: null, perRecord: null };
  const duration = loadHandler(bench, [...path, 'duration'], spec.duration, memorySize);
  const perRecord = loadPerRecord(bench, [...path, 'duration'], spec.duration);
  return duration === null || perRecord === null ? null : { duration, perRecord: perRecord.law };
}

/** R5.10: a function URL belongs to $LATEST or to an alias, not to a version. */
function mayBeCalled(bench: Workbench, path: Path, { type }: SourceSpec, target: CalledTarget): boolean {
  const versions = keysAt(bench.root, ['functions', target.function, 'versions']);
  if (type !== 'function-url' || !versions.includes(target.qualifier)) return true;
  bench.error('E_CONFLICT', path, 'is a version, and a function URL has $LATEST or an alias behind it (R5.10)');
  return false;
}
