/** Provisioned concurrency of the file → that of the model, and the limits of AWS on it (R4.1-R4.3). */
import type { ProvisionedAction, ProvisionedBounds, ProvisionedConfig } from '../lambda/config.ts';
import { UNRESERVED_FLOOR } from '../lambda/quotas.ts';
import type { Calendar } from './calendar.ts';
import type { FunctionSpec } from './function-schema.ts';
import type { ActionSpec, ProvisionedSpec } from './provisioned-schema.ts';
import { instantsOf } from './schedule.ts';
import { quotable } from './source-text.ts';
import { isGiven, keysAt, nodeAt, type Path } from './tree.ts';
import type { Workbench } from './workbench.ts';

/** What a version or alias of a function claims. */
interface ProvisionedClaim {
  readonly function: string;
  readonly path: Path;
  /** From t = 0. */
  readonly least: number;
  /** The most that it can be scaled to, and where the file says so. */
  readonly most: number;
  readonly mostPath: Path;
}

/** The provisioned concurrency at `path`, or `null` with errors. Without a calendar schedules are not read. */
export function resolveProvisioned(
  bench: Workbench,
  path: Path,
  spec: ProvisionedSpec,
  calendar: Calendar | null,
): ProvisionedConfig | null {
  const { min, max, target, statistic, provisioning } = spec;
  if (min > max) {
    bench.error('E_RANGE', [...path, 'min'], `${grouped(min)} is above max ${grouped(max)}; lower it or raise max`);
    return null;
  }
  const actions = resolveSchedule(bench, path, spec, calendar);
  if (actions === null) return null;
  const isZero = min === 0 && actions.every((action) => action.min === 0);
  if (isZero && max > 0)
    bench.warning(
      'W_PROVISIONED_ZERO',
      [...path, 'min'],
      'is 0, and target tracking never leaves 0: without environments there is no utilisation (R4.15); write at least 1',
    );
  return { bounds: { min, max }, target, statistic, actions, ready: provisioning === 'ready' };
}

/** All that a function claims, for `checkProvisioned`. */
export function claimsOf([name, spec]: readonly [string, FunctionSpec]): readonly ProvisionedClaim[] {
  const path: Path = ['functions', name];
  const of = (map: 'versions' | 'aliases'): readonly (readonly [Path, ProvisionedSpec | undefined])[] => {
    return Object.entries(spec[map]).map(([key, { provisionedConcurrency }]) => [
      [...path, map, key],
      provisionedConcurrency,
    ]);
  };
  return [[path, spec.provisionedConcurrency] as const, ...of('versions'), ...of('aliases')].flatMap(([at, config]) =>
    config === undefined ? [] : [claimOf(name, [...at, 'provisionedConcurrency'], config)],
  );
}

/**
 * R4.3 (DG/provisioned-concurrency.html): with a reservation, what all versions of the function have lies within it;
 * without, what all such functions have lies within the unreserved concurrency less 100.
 * @param reserved reserved concurrency by function @param claims in the file's order
 */
export function checkProvisioned(
  bench: Workbench,
  limit: number,
  reserved: ReadonlyMap<string, number>,
  claims: readonly ProvisionedClaim[],
): void {
  const allReserved = [...reserved.values()].reduce((sum, units) => sum + units, 0);
  const free = Math.max(0, limit - allReserved - UNRESERVED_FLOOR);
  const sums = new Map<string, number>();
  for (const claim of claims) {
    const own = reserved.get(claim.function);
    const room = own ?? free;
    const why =
      own === undefined
        ? `${grouped(room)} = ${grouped(limit)} of the account - ${grouped(allReserved)} reserved - ${String(UNRESERVED_FLOOR)} that stay unreserved`
        : `${grouped(room)}, the reserved concurrency of ${quotable(claim.function, 40)}`;
    const way = own === undefined ? 'lower it or raise account.concurrency' : 'lower it or raise reservedConcurrency';
    const owner = own === undefined ? '' : claim.function;
    const sum = (sums.get(owner) ?? 0) + claim.least;
    sums.set(owner, sum);
    if (claim.most > room) {
      bench.error('E_PROVISIONED', claim.mostPath, `${grouped(claim.most)} is above ${why} (R4.3); ${way}`);
    } else if (sum > room) {
      const whole = `${grouped(sum)} with what is provisioned before it`;
      bench.error('E_PROVISIONED', claim.path, `${whole} is above ${why} (R4.3); ${way}`);
    }
  }
}

