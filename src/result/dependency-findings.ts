/** What a dependency does to the functions that use it, and what would help, in words. */
import type { DependencyConfig } from '../lambda/dependency-config.ts';
import type { DependencyResult, DependencyUser } from './dependency-figures.ts';
import type { Findings } from './findings.ts';
import { count, duration, roundShare, share } from './quantity.ts';

/** Full for less than this, a dependency is not what holds anybody up. */
const OFTEN_FULL = 0.01;

/** Why an objective about a dependency is missed; starts with its own punctuation. */
export function ofDependency({ setup, figures }: Findings, name: string, kind: string): string {
  const k = setup.dependencies.findIndex((dependency) => dependency.name === name);
  const config = setup.dependencies[k]!;
  const result = figures.dependencies[k]!;
  if (kind === 'connections')
    return '; every live environment holds its connections, idle ones too: a limit on the concurrency of the functions that use it, or a proxy that shares connections, would help';
  return ` because ${limitText(config, result)}; ${dependencyRemedy(config, result)}`;
}

/** `db: all of its capacity of 90 was busy 31 % of the time, 84 % of it by report`; empty where nothing was held up. */
export function dependencyText(config: DependencyConfig, result: DependencyResult): string {
  const { rejected, timeouts, abandoned, fullShare, wait } = result;
  const isShort = rejected + timeouts + abandoned > 0 || (fullShare >= OFTEN_FULL && wait.max_ms > 0);
  return isShort ? `${config.name}: ${limitText(config, result)}; ${dependencyRemedy(config, result)}` : '';
}

/** The way out as the end of a sentence: "… would help". */
function dependencyRemedy(config: DependencyConfig, result: DependencyResult): string {
  if (isOutOfConnections(config, result))
    return 'fewer environments, fewer connections each or a proxy that shares them would help';
  if (isAtFault(config, result)) return 'retries by whoever calls would help';
  const [first] = ranked(result);
  const limit = first === undefined ? '' : `, or a limit on the concurrency of ${first[0]},`;
  return config.capacity === null
    ? 'a shorter service or a longer timeout would help'
    : `more capacity, a shorter service${limit} would help`;
}

/** What it was short of, and who had most of it. */
function limitText(config: DependencyConfig, result: DependencyResult): string {
  const { capacity, connections } = config;
  if (isOutOfConnections(config, result))
    return `all of its ${count(connections ?? 0)} connections were held by live environments`;
  if (isAtFault(config, result)) {
    const { calls, rejected, failed, timeouts } = result;
    return `it had room, and yet refused ${share(rejected / calls)} of its calls and did not answer ${share((failed + timeouts) / calls)}`;
  }
  if (capacity === null) return `its service took ${duration(result.service.p99_ms)} in one call of a hundred`;
  const [first, ...others] = ranked(result);
  const most = first === undefined || others.length === 0 ? '' : `, ${roundShare(first[1].share)} of it by ${first[0]}`;
  return result.fullShare > 0
    ? `all of its capacity of ${count(capacity)} was busy ${roundShare(result.fullShare)} of the time${most}`
    : `${roundShare(result.utilisation)} of its capacity of ${count(capacity)} was busy${most}`;
}

/** Whether it refused calls although places were free. */
function isOutOfConnections(
  { connections }: DependencyConfig,
  { rejected, fullShare, ...result }: DependencyResult,
): boolean {
  return connections !== null && rejected > 0 && result.connections.max >= connections && fullShare < OFTEN_FULL;
}

/** Whether calls failed that it had room for: it was down, or slower than anybody waits for. */
function isAtFault(config: DependencyConfig, result: DependencyResult): boolean {
  const { rejected, failed, timeouts, fullShare } = result;
  return rejected + failed + timeouts > 0 && fullShare < OFTEN_FULL && !isOutOfConnections(config, result);
}

/** Its users, those who kept it busy most first. */
function ranked({ users }: DependencyResult): readonly (readonly [string, DependencyUser])[] {
  return Object.entries(users)
    .filter((entry) => entry[1].share > 0)
    .toSorted((a, b) => b[1].share - a[1].share);
}

/** What dependencies do to one function. */
interface Trouble {
  readonly name: string;
  readonly user: DependencyUser;
  readonly remedy: string;
}

function troublesOf({ setup, figures }: Findings, f: string): readonly Trouble[] {
  return setup.dependencies.flatMap((config, k): readonly Trouble[] => {
    const result = figures.dependencies[k]!;
    const user = result.users[f];
    return user === undefined || user.calls === 0
      ? []
      : [{ name: config.name, user, remedy: dependencyRemedy(config, result) }];
  });
}

/** Where dependencies are what makes a function fail: ` because db refused 12 % of the calls of api; … would help`. */
export function dependencyErrors(findings: Findings, f: string, errors: number): string {
  const bad = ({ user }: Trouble): number => user.rejected + user.failed;
  const [worst] = troublesOf(findings, f).toSorted((a, b) => bad(b) - bad(a));
  if (worst === undefined || bad(worst) === 0 || bad(worst) < errors / 2) return '';
  const { name, user, remedy } = worst;
  const how =
    user.rejected >= user.failed
      ? `refused ${share(user.rejected / user.calls)}`
      : `did not answer ${share(user.failed / user.calls)}`;
  return ` because ${name} ${how} of the calls of ${f}; ${remedy}`;
}

/** Where the wait for a dependency is what makes a function slow. @param duration_ms its mean Duration */
export function dependencyWait(findings: Findings, f: string, duration_ms: number, invocations: number): string {
  const total = ({ user }: Trouble): number => (user.wait.mean_ms * user.calls) / invocations;
  const [worst] = troublesOf(findings, f).toSorted((a, b) => total(b) - total(a));
  if (worst === undefined || !(total(worst) > WORTH_NAMING * duration_ms)) return '';
  return ` because ${f} waits ${duration(total(worst))} on average for ${worst.name}; ${worst.remedy}`;
}

/** The wait is named from this part of the mean Duration on. */
const WORTH_NAMING = 0.3;
