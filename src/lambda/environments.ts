/** The life of execution environments: created, busy, idle, needing a new Init, gone (R3.1, R3.10-R3.16; 15.2). */
import type { Sampler } from '../des/sampler.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Stream } from '../des/random.ts';
import type { Micros } from '../des/time.ts';
import { grown } from '../des/typed-array.ts';
import type { EnvironmentId, EnvironmentLog, LoggedCaller, LoggedCourse } from './environment-log.ts';
import type { EnvironmentWatcher } from './environment-watcher.ts';
import { EXPIRY_CHECK, RANK, SHUTDOWN_ENDS } from './events.ts';
import { assertModel } from './invariant.ts';
import { IdleLinks, type IdlePool } from './idle-pool.ts';
import type { Monitor } from './monitor.ts';

/** What the environments of one version have in common. */
export interface EnvironmentOwner {
  /** Its function: it numbers the environments of all its versions. */
  readonly f: { readonly fn: number; created: number };
  /** Number of the version within the function. */
  readonly index: number;
  readonly idle: IdlePool;
  /** A-11; `null` = for ever. */
  readonly idleTimeout: Sampler | null;
  readonly idleTimeoutStream: Stream;
  /** A-12; `null` = never. */
  readonly maxLifetime: Sampler | null;
  readonly maxLifetimeStream: Stream;
  /** R3.11: how long the Shutdown phase takes. */
  readonly shutdown: Micros;
  /** Whether its environments are made for the requests that find none. */
  readonly onDemand: boolean;
  /** One of its environments serves no more. */
  ended(): void;
  /** Environments ever created here; draws of the next one belong to this number. */
  created: number;
  /** Environments that are there, idle or busy or shutting down. */
  live: number;
}

/** What an environment is and needs, in one byte. */
const BUSY = 1;
const IDLE = 2;
/** Neither busy nor idle: gone. */
const ALIVE = BUSY | IDLE;
/** R3.10: runtime and extensions have to be started again. */
const NEEDS_INIT = 4;
/** An expiry check is scheduled. */
const CHECKED = 8;
/** It was prepared without an invocation, and has served none yet (A-14, A-15, R4.10). */
const UNUSED = 16;
/** R3.11: no longer alive, and not gone yet. */
const SHUTTING_DOWN = 32;

/**
 * All environments of the account in flat arrays; a number of the table is used again when its environment is gone.
 *
 * Idle timeout and maximum age are drawn once, at creation, so `freed + idle timeout` only grows: one pending check per
 * environment is enough, and it re-arms itself when it comes too early.
 */
export class Environments {
  readonly #simulation: Simulation;
  readonly #monitor: Monitor;
  readonly #log: EnvironmentLog | null;
  /** Whether somebody asked what environments do. */
  readonly logged: boolean;
  /** `null` = nobody wants to know which there are. */
  watcher: EnvironmentWatcher | null = null;
  /** The chains of those that are idle. */
  readonly idleLinks = new IdleLinks();
  readonly #owners: (EnvironmentOwner | null)[] = [];
  readonly #spare: number[] = [];
  #size = 0;
  #flags = new Uint8Array(256);
  #number = new Float64Array(256);
  #createdAt = new Float64Array(256);
  #freedAt = new Float64Array(256);
  #idleTimeout = new Float64Array(256);
  #diesAt = new Float64Array(256);

  /** @param log is told of every environment; `null` = nobody asked */
  constructor(simulation: Simulation, monitor: Monitor, log: EnvironmentLog | null) {
    this.#simulation = simulation;
    this.#monitor = monitor;
    this.#log = log;
    this.logged = log !== null;
  }

  /** Number of an environment within its function, in the order of creation. */
  numberOf(environment: number): number {
    return this.#number[environment]!;
  }

