/** Turns the facts of one replication into its record, in memory that does not grow with their number. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { Monitor } from '../lambda/monitor.ts';
import { ACCOUNT_CONCURRENCY, RESERVED_CONCURRENCY } from '../lambda/throttle.ts';
import type { Failure, RequestMonitor } from '../workload/request-monitor.ts';
import { AccountTally } from './account-tally.ts';
import { FunctionTally } from './function-tally.ts';
import { binOf } from './histogram.ts';
import { functionBookFor, objectiveMinutes, sourceBookFor } from './objective-minutes.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';
import { SourceTally } from './source-tally.ts';
import { ThrottleLedger } from './throttle-ledger.ts';

/** Which replication is recorded. */
export interface RecorderOptions {
  /** 1-based. */
  readonly run: number;
  readonly seed: string;
  /** Whether the record carries the series. */
  readonly series: boolean;
}

/**
 * Listens to the model and to the workload. Functions and sources are numbered in the order of their names, as there;
 * the record has them in the order of the scenario.
 */
export class Recorder implements Monitor, RequestMonitor {
  readonly #setup: Setup;
  readonly #options: RecorderOptions;
  readonly #horizon: Micros;
  readonly #warmup: Micros;
  readonly #width: Micros;
  readonly #functions: readonly FunctionTally[];
  readonly #sources: readonly SourceTally[];
  readonly #account: AccountTally;
  readonly #ledger: ThrottleLedger;
  /** Names of the functions by number, the background last. */
  readonly #holders: readonly string[];
  #counting = false;
  #bucket = 0;
  #bucketEnd: Micros;
  #minute = 0;
  #minuteEnd: Micros = MINUTE;
  /** Whichever of the two ends comes first: one comparison a fact. */
  #turnsAt: Micros;

