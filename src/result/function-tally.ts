/** What is counted of one function: totals of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import type { ProvisionedLevels } from '../lambda/monitor.ts';
import { THROTTLES } from '../lambda/throttle.ts';
import type { AccountTally } from './account-tally.ts';
import type { BillTally } from './bill-tally.ts';
import { NOTHING_BILLED } from './billing-record.ts';
import { FunctionBook } from './function-book.ts';
import { binOf, Histogram } from './histogram.ts';
import { InvocationCount } from './invocation-count.ts';
import type { LifecycleTally } from './lifecycle-tally.ts';
import type { Present } from './present.ts';
import type { ProvisionedTally } from './provisioned-tally.ts';
import type { Watch } from './watch.ts';
import type { FunctionRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';

/** One function's share of a run; what every invocation changes stands first (ADR 0010). */
export class FunctionTally {
  readonly book: FunctionBook;
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: FunctionBook | null;
  /** What only SnapStart, extensions and VPCs bring with them; `null` where the function has none of them. */
  readonly lifecycle: LifecycleTally | null;
  /** By version; `null` where there is only $LATEST. */
  readonly #bills: BillTally | null;
  /** `null` where the function has no provisioned concurrency. */
  readonly provisioned: ProvisionedTally | null;
  readonly #invocations = new InvocationCount();
  readonly #watch: Watch | null;
  readonly #present: Present;
  readonly name: string;
  readonly throttles = new Float64Array(THROTTLES.length);
  /** Units of the pool that were held at this function's throttles, summed up by holder; the background stands last. */
  readonly held: Float64Array;
  poolThrottles = 0;
  /** Attempts that a gateway answered 429 itself. */
  #turnedAway = 0;
  readonly #tenants: number;
  /** Where the window begins. */
  #windowStart: Micros = Infinity;
  readonly #duration = new Histogram();
  readonly #init = new Histogram();
  #created = 0;
  #ended = 0;
  #lifetimes: Micros = 0;

