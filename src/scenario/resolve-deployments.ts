/** Deployments of the file → which alias gets which version, when and how (R12.4, R12.5, R4.2). */
import type { Micros } from '../des/time.ts';
import type { AliasConfig, FunctionConfig } from '../lambda/config.ts';
import { LATEST } from '../lambda/quotas.ts';
import type { Objective } from '../result/objective.ts';
import type { SetupDeployment } from '../result/setup.ts';
import { lengthOf, type DeploymentSpec } from './deployment-schema.ts';
import { didYouMean } from './nearest.ts';
import { resolveObjective } from './objectives.ts';
import { checkVersion } from './resolve-aliases.ts';
import { quotable } from './source-text.ts';
import { keysAt, type Path } from './tree.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** What the checks of one deployment need. */
interface Place {
  readonly bench: Workbench;
  readonly path: Path;
  readonly spec: DeploymentSpec;
}

/** Until when a deployment of an alias lasts, and which version the alias has then. */
interface Previous {
  readonly until: Micros;
  readonly at: Micros;
  readonly version: string;
}

/** Where the run begins and ends. */
export interface Horizon {
  readonly duration: Micros | undefined;
  readonly warmup: Micros | undefined;
}

/** The deployments that are right, in the order of the file. @param functions those that could be read */
export function resolveDeployments(
  bench: Workbench,
  specs: readonly (readonly [number, DeploymentSpec])[],
  functions: readonly FunctionConfig[],
  horizon: Horizon,
): readonly SetupDeployment[] {
  const before = new Map<string, Previous>();
  const inTime = specs.toSorted(([, a], [, b]) => a.at - b.at);
  const resolved = inTime.flatMap(([index, spec]): [number, SetupDeployment][] => {
    const place: Place = { bench, path: ['deployments', index], spec };
    const isInTime = checkTimes(place, horizon);
    const condition = resolveCondition(place, horizon);
    const isKnown = checkTarget(place, functions, before);
    if (!isInTime || !isKnown || condition === undefined) return [];
    const { at, function: name, alias = null, to, strategy = null, rollbackAt = null } = spec;
    return [[index, { at, function: name, alias, to, strategy, rollbackAt, rollbackWhen: condition }]];
  });
  return resolved.toSorted(([a], [b]) => a - b).map(([, deployment]) => deployment);
}

function checkTimes({ bench, path, spec: { at, rollbackAt } }: Place, { duration }: Horizon): boolean {
  let fine = true;
  const refuse = (key: string, what: string): void => {
    fine = false;
    bench.error('E_RANGE', [...path, key], what);
  };
  const isBeyond = (time: Micros): boolean => duration !== undefined && time >= duration;
  const end = `lies beyond the run, which ends at ${showTime(duration ?? 0)}; make it earlier or lengthen duration`;
  if (isBeyond(at)) refuse('at', `${showTime(at)} ${end}`);
  if (rollbackAt === undefined) return fine;
  if (rollbackAt <= at)
    refuse('rollbackAt', `${showTime(rollbackAt)} is not after at, ${showTime(at)}; times count from t = 0`);
  else if (isBeyond(rollbackAt)) refuse('rollbackAt', `${showTime(rollbackAt)} ${end}`);
  return fine;
}

/** The condition of a rollback, `null` where there is none, `undefined` with errors. */
function resolveCondition({ bench, path, spec }: Place, { warmup = 0 }: Horizon): Objective | null | undefined {
  const { rollbackWhen } = spec;
  if (rollbackWhen === undefined) return null;
  const own: Path = [...path, 'rollbackWhen'];
  const objective = resolveObjective(bench, own, { ...rollbackWhen, level: 'fail' });
  if (objective === null) return undefined;
  const { kind } = objective.subject.metric;
  if (kind === 'cost' || kind === 'completion') {
    const what = `${kind} is of the whole run, and a rollback is decided minute by minute`;
    bench.error('E_OBJECTIVE', [...own, 'expr'], what);
    return undefined;
  }
  if (spec.at < warmup)
    bench.warning(
      'W_ROLLBACK_WARMUP',
      own,
      `is asked from the end of the warm-up at ${showTime(warmup)} on, and the deployment begins before; start it later`,
    );
  return { ...objective, window: '1m' };
}

