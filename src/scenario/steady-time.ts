/** How long handlers wait for others when nothing is in the way, for `initialEnvironments: steady`. */
import { meanOf } from '../des/sampler.ts';
import type { Micros } from '../des/time.ts';
import type { FunctionConfig, HandlerCall, VersionSettings } from '../lambda/config.ts';
import type { DependencyConfig } from '../lambda/dependency-config.ts';

/** Who can be waited for. */
export interface Callees {
  readonly functions: readonly FunctionConfig[];
  readonly dependencies: readonly DependencyConfig[];
}

/** What a name with a qualifier leads to, for an alias its main version; `null` where there is no such thing. */
export function settingsOf(
  { function: name, qualifier }: Pick<HandlerCall, 'function' | 'qualifier'>,
  { functions }: Pick<Callees, 'functions'>,
): VersionSettings | null {
  const f = functions.find((one) => one.name === name);
  if (f === undefined) return null;
  const version = f.aliases.find((alias) => alias.name === qualifier)?.version ?? qualifier;
  return f.versions.find((one) => one.version === version) ?? f;
}

/**
 * The mean time that a handler waits for its dependencies, one call after the other, and for the functions that it
 * calls, entry by entry. Nobody stands in line, starts cold or fails; calls of one entry count as one.
 * @param above functions that wait for this one: what comes back to them is not counted again
 */
export function waitingTime(settings: VersionSettings, callees: Callees, above: readonly string[] = []): Micros {
  const { entries = [] } = settings.uses ?? {};
  const served = entries.map(({ dependency, calls, callsPerRecord }) => {
    const found = callees.dependencies.find(({ name }) => name === dependency);
    return found === undefined ? 0 : (calls + callsPerRecord) * meanOf(found.service);
  });
  const answered = settings.calls
    .filter(({ mode, function: name }) => mode === 'sync' && !above.includes(name))
    .map((call) => {
      const callee = settingsOf(call, callees);
      if (callee === null) return 0;
      const time = meanOf(callee.duration) + waitingTime(callee, callees, [...above, call.function]);
      return call.probability * Math.min(1, meanOf(call.count)) * Math.min(time, callee.timeout);
    });
  return [...served, ...answered].reduce((sum, time) => sum + time, 0);
}
