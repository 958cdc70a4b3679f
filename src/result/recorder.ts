/** Turns the facts of one replication into its record, in memory that does not grow with their number. */
import type { Micros } from '../des/time.ts';
import { AsyncRecorder } from './async-recorder.ts';
import { Conditions, minuteWishes } from './conditions.ts';
import { DependencyRecorder } from './dependency-recorder.ts';
import { DeploymentRecorder } from './deployment-recorder.ts';
import { ModelRecorder } from './model-recorder.ts';
import { objectiveMinutes, type Tallies } from './objective-minutes.ts';
import { Present, type Clock } from './present.ts';
import type { QueueRecord } from './queue-record.ts';
import { QueueRecorder } from './queue-recorder.ts';
import { RequestRecorder } from './request-recorder.ts';
import type { AsyncRecord, FunctionRecord, RunRecord, SourceRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import { recoveriesOf } from './recovery.ts';
import type { Setup } from './setup.ts';
import type { SourceBook } from './source-book.ts';
import { NO_THROTTLES } from './throttle-rows.ts';
import { Watches } from './watch.ts';
import type { StreamBook } from './stream-book.ts';
import { StreamRecorder } from './stream-recorder.ts';

/** Which replication is recorded. */
export interface RecorderOptions {
  /** 1-based. */
  readonly run: number;
  readonly seed: string;
  /** Whether the record carries the series. */
  readonly series: boolean;
}

/** Where a run stands when it is recorded. */
export interface Reached {
  readonly until: Micros;
  /** Simulation events executed. */
  readonly events: number;
  /** Invocations that still run. */
  readonly inFlight: number;
}

/** Listens to the model and to the workload, and writes down the record in the order of the scenario. */
export class Recorder {
  readonly model: ModelRecorder;
  readonly requests: RequestRecorder;
  readonly events: AsyncRecorder;
  readonly deployments: DeploymentRecorder;
  readonly conditions: Conditions;
  readonly #tallies: Tallies;
  readonly queues: QueueRecorder;
  readonly streams: StreamRecorder;
  readonly dependencies: DependencyRecorder;
  readonly #setup: Setup;
  readonly #options: RecorderOptions;
  readonly #present: Present;

  /** @param clock the simulation's */
  constructor(setup: Setup, clock: Clock, options: RecorderOptions) {
    this.#setup = setup;
    this.#options = options;
    this.#present = new Present(
      clock,
      setup.bucket,
      setup.faults.length > 0 ? new Watches(clock, setup.duration) : null,
    );
    const wishes = { ...setup, objectives: minuteWishes(setup) };
    this.model = new ModelRecorder(wishes, this.#present, options.series);
    this.requests = new RequestRecorder(wishes, this.#present, this.model);
    this.events = new AsyncRecorder(wishes, this.#present);
    this.queues = new QueueRecorder(wishes, this.#present);
    this.streams = new StreamRecorder(wishes, this.#present);
    this.dependencies = new DependencyRecorder(wishes, this.#present);
    this.deployments = new DeploymentRecorder(setup, clock);
    this.#tallies = {
      functions: byName(this.model.functions),
      versions: byName(this.model.versions),
      sources: byName([
        ...this.requests.sources,
        ...this.events.sources,
        ...this.queues.sources,
        ...this.streams.sources,
      ]),
      events: byName(this.events.functions),
      queues: byName(this.queues.queues),
      dependencies: byName(this.dependencies.dependencies),
      account: this.model.account,
    };
    this.conditions = new Conditions(setup, this.#present, this.#tallies);
  }

  /** The warm-up is over, perhaps at t = 0: from now on facts count. */
  beginWindow(): void {
    this.#present.tick();
    this.#present.counting = true;
    this.model.beginWindow();
    this.requests.beginWindow();
    this.events.beginWindow();
    this.queues.beginWindow();
    this.streams.beginWindow();
    this.dependencies.beginWindow();
  }

  /** The record of what was reached; call once. */
  record({ until, events, inFlight }: Reached): RunRecord {
    const setup = this.#setup;
    const { run, seed, series } = this.#options;
    const { account, fanOut, ledger } = this.model;
    const functions = inGivenOrder(setup.functions, this.model.functions);
    const sources = inGivenOrder<SourceCount>(setup.sources, [
      ...this.requests.sources,
      ...this.events.sources,
      ...this.queues.sources,
      ...this.streams.sources,
    ]);
    const asyncs = new Map(this.events.functions.map((tally) => [tally.name, tally]));
    const { versions } = this.model;
    const dependencies = inGivenOrder(setup.dependencies, this.dependencies.dependencies);
    const ending = [account, ...functions, ...versions, ...sources, ...asyncs.values(), ...dependencies];
    for (const tally of ending) tally.finish();
    const functionRecords = functions.map((tally) => {
      const record = tally.record(until, this.model.holders, account);
      return { ...withEvents(record, asyncs.get(tally.name)?.record(until) ?? null), ...fanOut.ofFunction(tally.name) };
    });
    const queues = inGivenOrder(setup.queues, this.queues.queues);
    const queueRecords = queues.map((tally) => tally.record(until));
    const { topics } = this.streams;
    const sourceRecords = sources.map((tally) => {
      return { ...tally.record(until), ...fanOut.ofSource(tally.name), ...topics.ofSource(tally.name, until) };
    });
    const counted = [...functions, ...asyncs.values(), ...sources, ...queues, ...dependencies];
    return {
      run,
      seed,
      until,
      complete: until >= setup.duration,
      events,
      functions: functionRecords,
      versions: versions.map((tally) => tally.record(until, this.model.holders, account)),
      sources: sourceRecords,
      queues: queueRecords,
      dependencies: dependencies.map((tally) => tally.record(until)),
      account: account.record(until),
      streams: this.streams.streams(setup.streams.map(({ name }) => name)),
      unfinished: unfinishedOf(functionRecords, sourceRecords, readIn(setup, queueRecords), inFlight),
      series: {
        bucket: setup.bucket,
        length: series ? Math.ceil(until / setup.bucket) : 0,
        tables: series ? [account, ...counted, this.deployments].flatMap((tally) => tally.tables()) : [],
        counts: series ? [...counted, fanOut, topics].flatMap((tally) => tally.counts()) : [],
        throttles: ledger?.table() ?? NO_THROTTLES,
      },
      worstMinute: this.model.worst?.finish(until) ?? null,
      objectiveMinutes: objectiveMinutes(setup, until, this.#tallies),
      deployments: this.deployments.records(),
      recoveries: recoveriesOf(setup, this.#present.watches, until),
      otherReading: null,
    };
  }
}

/** What a recording asks of the tally of a source, whichever its kind. */
interface SourceCount {
  readonly name: string;
  readonly routes: readonly SourceCount[];
  readonly minutes: SourceBook | StreamBook | null;
  finish(): void;
  record(until: Micros): SourceRecord;
  tables(): readonly SeriesTable[];
  counts(): readonly CountSeries[];
}

/** R6.13: larger events are billed as several requests, whose price is the same for all versions. */
function withEvents(record: FunctionRecord, events: AsyncRecord | null): FunctionRecord {
  if (events === null) return record;
  const [first, ...others] = record.billing;
  const billing = first === undefined ? [] : [{ ...first, extraRequests: events.extraRequests }, ...others];
  return { ...record, events, billing };
}

/** Messages left in queues that somebody reads. */
function readIn({ sources }: Setup, queues: readonly QueueRecord[]): number {
  const read = new Set(sources.map((source) => source.mapping?.queue));
  const left = queues
    .filter(({ name }) => read.has(name))
    .map(({ remaining }) => remaining.visible + remaining.inFlight);
  return left.reduce((sum, messages) => sum + messages, 0);
}

/** Requests and invocations under way, and events, messages and records that wait. */
function unfinishedOf(
  functions: readonly FunctionRecord[],
  sources: readonly SourceRecord[],
  messages: number,
  invocations: number,
): RunRecord['unfinished'] {
  const records = sources.reduce((sum, source) => sum + (source.mapping === null ? 0 : source.unfinished), 0);
  const asked = sources.filter((source) => source.mapping === null);
  const requests = asked.reduce(
    (sum, source) => sum + source.unfinished - (source.events?.queued ?? source.messages?.queued ?? 0),
    0,
  );
  const queued = functions.reduce((sum, f) => sum + (f.events?.queued ?? 0), messages + records);
  return { requests, invocations, queued };
}

function byName<T extends { readonly name: string }>(tallies: readonly T[]): ReadonlyMap<string, T> {
  return new Map(tallies.map((tally) => [tally.name, tally]));
}

function inGivenOrder<T extends { readonly name: string }>(
  things: readonly { readonly name: string }[],
  tallies: readonly T[],
): readonly T[] {
  const named = byName(tallies);
  return things.map((thing) => named.get(thing.name)!);
}
