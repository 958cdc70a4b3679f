/** A function as the file has it → a function as the model wants it: presets, memory and defaults filled in. */
import type { Distribution } from '../des/distribution.ts';
import { toMilliseconds } from '../des/time.ts';
import { PLATFORM_OVERHEAD } from '../lambda/assumptions.ts';
import type { Assumptions } from '../lambda/assumption-config.ts';
import type { ErrorConfig, FunctionConfig, VersionConfig, VersionSettings } from '../lambda/config.ts';
import { handlerTimeAt } from '../lambda/handler-time.ts';
import {
  DEFAULT_PRESET_RUNTIME,
  firstInvokePenalty,
  initPreset,
  initPresetMedian,
  PRESET_RUNTIMES,
} from '../lambda/init-presets.ts';
import { matchRuntime } from '../lambda/runtimes.ts';
import type { Calendar } from './calendar.ts';
import type { FunctionSpec, HandlerSpec } from './function-schema.ts';
import { checkLifecycle, checkPublished } from './lifecycle-rules.ts';
import { loadLaw } from './load-law.ts';
import { resolveUses } from './resolve-dependency.ts';
import { resolveHandlerCalls } from './resolve-handler-calls.ts';
import { checkOneEach, checkVersionNumber, resolveAliases } from './resolve-aliases.ts';
import { packageTime, resolveLifecycle, warnOfRestore, wholeInit } from './resolve-lifecycle.ts';
import { didYouMean } from './nearest.ts';
import { resolveEventInvoke } from './resolve-event-invoke.ts';
import { resolveProvisioned } from './resolve-provisioned.ts';
import { published, resolveShorthand } from './shorthand.ts';
import { quotable } from './source-text.ts';
import type { Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What a version freezes, as the file has it: its own keys and those it has from its function. */
type SettingsSpec = FunctionSpec & { readonly duration: HandlerSpec };

/** Where settings stand in the file. */
interface Places {
  /** The version or function whose they are; `null` where nothing runs on them, so that no warning is needed. */
  readonly path: Path | null;
  /** A key of them: with the version, or with its function. */
  readonly at: (...keys: readonly string[]) => Path;
}

/** What is assumed of every start. */
export type StartAssumptions = Pick<Assumptions, 'platformOverhead' | 'packageTerm'>;

/** The function, or `null` with errors. Its `initialEnvironments` is 0 where the file says `steady`. */
export function resolveFunction(
  bench: Workbench,
  name: string,
  spec: FunctionSpec,
  given: StartAssumptions,
  calendar: Calendar | null,
): FunctionConfig | null {
  const path: Path = ['functions', name];
  const versions = resolveVersions(bench, name, spec, given, calendar);
  const aliases = resolveAliases(bench, name, spec, calendar);
  const provisioned = resolveShorthand(bench, path, spec, calendar);
  const at = (...keys: readonly string[]): Path => [...path, ...keys];
  const ownPath = Object.keys(spec.versions).length === 0 ? path : null;
  // Where only versions have a duration, $LATEST never runs, and any settings do for it.
  const own =
    spec.duration === undefined
      ? versions?.[0]
      : resolveSettings(bench, { path: ownPath, at }, { ...spec, duration: spec.duration }, given);
  if (spec.reservedConcurrency === 0)
    bench.warning(
      'W_RESERVED_ZERO',
      [...path, 'reservedConcurrency'],
      'is 0: every invocation is throttled (R1.8); leave it out to draw on the unreserved pool',
    );
  const eventInvoke = resolveEventInvoke(bench, path, spec);
  if (own === null || own === undefined || versions === null || aliases === null) return null;
  if (eventInvoke === null || provisioned === null) return null;
  checkPublished(bench, path, spec);
  if (!checkOneEach(bench, path, versions, aliases)) return null;
  const f = {
    ...own,
    name,
    reservedConcurrency: spec.reservedConcurrency ?? null,
    initialEnvironments: spec.initialEnvironments === 'steady' ? 0 : spec.initialEnvironments,
    tenants: spec.tenants ?? 0,
    // R3.6: snapshots are of published versions; where there are some, $LATEST runs Init.
    restore: versions.length + aliases.length > 0 ? null : own.restore,
    versions,
    aliases,
    eventInvoke,
  };
  return provisioned !== undefined || f.restore !== null ? published(f, provisioned ?? null) : f;
}

/** R12.1: the published versions in ascending order, or `null` with errors. */
function resolveVersions(
  bench: Workbench,
  name: string,
  spec: FunctionSpec,
  given: StartAssumptions,
  calendar: Calendar | null,
): readonly VersionConfig[] | null {
  const versions = Object.entries(spec.versions).map(([version, overrides]): VersionConfig | null => {
    if (!checkVersionNumber(bench, ['functions', name, 'versions'], version)) return null;
    const duration = overrides.duration ?? spec.duration;
    if (duration === undefined) return null;
    const changed = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
    const own: Path = ['functions', name, 'versions', version];
    const at = (...keys: readonly string[]): Path => {
      return [...((keys[0] ?? '') in changed ? own : ['functions', name]), ...keys];
    };
    const merged = { initialEnvironments: 0, ...changed, duration };
    const settings = resolveSettings(bench, { path: own, at }, { ...spec, ...merged }, given);
    const provisioned = overrides.provisionedConcurrency;
    const config = provisioned && resolveProvisioned(bench, [...own, 'provisionedConcurrency'], provisioned, calendar);
    if (settings === null || config === null) return null;
    return { ...settings, version, provisionedConcurrency: config ?? null };
  });
  if (versions.includes(null)) return null;
  return versions.filter((version) => version !== null).toSorted((a, b) => Number(a.version) - Number(b.version));
}

function resolveSettings(
  bench: Workbench,
  { path, at }: Places,
  spec: SettingsSpec,
  given: StartAssumptions,
): VersionSettings | null {
  const measured = measuredRuntime(bench, at('runtime'), spec);
  const duration = loadHandler(bench, at('duration'), spec.duration, spec.memorySize);
  const perRecord = loadPerRecord(bench, at('duration'), spec.duration);
  const init = spec.init === undefined ? undefined : loadLaw(bench, at('init'), spec.init, 'times');
  const coldDuration =
    spec.coldDuration === undefined ? undefined : loadLaw(bench, at('coldDuration'), spec.coldDuration, 'times');
  const errors = loadErrors(bench, at('errors', 'duration'), spec);
  const lifecycle = resolveLifecycle(bench, at, spec);
  const calls = resolveHandlerCalls(bench, at('calls'), spec.calls);
  const uses = resolveUses(bench, at, spec);
  checkLifecycle(bench, at, spec);
  if (measured === null || duration === null || init === null || coldDuration === null || errors === null) return null;
  if (lifecycle === null || calls === null || perRecord === null || uses === null) return null;
  const presets = spec.init === undefined && !(spec.snapStart && spec.restore !== undefined);
  const penalty = presets && coldDuration === undefined ? firstInvokePenalty(measured, spec.memorySize) : 0;
  if (presets && path !== null && !spec.snapStart) warnOfPresets(bench, path, spec, measured, penalty);
  if (path !== null) warnOfRestore(bench, path, spec);
  const { extensionInit, ...ofLife } = lifecycle;
  return {
    runtime: spec.runtime ?? null,
    architecture: spec.architecture,
    package: spec.package,
    memorySize: spec.memorySize,
    ephemeralStorage: spec.ephemeralStorage / 1_024,
    timeout: spec.timeout,
    initialEnvironments: spec.initialEnvironments === 'steady' ? 0 : spec.initialEnvironments,
    duration,
    ...(perRecord.law === null ? {} : { perRecord: perRecord.law }),
    coldDuration: coldDuration ?? null,
    firstInvokePenalty: penalty,
    init: wholeInit(
      init ?? initPreset(measured, spec.architecture, spec.package),
      extensionInit,
      packageTime(given.packageTerm, spec.packageSize),
    ),
    platformOverhead: given.platformOverhead ?? { kind: 'constant', value: PLATFORM_OVERHEAD[spec.package] },
    errors,
    initErrors: spec.initErrors,
    calls,
    ...(uses.uses === null ? {} : { uses: uses.uses }),
    ...ofLife,
  };
}

/** Handler time at a size of memory, without what each record takes; `null` with errors. */
export function loadHandler(bench: Workbench, path: Path, spec: HandlerSpec, memorySize: number): Distribution | null {
  if (spec.kind === 'law') return loadLaw(bench, path, spec.law, 'times');
  if (spec.kind === 'records') return loadLaw(bench, [...path, 'base'], spec.base, 'times');
  const io = loadLaw(bench, [...path, 'io'], spec.io, 'times');
  const cpu = loadLaw(bench, [...path, 'cpu'], spec.cpu, 'times');
  return io === null || cpu === null ? null : handlerTimeAt(memorySize, io, cpu);
}

/** What each record of a batch takes, `law: null` where nothing is said; `null` with errors. */
export function loadPerRecord(
  bench: Workbench,
  path: Path,
  spec: HandlerSpec,
): { readonly law: Distribution | null } | null {
  if (spec.kind !== 'records') return { law: null };
  const law = loadLaw(bench, [...path, 'perRecord'], spec.perRecord, 'times');
  return law && { law };
}

function loadErrors(bench: Workbench, path: Path, { errors }: FunctionSpec): ErrorConfig | null {
  const duration = errors.duration === undefined ? undefined : loadLaw(bench, path, errors.duration, 'times');
  return duration === null ? null : { share: errors.share, kind: errors.kind, duration: duration ?? null };
}

/** The runtime whose figures stand for this one's, or `null` with an error at `path`. */
function measuredRuntime(bench: Workbench, path: Path, { runtime, init }: FunctionSpec): string | null {
  if (runtime === undefined) return DEFAULT_PRESET_RUNTIME;
  const match = matchRuntime(runtime, PRESET_RUNTIMES);
  if (match === null) {
    const known = PRESET_RUNTIMES.map((name) => (name.startsWith('nodejs') ? `${name}.x` : name));
    bench.error(
      'E_VALUE',
      path,
      `${quotable(runtime)} is not a known runtime${didYouMean(runtime, known)} (known: ${known.join(', ')}, provided.al2023)`,
    );
    return null;
  }
  if (!match.exact && init === undefined) {
    bench.warning(
      'W_RUNTIME_PRESET',
      path,
      `there are no start-up figures for ${quotable(runtime)}; those of ${match.measured} are used; set init to replace them`,
    );
  }
  return match.measured;
}

function warnOfPresets(bench: Workbench, path: Path, spec: FunctionSpec, measured: string, penalty: number): void {
  const median = initPresetMedian(measured, spec.architecture, spec.package);
  const first =
    penalty === 0 ? '' : `, first invocation ${String(Number(toMilliseconds(penalty).toPrecision(3)))} ms longer`;
  const why = spec.runtime === undefined ? ', for want of a runtime' : '';
  const what = `the start-up (default: ${measured} ${spec.package} ${spec.architecture}, init p50 ${String(median)} ms${first}${why}) is not measured; set init: from REPORT lines of your own`;
  bench.warning('W_DEFAULT_INIT', path, what);
}
