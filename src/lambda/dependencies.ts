/** All dependencies of a run: who uses them, and the connections that environments hold to them. */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import { Dependency } from './dependency.ts';
import { DependencyCalls } from './dependency-calls.ts';
import type { DependencyConfig } from './dependency-config.ts';
import { DependencyFault } from './dependency-fault.ts';
import type { DependencyMonitor } from './dependency-monitor.ts';
import type { EnvironmentWatcher } from './environment-watcher.ts';
import { DEPENDENCY_FREED, DEPENDENCY_SERVED, DEPENDENCY_TIMEOUT, USES_DUE } from './events.ts';
import type { Faultable } from './fault.ts';
import type { LambdaModel } from './model.ts';

/** What the environments of one version hold. */
interface Connections {
  readonly dependencies: readonly Dependency[];
  /** To each of them. */
  readonly count: number;
}

/** Owns the dependencies; made before the model starts, and after all who make the calls of handlers. */
export class Dependencies implements EnvironmentWatcher {
  readonly #all: readonly Dependency[];
  readonly #byName: ReadonlyMap<string, Dependency>;
  readonly #calls: DependencyCalls;
  /** By number of the function and of the version. */
  readonly #connections: readonly (readonly Connections[])[];

  /** @param configs in the order of their names */
  constructor(
    configs: readonly DependencyConfig[],
    model: LambdaModel,
    simulation: Simulation,
    streams: Streams,
    monitor: DependencyMonitor,
  ) {
    const all = configs.map((config, index) => new Dependency(index, config, monitor));
    this.#all = all;
    this.#byName = new Map(all.map((dependency) => [dependency.config.name, dependency]));
    this.#calls = new DependencyCalls(this.#byName, model, simulation, streams, monitor);
    this.#connections = model.functions.map(({ versions }) => {
      return versions.map(({ settings: { uses } }): Connections => {
        const names = new Set(uses?.entries.map((use) => use.dependency));
        const dependencies = all.filter(({ config }) => names.has(config.name));
        return { dependencies, count: uses?.connectionsPerEnvironment ?? 0 };
      });
    });
    model.environments.watcher = this;
  }

  /** Makes a dependency ready for faults. */
  faultable(name: string): Faultable {
    return new DependencyFault(this.#byName.get(name)!.effects);
  }

  /** Its connections are made while it starts; where there are none left, it asks again with its calls. */
  appeared(environment: number, fn: number, version: number): void {
    const { dependencies, count } = this.#connections[fn]![version]!;
    for (const dependency of dependencies) dependency.connect(environment, count);
  }

  vanished(environment: number, fn: number, version: number): void {
    const { dependencies, count } = this.#connections[fn]![version]!;
    for (const dependency of dependencies) dependency.disconnect(environment, count);
  }

  /** An event of dependencies. @returns whether it was one */
  handle(kind: number, index: number): boolean {
    switch (kind) {
      case USES_DUE:
        this.#calls.due(index);
        return true;
      case DEPENDENCY_SERVED:
        this.#calls.served(index);
        return true;
      case DEPENDENCY_TIMEOUT:
        this.#calls.timeOut(index);
        return true;
      case DEPENDENCY_FREED:
        this.#calls.places.serveLine(this.#all[index]!);
        return true;
      default:
        return false;
    }
  }
}

/** Numbers them in the order of their names; `null` where there is none. */
export function dependenciesOf(
  configs: readonly DependencyConfig[],
  ...run: readonly [model: LambdaModel, simulation: Simulation, streams: Streams, monitor: DependencyMonitor]
): Dependencies | null {
  const named = configs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return configs.length === 0 ? null : new Dependencies(named, ...run);
}
