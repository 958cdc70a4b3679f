/** The composition root: a scenario becomes a simulation, and its facts become a result. */
import { BothReadings, type Playing } from './both-readings.ts';
import type { ReplicationOptions } from './replication-options.ts';
import { QueueRun } from './queue-run.ts';
import { Streams } from './des/random.ts';
import { Simulation, type EventHandler } from './des/simulation.ts';
import type { Micros } from './des/time.ts';
import { AsyncQueue } from './lambda/async-queue.ts';
import { type Dependencies, dependenciesOf } from './lambda/dependencies.ts';
import { Deployments } from './lambda/deployments.ts';
import { Faults } from './lambda/faults.ts';
import {
  ANSWERED,
  ASYNC_ATTEMPT,
  ASYNC_DUE,
  ASYNC_ENDED,
  ASYNC_EXPIRED,
  ASYNC_FREED,
  BACKGROUND_DRAW,
  EXPIRY_CHECK,
  RANK,
  RELEASE,
  SHUTDOWN_ENDS,
  START_ENDS,
  WINDOW_BEGINS,
} from './lambda/events.ts';
import { ModelError } from './lambda/invariant.ts';
import { LambdaModel } from './lambda/model.ts';
import { gatewayQuota } from './lambda/quotas.ts';
import { inOrderOfNames } from './result/order.ts';
import { Recorder } from './result/recorder.ts';
import type { RunRecord } from './result/run-record.ts';
import type { RunResult } from './result/run-result.ts';
import { summarise } from './result/summary.ts';
import type { Scenario } from './scenario/scenario.ts';
import { seedOf } from './seed.ts';
import { Callers } from './workload/callers.ts';
import { AsyncLog } from './workload/async-log.ts';
import { AsyncSources } from './workload/async-sources.ts';
import { ANSWER, ARRIVAL, ASYNC_ARRIVAL, AUTHORIZED, ITEM_ENDS, PATIENCE_ENDS, RETRY } from './workload/events.ts';
import { FunctionCalls } from './workload/function-calls.ts';
import { windowed } from './workload/request-log.ts';
import { connectStreams, type Streaming } from './stream-connections.ts';

/** One replication of a scenario. Equal scenarios and run numbers give equal records. */
export class Replication implements EventHandler, Playing {
  readonly #simulation = new Simulation();
  readonly #recorder: Recorder;
  readonly #model: LambdaModel;
  readonly #callers: Callers;
  readonly #queue: AsyncQueue;
  readonly #events: AsyncSources;
  readonly #calls: FunctionCalls;
  readonly #deployments: Deployments;
  readonly #faults: Faults;
  readonly #messages: QueueRun;
  readonly #streams: Streaming;
  /** `null` = the scenario has none. */
  readonly #dependencies: Dependencies | null;
  readonly #horizon: Micros;

  /** @param run 1-based; decides the seed */
  constructor(scenario: Scenario, run: number, options: ReplicationOptions) {
    const seed = seedOf(scenario.seed, run);
    const streams = new Streams(seed);
    const functions = inOrderOfNames(scenario.functions);
    const numbers = new Map(functions.map((f, fn) => [f.name, fn]));
    this.#horizon = scenario.duration;
    this.#recorder = new Recorder(scenario, this.#simulation, { run, seed, series: options.series });
    const log = windowed(options.requestLog, scenario.warmup);
    this.#callers = new Callers(this.#simulation, this.#recorder.requests, log, scenario.duration);
    const { account, assumptions } = scenario;
    const config = { account, assumptions, functions };
    const simulation = this.#simulation;
    const { model: facts, events, deployments, conditions, dependencies, streams: records } = this.#recorder;
    this.#model = new LambdaModel(config, simulation, streams, facts, this.#callers, options.environmentLog ?? null);
    this.#faults = new Faults(scenario.faults, config, this.#model, simulation);
    const functionNumber = (name: string): number => numbers.get(name)!;
    const sources = inOrderOfNames(scenario.sources);
    const names = { sources: sources.map((source) => source.name), functions: functions.map((f) => f.name) };
    const monitor =
      log === null ? events : new AsyncLog(events, log, names, simulation, this.#model, scenario.duration);
    this.#messages = new QueueRun(scenario, simulation, this.#model, streams, this.#recorder.queues, log);
    const { sender } = this.#messages;
    this.#queue = new AsyncQueue(this.#model, simulation, streams, monitor, assumptions, sender, functionNumber);
    const callees = { model: this.#model, queue: this.#queue, messages: this.#messages };
    this.#calls = new FunctionCalls(functions, simulation, callees, streams, facts.fanOut, functionNumber);
    this.#dependencies = dependenciesOf(scenario.dependencies, this.#model, simulation, streams, dependencies);
    this.#events = new AsyncSources(this.#simulation, this.#queue, scenario.duration);
    if (scenario.warmup === 0) this.#recorder.beginWindow();
    else this.#simulation.schedule(scenario.warmup, RANK.control, WINDOW_BEGINS, 0);
    this.#model.start();
    const { treesOf } = this.#calls;
    const { httpApiThrottleStatus } = assumptions;
    const gateway = { httpApiThrottleStatus, gatewayQuota: gatewayQuota(account.region) };
    this.#callers.start({ sources, functionNumber, ...gateway, treesOf }, this.#model, streams);
    this.#events.start({ sources, functionNumber, treesOf }, this.#model, streams);
    const judging = { monitor: deployments, judge: conditions };
    this.#deployments = new Deployments(scenario.deployments, this.#model, simulation, functionNumber, judging);
    this.#deployments.start();
    this.#messages.start(sources, functionNumber);
    const reading = { monitor: records, log, sources, functionNumber, sender };
    this.#streams = connectStreams(scenario, simulation, this.#model, streams, reading);
    this.#faults.start({ queue: this.#messages, stream: this.#streams, dependency: this.#dependencies });
  }

  /** The present instant of the simulation. */
  get now(): Micros {
    return this.#simulation.now;
  }

  /** Simulation events executed so far. */
  get events(): number {
    return this.#simulation.events + this.#streams.quietEvents;
  }

  /** Executes at most `maxEvents` events. @returns whether the horizon is reached */
  advance(maxEvents: number): boolean {
    // What ends at the very horizon has ended.
    return this.#simulation.run(this, this.#horizon, RANK.expire, maxEvents);
  }

  /** The record of what was reached; call once, after the last `advance`. */
  record(): RunRecord {
    this.#callers.finish();
    this.#queue.rows.finish();
    this.#messages.finish();
    this.#streams.finish();
    return this.#recorder.record({
      until: this.#simulation.now,
      events: this.events,
      inFlight: this.#model.gate.concurrency.inFlight,
    });
  }

