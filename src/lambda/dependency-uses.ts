/** Who uses which dependency how often: the entries of `functions.<name>.uses`, with the draws of one caller. */
import type { Stream, Streams } from '../des/random.ts';
import type { Caller } from './caller.ts';
import type { Dependency } from './dependency.ts';
import type { DependencyUse } from './dependency-config.ts';
import type { VersionState } from './version-state.ts';

/** More than the calls of nearly all invocations; what is beyond repeats draws of other attempts. */
const CALLS = 65_536;

/** One entry of the list of one version. Draws belong to the request and to the call's place in the entry. */
export class Use {
  readonly dependency: Dependency;
  /** How many connections the environment asks for, where it has none. */
  readonly connections: number;
  readonly #calls: number;
  readonly #callsPerRecord: number;
  /** Of service: a retry is the same request, and its service takes as long. */
  readonly serviceStream: Stream;
  /** Of what goes wrong: each attempt draws anew, see {@link drawOf}. */
  readonly delayStream: Stream;
  readonly errorStream: Stream;
  readonly errorDurationStream: Stream;
  readonly hangStream: Stream;
  readonly refusalStream: Stream;

  /** @param owner of the draws */
  constructor(
    use: DependencyUse,
    dependency: Dependency,
    connections: number,
    streams: Streams,
    owner: readonly string[],
  ) {
    this.dependency = dependency;
    this.connections = connections;
    this.#calls = use.calls;
    this.#callsPerRecord = use.callsPerRecord;
    this.serviceStream = streams.stream('dependency', ...owner);
    this.delayStream = streams.stream('dependency-delay', ...owner);
    this.errorStream = streams.stream('dependency-errors', ...owner);
    this.errorDurationStream = streams.stream('dependency-error-duration', ...owner);
    this.hangStream = streams.stream('dependency-hang', ...owner);
    this.refusalStream = streams.stream('dependency-refusals', ...owner);
  }

  /** Calls of an invocation with so many records. */
  countOf(records: number): number {
    return this.#calls + this.#callsPerRecord * records;
  }

  /** The record that a call is made for; −1 = none of them alone. */
  recordOf(call: number): number {
    return call < this.#calls ? -1 : Math.floor((call - this.#calls) / this.#callsPerRecord);
  }
}

/** Whether an invocation with so many records makes any call. */
export function makeCalls(uses: readonly Use[], records: number): boolean {
  for (const use of uses) if (use.countOf(records) > 0) return true;
  return false;
}

/** Which draw of its request a call of an attempt is. */
export function drawOf(attempt: number, call: number): number {
  return (attempt * CALLS + call) % 2 ** 31;
}

/** The entries of all versions by caller, made when they are first needed. */
export class Uses {
  readonly #dependencies: ReadonlyMap<string, Dependency>;
  readonly #streams: Streams;
  /** By caller and number of the version. */
  readonly #all = new Map<Caller, (readonly Use[] | undefined)[]>();

  constructor(dependencies: ReadonlyMap<string, Dependency>, streams: Streams) {
    this.#dependencies = dependencies;
    this.#streams = streams;
  }

  /** What this version uses when this caller has invoked it, in order. */
  of(caller: Caller, version: VersionState): readonly Use[] {
    let versions = this.#all.get(caller);
    if (versions === undefined) this.#all.set(caller, (versions = []));
    return (versions[version.index] ??= this.#make(caller, version));
  }

  /** A second entry for a dependency draws for itself, wherever the first one stands. */
  #make(caller: Caller, version: VersionState): readonly Use[] {
    const { entries = [], connectionsPerEnvironment = 0 } = version.settings.uses ?? {};
    const seen = new Map<string, number>();
    return entries.map((use) => {
      const place = (seen.get(use.dependency) ?? 0) + 1;
      seen.set(use.dependency, place);
      const again = place === 1 ? [] : [String(place)];
      const owner = [use.dependency, caller.f.config.name, caller.source, ...again];
      return new Use(use, this.#dependencies.get(use.dependency)!, connectionsPerEnvironment, this.#streams, owner);
    });
  }
}
