/** `initialEnvironments: steady`: the number that long traffic of the first rate would have left (R3.14, R3.16). */
import { meanOf } from '../des/sampler.ts';
import { MINUTE, SECOND, toSeconds, type Micros } from '../des/time.ts';
import type { Assumptions } from '../lambda/assumption-config.ts';
import type { AccountConfig, FunctionConfig, VersionSettings } from '../lambda/config.ts';
import type { DependencyConfig } from '../lambda/dependency-config.ts';
import { LATEST } from '../lambda/quotas.ts';
import type { StreamConfig } from '../lambda/stream-config.ts';
import { steadyEnvironments } from '../lambda/steady-state.ts';
import { batchesAtOnce, writersOf } from './steady-mappings.ts';
import { settingsOf, waitingTime, type Callees } from './steady-time.ts';
import type { FunctionSpec } from './function-schema.ts';
import type { ArrivalConfig } from '../workload/arrival-config.ts';
import type { AnySourceConfig, TargetConfig } from '../workload/config.ts';

/** What decides how many environments are there in the long run. */
export interface SteadyContext {
  readonly assumptions: Assumptions;
  readonly sources: readonly AnySourceConfig[];
  readonly dependencies: readonly DependencyConfig[];
  readonly streams: readonly StreamConfig[];
  /** Of the run. */
  readonly duration: Micros;
}

/**
 * The functions with `initialEnvironments` of those versions that the file wants `steady`, at most what their
 * concurrency allows. Rates are those at t = 0, of traces those of the first minute.
 * @param specOf what the file says of each
 */
export function withSteadyEnvironments(
  functions: readonly FunctionConfig[],
  specOf: ReadonlyMap<string, FunctionSpec>,
  account: AccountConfig,
  context: SteadyContext,
): readonly FunctionConfig[] {
  const pool = functions.reduce((rest, f) => rest - (f.reservedConcurrency ?? 0), account.concurrency);
  return functions.map((f) => {
    const spec = specOf.get(f.name);
    const fill = <T extends VersionSettings>(settings: T, version: string): T => {
      // The one version of a function that a shorthand has published is the function itself.
      const own = version === LATEST || Object.keys(spec?.versions ?? {}).length === 0;
      const said = own ? spec : spec?.versions[version];
      if (said?.initialEnvironments !== 'steady') return settings;
      const callees = { functions, dependencies: context.dependencies };
      const number = steadyNumber(settings, trafficOf(f, version, context.sources, callees), callees, context);
      return { ...settings, initialEnvironments: Math.min(number, f.reservedConcurrency ?? pool) };
    };
    return { ...fill(f, LATEST), versions: f.versions.map((version) => fill(version, version.version)) };
  });
}

/** What a source sends to one thing that it calls, or that is called behind it. */
interface Traffic {
  readonly arrivals: readonly ArrivalConfig[];
  readonly target: TargetConfig;
  /** Whose target it is; `null` = a function's. */
  readonly source: AnySourceConfig | null;
  /** Invocations for each of its requests. */
  readonly share: number;
  /** Handler time of its requests; `null` = the function's own. */
  readonly duration: AnySourceConfig['duration'];
}

/** Who calls a version, directly, through an alias (R12.2) or from other functions. */
function trafficOf(
  f: FunctionConfig,
  version: string,
  sources: readonly AnySourceConfig[],
  callees: Callees,
): readonly Traffic[] {
  return sources
    .filter((source) => source.enabled)
    .flatMap((source) => callsOf(source, sources))
    .flatMap((traffic) => [traffic, ...behind(traffic, callees)])
    .filter(({ target }) => target.function === f.name)
    .map((traffic) => ({ ...traffic, share: traffic.share * shareOf(f, version, traffic.target.qualifier) }));
}

