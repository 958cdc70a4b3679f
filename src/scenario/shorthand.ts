/** `provisionedConcurrency` and `snapStart` of a function: short for an alias on a published version, as serverless.yml and SAM wire it. */
import type { FunctionConfig, ProvisionedConfig, VersionSettings } from '../lambda/config.ts';
import type { Calendar } from './calendar.ts';
import type { FunctionSpec } from './function-schema.ts';
import { resolveProvisioned } from './resolve-provisioned.ts';
import { FIRST_VERSION, LIVE } from './target.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What the function itself says; `undefined` = nothing, `null` with errors. */
export function resolveShorthand(
  bench: Workbench,
  path: Path,
  { provisionedConcurrency: spec, versions, aliases }: FunctionSpec,
  calendar: Calendar | null,
): ProvisionedConfig | null | undefined {
  if (spec === undefined) return undefined;
  const own: Path = [...path, 'provisionedConcurrency'];
  if (Object.keys(versions).length + Object.keys(aliases).length > 0) {
    bench.keyError(
      'E_CONFLICT',
      own,
      'is short for an alias live on version "1"; beside versions and aliases, write it with the alias that it is for',
    );
    return null;
  }
  return resolveProvisioned(bench, own, spec, calendar);
}

/** The function with its version 1 and the alias live; what it had in initial environments and snapshots is that version's. */
export function published(f: FunctionConfig, provisionedConcurrency: ProvisionedConfig | null): FunctionConfig {
  const settings: VersionSettings = f;
  const version = { ...settings, version: FIRST_VERSION, provisionedConcurrency: null };
  const alias = { name: LIVE, version: FIRST_VERSION, second: null, provisionedConcurrency };
  return { ...f, initialEnvironments: 0, restore: null, versions: [version], aliases: [alias] };
}
