/** What is counted of one source of messages, as of any other source (a request is a message), and of its mapping. */
import type { Micros } from '../des/time.ts';
import type { BatchFacts, MessageEnd, MessageFacts } from '../lambda/queue-monitor.ts';
import { countsOf } from './column.ts';
import { binOf, Histogram } from './histogram.ts';
import { PollerMeter } from './poller-meter.ts';
import type { Present } from './present.ts';
import type { CountSeries, SeriesTable, SourceRecord } from './run-record.ts';
import { SourceBook } from './source-book.ts';
import type { Watch } from './watch.ts';

/** Messages count in the window in which they were sent; batches in that of their own instant. */
export class MessageSourceTally {
  readonly name: string;
  readonly book: SourceBook;
  readonly routes: readonly never[] = [];
  /** Calendar minutes of the window, where an objective asks for them. */
  readonly minutes: SourceBook | null;
  readonly #queue: string | null;
  readonly #present: Present;
  readonly #watch: Watch | null;
  readonly #warmup: Micros;
  readonly #latency = new Histogram();
  readonly #failedLatency = new Histogram();
  readonly #failures = { throttled: 0, error: 0, timeout: 0, other: 0 };
  readonly #parts = { retries: 0, overhead: 0, init: 0, run: 0 };
  readonly #messages = { filtered: 0, deadLettered: 0, lost: 0 };
  #mapping = noBatches();
  #pollers = 0;
  /** `null` = no provisioned pollers. */
  #meter: PollerMeter | null = null;
  #requests = 0;
  #attempts = 0;
  #throttledAttempts = 0;
  #throttledRequests = 0;
  #unfinished = 0;

  /** @param queue name of the queue that it reads, `null` where it only writes @param minutes the book of calendar minutes, if any */
  constructor(name: string, queue: string | null, present: Present, warmup: Micros, minutes: SourceBook | null) {
    this.name = name;
    this.#queue = queue;
    this.#present = present;
    this.#watch = present.watches?.on(`sources.${name}`) ?? null;
    this.#warmup = warmup;
    this.book = new SourceBook(present.buckets, { percentiles: [50, 95, 99], means: true, total: null });
    this.minutes = minutes;
  }

  /** The window begins. */
  beginWindow(): void {
    this.#mapping = noBatches();
    this.#mapping.pollersMax = this.#pollers;
    this.#meter?.beginWindow();
    this.#attempts = 0;
    this.#throttledAttempts = 0;
  }

  /** A message is sent now. */
  arrive(): void {
    this.book.arrive();
    this.#watch?.note('begun');
    if (!this.#present.counting) return;
    this.#requests++;
    this.minutes?.arrive();
  }

  /** A message that is sent now is refused. */
  turnAway(): void {
    this.arrive();
    this.book.fail(this.#present.now);
    this.#watch?.fail(this.#present.now);
    if (!this.#present.counting) return;
    this.#failures.other++;
    this.#failedLatency.add(0, binOf(0));
    this.minutes?.fail(this.#present.now);
  }

  /** A message of it leaves a queue. */
  end(message: MessageFacts, end: MessageEnd, batch: BatchFacts | null): void {
    const age = this.#present.now - message.sentAt;
    const fails = end === 'deadLettered' || end === 'lost';
    if (end === 'processed') this.book.note(age);
    if (this.#watch !== null) noteEnd(this.#watch, message, age, end);
    if (fails) this.book.fail(message.sentAt);
    if (message.sentAt < this.#warmup) return;
    this.#noteThrottle(message);
    if (end === 'filtered') this.#messages.filtered++;
    if (end === 'processed' && batch !== null) this.#serve(age, batch);
    if (!fails) return;
    this.#messages[end]++;
    const { last } = message;
    this.#failures[end === 'lost' || last === 'none' ? 'other' : last === 'item' ? 'error' : last]++;
    this.#failedLatency.add(age, binOf(age));
    this.minutes?.fail(message.sentAt);
  }

  /** A message of it is still there at the end. */
  leave(message: MessageFacts): void {
    this.book.leave(message.sentAt);
    if (message.sentAt < this.#warmup) return;
    this.#noteThrottle(message);
    this.#unfinished++;
  }

  /** Its mapping receives a message. */
  poll(): void {
    this.#mapping.polled++;
  }

  /** Its mapping deletes one. */
  delete(end: MessageEnd): void {
    if (end === 'filtered') this.#mapping.filteredOut++;
    else this.#mapping.deleted++;
  }

  /** A batch is throttled. */
  refuse(): void {
    this.book.refuse();
    this.#attempts++;
    this.#throttledAttempts++;
    this.minutes?.refuse();
  }

  /** A batch of so many messages is admitted. */
  invoke(size: number): void {
    this.#attempts++;
    this.#mapping.invoked += size;
  }

  /** So many messages of an invocation failed. */
  fail(count: number): void {
    this.#mapping.failedInvoke += count;
  }

  /** The mapping may have so many batches in hand. @param provisioned its event pollers, `null` = on demand */
  setPollers(batches: number, provisioned: number | null): void {
    this.#pollers = batches;
    this.#mapping.pollersMax = Math.max(this.#mapping.pollersMax, batches);
    if (provisioned !== null) (this.#meter ??= new PollerMeter(this.#present)).set(provisioned);
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): SourceRecord {
    const latency = this.#latency.record();
    return {
      name: this.name,
      requests: this.#requests,
      served: latency.count,
      failures: { ...this.#failures },
      unfinished: this.#unfinished,
      attempts: this.#attempts,
      throttledAttempts: this.#throttledAttempts,
      throttledRequests: this.#throttledRequests,
      latency,
      failedLatency: this.#failedLatency.record(),
      latencyParts: { ...this.#parts },
      gatewayThrottled: null,
      authorizations: 0,
      routes: [],
      events: null,
      mapping: null,
      messages: {
        queued: this.#unfinished,
        ...this.#messages,
        mapping:
          this.#queue === null
            ? null
            : { queue: this.#queue, ...this.#mapping, provisioned: this.#meter?.record(until) ?? null },
      },
    };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return this.book.tables(`sources.${this.name}`);
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    const scope = `sources.${this.name}`;
    const meter = this.#meter;
    const pollers = meter && { scope, metric: 'ProvisionedPollers', counts: countsOf(meter.values()) };
    return [...this.book.counts(scope), ...(pollers === null ? [] : [pollers])];
  }

  #serve(age: Micros, batch: BatchFacts): void {
    this.#latency.add(age, binOf(age));
    this.minutes?.note(age);
    this.#parts.retries += age - batch.response;
    this.#parts.overhead += batch.overhead;
    this.#parts.init += batch.init;
    this.#parts.run += batch.response - batch.overhead - batch.init;
  }

  #noteThrottle(message: MessageFacts): void {
    if (!message.throttled) return;
    this.#throttledRequests++;
    this.minutes?.throttle(message.sentAt);
  }
}

function noteEnd(watch: Watch, { sentAt }: MessageFacts, age: Micros, end: MessageEnd): void {
  if (sentAt < 0) return;
  if (end === 'processed') watch.serve(sentAt, age);
  else if (end === 'deadLettered' || end === 'lost') watch.fail(sentAt);
  else watch.note('ended', sentAt);
}

/** Counts of a mapping at the beginning of the window. */
function noBatches() {
  return { polled: 0, filteredOut: 0, invoked: 0, failedInvoke: 0, deleted: 0, pollersMax: 0 };
}
