/** Records the facts of the workload: what becomes of the requests of every source. */
import type { RequestMonitor } from '../workload/request-monitor.ts';
import type { Request, Service } from '../workload/request.ts';
import type { ModelRecorder } from './model-recorder.ts';
import { sourceBookFor } from './objective-minutes.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import type { Setup, SetupSource } from './setup.ts';
import { SourceTally } from './source-tally.ts';

/** Listens to the workload; sources are numbered in the order of their names, as there. */
export class RequestRecorder implements RequestMonitor {
  readonly sources: readonly SourceTally[];
  readonly #present: Present;
  readonly #model: ModelRecorder;

  /** @param model takes note of what a gateway keeps from a function */
  constructor(setup: Setup, present: Present, model: ModelRecorder) {
    this.#present = present;
    this.#model = model;
    this.sources = inOrderOfNames(setup.sources).map((source) => tallyOf(source, setup, present));
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of this.sources) tally.beginWindow();
  }

  arrived(source: number, route: number): void {
    this.#present.tick();
    const tally = this.sources[source]!;
    tally.arrive();
    tally.routes[route]?.arrive();
  }

  retried(request: Request): void {
    this.#present.tick();
    const tally = this.#tallyOf(request);
    tally.retry(request);
    tally.routes[request.route]?.retry(request);
  }

  refused(request: Request): void {
    const tally = this.#tallyOf(request);
    tally.refuse(request);
    tally.routes[request.route]?.refuse(request);
  }

  turnedAway(request: Request, fn: number): void {
    const tally = this.#tallyOf(request);
    tally.turnAway(request);
    tally.routes[request.route]?.turnAway(request);
    this.#model.turnedAway(fn);
  }

  authorizing(source: number): void {
    this.sources[source]!.authorize();
  }

  postponed(request: Request): void {
    const tally = this.#tallyOf(request);
    tally.postpone(request);
    tally.routes[request.route]?.postpone(request);
  }

  served(source: number, service: Service): void {
    this.sources[source]!.serve(service);
  }

  servedLate(request: Request, service: Service): void {
    const tally = this.#tallyOf(request);
    tally.serveLate(request, service);
    tally.routes[request.route]?.serveLate(request, service);
  }

  failed(request: Request): void {
    this.#present.tick();
    const tally = this.#tallyOf(request);
    tally.fail(request);
    tally.routes[request.route]?.fail(request);
  }

  unfinished(source: number): void {
    this.sources[source]!.leave(this.#present.now);
  }

  unfinishedLate(request: Request): void {
    const tally = this.#tallyOf(request);
    tally.leave(request.arrival);
    tally.routes[request.route]?.leave(request.arrival);
  }

  #tallyOf(request: Request): SourceTally {
    return this.sources[request.source]!;
  }
}

function tallyOf({ name, type, routes }: SetupSource, setup: Setup, present: Present): SourceTally {
  const gateway = type === 'rest-api' || type === 'http-api';
  const tally = (own: string | null, scope: string, parts: readonly SourceTally[]): SourceTally => {
    const minutes = sourceBookFor(name, own, present.minutes, setup.objectives);
    return new SourceTally({ name: own ?? name, scope, gateway, routes: parts }, present, setup.warmup, minutes);
  };
  const scope = `sources.${name}`;
  const parts = routes.map((route) => tally(route.name, `${scope}.routes.${route.name}`, []));
  return tally(null, scope, parts);
}
