/** Records the facts of the workload: what becomes of the requests of every source. */
import type { CourseFacts } from '../lambda/course.ts';
import type { RequestMonitor } from '../workload/request-monitor.ts';
import type { Request } from '../workload/request.ts';
import { sourceBookFor } from './objective-minutes.ts';
import { inOrderOfNames } from './order.ts';
import type { Present } from './present.ts';
import type { Setup } from './setup.ts';
import { SourceTally } from './source-tally.ts';

/** Listens to the workload; sources are numbered in the order of their names, as there. */
export class RequestRecorder implements RequestMonitor {
  readonly sources: readonly SourceTally[];
  readonly #present: Present;

  constructor(setup: Setup, present: Present) {
    this.#present = present;
    this.sources = inOrderOfNames(setup.sources).map(({ name }) => {
      return new SourceTally(name, present, setup.warmup, sourceBookFor(name, present.minutes, setup.objectives));
    });
  }

  /** The warm-up is over. */
  beginWindow(): void {
    for (const tally of this.sources) tally.beginWindow();
  }

  arrived(source: number): void {
    this.#present.tick();
    this.sources[source]!.arrive();
  }

  retried(request: Request): void {
    this.#present.tick();
    this.#tallyOf(request).retry(request);
  }

  refused(request: Request): void {
    this.#tallyOf(request).refuse(request);
  }

  postponed(request: Request): void {
    this.#tallyOf(request).postpone(request);
  }

  served(source: number, course: CourseFacts): void {
    this.sources[source]!.serve(course);
  }

  servedLate(request: Request, course: CourseFacts): void {
    this.#tallyOf(request).serveLate(request, course);
  }

  failed(request: Request): void {
    this.#present.tick();
    this.#tallyOf(request).fail(request);
  }

  unfinished(source: number): void {
    this.sources[source]!.leave(this.#present.now);
  }

  unfinishedLate(request: Request): void {
    this.#tallyOf(request).leave(request.arrival);
  }

  #tallyOf(request: Request): SourceTally {
    return this.sources[request.source]!;
  }
}
