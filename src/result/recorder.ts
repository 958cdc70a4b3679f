/** Turns the facts of one replication into its record, in memory that does not grow with their number. */
import type { Micros } from '../des/time.ts';
import { ModelRecorder } from './model-recorder.ts';
import { objectiveMinutes } from './objective-minutes.ts';
import { Present, type Clock } from './present.ts';
import { RequestRecorder } from './request-recorder.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';

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
  readonly #setup: Setup;
  readonly #options: RecorderOptions;
  readonly #present: Present;

  /** @param clock the simulation's */
  constructor(setup: Setup, clock: Clock, options: RecorderOptions) {
    this.#setup = setup;
    this.#options = options;
    this.#present = new Present(clock, setup.bucket);
    this.model = new ModelRecorder(setup, this.#present);
    this.requests = new RequestRecorder(setup, this.#present, this.model);
  }

  /** The warm-up is over, perhaps at t = 0: from now on facts count. */
  beginWindow(): void {
    this.#present.tick();
    this.#present.counting = true;
    this.model.beginWindow();
    this.requests.beginWindow();
  }

  /** The record of what was reached; call once. */
  record({ until, events, inFlight }: Reached): RunRecord {
    const setup = this.#setup;
    const { run, seed, series } = this.#options;
    const { account, ledger } = this.model;
    const functions = inGivenOrder(setup.functions, this.model.functions);
    const sources = inGivenOrder(setup.sources, this.requests.sources);
    for (const tally of [account, ...functions, ...sources]) tally.finish();
    const functionRecords = functions.map((tally) => tally.record(until, this.model.holders, account));
    const sourceRecords = sources.map((tally) => tally.record());
    const requests = sourceRecords.reduce((sum, source) => sum + source.unfinished, 0);
    return {
      run,
      seed,
      until,
      complete: until >= setup.duration,
      events,
      functions: functionRecords,
      sources: sourceRecords,
      account: account.record(until),
      unfinished: { requests, invocations: inFlight, queued: 0 },
      series: {
        bucket: setup.bucket,
        length: series ? Math.ceil(until / setup.bucket) : 0,
        tables: series ? [account, ...functions, ...sources].flatMap((tally) => tally.tables()) : [],
        counts: series ? [...functions, ...sources].flatMap((tally) => tally.counts()) : [],
        throttles: series ? ledger.rows() : [],
      },
      objectiveMinutes: objectiveMinutes(setup, until, {
        functions: new Map(functions.map((tally) => [tally.name, tally])),
        sources: new Map(sources.map((tally) => [tally.name, tally])),
        account,
      }),
    };
  }
}

function inGivenOrder<T extends { readonly name: string }>(
  things: readonly { readonly name: string }[],
  tallies: readonly T[],
): readonly T[] {
  const byName = new Map(tallies.map((tally) => [tally.name, tally]));
  return things.map((thing) => byName.get(thing.name)!);
}
