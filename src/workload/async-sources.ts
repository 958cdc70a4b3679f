/** The sources of asynchronous events: they hand each one to Lambda, which accepts it, and wait for nothing (R6.1). */
import type { Streams } from '../des/random.ts';
import type { Simulation } from '../des/simulation.ts';
import type { Micros } from '../des/time.ts';
import { RANK } from '../lambda/events.ts';
import type { AsyncQueue } from '../lambda/async-queue.ts';
import type { AsyncRoute } from '../lambda/async-route.ts';
import type { LambdaModel } from '../lambda/model.ts';
import { arrivalsOf, type Arrivals } from './arrivals.ts';
import type { CallTrees } from './call-trees.ts';
import { isAsynchronous, type AnySourceConfig } from './config.ts';
import { ASYNC_ARRIVAL } from './events.ts';

/** What the sources need to know. */
export interface AsyncSourcesConfig {
  /** In the order of their names. */
  readonly sources: readonly AnySourceConfig[];
  /** Number of a function by its name. */
  readonly functionNumber: (name: string) => number;
  /** The trees of a source's events; `null` = nobody asks for them. */
  readonly treesOf: (source: AnySourceConfig) => CallTrees | null;
}

interface AsyncSource {
  readonly index: number;
  readonly arrivals: Arrivals;
  readonly route: AsyncRoute;
  /** `null` = nobody asks when all that an event sets going has ended. */
  readonly trees: CallTrees | null;
  /** Number of the next event. */
  next: number;
}

/** Plays the sources that do not wait for an answer. */
export class AsyncSources {
  readonly #simulation: Simulation;
  readonly #queue: AsyncQueue;
  readonly #horizon: Micros;
  /** By number; those whose callers wait are not among them. */
  readonly #sources: AsyncSource[] = [];

  /** @param horizon nothing arrives from this instant on */
  constructor(simulation: Simulation, queue: AsyncQueue, horizon: Micros) {
    this.#simulation = simulation;
    this.#queue = queue;
    this.#horizon = horizon;
  }

  /**
   * Connects the sources with the functions they call and schedules each one's first event; once, at t = 0.
   */
  start({ sources, functionNumber, treesOf }: AsyncSourcesConfig, model: LambdaModel, streams: Streams): void {
    for (const [index, config] of sources.entries()) {
      if (!isAsynchronous(config)) continue;
      const { name, qualifier, duration, payload } = config;
      const caller = model.caller(functionNumber(config.function), {
        source: name,
        qualifier,
        mode: 'async',
        duration,
      });
      const own = { arrivals: streams.stream('arrivals', name), modulation: streams.stream('modulation', name) };
      const source = {
        index,
        arrivals: arrivalsOf(config.arrivals, own, this.#horizon),
        route: this.#queue.route(caller, index, name, payload),
        trees: treesOf(config),
        next: 0,
      };
      this.#sources[index] = source;
      if (config.enabled) this.#scheduleArrival(source);
    }
  }

  /** ASYNC_ARRIVAL: an event of this source arrives. */
  arrive(index: number): void {
    const source = this.#sources[index]!;
    const { trees } = source;
    const number = source.next++;
    const { handler } = source.arrivals;
    this.#scheduleArrival(source);
    const lineage = trees?.plant(index, this.#simulation.now) ?? null;
    this.#queue.accept(source.route, number, handler, lineage);
  }

  #scheduleArrival(source: AsyncSource): void {
    const { arrivals } = source;
    if (arrivals.next() && arrivals.at < this.#horizon) {
      this.#simulation.schedule(arrivals.at, RANK.arrive, ASYNC_ARRIVAL, source.index);
    }
  }
}
