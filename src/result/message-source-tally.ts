/** What is counted of one source of messages, as of any other source (a request is a message), and of its mapping. */
import type { Micros } from '../des/time.ts';
import type { BatchFacts, MessageEnd, MessageFacts } from '../lambda/queue-monitor.ts';
import { countsOf } from './column.ts';
import { PollerMeter } from './poller-meter.ts';
import type { Present } from './present.ts';
import type { SourceRecord } from './run-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import { SourceBook } from './source-book.ts';
import { SourceTotals } from './source-totals.ts';
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
  readonly #totals = new SourceTotals();
  readonly #messages = { filtered: 0, deadLettered: 0, lost: 0 };
  #mapping = noBatches();
  #pollers = 0;
  /** `null` = no provisioned pollers. */
  #meter: PollerMeter | null = null;

  /** @param queue name of the queue that it reads, `null` where it only writes @param minutes the book of calendar minutes, if any */
  constructor(name: string, queue: string | null, present: Present, warmup: Micros, minutes: SourceBook | null) {
    this.name = name;
    this.#queue = queue;
    this.#present = present;
    this.#watch = present.watches?.on(`sources.${name}`) ?? null;
    this.#warmup = warmup;
    this.book = new SourceBook(present.buckets, { statistics: [50, 95, 99, 'mean'], total: null });
    this.minutes = minutes;
  }

  /** The window begins. */
  beginWindow(): void {
    this.#mapping = noBatches();
    this.#mapping.pollersMax = this.#pollers;
    this.#meter?.beginWindow();
    this.#totals.attempts = 0;
    this.#totals.throttledAttempts = 0;
  }

  /** A message is sent now. */
  arrive(): void {
    this.book.arrive();
    this.#watch?.note('begun');
    if (!this.#present.counting) return;
    this.#totals.requests++;
    this.minutes?.arrive();
  }

  /** A message that is sent now is refused. */
  turnAway(): void {
    this.arrive();
    this.book.fail(this.#present.now);
    this.#watch?.fail(this.#present.now);
    if (!this.#present.counting) return;
    this.#totals.fail('other', 0);
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
    this.#totals.fail(end === 'lost' || last === 'none' ? 'other' : last === 'item' ? 'error' : last, age);
    this.minutes?.fail(message.sentAt);
  }

  /** A message of it is still there at the end. */
  leave(message: MessageFacts): void {
    this.book.leave(message.sentAt);
    if (message.sentAt < this.#warmup) return;
    this.#noteThrottle(message);
    this.#totals.unfinished++;
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
    this.#totals.attempts++;
    this.#totals.throttledAttempts++;
    this.minutes?.refuse();
  }

  /** A batch of so many messages is admitted. */
  invoke(size: number): void {
    this.#totals.attempts++;
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
    return {
      ...this.#totals.record(this.name),
      messages: {
        queued: this.#totals.unfinished,
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
    this.#totals.serve(age, batch.response, batch.overhead, batch.init);
    this.minutes?.note(age);
  }

  #noteThrottle(message: MessageFacts): void {
    if (!message.throttled) return;
    this.#totals.throttledRequests++;
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