  /** @param functions how many functions the account has @param minutes the book of calendar minutes, if any @param tenants 0 = no tenant isolation @param bills `null` where there is only $LATEST */
  constructor(
    name: string,
    functions: number,
    present: Present,
    minutes: FunctionBook | null,
    lifecycle: LifecycleTally | null,
    provisioned: ProvisionedTally | null,
    tenants: number,
    bills: BillTally | null,
  ) {
    this.name = name;
    this.#tenants = tenants;
    this.lifecycle = lifecycle;
    this.provisioned = provisioned;
    this.#bills = bills;
    this.#present = present;
    this.#watch = present.watches?.on(`functions.${name}`) ?? null;
    this.held = new Float64Array(functions + 1);
    const totals = { duration: this.#duration, init: this.#init };
    this.book = new FunctionBook(present.buckets, { durations: [50, 99], inits: [50], totals });
    this.minutes = minutes;
  }

  /** The window begins: what was before is forgotten, but for the series. */
  beginWindow(): void {
    this.#windowStart = this.#present.now;
    this.book.beginWindow();
    this.throttles.fill(0);
    this.#invocations.restart();
    this.#created = 0;
    this.#ended = 0;
    this.#lifetimes = 0;
    this.minutes?.enter(this.book.concurrency.value);
    this.lifecycle?.beginWindow();
    this.provisioned?.beginWindow();
    this.#bills?.beginWindow(this.#present.now);
  }

  /** An invocation starts. @param finishes whether it ends within the run */
  start(course: CourseFacts, finishes: boolean): void {
    this.book.start(course, finishes);
    if (this.minutes !== null && this.#present.counting) this.minutes.start(course, finishes);
    if (this.lifecycle !== null) this.lifecycle.start(course, finishes);
    this.#invocations.start(course, finishes);
    if (this.#bills !== null) this.#bills.start(course);
    if (this.provisioned !== null) this.provisioned.start(course);
    if (this.#watch !== null && finishes) this.#watch.take(course, this.#present.now);
  }

  /** The end of an invocation is known that started when it was not. @param finishes whether it lies within the run */
  complete(course: CourseFacts, start: Micros, finishes: boolean): void {
    const bin = finishes ? binOf(course.duration) : -1;
    this.book.settle(course, start, bin);
    if (finishes) this.#watch?.take(course, start);
    this.lifecycle?.complete(course, finishes);
    // What was before the window is forgotten, and with it what began there.
    if (!this.#present.counting || start < this.#windowStart) return;
    this.minutes?.settle(course, start, bin);
    this.#invocations.complete(course, finishes);
    this.#bills?.complete(course);
    if (finishes) this.#duration.add(course.duration, bin);
  }

  /** An attempt holds a unit of concurrency and will not become an invocation (R3.6). */
  claimOnly(course: CourseFacts): void {
    this.book.claim();
    if (this.minutes !== null && this.#present.counting) this.minutes.claim();
    this.refuse(course);
  }

  /** An attempt is answered with an error of Lambda, without an invocation (R5.4). */
  refuse(course: CourseFacts): void {
    this.lifecycle?.refuse(course);
  }

  /** An invocation ends. @param provisioned whether it ran on a provisioned environment */
  release(provisioned: boolean): void {
    this.book.release();
    if (provisioned) this.provisioned!.release();
    if (this.minutes !== null && this.#present.counting) this.minutes.release();
  }

  /** More or less is provisioned of a version. @returns how much more or less is set aside */
  provide(version: number, levels: ProvisionedLevels): number {
    this.#bills!.provide(version, levels.wanted, this.#present.now);
    return this.provisioned!.change(version, levels);
  }

  /** Init of a provisioned environment is paid for. */
  prepare(version: number, init: Micros): void {
    this.#bills!.prepare(version, init);
  }

  /** An attempt is throttled. */
  throttle(throttle: number): void {
    this.book.throttle();
    this.throttles[throttle]!++;
    if (this.#watch !== null) this.#watch.note('refused');
    if (this.#present.counting) this.minutes?.throttle();
  }

  /** A gateway answers an attempt at this function 429 itself. */
  turnAway(): void {
    if (this.#present.counting) this.#turnedAway++;
  }

  /** An environment is created. */
  create(onDemand: boolean): void {
    this.book.create();
    if (onDemand) this.#created++;
  }

  /** An environment of this age ends. */
  end(age: Micros): void {
    this.book.end();
    this.#ended++;
    this.#lifetimes += age;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
    this.lifecycle?.finish();
    this.provisioned?.finish();
  }

  /** After `finish`. @param holders names of all functions by number, the background last @param pool who tells units as shares */
  record(until: Micros, holders: readonly string[], pool: AccountTally): FunctionRecord {
    const concurrency = this.book.concurrency.record(until);
    const environments = this.book.environments.record(until);
    const finished = this.#duration.count;
    const throttled = this.poolThrottles > 0;
    return {
      name: this.name,
      invocations: finished + this.#invocations.unfinished,
      errors: this.#invocations.errors,
      coldStarts: this.#invocations.coldStarts,
      throttles: this.throttles.slice(),
      gatewayThrottles: this.#turnedAway,
      pool: {
        throttles: this.poolThrottles,
        holders: throttled ? holders : [],
        shares: throttled ? this.held.map((units) => pool.sharesOf(units)) : new Float64Array(),
      },
      duration: this.#duration.record(),
      init: this.#init.record(),
      occupied: { count: finished, sum: this.#duration.sum + this.#invocations.beforeDuration },
      concurrency,
      environments: {
        ...environments,
        created: this.#created,
        idleIntegral: environments.integral - concurrency.integral,
        ended: this.#ended,
        lifetimeSum: this.#lifetimes,
      },
      lifecycle: this.lifecycle?.record() ?? null,
      billing: this.#bills?.records(until) ?? [
        {
          ...NOTHING_BILLED,
          ...this.lifecycle?.billing(Math.max(0, until - this.#windowStart)),
          requests: finished + this.#invocations.unfinished,
          billed_ms: this.#invocations.billedMs,
          tenantEnvironments: this.#tenants > 0 ? this.#created : 0,
        },
      ],
      events: null,
      provisioned: this.provisioned?.record(until) ?? null,
    };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    const scope = `functions.${this.name}`;
    return [
      ...this.book.tables(scope),
      ...(this.lifecycle?.tables(scope) ?? []),
      ...(this.provisioned?.tables(scope) ?? []),
    ];
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    const scope = `functions.${this.name}`;
    return [
      ...this.book.counts(scope),
      ...(this.lifecycle === null ? [] : [this.lifecycle.count(scope)]),
      ...(this.provisioned === null ? [] : [this.provisioned.count(scope)]),
    ];
  }
}
