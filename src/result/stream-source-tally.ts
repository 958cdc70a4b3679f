/** What is counted of one source that writes to a stream or reads it; a request is a record. */
import type { Micros } from '../des/time.ts';
import type { BatchCourse, LossCondition } from '../lambda/stream-monitor.ts';
import { Histogram } from './histogram.ts';
import type { Present } from './present.ts';
import type { SourceRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import { RecordBacklog } from './record-backlog.ts';
import type { SetupSource } from './setup.ts';
import { SourceTotals } from './source-totals.ts';
import { StreamBook } from './stream-book.ts';
import { nothing } from './stream-counts.ts';
import type { Watch } from './watch.ts';

/** Records count in the window in which they came, batches in the one in which they are sent. */
export class StreamSourceTally {
  readonly name: string;
  readonly routes: readonly never[] = [];
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: StreamBook | null;
  /** Whether it is a mapping. */
  readonly reads: boolean;
  readonly #book: StreamBook;
  readonly #present: Present;
  readonly #watch: Watch | null;
  readonly #warmup: Micros;
  readonly #age = new Histogram();
  readonly #totals = new SourceTotals();
  readonly #lost = { RetryAttemptsExhausted: 0, RecordAgeExceeded: 0, RetentionExceeded: 0 };
  #written = 0;
  #refused = 0;
  #filtered = 0;
  #kept = 0;
  #oldest: Micros = 0;
  #counts = nothing();
  /** R7.6: how often a shard was blocked, and which of them for longest. */
  #blocked = { times: 0, longest: 0, shard: 0 };
  readonly #backlog: RecordBacklog;

  /** @param reads whether it is a mapping @param minutes the book of calendar minutes, if any */
  constructor(source: SetupSource, reads: boolean, present: Present, warmup: Micros, minutes: StreamBook | null) {
    const { name } = source;
    this.name = name;
    this.#backlog = new RecordBacklog(source);
    this.minutes = minutes;
    this.reads = reads;
    this.#present = present;
    this.#watch = present.watches?.on(`sources.${name}`) ?? null;
    this.#warmup = warmup;
    this.#book = new StreamBook(present.buckets, { statistics: [99, 'mean', 'max'], total: this.#age });
  }

  /** The window begins. */
  beginWindow(): void {
    this.#book.beginWindow();
    this.#counts = nothing();
    this.#blocked = { times: 0, longest: 0, shard: 0 };
    this.#backlog.restart(this.#present.now);
  }

  /** A producer writes a record. */
  write(at: Micros): void {
    this.#arrival(at);
    this.#watch?.serve(at, 0);
    if (at >= this.#warmup) this.#written++;
  }

  /** It is refused. */
  refuse(at: Micros): void {
    this.#arrival(at);
    this.#watch?.fail(at);
    this.#book.failed.add(this.#book.pages.of(at), 1);
    if (at < this.#warmup) return;
    this.#refused++;
    this.minutes?.failed.add(this.minutes.pages.of(at), 1);
  }

  /** A record comes to the mapping. */
  arrive(at: Micros): void {
    this.#arrival(at);
    this.#backlog.rise(at);
  }

  /** It does not pass the filter. */
  filter(at: Micros): void {
    this.#backlog.done(this.#present.now, 1, at);
    this.#watch?.note('ended', at);
    this.#counts.filtered++;
    if (at >= this.#warmup) this.#filtered++;
  }

  /** A batch is sent. @param age of its last record @param attempt 0 for the first */
  send(records: number, age: Micros, attempt: number): void {
    this.#counts.attempts++;
    this.#book.level(this.#backlog.value);
    this.#book.send(age);
    if (attempt > 0) this.#book.retries.add(this.#book.pages.index, 1);
    else this.#counts.polled += records;
    if (this.#present.counting) this.minutes?.send(age);
  }

  /** It is throttled, or the service fails. */
  throttle(records: number, isThrottle: boolean): void {
    if (!isThrottle) return;
    this.#counts.throttledAttempts++;
    this.#counts.throttledRecords += records;
    this.#book.throttledAttempts.add(this.#book.pages.index, 1);
  }

  /** The function runs with so many records. */
  invoke(records: number): void {
    this.#counts.invoked += records;
  }

  /** So many records of a batch that ran failed. */
  fail(records: number): void {
    this.#counts.failedRecords += records;
  }

  /** A shard goes on after it was blocked for so long. */
  unblock(shard: number, time: Micros): void {
    const { times, longest } = this.#blocked;
    Object.assign(this.#blocked, { times: times + 1 }, time > longest ? { longest: time, shard } : {});
  }

  /** Records are processed now. */
  process(at: Micros, records: number, course: BatchCourse): void {
    this.#backlog.calls.call(course);
    const latency = this.#end(at, records);
    this.#watch?.serve(at, latency, records);
    if (at < this.#warmup) return;
    const { overhead, init, restore, response } = course;
    this.#totals.serve(latency, response, overhead, init + restore, records);
  }

  /** Records are given up now. */
  lose(at: Micros, records: number, condition: LossCondition, kept: boolean): void {
    const latency = this.#end(at, records);
    this.#watch?.fail(at, records);
    this.#counts.dropped += records;
    this.#book.failed.add(this.#book.pages.of(at), records);
    if (!kept) this.#book.lost.add(this.#book.pages.index, records);
    if (at < this.#warmup) return;
    this.#totals.failedLatency.addMany(latency, records);
    this.#lost[condition] += records;
    if (kept) this.#kept += records;
    else this.minutes?.lost.add(this.minutes.pages.index, records);
    this.minutes?.failed.add(this.minutes.pages.of(at), records);
  }

  /** R11.6, R11.23. */
  deliver(records: number, delivered: boolean): void {
    if (delivered) this.#counts.delivered += records;
    else this.#counts.undelivered++;
  }

  /** Records are not done at the end of the run. */
  leave(at: Micros, records: number): void {
    this.#oldest = Math.max(this.#oldest, this.#present.now - at);
    this.#book.unfinished.add(this.#book.pages.of(at), records);
    if (at >= this.#warmup) this.#totals.unfinished += records;
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.#book.level(this.#backlog.value);
    this.#book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): SourceRecord {
    const totals = this.#totals.record(this.name);
    const { requests, served } = totals;
    const { attempts, throttledAttempts, throttledRecords, ...events } = this.#counts;
    const { RetryAttemptsExhausted, RecordAgeExceeded, RetentionExceeded } = this.#lost;
    return {
      ...totals,
      served: this.reads ? served : this.#written,
      failures: {
        throttled: this.#refused,
        error: RetryAttemptsExhausted,
        timeout: RecordAgeExceeded + RetentionExceeded,
        other: 0,
      },
      attempts: this.reads ? attempts : requests,
      throttledAttempts: this.reads ? throttledAttempts : this.#refused,
      throttledRequests: Math.min(requests, this.reads ? throttledRecords : this.#refused),
      mapping: this.reads
        ? {
            ...events,
            iteratorAge: this.#age.record(),
            filteredRecords: this.#filtered,
            lost: RetryAttemptsExhausted + RecordAgeExceeded + RetentionExceeded - this.#kept,
            kept: this.#kept,
            oldest: this.#oldest,
            blocked: this.#blocked,
            backlog: this.#backlog.record(until),
          }
        : null,
    };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return this.reads ? this.#book.tables(`sources.${this.name}`) : [];
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    return this.#book.counts(`sources.${this.name}`);
  }

  #arrival(at: Micros): void {
    this.#watch?.note('begun', at);
    this.#book.requests.add(this.#book.pages.of(at), 1);
    if (at < this.#warmup) return;
    this.#totals.requests++;
    this.minutes?.requests.add(this.minutes.pages.of(at), 1);
  }

  #end(at: Micros, records: number): Micros {
    const age = this.#present.now - at;
    if (this.#present.counting && age > this.#oldest) this.#oldest = age;
    this.#backlog.done(this.#present.now, records, at);
    this.#book.level(this.#backlog.value);
    return age;
  }
}