  /** Every event there is: the table of contents of a run. */
  handle(kind: number, index: number): void {
    switch (kind) {
      case ARRIVAL:
        this.#callers.arrive(index);
        return;
      case RELEASE:
        this.#model.release(index);
        return;
      case EXPIRY_CHECK:
        this.#model.environments.check(index);
        return;
      case ANSWER:
        this.#callers.answer(index);
        return;
      case RETRY:
        this.#callers.retry(index);
        return;
      case AUTHORIZED:
        this.#callers.authorized(index);
        return;
      case ITEM_ENDS:
        this.#callers.itemEnds(index);
        return;
      case ASYNC_ARRIVAL:
        this.#events.arrive(index);
        return;
      case ASYNC_ATTEMPT:
        this.#queue.attempt(index);
        return;
      case ASYNC_ENDED:
        this.#queue.ended(index);
        return;
      case ASYNC_EXPIRED:
        this.#queue.expire(index);
        return;
      case ASYNC_DUE:
        this.#queue.lines?.due(index);
        return;
      case ASYNC_FREED:
        this.#queue.lines?.serve();
        return;
      case ANSWERED:
        this.#callers.ended(index);
        return;
      case SHUTDOWN_ENDS:
        this.#model.environments.endShutdown(index);
        return;
      case START_ENDS:
        this.#model.startEnds(index);
        return;
      default:
        this.#handleRare(kind, index);
    }
  }

  /** What few scenarios have. */
  #handleRare(kind: number, index: number): void {
    if (this.#dependencies?.handle(kind, index) === true || this.#calls.handle(kind, index)) return;
    if (this.#messages.handle(kind, index) || this.#streams.handle(kind, index)) return;
    if (this.#model.provisioned?.handle(kind, index) === true) return;
    if (this.#deployments.handle(kind, index) || this.#faults.handle(kind, index)) return;
    if (kind === PATIENCE_ENDS) this.#callers.patienceEnds(index);
    else if (kind === WINDOW_BEGINS) this.#recorder.beginWindow();
    else if (kind === BACKGROUND_DRAW) this.#model.background!.draw();
    else throw new ModelError(`there is no event of kind ${String(kind)}`);
  }
}

/** Begins one run; run 1 asks the other reading of `asyncRetry` too, where that matters. @param run 1-based */
export function replicationOf(scenario: Scenario, run: number, options: ReplicationOptions): Playing {
  const replication = new Replication(scenario, run, options);
  if (run > 1) return replication;
  return new BothReadings(scenario, replication, (other) => {
    return new Replication(other, run, { series: false, requestLog: null });
  });
}

/** Plays all replications of a scenario in this thread. */
export function simulate(scenario: Scenario): RunResult {
  const records = Array.from({ length: scenario.runs }, (_, k) => {
    const replication = replicationOf(scenario, k + 1, { series: k === 0, requestLog: null });
    while (!replication.advance(Infinity));
    return replication.record();
  });
  return summarise(scenario, records);
}
