/** The dependencies of the file, and what functions use of them → as the model wants them. */
import type { DependencyConfig, DependencyUse, UsesConfig } from '../lambda/dependency-config.ts';
import type { DependencySpec, UseSpec } from './dependency-schema.ts';
import { inFileOrder } from './in-file-order.ts';
import { loadLaw } from './load-law.ts';
import { didYouMean } from './nearest.ts';
import { quotable } from './source-text.ts';
import { keysAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What a function says of dependencies. */
interface User {
  readonly name: string;
  readonly uses?: UsesConfig;
}

/** Those that are right, in the file's order; what is wrong with the others is told, and which functions could never use one. */
export function resolveDependencies(
  bench: Workbench,
  specs: readonly (readonly [string, DependencySpec])[],
  functions: readonly User[],
): readonly DependencyConfig[] {
  const found = inFileOrder(bench, 'dependencies', specs)
    .map(([name, spec]) => resolveDependency(bench, name, spec))
    .filter((one) => one !== null);
  checkConnections(bench, found, functions);
  return found;
}

function resolveDependency(bench: Workbench, name: string, spec: DependencySpec): DependencyConfig | null {
  const path: Path = ['dependencies', name];
  const { capacity = null, connections = null, timeout = null, degrade = null, onFull, errorAfter } = spec;
  const service = loadLaw(bench, [...path, 'service'], spec.service, 'times');
  const missing =
    degrade !== null
      ? 'degrade is above a share of it: capacity: 90, degrade: { above: 80%, factor: 4 }'
      : spec.queue !== undefined || onFull === 'error'
        ? `without it ${quotable(name)} is never full, and ${onFull === 'error' ? 'onFull' : 'queue'} says nothing; write capacity: 90`
        : null;
  if (capacity === null && missing !== null)
    bench.error('E_MISSING_KEY', [...path, 'capacity'], `is missing; ${missing}`);
  if (service === null) return null;
  const queue = spec.queue ?? (onFull === 'error' ? 0 : null);
  return { name, capacity, connections, service, queue, timeout, errorAfter, degrade };
}

/** What the keys of a function or version say that are given with `uses`. */
interface UsesSpec {
  readonly uses: readonly UseSpec[];
  readonly connectionsPerEnvironment?: number | undefined;
}

/** What a function or version uses, `uses: null` where it uses nothing; `null` with errors. */
export function resolveUses(
  bench: Workbench,
  at: (...keys: readonly string[]) => Path,
  { uses, connectionsPerEnvironment }: UsesSpec,
): { readonly uses: UsesConfig | null } | null {
  if (uses.length === 0) {
    if (connectionsPerEnvironment === undefined) return { uses: null };
    bench.keyError(
      'E_CONFLICT',
      at('connectionsPerEnvironment'),
      'is about connections to dependencies, and there are none in uses; write uses: [ { dependency: db } ], or remove it',
    );
    return null;
  }
  const entries = uses.map((spec, index) => resolveUse(bench, [...at('uses'), index], spec));
  const found = entries.filter((entry) => entry !== null);
  if (found.length < entries.length) return null;
  return { uses: { entries: found, connectionsPerEnvironment: connectionsPerEnvironment ?? 1 } };
}

/** An environment that never gets its connections could make no call at all. */
function checkConnections(
  bench: Workbench,
  dependencies: readonly DependencyConfig[],
  functions: readonly User[],
): void {
  for (const { name, uses } of functions) {
    const count = uses?.connectionsPerEnvironment ?? 0;
    for (const [index, use] of (uses?.entries ?? []).entries()) {
      const limit = dependencies.find((one) => one.name === use.dependency)?.connections ?? null;
      if (limit === null || count <= limit) continue;
      bench.error(
        'E_RANGE',
        ['functions', name, 'uses', index, 'dependency'],
        `${quotable(use.dependency)} accepts ${String(limit)} connections, and each environment wants ${String(count)}, so that no call ever gets through; lower connectionsPerEnvironment`,
      );
    }
  }
}

function resolveUse(bench: Workbench, path: Path, spec: UseSpec): DependencyUse | null {
  const { dependency, callsPerRecord = 0, calls = spec.callsPerRecord === undefined ? 1 : 0 } = spec;
  const isThere = findDependency(bench, [...path, 'dependency'], dependency);
  if (calls === 0 && callsPerRecord === 0) {
    bench.error(
      'E_RANGE',
      [...path, spec.calls === undefined ? 'callsPerRecord' : 'calls'],
      `is 0, so that ${quotable(dependency)} is never called; write calls: 1 or callsPerRecord: 1, or remove the entry`,
    );
    return null;
  }
  return isThere ? { dependency, calls, callsPerRecord } : null;
}

function findDependency(bench: Workbench, path: Path, name: string): boolean {
  const names = keysAt(bench.root, ['dependencies']);
  if (names.includes(name)) return true;
  const there =
    names.length === 0
      ? `; write dependencies: { ${quotable(name, 40)}: { capacity: 90, service: 20ms } }`
      : ` (there are ${names
          .slice(0, 12)
          .map((one) => quotable(one))
          .join(', ')})`;
  bench.error('E_REFERENCE', path, `there is no dependency ${quotable(name)}${didYouMean(name, names)}${there}`);
  return false;
}
