/** Versions and aliases of a function: their names, and what an alias stands for (R12.1, R12.2). */
import type { AliasConfig, VersionConfig } from '../lambda/config.ts';
import { LATEST } from '../lambda/quotas.ts';
import type { Calendar } from './calendar.ts';
import { VERSION_NUMBER, type AliasSpec, type FunctionSpec } from './function-schema.ts';
import { didYouMean } from './nearest.ts';
import { resolveProvisioned } from './resolve-provisioned.ts';
import { quotable } from './source-text.ts';
import { keysAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** AWS's own pattern (API_CreateAlias), which also keeps aliases apart from versions. */
const ALIAS = /^(?![0-9]+$)[A-Za-z0-9_-]{1,128}$/u;

/** Whether the key of a version at `path` can be one; an error otherwise. */
export function checkVersionNumber(bench: Workbench, path: Path, version: string): boolean {
  if (VERSION_NUMBER.test(version)) return true;
  const way =
    version === '$LATEST'
      ? '$LATEST is the function itself; write its keys there'
      : 'write a whole number such as "41"';
  bench.keyError('E_NAME', [...path, version], `is not the number of a published version (R12.1); ${way}`);
  return false;
}

/** The aliases in the order of their names, or `null` with errors. */
export function resolveAliases(
  bench: Workbench,
  name: string,
  spec: FunctionSpec,
  calendar: Calendar | null,
): readonly AliasConfig[] | null {
  const path: Path = ['functions', name, 'aliases'];
  const versions = keysAt(bench.root, ['functions', name, 'versions']);
  const aliases = Object.entries(spec.aliases).map(([alias, aliasSpec]): AliasConfig | null => {
    const own: Path = [...path, alias];
    const routed = resolveRouting(bench, own, versions, alias, aliasSpec);
    const { provisionedConcurrency: provisioned } = aliasSpec;
    const at: Path = [...own, 'provisionedConcurrency'];
    const config = provisioned === undefined ? undefined : resolveProvisioned(bench, at, provisioned, calendar);
    if (provisioned !== undefined && aliasSpec.version === LATEST) {
      bench.error(
        'E_PROVISIONED',
        at,
        `is never on $LATEST (R4.1); publish a version, and let ${quotable(alias, 40)} stand for it`,
      );
      return null;
    }
    return routed === null || config === null ? null : { ...routed, provisionedConcurrency: config ?? null };
  });
  if (aliases.includes(null)) return null;
  return aliases.filter((alias) => alias !== null).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function resolveRouting(
  bench: Workbench,
  path: Path,
  versions: readonly string[],
  name: string,
  { version, weights = {} }: AliasSpec,
): Omit<AliasConfig, 'provisionedConcurrency'> | null {
  const known = (key: readonly string[], at: 'key' | 'value', wanted: string): boolean => {
    return checkVersion(bench, [...path, ...key], at, versions, wanted);
  };
  let fine = ALIAS.test(name);
  if (!fine)
    bench.keyError(
      'E_NAME',
      path,
      'is no name for an alias; letters, digits, - and _ are allowed, and not digits alone',
    );
  fine = (version === LATEST || known(['version'], 'value', version)) && fine;
  const [second, third] = Object.entries(weights);
  if (second !== undefined && version === LATEST) {
    bench.keyError(
      'E_CONFLICT',
      [...path, 'weights'],
      'both versions of an alias with weights are published (R12.2), and $LATEST is not; remove it',
    );
    return null;
  }
  if (third !== undefined) {
    bench.keyError(
      'E_RANGE',
      [...path, 'weights', third[0]],
      `an alias stands for at most two versions (R12.2): ${quotable(version)} and one with a weight; remove it`,
    );
    return null;
  }
  if (second === undefined) return fine ? { name, version, second: null } : null;
  const [other, weight] = second;
  if (other === version) {
    bench.keyError(
      'E_CONFLICT',
      [...path, 'weights', other],
      `is the version of the alias already, which has the rest of the invocations (R12.2); give a weight to another version`,
    );
    return null;
  }
  if (!known(['weights', other], 'key', other) || !fine) return null;
  return { name, version, second: { version: other, weight } };
}

/** Whether a version that is spoken of at `path` exists; an error otherwise. */
export function checkVersion(
  bench: Workbench,
  path: Path,
  at: 'key' | 'value',
  versions: readonly string[],
  version: string,
): boolean {
  if (versions.includes(version)) return true;
  const list = versions.length === 0 ? 'none is published' : `there are ${versions.slice(0, 12).join(', ')}`;
  const what = `there is no version ${quotable(version)}${didYouMean(version, versions)} (${list}); add it to versions`;
  if (at === 'key') bench.keyError('E_REFERENCE', path, what);
  else bench.error('E_REFERENCE', path, what);
  return false;
}

/** R4.2: a version has provisioned concurrency of its own or through one alias. */
export function checkOneEach(
  bench: Workbench,
  path: Path,
  versions: readonly VersionConfig[],
  aliases: readonly AliasConfig[],
): boolean {
  const holders = new Map<string, string>();
  for (const { version, provisionedConcurrency } of versions)
    if (provisionedConcurrency !== null) holders.set(version, `version ${version} itself`);
  let fine = true;
  for (const { name, version, second, provisionedConcurrency } of aliases) {
    if (provisionedConcurrency === null) continue;
    for (const one of second === null ? [version] : [version, second.version]) {
      const holder = holders.get(one);
      if (holder !== undefined) {
        fine = false;
        bench.keyError(
          'E_PROVISIONED',
          [...path, 'aliases', name, 'provisionedConcurrency'],
          `version ${one} has provisioned concurrency by ${holder} already, and it can be configured once only (R4.2); remove one`,
        );
      }
      holders.set(one, `alias ${quotable(name, 40)}`);
    }
  }
  return fine;
}
