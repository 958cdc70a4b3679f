/** What is counted of one queue: totals of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { BatchFacts, MessageEnd, MessageFacts } from '../lambda/queue-monitor.ts';
import type { QueueConfig } from '../lambda/queue-config.ts';
import { Backlog } from './backlog.ts';
import { Column, countsOf } from './column.ts';
import { binOf, Histogram } from './histogram.ts';
import { Level } from './level.ts';
import { OldestAge, PageMaxima } from './page-maxima.ts';
import { Pages, type Present } from './present.ts';
import type { QueueRecord } from './queue-record.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import type { Turnover } from './turnover.ts';
import type { Watch } from './watch.ts';

/** One queue's part of a run. */
export class QueueTally {
  readonly name: string;
  /** By calendar minute. */
  readonly minutes: {
    readonly backlog: PageMaxima;
    readonly oldest: OldestAge;
    readonly lost: Column;
    readonly came: Column;
  };
  readonly #visibilityTimeout: Micros;
  readonly #present: Present;
  readonly #watch: Watch | null;
  readonly #watchedAge: OldestAge | null;
  readonly #visible: Level;
  readonly #inFlight: Level;
  readonly #backlog: Backlog;
  /** Of those who read it; `null` = nobody does. */
  readonly #turnover: Turnover | null;
  #isEmpty = true;
  readonly #oldest: OldestAge;
  readonly #visibles: PageMaxima;
  readonly #inFlights: PageMaxima;
  readonly #columns = { sent: new Column(), processed: new Column(), deadLettered: new Column(), lost: new Column() };
  #age = new Histogram();
  #counts = nothing();
  readonly #remaining = { visible: 0, inFlight: 0 };

