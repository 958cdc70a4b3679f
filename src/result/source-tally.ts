/** What is counted of one source: totals of the requests of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { Request, Service } from '../workload/request.ts';
import { binOf } from './histogram.ts';
import type { Present } from './present.ts';
import type { SourceRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import { SourceBook } from './source-book.ts';
import { SourceTotals } from './source-totals.ts';
import type { Watch } from './watch.ts';

/** What a tally is of. */
export interface Tallied {
  readonly name: string;
  /** Of its series: `sources.shop`, `sources.shop.routes.POST /checkout`. */
  readonly scope: string;
  /** Whether a gateway stands in front that may answer 429 itself. */
  readonly gateway: boolean;
  readonly routes: readonly SourceTally[];
}

/** The share of a run that one source, or one of its routes, has; what every request changes stands first (ADR 0010). */
export class SourceTally {
  readonly book: SourceBook;
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: SourceBook | null;
  readonly #watch: Watch | null;
  #requests = 0;
  readonly #present: Present;
  readonly name: string;
  /** In the file's order. */
  readonly routes: readonly SourceTally[];
  readonly #scope: string;
  readonly #gateway: boolean;
  readonly #warmup: Micros;
  readonly #totals = new SourceTotals();
  #retried = 0;
  #turnedAway = 0;
  #authorizations = 0;
  #retries: Micros = 0;
  #overhead: Micros = 0;
  #init: Micros = 0;

  /** @param minutes the book of calendar minutes, if any */
  constructor({ name, scope, gateway, routes }: Tallied, present: Present, warmup: Micros, minutes: SourceBook | null) {
    this.name = name;
    this.routes = routes;
    this.#scope = scope;
    this.#watch = present.watches?.on(scope) ?? null;
    this.#gateway = gateway;
    this.#present = present;
    this.#warmup = warmup;
    this.book = new SourceBook(present.buckets, {
      statistics: [50, 95, 99, 'mean'],
      total: this.#totals.latency,
    });
    this.minutes = minutes;
  }

  /** The window begins. */
  beginWindow(): void {
    for (const route of this.routes) route.beginWindow();
    this.book.beginWindow();
    this.#requests = 0;
    this.#overhead = 0;
    this.#init = 0;
  }

  /** A request arrives now. */
  arrive(): void {
    this.book.arrive();
    this.#requests++;
    if (this.#watch !== null) this.#watch.note('begun');
    if (this.minutes !== null && this.#present.counting) this.minutes.arrive();
  }

  /** A further attempt is made now. */
  retry(request: Request): void {
    this.book.retry();
    this.#watch?.note('retries');
    if (!this.#counts(request)) return;
    this.#retried++;
    this.minutes?.retry();
  }

  /** An attempt is throttled now, by Lambda or in front of it. */
  refuse(request: Request): void {
    this.book.refuse();
    if (!this.#counts(request)) return;
    this.#totals.throttledAttempts++;
    this.minutes?.refuse();
  }

  /** The gateway answers an attempt 429 itself. */
  turnAway(request: Request): void {
    this.refuse(request);
    if (this.#counts(request)) this.#turnedAway++;
  }

  /** The authorizer is invoked. */
  authorize(): void {
    if (this.#present.counting) this.#authorizations++;
  }

  /** The answer of the first attempt is not final. */
  postpone(request: Request): void {
    this.book.postpone();
    if (this.#counts(request)) this.minutes?.postpone();
  }

  /** A request arrives now, and its first attempt is a success. */
  serve(service: Service): void {
    this.book.serve(service.response);
    this.#requests++;
    if (service.cold || service.overhead > 0) this.#addParts(service);
    if (this.#watch !== null) this.#watch.serveNow(service.response);
    if (this.minutes !== null && this.#present.counting) this.minutes.serve(service.response);
  }

  /** The request is a success by the invocation that was admitted at `request.start`. */
  serveLate(request: Request, service: Service): void {
    const retries = request.start - request.arrival;
    const latency = retries + service.response;
    const bin = binOf(latency);
    this.#settle(request, latency, bin);
    this.#watch?.serve(request.arrival, latency);
    if (!this.#counts(request)) return;
    this.#retries += retries;
    this.#addParts(service);
    this.#totals.latency.add(latency, bin);
  }

  /** The last answer is not a success. */
  fail(request: Request): void {
    this.book.fail(request.arrival);
    this.#watch?.fail(request.arrival);
    this.#settle(request, 0, -1);
    if (!this.#counts(request)) return;
    this.#totals.fail(request.failure, request.answerAt - request.arrival);
    this.minutes?.fail(request.arrival);
  }

  /** A request that arrived then has no final answer. */
  leave(arrival: Micros): void {
    this.book.leave(arrival);
    if (arrival >= this.#warmup) this.#totals.unfinished++;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    for (const route of this.routes) route.finish();
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(): SourceRecord {
    const totals = this.#totals.record(this.name);
    const before = this.#retries + this.#overhead + this.#init;
    return {
      ...totals,
      requests: this.#requests,
      attempts: this.#requests + this.#retried,
      gatewayThrottled: this.#gateway ? this.#turnedAway : null,
      // The parts add up to the latency, so the last one needs no sum of its own.
      latencyParts: {
        retries: this.#retries,
        overhead: this.#overhead,
        init: this.#init,
        run: totals.latency.sum - before,
      },
      authorizations: this.#authorizations,
      routes: this.routes.map((route) => route.record()),
    };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return [...this.book.tables(this.#scope), ...this.routes.flatMap((route) => route.tables())];
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    return [...this.book.counts(this.#scope), ...this.routes.flatMap((route) => route.counts())];
  }

  /** Requests count in the window in which they arrived. */
  #counts(request: Request): boolean {
    return request.arrival >= this.#warmup;
  }

  #addParts(service: Service): void {
    this.#overhead += service.overhead;
    this.#init += service.init + service.restore;
  }

  /** The request that was perhaps postponed is settled, with a latency or (`bin` −1) without. */
  #settle(request: Request, latency: Micros, bin: number): void {
    const { arrival, late, throttled } = request;
    const counts = this.#counts(request);
    if (late) {
      this.book.settle(arrival, latency, bin);
      if (counts) this.minutes?.settle(arrival, latency, bin);
    }
    if (!throttled || !counts) return;
    this.#totals.throttledRequests++;
    this.minutes?.throttle(arrival);
  }
}
