/** The life of a function's environments as the file has it → as the model wants it. */
import type { Distribution } from '../des/distribution.ts';
import type { Micros } from '../des/time.ts';
import type { VersionSettings } from '../lambda/config.ts';
import { RESTORE_PRESET_LAW, RESTORE_PRESET_MEDIAN } from '../lambda/init-presets.ts';
import { MAXIMUM_SMALL_PACKAGE } from '../lambda/quotas.ts';
import type { FunctionSpec } from './function-schema.ts';
import { loadLaw } from './load-law.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What of it comes from laws: everything but `init`, which they lengthen. */
export interface Lifecycle extends Pick<VersionSettings, 'restore' | 'extensions' | 'vpc'> {
  /** What extensions add to Init; `null` = nothing. */
  readonly extensionInit: Distribution | null;
}

/** Reads it, or `null` with errors. @param at where a key stands */
export function resolveLifecycle(
  bench: Workbench,
  at: (...keys: readonly string[]) => Path,
  spec: FunctionSpec,
): Lifecycle | null {
  const { extensions, snapStart } = spec;
  const law = (path: Path, given: Parameters<typeof loadLaw>[2] | undefined): Distribution | null | undefined => {
    return given === undefined ? undefined : loadLaw(bench, path, given, 'times');
  };
  const extensionInit = law(at('extensions', 'init'), extensions?.init);
  const postInvoke = law(at('extensions', 'postInvoke'), extensions?.postInvoke);
  const restore = law(at('restore'), spec.restore);
  if (extensionInit === null || postInvoke === null || restore === null) return null;
  return {
    restore: snapStart ? (restore ?? RESTORE_PRESET_LAW) : null,
    extensions: extensions === undefined ? null : { external: extensions.external, postInvoke: postInvoke ?? null },
    vpc: spec.vpc,
    extensionInit: extensionInit ?? null,
  };
}

/** R9.7, A-33: what the size of the package adds to Init. @param term for each MB above 5 @param packageSize KB */
export function packageTime(term: Micros, packageSize: number | undefined): Micros {
  return Math.round(term * Math.max(0, (packageSize ?? 0) / 1_024 - MAXIMUM_SMALL_PACKAGE));
}

/** R3.2: Init is the runtime's and the function's own, that of extensions, and what the package adds. */
export function wholeInit(own: Distribution, extensionInit: Distribution | null, added: Micros): Distribution {
  const parts = [own];
  if (extensionInit !== null) parts.push(extensionInit);
  if (added > 0) parts.push({ kind: 'constant', value: added });
  return parts.length === 1 ? own : { kind: 'sum', parts };
}

/** R13.5: there are few samples of Restore, all of Java. */
export function warnOfRestore(bench: Workbench, path: Path, { snapStart, restore }: FunctionSpec): void {
  if (!snapStart || restore !== undefined) return;
  bench.warning(
    'W_DEFAULT_RESTORE',
    path,
    `Restore (default: snapstart-java, p50 ${String(RESTORE_PRESET_MEDIAN)} ms) is not measured; set restore: from REPORT lines of your own`,
  );
}
