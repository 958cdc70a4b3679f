/** One dependency while the model runs: how many are served, how many may wait, its connections. */
import { roundedSamplerOf, type Sampler } from '../des/sampler.ts';
import type { DependencyConfig } from './dependency-config.ts';
import { DependencyEffects } from './dependency-effects.ts';
import type { DependencyMonitor } from './dependency-monitor.ts';
import { assertModel } from './invariant.ts';

/** Shares of a capacity are not exact in binary. */
const ROUNDING = 1e-9;

/** Knows no calls, only how many there are. */
export class Dependency {
  readonly index: number;
  readonly config: DependencyConfig;
  readonly service: Sampler;
  /** What is wrong with it just now. */
  readonly effects = new DependencyEffects();
  /** Calls in service. */
  busy = 0;
  /** Its line is served later in this instant. */
  isServing = false;
  /** Connections that are held. */
  held = 0;
  readonly #capacity: number;
  readonly #queue: number;
  readonly #connections: number;
  /** A service that begins with more than this busy is slow. */
  readonly #calm: number;
  readonly #factor: number;
  readonly #monitor: DependencyMonitor;
  /** By environment: whether it holds its connections. */
  #connected = new Uint8Array(256);

  /** @param index among the dependencies, in the order of their names */
  constructor(index: number, config: DependencyConfig, monitor: DependencyMonitor) {
    const { capacity, queue, connections, degrade } = config;
    this.index = index;
    this.config = config;
    this.service = roundedSamplerOf(config.service);
    this.#monitor = monitor;
    this.#capacity = capacity ?? Infinity;
    this.#queue = queue ?? Infinity;
    this.#connections = connections ?? Infinity;
    this.#calm = degrade === null || capacity === null ? Infinity : Math.floor(degrade.above * capacity + ROUNDING);
    this.#factor = degrade?.factor ?? 1;
  }

  /** Whether a call would be served at once. */
  get hasPlace(): boolean {
    return this.busy < this.#capacity;
  }

  /** Whether one more call may wait behind so many. */
  hasRoom(waiting: number): boolean {
    return waiting < this.#queue;
  }

  /** How many times as long a service takes that begins now and is counted as busy. */
  get load(): number {
    return this.busy > this.#calm ? this.#factor : 1;
  }

  /** A place is taken. */
  take(): void {
    this.busy++;
    assertModel(this.busy <= this.#capacity, `what is busy of ${this.config.name}`, this.busy, 'its capacity at most');
  }

  /** Whether an environment holds its connections. */
  isConnected(environment: number): boolean {
    return this.#connected[environment] === 1;
  }

  /** An environment asks for its connections, all or none. @returns whether it has them now */
  connect(environment: number, count: number): boolean {
    while (environment >= this.#connected.length) this.#grow();
    if (this.held + count > this.#connections) return false;
    this.#connected[environment] = 1;
    this.#hold(this.held + count);
    return true;
  }

  /** An environment is gone, and its connections with it. */
  disconnect(environment: number, count: number): void {
    if (!this.isConnected(environment)) return;
    this.#connected[environment] = 0;
    this.#hold(this.held - count);
  }

  #hold(held: number): void {
    this.held = held;
    this.#monitor.connected(this.index, held);
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#connected.length);
    larger.set(this.#connected);
    this.#connected = larger;
  }
}