  /** How the log knows an environment. */
  idOf(environment: number): EnvironmentId {
    const { f, index } = this.ownerOf(environment);
    return { fn: f.fn, version: index, environment: this.#number[environment]! };
  }

  /** Whose an environment is. */
  ownerOf(environment: number): EnvironmentOwner {
    return this.#owners[environment]!;
  }

  /** R3.10, A-10: whether the next invocation has to run Init again inside itself. */
  needsInit(environment: number): boolean {
    return (this.#flags[environment]! & NEEDS_INIT) !== 0;
  }

  /** Says whether the invocation that runs now leaves the environment reset (R3.10). */
  setNeedsInit(environment: number, needsInit: boolean): void {
    const flags = this.#flags[environment]!;
    this.#flags[environment] = needsInit ? flags | NEEDS_INIT : flags & ~NEEDS_INIT;
  }

  /** Whether its next invocation is its first, although it is not new: it was prepared without one. */
  isUnused(environment: number): boolean {
    return (this.#flags[environment]! & UNUSED) !== 0;
  }

  /** Says whether it was prepared without an invocation. */
  setUnused(environment: number, unused: boolean): void {
    const flags = this.#flags[environment]!;
    this.#flags[environment] = unused ? flags | UNUSED : flags & ~UNUSED;
  }

  /** Whether it will be stopped as soon as it is free at `at` (R3.15). */
  isPastItsAge(environment: number, at: Micros): boolean {
    return this.#diesAt[environment]! <= at;
  }

  /** This environment is stopped when it becomes free (R3.6: its Restore failed). */
  doom(environment: number): void {
    this.#diesAt[environment] = 0;
  }

  /** An attempt was admitted, and what it comes to is known: told where somebody asked. @param start when it was admitted */
  logInvocation(caller: LoggedCaller, request: number, attempt: number, course: LoggedCourse, start: Micros): void {
    const id = { source: caller.source, request, attempt, isEvent: caller.mode === 'async' };
    this.#log?.invoked(this.idOf(course.environment), id, course, start);
  }

  /** Creates a busy environment. @returns its number in the table */
  create(owner: EnvironmentOwner, onDemand: boolean): number {
    const now = this.#simulation.now;
    const environment = this.#spare.pop() ?? this.#size++;
    if (environment === this.#flags.length) this.#grow();
    const draw = owner.created++;
    owner.live++;
    this.#owners[environment] = owner;
    this.#flags[environment] = BUSY;
    this.#number[environment] = owner.f.created++;
    this.#createdAt[environment] = now;
    this.#idleTimeout[environment] = owner.idleTimeout?.sample(owner.idleTimeoutStream, draw, 0) ?? Infinity;
    this.#diesAt[environment] = now + (owner.maxLifetime?.sample(owner.maxLifetimeStream, draw, 0) ?? Infinity);
    this.#monitor.environmentCreated(owner.f.fn, onDemand);
    if (this.#log !== null) this.#log.created(this.idOf(environment), now);
    this.watcher?.appeared(environment, owner.f.fn, owner.index);
    return environment;
  }

  /** It was made ready ahead of requests, by an Init of this length that ends now. */
  tellPrepared(environment: number, init: Micros, failed: boolean): void {
    if (this.#log !== null) this.#log.prepared(this.idOf(environment), init, failed, this.#simulation.now);
  }

  /** Takes the idle environment that serves next; the owner's pool must have one. */
  take(owner: EnvironmentOwner): number {
    const environment = owner.idle.take();
    const flags = this.#flags[environment]!;
    assertModel((flags & ALIVE) === IDLE, 'the state of a reused environment', flags & ALIVE, 'idle');
    this.#flags[environment] = flags ^ ALIVE;
    return environment;
  }

  /** The environment is frozen until its next invocation (R3.12), or stopped if it is past its age (R3.15, A-12). */
  free(environment: number): void {
    const now = this.#simulation.now;
    const flags = this.#flags[environment]!;
    assertModel((flags & ALIVE) === BUSY, 'the state of a freed environment', flags & ALIVE, 'busy');
    const diesAt = this.#diesAt[environment]!;
    if (diesAt <= now) {
      this.#end(environment);
      return;
    }
    this.#flags[environment] = flags ^ ALIVE;
    this.#freedAt[environment] = now;
    this.ownerOf(environment).idle.add(environment);
    if ((flags & CHECKED) === 0) this.#arm(environment, Math.min(now + this.#idleTimeout[environment]!, diesAt));
  }

  /** Stops an environment that is busy, or was idle and was taken out of its pool. */
  stop(environment: number): void {
    this.#end(environment);
  }

  /** R12.4, A-42: idle environments of a version are stopped now, busy ones as soon as they are free, if at all. */
  replaceAll(owner: EnvironmentOwner, busyToo = true): void {
    for (let environment = 0; environment < this.#size; environment++) {
      if (this.#owners[environment] !== owner) continue;
      if (busyToo) this.#diesAt[environment] = 0;
      if ((this.#flags[environment]! & IDLE) === 0) continue;
      owner.idle.remove(environment);
      this.#end(environment);
    }
  }

  /** Stops the environment if it has been idle or alive for too long, else looks again when that can be. */
  check(environment: number): void {
    const now = this.#simulation.now;
    const diesAt = this.#diesAt[environment]!;
    const flags = this.#flags[environment]! & ~CHECKED;
    this.#flags[environment] = flags;
    if ((flags & ALIVE) === 0) {
      if ((flags & SHUTTING_DOWN) === 0) this.#spare.push(environment);
    } else if ((flags & BUSY) !== 0) {
      // It cannot have been idle for long before this; past its age, `free` stops it.
      if (diesAt > now) this.#arm(environment, Math.min(now + this.#idleTimeout[environment]!, diesAt));
    } else {
      const due = Math.min(this.#freedAt[environment]! + this.#idleTimeout[environment]!, diesAt);
      if (due > now) {
        this.#arm(environment, due);
        return;
      }
      this.ownerOf(environment).idle.remove(environment);
      this.#end(environment);
    }
  }

  #arm(environment: number, at: Micros): void {
    if (at === Infinity) return;
    this.#flags[environment]! |= CHECKED;
    this.#simulation.schedule(at, RANK.expire, EXPIRY_CHECK, environment);
  }

  /** SHUTDOWN_ENDS: the environment is gone. */
  endShutdown(environment: number): void {
    this.#remove(environment);
  }

  /** R3.11: it serves no more; what extensions do until they are killed holds no concurrency. */
  #end(environment: number): void {
    const owner = this.ownerOf(environment);
    if (owner.shutdown === 0) {
      this.#remove(environment);
    } else {
      this.#flags[environment] = (this.#flags[environment]! & CHECKED) | SHUTTING_DOWN;
      this.#simulation.schedule(this.#simulation.now + owner.shutdown, RANK.expire, SHUTDOWN_ENDS, environment);
    }
    owner.ended();
  }

  #remove(environment: number): void {
    const now = this.#simulation.now;
    const owner = this.ownerOf(environment);
    owner.live--;
    this.#monitor.environmentEnded(owner.f.fn, now - this.#createdAt[environment]!);
    if (this.#log !== null) this.#log.ended(this.idOf(environment), now);
    this.watcher?.vanished(environment, owner.f.fn, owner.index);
    this.#flags[environment]! &= CHECKED;
    // A check that still waits would hit the next environment of this number.
    if (this.#flags[environment] === 0) this.#spare.push(environment);
  }

  #grow(): void {
    this.#flags = grown(this.#flags);
    this.#number = grown(this.#number);
    this.#createdAt = grown(this.#createdAt);
    this.#freedAt = grown(this.#freedAt);
    this.#idleTimeout = grown(this.#idleTimeout);
    this.#diesAt = grown(this.#diesAt);
  }
}
