/** Turns the facts of one replication into its record, in memory that does not grow with their number. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { Course } from '../lambda/invocation.ts';
import type { Monitor } from '../lambda/monitor.ts';
import { ACCOUNT_CONCURRENCY, RESERVED_CONCURRENCY } from '../lambda/throttle.ts';
import type { RequestMonitor } from '../workload/request-monitor.ts';
import type { Request } from '../workload/requests.ts';
import { AccountTally } from './account-tally.ts';
import { FunctionTally } from './function-tally.ts';
import { binOf } from './histogram.ts';
import { functionBookFor, objectiveMinutes, sourceBookFor } from './objective-minutes.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';
import { SourceTally } from './source-tally.ts';
import { ThrottleLedger } from './throttle-ledger.ts';

/** Tells the present instant. */
export interface Clock {
  readonly now: Micros;
}

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
  readonly #clock: Clock;
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

  /** @param clock the simulation's */
  constructor(setup: Setup, clock: Clock, options: RecorderOptions) {
    this.#setup = setup;
    this.#clock = clock;
    this.#options = options;
    this.#horizon = setup.duration;
    this.#warmup = setup.warmup;
    this.#width = setup.bucket;
    this.#bucketEnd = setup.bucket;
    this.#turnsAt = Math.min(setup.bucket, MINUTE);
    const functions = inOrderOfNames(setup.functions);
    this.#holders = [...functions.map((f) => f.name), 'background'];
    this.#functions = functions.map((f) => {
      return new FunctionTally(f.name, functions.length, setup.bucket, functionBookFor(f.name, setup.objectives));
    });
    this.#sources = inOrderOfNames(setup.sources).map((source) => {
      return new SourceTally(source.name, sourceBookFor(source.name, setup.objectives));
    });
    const accountMinutes = setup.objectives.some(({ subject }) => subject.kind === 'account');
    this.#account = new AccountTally(setup.account.concurrency, functions, setup.bucket, accountMinutes);
    this.#ledger = new ThrottleLedger(this.#holders);
  }

  /** The warm-up is over, perhaps at t = 0: from now on facts count. */
  beginWindow(): void {
    const { now } = this.#clock;
    this.#tick();
    this.#counting = true;
    for (const tally of this.#functions) {
      tally.concurrency.restart(now, this.#bucket);
      tally.environments.restart(now, this.#bucket);
      this.#noteMinute(tally);
    }
    this.#account.restart(now, this.#bucket, this.#minute);
  }

  throttled(fn: number, throttle: number): void {
    this.#tick();
    const tally = this.#functions[fn]!;
    tally.book.throttles.add(this.#bucket, 1);
    const holder = this.#holderOf(fn, throttle);
    const share = throttle === RESERVED_CONCURRENCY ? 1 : this.#account.share(holder);
    this.#ledger.add(this.#bucket, fn, throttle, holder, share);
    if (!this.#counting) return;
    tally.throttles[throttle]!++;
    tally.minutes?.book.throttles.add(this.#minute, 1);
    if (throttle !== ACCOUNT_CONCURRENCY) return;
    tally.poolThrottles++;
    this.#account.addShares(tally.shares);
  }

  started(fn: number, course: Course): void {
    this.#tick();
    const tally = this.#functions[fn]!;
    const { now } = this.#clock;
    tally.concurrency.rise(now, this.#bucket);
    if (tally.minutes !== null) this.#noteMinute(tally);
    this.#account.claim(fn, now, this.#bucket, this.#minute);
    tally.start(this.#bucket, this.#minute, course, this.#counting, course.end <= this.#horizon);
  }

  released(fn: number): void {
    this.#tick();
    const tally = this.#functions[fn]!;
    const { now } = this.#clock;
    tally.concurrency.fall(now, this.#bucket);
    if (tally.minutes !== null) this.#noteMinute(tally);
    this.#account.release(fn, now, this.#bucket, this.#minute);
  }

  environmentCreated(fn: number, onDemand: boolean): void {
    this.#tick();
    const tally = this.#functions[fn]!;
    tally.environments.rise(this.#clock.now, this.#bucket);
    if (onDemand && this.#counting) tally.create();
  }

  environmentEnded(fn: number, age: Micros): void {
    this.#tick();
    const tally = this.#functions[fn]!;
    tally.environments.fall(this.#clock.now, this.#bucket);
    if (this.#counting) tally.end(age);
  }

  backgroundChanged(level: number): void {
    this.#tick();
    this.#account.setBackground(this.#clock.now, this.#bucket, this.#minute, level);
  }

  arrived(source: number): void {
    this.#tick();
    this.#sources[source]!.arrive(this.#bucket, this.#minute, this.#counting);
  }

  retried(request: Request): void {
    this.#tick();
    this.#sources[request.source]!.retry(this.#bucket, this.#minute, request.arrival >= this.#warmup);
  }

  refused(request: Request): void {
    this.#sources[request.source]!.refuse(this.#bucket, this.#minute, request.arrival >= this.#warmup);
  }

  postponed(request: Request): void {
    const tally = this.#sources[request.source]!;
    tally.book.latency.postpone(this.#bucket, this.#bucketOf(request.arrival));
    if (request.arrival >= this.#warmup) tally.minutes?.latency.postpone(this.#minute, minuteOf(request.arrival));
  }

  served(source: number, course: Course): void {
    this.#sources[source]!.serve(this.#bucket, this.#minute, course, this.#counting);
  }

  servedLate(request: Request, course: Course): void {
    this.#tick();
    const retries = this.#clock.now - request.arrival;
    const latency = retries + course.time;
    const bin = binOf(latency);
    const tally = this.#sources[request.source]!;
    this.#settle(tally, request, latency, bin);
    if (request.arrival >= this.#warmup) tally.serveLate(retries, course, bin);
  }

  failed(request: Request): void {
    this.#tick();
    const tally = this.#sources[request.source]!;
    tally.book.failed.add(this.#bucketOf(request.arrival), 1);
    this.#settle(tally, request, 0, -1);
    if (request.arrival >= this.#warmup) tally.fail(request, minuteOf(request.arrival));
  }

  unfinished(source: number): void {
    const tally = this.#sources[source]!;
    tally.book.unfinished.add(this.#bucket, 1);
    if (this.#counting) tally.leave();
  }

  unfinishedLate(request: Request): void {
    const tally = this.#sources[request.source]!;
    tally.book.unfinished.add(this.#bucketOf(request.arrival), 1);
    if (request.arrival >= this.#warmup) tally.leave();
  }

  /** The record of what was reached; call once. @param inFlight invocations that still run */
  record(until: Micros, events: number, inFlight: number): RunRecord {
    const setup = this.#setup;
    const buckets = Math.ceil(until / this.#width);
    const functions = inGivenOrder(setup.functions, this.#functions);
    const sources = inGivenOrder(setup.sources, this.#sources);
    for (const tally of functions) {
      tally.book.finish();
      tally.minutes?.book.finish();
    }
    for (const tally of sources) {
      tally.book.finish();
      tally.minutes?.finish();
    }
    const functionRecords = functions.map((tally) => tally.record(until, this.#holders));
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
      functions: functionRecords,
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

  #noteMinute(tally: FunctionTally): void {
    if (this.#counting) tally.minutes?.concurrency.set(this.#clock.now, this.#minute, tally.concurrency.value);
  }

  /** Who held most of what was exhausted: the pool's largest user, the function itself, or nobody. */
  #holderOf(fn: number, throttle: number): number {
    if (throttle === ACCOUNT_CONCURRENCY) return this.#account.largestHolder();
    return throttle === RESERVED_CONCURRENCY ? fn : -1;
  }

  /** The request that was perhaps postponed is settled, with a sample of latency or (`bin` −1) without. */
  #settle(tally: SourceTally, request: Request, latency: Micros, bin: number): void {
    const { arrival, late, throttled } = request;
    const counts = arrival >= this.#warmup;
    if (late) {
      tally.book.latency.settle(this.#bucket, this.#bucketOf(arrival), latency, bin);
      if (counts) tally.minutes?.latency.settle(this.#minute, minuteOf(arrival), latency, bin);
    }
    if (throttled && counts) tally.noteThrottled(minuteOf(arrival));
  }

  #bucketOf(at: Micros): number {
    return Math.floor(at / this.#width);
  }

  /** Every fact comes after this: it turns the page when the bucket or the minute is over. */
  #tick(): void {
    if (this.#clock.now >= this.#turnsAt) this.#turn(this.#clock.now);
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
