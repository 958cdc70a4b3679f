/** What SnapStart, extensions and tenants go together with (R3.6, R14.3). */
import { DEFAULT_EPHEMERAL_STORAGE, MAXIMUM_ZIP_PACKAGE } from '../lambda/quotas.ts';
import type { FunctionSpec } from './function-schema.ts';
import type { AnySourceSpec } from './source-schema.ts';
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** Where a key stands: with the version, or with its function. */
type Places = (...keys: readonly string[]) => Path;

/** Tells every rule that a function breaks. @param at where a key stands */
export function checkLifecycle(bench: Workbench, at: Places, spec: FunctionSpec): void {
  checkSnapStart(bench, at, spec);
  checkExtensions(bench, at, spec);
  if (spec.tenants !== undefined && spec.snapStart)
    bench.error(
      'E_CONFLICT',
      at('tenants'),
      'tenant isolation does not go with snapStart: true (R14.3); remove one of them',
    );
  if (spec.package === 'zip' && (spec.packageSize ?? 0) > MAXIMUM_ZIP_PACKAGE * 1_024)
    bench.error(
      'E_RANGE',
      at('packageSize'),
      `a zip package has at most ${String(MAXIMUM_ZIP_PACKAGE)}MB unzipped (R9.6); make it smaller or write package: image`,
    );
}

/** R3.6: snapshots are of published versions; aliases without any have nothing to resume. */
export function checkPublished(bench: Workbench, path: Path, { snapStart, versions, aliases }: FunctionSpec): void {
  if (!snapStart || Object.keys(versions).length > 0 || Object.keys(aliases).length === 0) return;
  bench.error(
    'E_CONFLICT',
    [...path, 'snapStart'],
    'SnapStart is for published versions, and there is none (R3.6); write versions: { "1": {} }, or leave aliases out',
  );
}

/**
 * R14.3: a tenant comes with a call of Invoke, with an asynchronous event or through API Gateway; who cannot name one
 * cannot call a function with tenant isolation.
 */
export function checkTenants(
  bench: Workbench,
  functions: readonly (readonly [string, FunctionSpec])[],
  sources: readonly (readonly [string, AnySourceSpec])[],
): void {
  const isolated = functions.filter(([, spec]) => spec.tenants !== undefined).map(([name]) => name);
  for (const [source, spec] of sources) {
    const { type } = spec;
    const called = ('function' in spec ? spec.function : undefined) ?? '';
    const owner = isolated.find((name) => called === name || called.startsWith(`${name}:`));
    if (owner === undefined || (type !== 'function-url' && type !== 'alb')) continue;
    bench.error(
      'E_CONFLICT',
      ['sources', source, 'function'],
      `${quotable(owner)} has tenant isolation, and ${type} cannot name a tenant (R14.3); use invoke, rest-api or http-api, or remove tenants`,
    );
  }
}

function checkSnapStart(bench: Workbench, at: Places, spec: FunctionSpec): void {
  if (!spec.snapStart) {
    if (spec.restore !== undefined)
      bench.error('E_CONFLICT', at('restore'), 'goes with snapStart: true alone; add that or remove it');
    return;
  }
  const refuse = (what: string): void => {
    bench.error('E_CONFLICT', at('snapStart'), `SnapStart ${what} (R3.6)`);
  };
  if (spec.runtime === undefined)
    refuse('needs a runtime: Java 11, Python 3.12, .NET 8 or later; write runtime: java21');
  else if (!hasSnapStart(spec.runtime))
    refuse(
      `is there for Java 11, Python 3.12, .NET 8 and later, not for ${quotable(spec.runtime)}; change runtime or remove snapStart`,
    );
  if (spec.package === 'image') refuse('does not take container images; write package: zip or remove snapStart');
  if (spec.ephemeralStorage > DEFAULT_EPHEMERAL_STORAGE * 1_024)
    refuse(
      `goes with ${String(DEFAULT_EPHEMERAL_STORAGE)} MB of /tmp at most; lower ephemeralStorage or remove snapStart`,
    );
}

function checkExtensions(bench: Workbench, at: Places, { extensions }: FunctionSpec): void {
  if (extensions?.postInvoke === undefined || extensions.external > 0) return;
  bench.error(
    'E_CONFLICT',
    at('extensions', 'postInvoke'),
    'internal extensions end with the runtime; only external ones go on after it: write external: 1 or remove postInvoke',
  );
}

/** R3.6, R14.6 (DG/snapstart.html). */
function hasSnapStart(runtime: string): boolean {
  const match = /^(java|python|dotnet)(\d+)(?:\.(\d+))?$/u.exec(runtime.trim().toLowerCase());
  if (match === null) return false;
  const [, family = '', major = '0', minor = '0'] = match;
  if (family === 'python') return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 12);
  return Number(major) >= (family === 'java' ? 11 : 8);
}
