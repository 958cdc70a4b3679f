/** Records the facts of dependencies. */
import type { Micros } from '../des/time.ts';
import type { FunctionConfig, VersionSettings } from '../lambda/config.ts';
import type { DependencyAnswer, DependencyMonitor } from '../lambda/dependency-monitor.ts';
import { DependencyBook } from './dependency-book.ts';
import { DependencyTally } from './dependency-tally.ts';
import type { Objective } from './objective.ts';
import { inOrderOfNames } from './order.ts';
import type { Pages, Present } from './present.ts';
import type { Setup } from './setup.ts';

/** Listens to dependencies; they and the functions are numbered in the order of their names, as there. */
export class DependencyRecorder implements DependencyMonitor {
  readonly dependencies: readonly DependencyTally[];
  readonly #present: Present;

  constructor(setup: Setup, present: Present) {
    const functions = inOrderOfNames(setup.functions);
    this.#present = present;
    this.dependencies = inOrderOfNames(setup.dependencies).map(({ name, capacity }) => {
      const users = functions.map((f) => (uses(f, name) ? f.name : null));
      const limit = capacity ?? Infinity;
      const minutes = bookFor(name, limit, present.minutes, setup.objectives);
      return new DependencyTally(name, limit, users, present, setup.warmup, minutes);
    });
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of this.dependencies) tally.beginWindow();
  }

  called(dependency: number, fn: number): void {
    this.#present.tick();
    this.dependencies[dependency]!.call(fn);
  }

  rejected(dependency: number, fn: number): void {
    this.#present.tick();
    this.dependencies[dependency]!.reject(fn);
  }

  queued(dependency: number): void {
    this.#present.tick();
    this.dependencies[dependency]!.queue();
  }

  began(dependency: number, fn: number, at: Micros, queued: boolean): void {
    this.#present.tick();
    this.dependencies[dependency]!.begin(fn, at, queued);
  }

  freed(dependency: number, fn: number, began: Micros): void {
    this.#present.tick();
    this.dependencies[dependency]!.free(fn, began);
  }

  answered(dependency: number, fn: number, at: Micros, answer: DependencyAnswer, queued: boolean): void {
    this.#present.tick();
    this.dependencies[dependency]!.answer(fn, at, answer, queued);
  }

  connected(dependency: number, held: number): void {
    this.#present.tick();
    this.dependencies[dependency]!.connect(held);
  }
}

/** Whether some version of a function uses a dependency. */
function uses(f: FunctionConfig, dependency: string): boolean {
  const all: readonly VersionSettings[] = [f, ...f.versions];
  return all.some((one) => one.uses?.entries.some((use) => use.dependency === dependency) === true);
}

/** The minute book of a dependency: `null` where no objective is about it. */
function bookFor(
  name: string,
  capacity: number,
  minutes: Pages,
  objectives: readonly Objective[],
): DependencyBook | null {
  const metrics = objectives.flatMap(({ subject }) => {
    return subject.kind === 'dependency' && subject.name === name ? [subject.metric] : [];
  });
  if (metrics.length === 0) return null;
  const statistics = metrics.flatMap((metric) => (metric.kind === 'wait' ? [metric.q] : []));
  return new DependencyBook(minutes, capacity, { statistics, total: null });
}
