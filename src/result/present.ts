/** Where a recording stands: the present instant, its bucket and its minute, and whether facts count. */
import { MINUTE, type Micros } from '../des/time.ts';
import type { Watches } from './watch.ts';

/** Tells the present instant. */
export interface Clock {
  readonly now: Micros;
}

/** Time cut into pages of one width: the buckets of the series, or calendar minutes. */
export class Pages {
  readonly clock: Clock;
  readonly width: Micros = 0;
  /** Number of the present page; it never goes back. */
  index = 0;
  /** Where the present page ends. */
  end: Micros = 0;

  constructor(clock: Clock, width: Micros) {
    this.clock = clock;
    this.width = width;
    this.end = width;
  }

  /** The page of an instant. */
  of(at: Micros): number {
    // Most instants are of the present page, and a division takes long.
    return at < this.end && at >= this.end - this.width ? this.index : Math.floor(at / this.width);
  }

  /** Goes on to the page of the present instant. */
  turn(): void {
    if (this.clock.now < this.end) return;
    this.index = this.of(this.clock.now);
    this.end = (this.index + 1) * this.width;
  }
}

/** Wants to know when a stretch of time of its own is over. */
export interface PageWatcher {
  /** Where the present stretch ends. */
  readonly end: Micros;
  /** It is over; nothing has changed since. */
  turn(): void;
}

/**
 * What all tallies share. They read the instant and the page here, for a number with a fraction or beyond 2^31 that is
 * handed from call to call costs an object each time.
 */
export class Present {
  readonly buckets: Pages;
  readonly minutes: Pages;
  /** `null` = there are no faults after which things have to be watched. */
  readonly watches: Watches | null;
  readonly #clock: Clock;
  /** Whichever page ends first: one comparison a fact. */
  #turnsAt: Micros = 0;
  /** Whether the warm-up is over. */
  counting = false;
  #watcher: PageWatcher | null = null;

  /** @param width of a bucket */
  constructor(clock: Clock, width: Micros, watches: Watches | null = null) {
    this.#clock = clock;
    this.watches = watches;
    this.buckets = new Pages(clock, width);
    this.minutes = new Pages(clock, MINUTE);
    this.#turnsAt = Math.min(width, MINUTE);
  }

  get now(): Micros {
    return this.#clock.now;
  }

  /** Every fact comes after this: it turns the page when the bucket or the minute is over. */
  tick(): void {
    if (this.#clock.now >= this.#turnsAt) this.#turn();
  }

  /** From now on somebody else is told of the end of stretches of time, before the fact that comes after it. */
  watch(watcher: PageWatcher): void {
    this.#watcher = watcher;
    this.#turnsAt = Math.min(this.#turnsAt, watcher.end);
  }

  #turn(): void {
    this.buckets.turn();
    this.minutes.turn();
    this.#turnsAt = Math.min(this.buckets.end, this.minutes.end);
    const watcher = this.#watcher;
    if (watcher === null) return;
    if (this.now >= watcher.end) watcher.turn();
    this.#turnsAt = Math.min(this.#turnsAt, watcher.end);
  }
}
