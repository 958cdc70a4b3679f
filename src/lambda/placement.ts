/** Which environment an admitted attempt runs in, and what its course is there. */
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import type { Caller } from './caller.ts';
import { ColdStart } from './cold-start.ts';
import type { Assumptions } from './assumption-config.ts';
import type { Environments } from './environments.ts';
import { RANK, START_ENDS } from './events.ts';
import type { Course } from './invocation.ts';
import { Rebinding } from './rebinding.ts';
import type { EnvironmentPace } from './request-rate.ts';
import type { VersionState } from './version-state.ts';

/** Takes idle environments and starts new ones; writes the course, and leaves its end to the model. */
export class Placement {
  readonly #simulation: Simulation;
  readonly #environments: Environments;
  readonly #course: Course;
  readonly #pace: EnvironmentPace | null;
  readonly #proactiveInit: number;
  /** A-15; `null` = a request stays with the environment that was started for it. */
  readonly #rebinding: Rebinding | null;
  readonly #start = new ColdStart();

  constructor(
    simulation: Simulation,
    environments: Environments,
    course: Course,
    pace: EnvironmentPace | null,
    assumptions: Assumptions,
  ) {
    this.#simulation = simulation;
    this.#environments = environments;
    this.#course = course;
    this.#pace = pace;
    this.#proactiveInit = assumptions.proactiveInit;
    this.#rebinding = assumptions.rebindOnWarmFree ? new Rebinding() : null;
  }

  /** The idle environment that serves next runs it; there must be one. @returns the environment */
  reuse(version: VersionState, caller: Caller, request: number, attempt: number, handler: Micros): number {
    const environment = this.#environments.take(version);
    if (this.#rebinding !== null) this.#run(environment, version, caller, request, attempt, handler);
    else this.#course.warm(version, caller, request, attempt, handler, this.#environments.needsInit(environment));
    return environment;
  }

  /** A provisioned environment of the version runs it (R4.5); one must be idle. @returns the environment */
  provide(version: VersionState, caller: Caller, request: number, attempt: number, handler: Micros): number {
    const environment = this.#environments.take(version.provisioned!);
    this.#run(environment, version, caller, request, attempt, handler);
    this.#course.provisioned = true;
    return environment;
  }

  /** A new environment is started for it. @returns the environment that will run it */
  create(version: VersionState, caller: Caller, request: number, attempt: number, handler: Micros): number {
    const start = this.#start;
    const now = this.#simulation.now;
    const wait = version.interfaces?.wait(now, version.live, caller.interfaceStream, request) ?? 0;
    const environment = this.#environments.create(version, true);
    this.#pace?.reset(environment);
    version.tenants?.bind(environment);
    start.draw(version, caller, request, attempt, wait);
    if (start.restoreFailed) this.#environments.doom(environment);
    else if (this.#isReady(version, caller, request, attempt)) {
      this.#course.first(version, caller, request, attempt, handler, start.initFailed);
      this.#course.billAhead(start, false);
      return environment;
    } else if (this.#rebinding !== null) {
      const other = this.#earlier(this.#rebinding, version, now + start.time);
      if (other >= 0) {
        this.#leaveToItself(this.#rebinding, environment, now + start.time);
        this.#move(this.#rebinding, other, version, caller, request, attempt, handler);
        return other;
      }
    }
    this.#course.fresh(version, caller, request, attempt, handler, start);
    return environment;
  }

  /** The course is complete: it leaves this environment at `end`. */
  place(environment: number, end: Micros): void {
    this.#rebinding?.place(environment, end);
  }

  /** An invocation leaves. @returns whether nobody waits for the environment */
  leave(environment: number): boolean {
    return this.#rebinding?.leave(environment) ?? true;
  }

  /** R3.17, A-14: whether this new environment was initialised before its first request came. */
  #isReady(version: VersionState, caller: Caller, request: number, attempt: number): boolean {
    const share = this.#proactiveInit;
    return share > 0 && version.restore === null && caller.aheadStream.uniform(request, attempt) < share;
  }

  /** the environment of the same version and tenant that becomes free first, before `readyAt`; −1 = none. */
  #earlier(rebinding: Rebinding, version: VersionState, readyAt: Micros): number {
    const environments = this.#environments;
    return rebinding.earliest(readyAt, (environment) => {
      return (
        environments.ownerOf(environment) === version &&
        !environments.isPastItsAge(environment, rebinding.freeAt(environment)) &&
        (version.tenants?.owns(environment) ?? true)
      );
    });
  }

  /** Its request goes elsewhere: the new environment becomes ready and idle. */
  #leaveToItself(rebinding: Rebinding, environment: number, readyAt: Micros): void {
    rebinding.place(environment, readyAt);
    this.#environments.setUnused(environment, true);
    this.#environments.setNeedsInit(environment, this.#start.initFailed);
    this.#simulation.schedule(readyAt, RANK.release, START_ENDS, environment);
  }

  /** In an environment that has been started: its first call, where it was left to itself. */
  #run(
    environment: number,
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    handler: Micros,
  ): void {
    const environments = this.#environments;
    const needsInit = environments.needsInit(environment);
    if (environments.isUnused(environment)) {
      environments.setUnused(environment, false);
      this.#course.first(version, caller, request, attempt, handler, needsInit);
    } else {
      this.#course.warm(version, caller, request, attempt, handler, needsInit);
    }
  }

  #move(
    rebinding: Rebinding,
    other: number,
    version: VersionState,
    caller: Caller,
    request: number,
    attempt: number,
    handler: Micros,
  ): void {
    this.#run(other, version, caller, request, attempt, handler);
    this.#course.move(rebinding.freeAt(other) - this.#simulation.now);
    this.#course.billAhead(this.#start, version.restore !== null);
  }
}