/** Function, alias and version exist, and the alias is free to get another one then. */
function checkTarget(place: Place, functions: readonly FunctionConfig[], before: Map<string, Previous>): boolean {
  const { bench, path, spec } = place;
  const names = keysAt(bench.root, ['functions']);
  const { function: name, alias, to } = spec;
  if (!names.includes(name)) {
    const list = names.slice(0, 12).map((one) => quotable(one));
    const there = list.length === 0 ? '' : ` (there are ${list.join(', ')})`;
    bench.error(
      'E_REFERENCE',
      [...path, 'function'],
      `there is no function ${quotable(name)}${didYouMean(name, names)}${there}`,
    );
    return false;
  }
  // What is wrong with the function has been said.
  const f = functions.find((one) => one.name === name);
  if (f === undefined) return false;
  if (alias === undefined) return checkUpdate(place) && checkOrder(place, before, LATEST);
  const config = f.aliases.find((one) => one.name === alias);
  if (config === undefined) {
    const aliases = f.aliases.map((one) => one.name);
    const list = aliases.length === 0 ? 'it has none' : `there are ${aliases.map((one) => quotable(one)).join(', ')}`;
    bench.error(
      'E_REFERENCE',
      [...path, 'alias'],
      `${quotable(name)} has no alias ${quotable(alias)}${didYouMean(alias, aliases)} (${list})`,
    );
    return false;
  }
  const versions = f.versions.map((one) => one.version);
  if (to !== LATEST && !checkVersion(bench, [...path, 'to'], 'value', versions, to)) return false;
  return (
    checkPublished(place, config) && checkHolder(place, f, config) && checkOrder(place, before, config.version, config)
  );
}

/** R12.4: without an alias it is the code of $LATEST that changes, all at once. */
function checkUpdate({ bench, path, spec: { to, strategy } }: Place): boolean {
  if (to !== LATEST) {
    bench.error(
      'E_MISSING_KEY',
      [...path, 'alias'],
      `is missing; write the alias that gets version ${to}, or to: $LATEST for an update of the function itself`,
    );
    return false;
  }
  if (strategy === undefined) return true;
  bench.keyError(
    'E_CONFLICT',
    [...path, 'strategy'],
    'shifts the traffic of an alias, and an update of $LATEST has none (R12.4); remove it',
  );
  return false;
}

/** R12.2, R4.1: neither weights nor provisioned concurrency go with $LATEST. */
function checkPublished({ bench, path, spec: { to, strategy } }: Place, alias: AliasConfig): boolean {
  if (to !== LATEST && alias.version !== LATEST) return true;
  if (strategy !== undefined && strategy !== 'AllAtOnce') {
    bench.error(
      'E_CONFLICT',
      [...path, 'strategy'],
      'gives an alias weights, whose versions are both published (R12.2), and $LATEST is not; leave it out',
    );
    return false;
  }
  if (to !== LATEST || alias.provisionedConcurrency === null) return true;
  bench.error(
    'E_PROVISIONED',
    [...path, 'to'],
    `provisioned concurrency is never on $LATEST (R4.1), and alias ${quotable(alias.name, 40)} has some`,
  );
  return false;
}

/** R4.2: a version has provisioned concurrency of its own or through one alias. */
function checkHolder({ bench, path, spec: { to } }: Place, f: FunctionConfig, alias: AliasConfig): boolean {
  if (alias.provisionedConcurrency === null) return true;
  const isOwn = f.versions.some(
    ({ version, provisionedConcurrency }) => version === to && provisionedConcurrency !== null,
  );
  const other = f.aliases.find((one) => {
    return one !== alias && one.provisionedConcurrency !== null && [one.version, one.second?.version].includes(to);
  });
  if (!isOwn && other === undefined) return true;
  const holder = isOwn ? `version ${to} itself` : `alias ${quotable(other!.name, 40)}`;
  bench.error(
    'E_PROVISIONED',
    [...path, 'to'],
    `version ${to} has provisioned concurrency by ${holder} already, and alias ${quotable(alias.name, 40)} would bring its own (R4.2); remove one`,
  );
  return false;
}

/** One deployment of an alias after the other, each to a version that it does not have yet. */
function checkOrder(
  { bench, path, spec }: Place,
  before: Map<string, Previous>,
  version: string,
  config: AliasConfig | null = null,
): boolean {
  const { at, to, alias, strategy, rollbackAt } = spec;
  const key = JSON.stringify([spec.function, alias ?? null]);
  const previous = before.get(key);
  const present = previous?.version ?? version;
  const until = rollbackAt ?? at + lengthOf(strategy);
  before.set(key, { at, until, version: rollbackAt === undefined ? to : present });
  const what = alias === undefined ? quotable(spec.function, 40) : quotable(`${spec.function}:${alias}`, 80);
  if (previous !== undefined && (at < previous.until || at === previous.at)) {
    bench.error(
      'E_CONFLICT',
      [...path, 'at'],
      `${showTime(at)} overlaps the deployment of ${what} before it, which lasts from ${showTime(previous.at)} to ${showTime(previous.until)}; begin later`,
    );
    return false;
  }
  const endsWeights = previous === undefined && config?.second != null && strategy === undefined;
  if (alias === undefined || present !== to || endsWeights) return true;
  bench.error('E_CONFLICT', [...path, 'to'], `${what} stands for version ${to} then already; write another version`);
  return false;
}
