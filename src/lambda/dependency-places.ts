/** The places of dependencies: services begin, end, and make room for those who wait. */
import type { Simulation } from '../des/simulation.ts';
import type { Dependency } from './dependency.ts';
import type { DependencyMonitor } from './dependency-monitor.ts';
import { Place, type UsingHandler } from './dependency-table.ts';
import { drawOf } from './dependency-uses.ts';
import { DEPENDENCY_FREED, DEPENDENCY_SERVED, RANK } from './events.ts';
import { WaitingLine } from './waiting-line.ts';

/** Calls in service of all dependencies; the places are objects that are used again. */
export class DependencyPlaces {
  readonly #simulation: Simulation;
  readonly #monitor: DependencyMonitor;
  readonly #all: Place[] = [];
  readonly #spare: Place[] = [];
  /** By number of the dependency. */
  readonly #lines: readonly WaitingLine<UsingHandler>[];

  /** @param dependencies how many there are */
  constructor(dependencies: number, simulation: Simulation, monitor: DependencyMonitor) {
    this.#lines = Array.from({ length: dependencies }, () => new WaitingLine());
    this.#simulation = simulation;
    this.#monitor = monitor;
  }

  at(index: number): Place {
    return this.#all[index]!;
  }

  /** Who waits for a dependency. */
  lineOf({ index }: Dependency): WaitingLine<UsingHandler> {
    return this.#lines[index]!;
  }

  /** A place is free for the present call of a handler. @param queued whether it has waited */
  serve(handler: UsingHandler, queued: boolean): void {
    const { use, request, attempt, call } = handler;
    const { dependency } = use;
    const { effects } = dependency;
    const { fn } = handler.caller.f;
    const { now } = this.#simulation;
    const draw = drawOf(attempt, call);
    dependency.take();
    const place = this.#open(dependency);
    place.fn = fn;
    place.handler = handler;
    place.began = now;
    place.fails = effects.errors > 0 && use.errorStream.uniform(request, draw) < effects.errors;
    place.hangs = effects.hang > 0 && use.hangStream.uniform(request, draw) < effects.hang;
    handler.state = 'served';
    handler.place = place;
    this.#monitor.began(dependency.index, fn, handler.at, queued);
    if (place.hangs) return;
    const { errorDuration } = effects;
    const time =
      place.fails && errorDuration !== null
        ? errorDuration.sample(use.errorDurationStream, request, draw)
        : effects.stretched(
            Math.round(
              (effects.duration ?? dependency.service).sample(use.serviceStream, request, call) * dependency.load,
            ),
          );
    this.#simulation.schedule(now + time, RANK.release, DEPENDENCY_SERVED, place.index);
  }

  /** A service has ended. The line has the place when all has ended that ends in this instant. */
  free(place: Place): void {
    const { dependency, fn, began } = place;
    dependency.busy--;
    this.#monitor.freed(dependency.index, fn, began);
    place.handler = null;
    this.#spare.push(place);
    if (this.lineOf(dependency).first === null || dependency.isServing) return;
    dependency.isServing = true;
    this.#simulation.schedule(this.#simulation.now, RANK.control, DEPENDENCY_FREED, dependency.index);
  }

  /** DEPENDENCY_FREED: those who have waited longest take the places that are free, before anybody else calls. */
  serveLine(dependency: Dependency): void {
    dependency.isServing = false;
    const line = this.lineOf(dependency);
    for (let { first } = line; first !== null && dependency.hasPlace; { first } = line) {
      line.leave(first);
      this.serve(first, true);
    }
  }

  #open(dependency: Dependency): Place {
    const spare = this.#spare.pop();
    if (spare !== undefined) {
      spare.dependency = dependency;
      return spare;
    }
    const place = new Place(this.#all.length, dependency);
    this.#all.push(place);
    return place;
  }
}
