/** What a dependency does to the functions that use it, and what would help, in words. */
import type { DependencyConfig } from '../lambda/dependency-config.ts';
import type { DependencyResult, DependencyUser } from './dependency-figures.ts';
import type { Findings } from './findings.ts';
import { count, duration, roundShare, share } from './quantity.ts';

/** Why an objective about a dependency is missed; starts with its own punctuation. */
export function ofDependency({ setup, figures }: Findings, name: string, kind: string): string {
  const k = setup.dependencies.findIndex((dependency) => dependency.name === name);
  const config = setup.dependencies[k]!;
  const result = figures.dependencies[k]!;
  if (kind === 'connections')
    return '; every live environment holds its connections, idle ones too: reserved concurrency for the functions that use it, or a proxy that shares connections, would help';
  return ` because ${troubleText(config, result)}; ${remedyText(config, result)}`;
}

/** Share of the time in which all capacity was busy, and who had most of it. */
function troubleText({ capacity, connections }: DependencyConfig, result: DependencyResult): string {
  const held = result.connections.max;
  const short = connections !== null && held >= connections && result.rejected > 0;
  const [first] = ranked(result);
  const most = first === undefined ? '' : `, ${roundShare(first[1].share)} of it by ${first[0]}`;
  if (short && result.fullShare < 0.01)
    return `all of its ${count(connections)} connections were held by live environments`;
  if (capacity === null) return `it is slow itself`;
  if (result.fullShare > 0)
    return `all of its capacity of ${count(capacity)} was busy ${roundShare(result.fullShare)} of the time${most}`;
  return `${roundShare(result.utilisation)} of its capacity of ${count(capacity)} was busy${most}`;
}

function remedyText({ connections }: DependencyConfig, result: DependencyResult): string {
  const [first] = ranked(result);
  const cap = first === undefined ? '' : ` or a cap on the concurrency of ${first[0]}`;
  if (connections !== null && result.connections.max >= connections && result.fullShare < 0.01)
    return `fewer environments, fewer connections each or a proxy that shares them would help`;
  return `more capacity, a shorter service${cap} would help`;
}

/** Its users, those who kept it busy most first. */
function ranked({ users }: DependencyResult): readonly (readonly [string, DependencyUser])[] {
  return Object.entries(users)
    .filter((entry) => entry[1].share > 0)
    .toSorted((a, b) => b[1].share - a[1].share);
}

/** What dependencies do to one function: `db refused 12 % of its calls`; empty where there is nothing to tell. */
export function dependencyErrors({ setup, figures }: Findings, name: string): string {
  const all = setup.dependencies.flatMap(
    (dependency, k): readonly { name: string; part: number; refused: boolean }[] => {
      const user = figures.dependencies[k]!.users[name];
      if (user === undefined || user.calls === 0) return [];
      const bad = user.rejected + user.failed;
      return bad === 0
        ? []
        : [{ name: dependency.name, part: bad / user.calls, refused: user.rejected >= user.failed }];
    },
  );
  const [worst] = all.toSorted((a, b) => b.part - a.part);
  if (worst === undefined) return '';
  return `${worst.name} ${worst.refused ? 'refused' : 'did not answer well'} ${share(worst.part)} of its calls`;
}

/** How long one function waits for the dependency that keeps it waiting most; empty where it waits for none. */
export function dependencyWaits({ setup, figures }: Findings, name: string): string {
  const all = setup.dependencies.map((dependency, k) => ({
    name: dependency.name,
    wait: figures.dependencies[k]!.users[name]?.wait.mean_ms ?? 0,
  }));
  const [worst] = all.filter(({ wait }) => wait > 0).toSorted((a, b) => b.wait - a.wait);
  return worst === undefined ? '' : `a call waits ${duration(worst.wait)} in line for ${worst.name}`;
}