  constructor(setup: Setup, options: RecorderOptions) {
    this.#setup = setup;
    this.#options = options;
    this.#horizon = setup.duration;
    this.#warmup = setup.warmup;
    this.#width = setup.bucket;
    this.#bucketEnd = setup.bucket;
    this.#turnsAt = Math.min(setup.bucket, MINUTE);
    const functions = inOrderOfNames(setup.functions);
    this.#holders = [...functions.map((f) => f.name), 'background'];
    this.#functions = functions.map((f) => {
      return new FunctionTally(f.name, functions.length, functionBookFor(f.name, setup.objectives));
    });
    this.#sources = inOrderOfNames(setup.sources).map((source) => {
      return new SourceTally(source.name, sourceBookFor(source.name, setup.objectives));
    });
    this.#account = new AccountTally(setup.account.concurrency, functions);
    this.#ledger = new ThrottleLedger(this.#holders);
  }

  /** The warm-up is over, perhaps at t = 0: from now on facts count. */
  beginWindow(now: Micros): void {
    if (now >= this.#turnsAt) this.#turn(now);
    this.#counting = true;
    for (const tally of this.#functions) {
      tally.concurrency.restart(now);
      tally.environments.restart(now);
      tally.minutes?.concurrency.set(this.#minute, tally.concurrency.value);
    }
    this.#account.restart(now, this.#minute);
  }

  throttled(fn: number, now: Micros, throttle: number): void {
    if (now >= this.#turnsAt) this.#turn(now);
    const tally = this.#functions[fn]!;
    tally.book.throttles.add(this.#bucket);
    let holder = -1;
    let share = 0;
    if (throttle === ACCOUNT_CONCURRENCY) {
      holder = this.#account.largestHolder();
      share = this.#account.share(holder);
    } else if (throttle === RESERVED_CONCURRENCY) {
      holder = fn;
      share = 1;
    }
    this.#ledger.add(this.#bucket, fn, throttle, holder, share);
    if (!this.#counting) return;
    tally.throttles[throttle]!++;
    tally.minutes?.throttles.add(this.#minute);
    if (throttle !== ACCOUNT_CONCURRENCY) return;
    tally.poolThrottles++;
    this.#account.addShares(tally.shares);
  }

  started(
    fn: number,
    now: Micros,
    cold: boolean,
    init: Micros,
    duration: Micros,
    end: Micros,
    failed: boolean,
    billedMs: number,
  ): void {
    if (now >= this.#turnsAt) this.#turn(now);
    const tally = this.#functions[fn]!;
    const level = tally.concurrency.value + 1;
    tally.concurrency.set(now, level);
    tally.book.concurrency.set(this.#bucket, level);
    if (tally.minutes !== null && this.#counting) tally.minutes.concurrency.set(this.#minute, level);
    this.#account.claim(fn, now, this.#bucket, this.#minute, level);
    tally.start(
      this.#bucket,
      this.#minute,
      this.#counting,
      end <= this.#horizon,
      cold,
      init,
      duration,
      end - now,
      failed,
      billedMs,
    );
  }

  released(fn: number, now: Micros): void {
    if (now >= this.#turnsAt) this.#turn(now);
    const tally = this.#functions[fn]!;
    const level = tally.concurrency.value - 1;
    tally.concurrency.set(now, level);
    tally.book.concurrency.set(this.#bucket, level);
    if (tally.minutes !== null && this.#counting) tally.minutes.concurrency.set(this.#minute, level);
    this.#account.release(fn, now, this.#bucket, this.#minute, level);
  }

  environmentCreated(fn: number, now: Micros, onDemand: boolean): void {
    if (now >= this.#turnsAt) this.#turn(now);
    const tally = this.#functions[fn]!;
    this.#environments(tally, now, tally.environments.value + 1);
    if (onDemand && this.#counting) tally.create();
  }

  environmentEnded(fn: number, now: Micros, age: Micros): void {
    if (now >= this.#turnsAt) this.#turn(now);
    const tally = this.#functions[fn]!;
    this.#environments(tally, now, tally.environments.value - 1);
    if (this.#counting) tally.end(age);
  }

  backgroundChanged(now: Micros, level: number): void {
    if (now >= this.#turnsAt) this.#turn(now);
    this.#account.setBackground(now, this.#bucket, this.#minute, level);
  }

  arrived(source: number, now: Micros): void {
    if (now >= this.#turnsAt) this.#turn(now);
    this.#sources[source]!.arrive(this.#bucket, this.#minute, this.#counting);
  }

  attempted(source: number, now: Micros, arrival: Micros, throttled: boolean): void {
    if (now >= this.#turnsAt) this.#turn(now);
    this.#sources[source]!.attempt(this.#bucket, this.#minute, arrival >= this.#warmup, throttled);
  }

  postponed(source: number, arrival: Micros): void {
    const tally = this.#sources[source]!;
    tally.book.latency.postpone(this.#bucket, this.#bucketOf(arrival));
    if (arrival >= this.#warmup) tally.minutes?.latency.postpone(this.#minute, minuteOf(arrival));
  }

  served(
    source: number,
    arrival: Micros,
    retries: Micros,
    overhead: Micros,
    init: Micros,
    run: Micros,
    throttledBefore: boolean,
    late: boolean,
  ): void {
    const tally = this.#sources[source]!;
    const latency = retries + overhead + init + run;
    const bin = binOf(latency);
    const counts = arrival >= this.#warmup;
    if (late) {
      this.#settle(tally, arrival, counts, latency, bin);
      tally.book.served.add(this.#bucketOf(arrival));
      if (throttledBefore) this.#noteThrottled(tally, arrival, counts);
    } else {
      tally.book.served.add(this.#bucket);
      tally.book.latency.add(this.#bucket, latency, bin);
      if (counts) tally.minutes?.latency.add(this.#minute, latency, bin);
    }
    if (counts) tally.serve(retries, overhead, init, run, bin);
  }

  failed(
    source: number,
    arrival: Micros,
    latency: Micros,
    failure: Failure,
    throttledBefore: boolean,
    late: boolean,
  ): void {
    const tally = this.#sources[source]!;
    const counts = arrival >= this.#warmup;
    if (late) this.#settle(tally, arrival, counts, 0, -1);
    tally.book.failed.add(this.#bucketOf(arrival));
    if (throttledBefore) this.#noteThrottled(tally, arrival, counts);
    if (!counts) return;
    tally.minutes?.failed.add(minuteOf(arrival));
    tally.fail(latency, failure);
  }

  unfinished(source: number, arrival: Micros): void {
    if (arrival >= this.#warmup) this.#sources[source]!.leave();
  }

  /** The record of what was reached; call once. @param inFlight invocations that still run */
  record(until: Micros, events: number, inFlight: number): RunRecord {
    const setup = this.#setup;
    const buckets = Math.ceil(until / this.#width);
    const functions = inGivenOrder(setup.functions, this.#functions);
    const sources = inGivenOrder(setup.sources, this.#sources);
    const sourceRecords = sources.map((tally) => tally.record());
    const metrics = this.#options.series
      ? [
          ...this.#account.series(buckets),
          ...functions.flatMap((tally) => tally.series(buckets)),
          ...sources.flatMap((tally) => tally.series()),
        ]
      : [];
    return {
      run: this.#options.run,
      seed: this.#options.seed,
      until,
      complete: until >= this.#horizon,
      events,
      functions: functions.map((tally) => tally.record(until, this.#holders)),
      sources: sourceRecords,
      account: this.#account.record(until),
      unfinished: {
        requests: sourceRecords.reduce((sum, source) => sum + source.unfinished, 0),
        invocations: inFlight,
        queued: 0,
      },
      series: { bucket: this.#width, metrics, throttles: this.#options.series ? this.#ledger.rows() : [] },
      objectiveMinutes: objectiveMinutes(setup, until, {
        functions: new Map(functions.map((tally) => [tally.name, tally])),
        sources: new Map(sources.map((tally) => [tally.name, tally])),
        account: this.#account,
      }),
    };
  }

  #environments(tally: FunctionTally, now: Micros, level: number): void {
    tally.environments.set(now, level);
    tally.book.environments.set(this.#bucket, level);
  }

  #settle(tally: SourceTally, arrival: Micros, counts: boolean, latency: Micros, bin: number): void {
    tally.book.latency.settle(this.#bucket, this.#bucketOf(arrival), latency, bin);
    if (counts) tally.minutes?.latency.settle(this.#minute, minuteOf(arrival), latency, bin);
  }

  #noteThrottled(tally: SourceTally, arrival: Micros, counts: boolean): void {
    if (!counts) return;
    tally.throttle();
    tally.minutes?.throttled.add(minuteOf(arrival));
  }

  #bucketOf(at: Micros): number {
    return Math.floor(at / this.#width);
  }

  #turn(now: Micros): void {
    if (now >= this.#bucketEnd) {
      this.#bucket = this.#bucketOf(now);
      this.#bucketEnd = (this.#bucket + 1) * this.#width;
    }
    if (now >= this.#minuteEnd) {
      this.#minute = minuteOf(now);
      this.#minuteEnd = (this.#minute + 1) * MINUTE;
    }
    this.#turnsAt = Math.min(this.#bucketEnd, this.#minuteEnd);
  }
}

function minuteOf(at: Micros): number {
  return Math.floor(at / MINUTE);
}

/** Numbers are given by name, so that permuting the scenario changes nothing, not even ties. */
export function inOrderOfNames<T extends { readonly name: string }>(things: readonly T[]): readonly T[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function inGivenOrder<T extends { readonly name: string }>(
  things: readonly { readonly name: string }[],
  tallies: readonly T[],
): readonly T[] {
  const byName = new Map(tallies.map((tally) => [tally.name, tally]));
  return things.map((thing) => byName.get(thing.name)!);
}