/** What its target calls, and so on. @param above functions that are not counted again */
function behind(
  { arrivals, target, share }: Traffic,
  callees: Callees,
  above: readonly string[] = [],
): readonly Traffic[] {
  const { calls = [] } = settingsOf(target, callees) ?? {};
  const chain = [...above, target.function];
  return calls
    .filter(({ queue, function: name }) => queue === null && !chain.includes(name))
    .map((call) => {
      const calls = share * call.probability * meanOf(call.count);
      return { arrivals, target: call, source: null, share: calls, duration: null };
    })
    .flatMap((traffic) => [traffic, ...behind(traffic, callees, chain)]);
}

/** The function or the routes of a source, and its authorizer. */
function callsOf(source: AnySourceConfig, sources: readonly AnySourceConfig[]): readonly Traffic[] {
  const { authorizer, map, routes, duration } = source;
  const arrivals = writersOf(source, sources);
  const items = map === null ? 1 : meanOf(map.items);
  const own =
    routes.length === 0
      ? [{ arrivals, target: source, source, share: items, duration }]
      : routes.map((route) => ({ arrivals, target: route, source, share: route.share, duration: route.duration }));
  if (authorizer === null) return own;
  return [...own, { arrivals, target: authorizer, source, share: 1 - authorizer.cacheHit, duration: null }];
}

/** The part of the invocations under a qualifier that a version gets. */
function shareOf(f: FunctionConfig, version: string, qualifier: string): number {
  const alias = f.aliases.find(({ name }) => name === qualifier);
  if (alias === undefined) return qualifier === version ? 1 : 0;
  const weight = alias.second?.weight ?? 0;
  if (alias.second?.version === version) return weight;
  return alias.version === version ? 1 - weight : 0;
}

function steadyNumber(
  settings: VersionSettings,
  traffic: readonly Traffic[],
  callees: Callees,
  { assumptions, duration, streams }: SteadyContext,
): number {
  const further = extensionsTime(settings) + waitingTime(settings, callees);
  let rate = 0;
  let load = 0;
  let most = 0;
  for (const { arrivals, source, share, duration: own } of traffic) {
    const time = meanOf(own ?? settings.duration) + further;
    const perSecond = share * arrivals.reduce((sum, one) => sum + firstRate(one, time), 0);
    const busy = Math.min(time, settings.timeout);
    const offered = perSecond * toSeconds(busy);
    const part = source === null ? offered : batchesAtOnce(source, offered, streams);
    rate += offered === 0 ? perSecond : (perSecond * part) / offered;
    load += part;
    most += source === null ? Infinity : batchesAtOnce(source, Infinity, streams);
  }
  if (rate === 0) return 0;
  const { idleTimeout } = assumptions;
  const kept = Math.min(duration, idleTimeout === null ? Infinity : meanOf(idleTimeout));
  return Math.round(Math.min(most, steadyEnvironments(rate, (load / rate) * SECOND, kept)));
}

function extensionsTime({ extensions }: VersionSettings): Micros {
  const postInvoke = extensions?.postInvoke ?? null;
  return postInvoke === null ? 0 : meanOf(postInvoke);
}

/** Requests per second. @param time of an answer, for users who wait for it */
function firstRate({ shape }: ArrivalConfig, time: Micros): number {
  if (shape.kind === 'users') return shape.count / toSeconds(meanOf(shape.thinkTime) + time);
  if (shape.kind === 'stages') {
    const first = shape.stages.find((stage) => stage.kind === 'rate');
    return first === undefined || shape.stages[0] !== first ? 0 : first.from;
  }
  if (shape.kind === 'timestamps') return shape.at.filter((at) => at < MINUTE).length / toSeconds(MINUTE);
  if (shape.kind === 'firings') {
    return (shape.count * shape.at.filter((at) => at < MINUTE).length) / toSeconds(MINUTE);
  }
  const { starts, counts, period } = shape;
  return starts[0] === 0 ? (counts[0] ?? 0) / toSeconds(period) : 0;
}