  /** @param recovers from faults: somebody takes its messages @param turnover of those who read it; `null` = nobody does */
  constructor(
    { name, visibilityTimeout }: Pick<QueueConfig, 'name' | 'visibilityTimeout'>,
    present: Present,
    recovers: boolean,
    turnover: Turnover | null,
  ) {
    const { buckets, minutes } = present;
    const watches = recovers ? present.watches : null;
    this.#visibilityTimeout = visibilityTimeout;
    this.name = name;
    this.#backlog = new Backlog(turnover);
    this.#turnover = turnover;
    this.#present = present;
    this.#watch = watches?.on(`queues.${name}`) ?? null;
    this.#watchedAge = watches === null ? null : new OldestAge(new Pages(present, watches.cell));
    if (this.#watch !== null) this.#watch.oldest = this.#watchedAge;
    this.#visible = new Level(present);
    this.#inFlight = new Level(present);
    this.#oldest = new OldestAge(buckets);
    this.#visibles = new PageMaxima(buckets);
    this.#inFlights = new PageMaxima(buckets);
    this.minutes = {
      backlog: new PageMaxima(minutes),
      oldest: new OldestAge(minutes),
      lost: new Column(),
      came: new Column(),
    };
  }

  /** The window begins: what was before is forgotten, but for the series and for what is there. */
  beginWindow(): void {
    this.#counts = nothing();
    this.#age = new Histogram();
    this.#visible.restart();
    this.#inFlight.restart();
    this.#backlog.restart(this.#present.now);
    this.#turnover?.begin(this.#present.now);
    this.#oldest.restart();
  }

  /** A message comes. @param sent false = it was there at t = 0, or comes from another queue */
  enter(sent: boolean, moved: boolean): void {
    if (sent) {
      this.#counts.sent++;
      this.#columns.sent.add(this.#present.buckets.index, 1);
    }
    if (moved) this.#counts.moved++;
    if (sent || moved) this.#watch?.note('sent');
    if (sent || moved) this.minutes.came.add(this.#present.minutes.index, 1);
    this.#rise();
  }

  /** A message is received. */
  hide(): void {
    this.#counts.received++;
    this.#watch?.note('received');
    this.#fall();
    this.#inFlight.rise();
    this.#inFlights.set(this.#inFlight.value);
  }

  /** A message is visible again. */
  show(): void {
    // It belongs to the receive that came to nothing.
    this.#watch?.note('returned', Math.max(0, this.#present.now - this.#visibilityTimeout));
    this.#inFlight.fall();
    this.#inFlights.set(this.#inFlight.value);
    this.#rise();
  }

  /** A message leaves. @param batch that it was in, where a mapping deletes it */
  leave(message: MessageFacts, end: MessageEnd, batch: BatchFacts | null): void {
    if (end === 'processed' && batch !== null) this.#turnover?.call(batch);
    if (message.visible) this.#fall();
    else {
      this.#inFlight.fall();
      this.#inFlights.set(this.#inFlight.value);
    }
    this.#counts[end]++;
    if (end === 'processed') {
      const age = this.#present.now - message.sentAt;
      this.#age.add(age, binOf(age));
    }
    if (end === 'lost') this.minutes.lost.add(this.#present.minutes.index, 1);
    if (end !== 'filtered' && end !== 'redriven') this.#columns[end].add(this.#present.buckets.index, 1);
  }

  /** Another message is the oldest one. @param enteredAt NaN = the queue is empty */
  age(enteredAt: Micros): void {
    if (this.#turnover !== null) this.#follow(this.#turnover, enteredAt);
    this.#oldest.set(enteredAt);
    this.minutes.oldest.set(enteredAt);
    this.#watchedAge?.set(enteredAt);
  }

  /** A message is still there at the end. */
  remain(visible: boolean): void {
    this.#remaining[visible ? 'visible' : 'inFlight']++;
  }

  /** Once, at the end. */
  record(until: Micros): QueueRecord {
    this.minutes.oldest.note(until);
    return {
      name: this.name,
      ...this.#counts,
      age: this.#age.record(),
      visible: { ...this.#visible.record(until), ...this.#backlog.record(until) },
      inFlight: this.#inFlight.record(until),
      oldestAgeMax: this.#oldest.maxAt(until),
      remaining: this.#remaining,
    };
  }

  /** After `record`. */
  tables(): readonly SeriesTable[] {
    return [];
  }

  /** After `record`. */
  counts(): readonly CountSeries[] {
    const scope = `queues.${this.name}`;
    const columns = Object.entries(this.#columns).map(([metric, column]) => ({
      scope,
      metric,
      counts: column.counts(),
    }));
    return [
      { scope, metric: 'visible', counts: countsOf(this.#visibles.values()) },
      { scope, metric: 'inFlight', counts: countsOf(this.#inFlights.values()) },
      { scope, metric: 'oldestAge_s', counts: countsOf(this.#oldest.values()) },
      ...columns,
    ];
  }

  /** Messages that are received and not deleted yet belong to the round, too. */
  #follow(turnover: Turnover, enteredAt: Micros): void {
    const { now } = this.#present;
    if (this.#isEmpty) turnover.begin(now);
    else if (!(enteredAt <= turnover.since)) this.#backlog.turn(now);
    this.#isEmpty = Number.isNaN(enteredAt);
  }

  #rise(): void {
    this.#visible.rise();
    this.#backlog.rise(this.#present.now);
    this.#visibles.set(this.#visible.value);
    this.minutes.backlog.set(this.#visible.value);
    this.#watch?.set(this.#visible.value);
  }

  #fall(): void {
    this.#visible.fall();
    this.#watch?.set(this.#visible.value);
    this.#backlog.fall(this.#present.now);
    this.#visibles.set(this.#visible.value);
    this.minutes.backlog.set(this.#visible.value);
  }
}

/** Counts at the beginning of the window. */
function nothing() {
  return { sent: 0, moved: 0, received: 0, processed: 0, filtered: 0, deadLettered: 0, lost: 0, redriven: 0 };
}
