/** What is counted of one dependency: totals of the window, and series over the whole run. */
import type { Micros } from '../des/time.ts';
import type { DependencyAnswer } from '../lambda/dependency-monitor.ts';
import { DependencyBook } from './dependency-book.ts';
import type { DependencyRecord, DependencyUserRecord } from './dependency-record.ts';
import { binOf, Histogram } from './histogram.ts';
import { Level } from './level.ts';
import type { Present } from './present.ts';
import type { CountSeries, SeriesTable } from './series-record.ts';
import type { Watch } from './watch.ts';

/** One dependency's part of a run. */
export class DependencyTally {
  readonly name: string;
  readonly book: DependencyBook;
  /** Calendar minutes, where an objective asks for them. */
  readonly minutes: DependencyBook | null;
  readonly #present: Present;
  readonly #watch: Watch | null;
  readonly #warmup: Micros;
  readonly #capacity: number;
  /** 1 while all of its capacity is busy. */
  readonly #full: Level;
  readonly #wait = new Histogram();
  readonly #service = new Histogram();
  readonly #answers = { served: 0, failed: 0, timeout: 0, abandoned: 0 };
  /** By number of the function; `null` = it does not use it. */
  readonly #users: readonly (User | null)[];

  /**
   * @param capacity Infinity where it is not limited @param users names of the functions by number, `null` where one
   * does not use it @param minutes the book of calendar minutes, if any
   */
  constructor(
    name: string,
    capacity: number,
    users: readonly (string | null)[],
    present: Present,
    warmup: Micros,
    minutes: DependencyBook | null,
  ) {
    this.name = name;
    this.minutes = minutes;
    this.#present = present;
    this.#watch = present.watches?.on(`dependencies.${name}`) ?? null;
    this.#warmup = warmup;
    this.#capacity = capacity;
    this.#full = new Level(present);
    this.#users = users.map((user) => (user === null ? null : new User(user)));
    this.book = new DependencyBook(present.buckets, capacity, { statistics: [50, 99], total: null });
  }

  /** The window begins. */
  beginWindow(): void {
    this.book.beginWindow();
    this.minutes?.beginWindow();
    this.#full.restart();
  }

  /** A call comes. */
  call(fn: number): void {
    this.book.call();
    this.minutes?.call();
    if (this.#present.counting) this.#users[fn]!.calls++;
  }

  /** It is refused. */
  reject(fn: number): void {
    this.book.rejected.add(this.#present.buckets.index, 1);
    this.minutes?.rejected.add(this.#present.minutes.index, 1);
    this.#watch?.note('refused');
    if (this.#present.counting) this.#users[fn]!.rejected++;
  }

  /** It waits. */
  queue(): void {
    this.book.queue();
    this.minutes?.queue();
  }

  /** A service begins of a call that came at `at`. @param queued whether it waited */
  begin(fn: number, at: Micros, queued: boolean): void {
    if (queued) this.#leaveQueue();
    this.#noteWait(fn, at);
    this.book.begin();
    this.minutes?.begin();
    if (this.book.inService.value >= this.#capacity) this.#full.rise();
  }

  /** A place is free whose service began at `began`. */
  free(fn: number, began: Micros): void {
    if (this.book.inService.value >= this.#capacity) this.#full.fall();
    this.book.free();
    this.minutes?.free();
    if (!this.#present.counting) return;
    const time = this.#present.now - began;
    this.#service.add(time, binOf(time));
    this.#users[fn]!.service += time;
  }

  /** What became of a call that came at `at`. @param queued whether it waited until now */
  answer(fn: number, at: Micros, answer: DependencyAnswer, queued: boolean): void {
    if (queued) {
      this.#leaveQueue();
      this.#noteWait(fn, at);
    }
    if (at >= this.#warmup) {
      const user = this.#users[fn]!;
      this.#answers[answer]++;
      user.time += this.#present.now - at;
      user.answers++;
      if (answer === 'failed' || answer === 'timeout') user.failed++;
    }
    if (answer === 'failed' || answer === 'timeout') this.#watch?.note('failed', at);
    if (answer === 'failed') {
      this.book.failed.add(this.#present.buckets.index, 1);
    } else if (answer === 'timeout') {
      this.book.timeouts.add(this.#present.buckets.index, 1);
    }
  }

  /** So many connections are held. */
  connect(held: number): void {
    this.book.connect(held);
    this.minutes?.connect(held);
  }

  /** Writes the books down; nothing may be added after this. */
  finish(): void {
    this.book.finish();
    this.minutes?.finish();
  }

  /** After `finish`. */
  record(until: Micros): DependencyRecord {
    const { inService, waiting, connections } = this.book;
    const users = this.#users.filter((user) => user !== null).map((user) => user.record());
    const { served, failed, timeout, abandoned } = this.#answers;
    return {
      name: this.name,
      calls: users.reduce((sum, { calls }) => sum + calls, 0),
      rejected: users.reduce((sum, { rejected }) => sum + rejected, 0),
      served,
      failed,
      timeouts: timeout,
      abandoned,
      wait: this.#wait.record(),
      service: this.#service.record(),
      inService: inService.record(until),
      waiting: waiting.record(until),
      connections: connections.record(until),
      full: this.#full.record(until).integral,
      users,
    };
  }

  /** After `finish`. */
  tables(): readonly SeriesTable[] {
    return this.book.tables(`dependencies.${this.name}`);
  }

  /** After `finish`. */
  counts(): readonly CountSeries[] {
    return this.book.counts(`dependencies.${this.name}`);
  }

  #leaveQueue(): void {
    this.book.leaveQueue();
    this.minutes?.leaveQueue();
  }

  #noteWait(fn: number, at: Micros): void {
    const time = this.#present.now - at;
    this.book.wait(time);
    this.#watch?.serve(at, time);
    this.minutes?.wait(time);
    if (at < this.#warmup) return;
    this.#wait.add(time, binOf(time));
    const user = this.#users[fn]!;
    user.wait += time;
    user.waits++;
  }
}

/** A function that uses it. */
class User {
  readonly function: string;
  calls = 0;
  rejected = 0;
  failed = 0;
  wait: Micros = 0;
  waits = 0;
  time: Micros = 0;
  answers = 0;
  service: Micros = 0;

  constructor(name: string) {
    this.function = name;
  }

  record(): DependencyUserRecord {
    const { function: name, calls, rejected, failed, wait, waits, time, answers, service } = this;
    return { function: name, calls, rejected, failed, wait, waits, time, answers, service };
  }
}
