/** What is noted of one thing in cells of a few seconds, to see whether it is as it was before a fault. */
import type { Micros } from '../des/time.ts';
import type { CourseFacts } from '../lambda/course.ts';
import { cellOf } from './recovery-spans.ts';

/** Tells the present instant. */
interface Clock {
  readonly now: Micros;
}

/** The greatest ages of cells. */
interface Ages {
  /** Writes the age down up to `now`. */
  note(now: Micros): void;
  /** In seconds, one a cell. */
  values(): Float64Array;
}

/** Sums of one cell, by the instant at which each thing began; `levelMax` is the greatest value in it. */
export const SUMS = [
  'begun',
  'ended',
  'failed',
  'cold',
  'served',
  'time',
  'squares',
  'refused',
  'retries',
  // Of queues: messages that came, receives, and those after which the message was visible again.
  'sent',
  'received',
  'returned',
] as const;
export type Sum = (typeof SUMS)[number];

/** One source, function, queue or dependency. Sums belong to the instant at which the request or invocation began. */
export class Watch {
  readonly scope: string;
  readonly sums: Readonly<Record<Sum, number[]>>;
  /** Greatest level by cell; empty where there is none. */
  readonly levels: number[] = [];
  /** Greatest age of the oldest thing there is, by cell, in milliseconds; known after `finish`. */
  ages: readonly number[] = [];
  readonly #clock: Clock;
  readonly #cell: Micros;
  #level = 0;
  /** Follows the age of its oldest thing, by cell; `null` = nobody does. */
  oldest: Ages | null = null;

  constructor(scope: string, clock: Clock, cell: Micros) {
    this.scope = scope;
    this.sums = {
      begun: [],
      ended: [],
      failed: [],
      cold: [],
      served: [],
      time: [],
      squares: [],
      refused: [],
      retries: [],
      sent: [],
      received: [],
      returned: [],
    };
    this.#clock = clock;
    this.#cell = cell;
  }

  /** Adds to a sum of the cell of an instant, by default the present one. */
  note(sum: Sum, at: Micros = this.#clock.now, amount = 1): void {
    const cells = this.sums[sum];
    const cell = Math.floor(at / this.#cell);
    while (cells.length <= cell) cells.push(0);
    cells[cell]! += amount;
  }

  /** What began at `at` has ended well, after `time`. */
  serve(at: Micros, time: Micros, amount = 1): void {
    const ms = time / 1_000;
    this.note('ended', at, amount);
    this.note('served', at, amount);
    this.note('time', at, amount * ms);
    this.note('squares', at, amount * ms * ms);
  }

  /** What begins now will end well, after `time`. */
  serveNow(time: Micros): void {
    this.note('begun');
    this.serve(this.#clock.now, time);
  }

  /** What began at `at` has failed. */
  fail(at: Micros, amount = 1): void {
    this.note('ended', at, amount);
    this.note('failed', at, amount);
  }

  /** The end of an invocation is known that started at `at`. */
  take({ ending, duration, cold }: CourseFacts, at: Micros): void {
    if (cold) this.note('cold', at);
    if (ending === 'success') this.serve(at, duration);
    else this.fail(at);
  }

  /** The level is this from now on. */
  set(level: number): void {
    this.#fill();
    this.#level = level;
    const last = this.levels.length - 1;
    this.levels[last] = Math.max(this.levels[last]!, level);
  }

  /** Nothing may be added after this. */
  finish(): void {
    this.oldest?.note(this.#clock.now);
    this.ages = Array.from(this.oldest?.values() ?? [], (seconds) => 1_000 * seconds);
    if (this.levels.length > 0) this.#fill();
  }

  /** A cell begins with the level at which the one before ended. */
  #fill(): void {
    const cell = Math.floor(this.#clock.now / this.#cell);
    while (this.levels.length <= cell) this.levels.push(this.#level);
  }
}

/** All that is watched in a run with faults. */
export class Watches {
  readonly all: Watch[] = [];
  readonly cell: Micros;
  readonly #clock: Clock;

  /** @param duration of the run */
  constructor(clock: Clock, duration: Micros) {
    this.#clock = clock;
    this.cell = cellOf(duration);
  }

  /** A watch on one more thing. @param scope as that of its series */
  on(scope: string): Watch {
    const watch = new Watch(scope, this.#clock, this.cell);
    this.all.push(watch);
    return watch;
  }

  /** The sums of all things whose scope begins so, versions of functions aside, as those of one. */
  together(scope: string, start: string): Watch {
    const whole = new Watch(scope, this.#clock, this.cell);
    for (const { scope: one, sums } of this.all) {
      if (!one.startsWith(start) || one.includes(':')) continue;
      for (const sum of SUMS) sums[sum].forEach((amount, cell) => whole.note(sum, cell * this.cell, amount));
    }
    return whole;
  }
}