/** R3.6, R14.3 (DG/snapstart.html, DG/tenant-isolation.html): neither SnapStart nor tenants go with it. */
export function checkExclusions(bench: Workbench): void {
  for (const name of keysAt(bench.root, ['functions'])) {
    const f: Path = ['functions', name];
    const under = (map: string): readonly Path[] => keysAt(bench.root, [...f, map]).map((key) => [...f, map, key]);
    const versions = under('versions');
    const owners = [f, ...versions, ...under('aliases')];
    if (!owners.some((path) => isGiven(bench.root, [...path, 'provisionedConcurrency']))) continue;
    for (const path of [f, ...versions]) {
      const own: Path = [...path, 'snapStart'];
      const node = nodeAt(bench.root, own);
      if (node?.kind === 'scalar' && node.value === true)
        bench.keyError('E_CONFLICT', own, 'does not go with provisioned concurrency (R3.6); keep one of them');
    }
    if (isGiven(bench.root, [...f, 'tenants']))
      bench.keyError(
        'E_CONFLICT',
        [...f, 'tenants'],
        'do not go with provisioned concurrency (R14.3); keep one of them',
      );
  }
}

function claimOf(name: string, path: Path, spec: ProvisionedSpec): ProvisionedClaim {
  const places: readonly (readonly [number, Path])[] = [
    [spec.max, spec.fixed ? path : [...path, 'max']],
    ...spec.schedule.flatMap(({ min = 0, max = 0 }, k): (readonly [number, Path])[] => [
      [min, [...path, 'schedule', k, 'min']],
      [max, [...path, 'schedule', k, 'max']],
    ]),
  ];
  const [most, mostPath] = places.reduce((first, second) => (second[0] > first[0] ? second : first));
  return { function: name, path: spec.fixed ? path : [...path, 'min'], least: spec.min, most, mostPath };
}

/** All actions by instant, of one instant in the order of the file; each with both bounds that hold from then on. */
function resolveSchedule(
  bench: Workbench,
  path: Path,
  { min, max, schedule }: ProvisionedSpec,
  calendar: Calendar | null,
): readonly ProvisionedAction[] | null {
  const firings = schedule.map((action, k) => firingsOf(bench, [...path, 'schedule', k], action, calendar));
  if (firings.includes(null)) return null;
  const inOrder = firings
    .flatMap((instants, k) => [...(instants ?? [])].map((at) => ({ at, k })))
    .toSorted((a, b) => a.at - b.at);
  const actions: ProvisionedAction[] = [];
  let bounds: ProvisionedBounds = { min, max };
  for (const { at, k } of inOrder) {
    const action = schedule[k]!;
    bounds = { min: action.min ?? bounds.min, max: action.max ?? bounds.max };
    if (bounds.min > bounds.max) {
      bench.error(
        'E_RANGE',
        [...path, 'schedule', k, action.min === undefined ? 'max' : 'min'],
        `leaves min ${grouped(bounds.min)} above max ${grouped(bounds.max)}; give both`,
      );
      return null;
    }
    actions.push({ at, ...bounds });
  }
  return actions;
}

function firingsOf(bench: Workbench, path: Path, action: ActionSpec, calendar: Calendar | null): Float64Array | null {
  const { cron, at, min, max } = action;
  if ((cron === undefined) === (at === undefined)) {
    const what =
      cron === undefined ? 'is missing; write cron: "cron(0 8 * * ? *)" or at: 90m' : 'goes without cron; keep one';
    if (cron === undefined) bench.error('E_MISSING_KEY', [...path, 'cron'], what);
    else bench.keyError('E_CONFLICT', [...path, 'at'], what);
    return null;
  }
  if (min === undefined && max === undefined) {
    bench.error('E_MISSING_KEY', [...path, 'min'], 'is missing; a scheduled action sets min, max or both');
    return null;
  }
  if (calendar === null) return new Float64Array();
  const [key, timing] = cron === undefined ? (['at', at!] as const) : (['cron', cron] as const);
  return instantsOf(bench, [...path, key], timing, calendar);
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}
