/** Many events in days of equal length: the next one is found without asking all others. */
import { type EventHeap } from './event-heap.ts';
import { grown } from './typed-array.ts';

/** From so many events on days are faster than a heap; below so few they are not. */
const MANY = 64;
const FEW = 16;
/** More than this wait in the heap: to have them in both while they move would be felt. */
const TOO_MANY = 65_536;
/** After days that did not suit, the heap has this many events for itself, and two for each that waits. */
const PAUSE = 16_384;
const LEAST_DAYS = 256;
const MOST_DAYS = 32_768;
/** A day is at least as long as one instant with all its ranks. */
const SHORTEST_DAY = 8;
/** From here on days are counted anew, for a day is a whole number of 31 bits. */
const LAST_DAY = 2 ** 30;
/** Steps that one event may cost on average before the days are found ill-chosen, and how many may be saved up. */
const STEPS = 2;
const MOST_CREDIT = 16_384;
/** What an event costs that goes through the heap of later ones. */
const LATER_STEPS = 4;
/** Events that are asked where they lie, and those of them that come next. */
const SAMPLE = 2_048;
const NEAR = 256;
const NONE = -1;

/**
 * A calendar queue (R. Brown, "Calendar Queues: A Fast O(1) Priority Queue Implementation for the Simulation Event Set
 * Problem", Communications of the ACM 31 (1988), 1220-1227): a ring of days, each with a sorted list of its events. What
 * lies beyond the ring waits in a heap, and moves in as the days go by, so a day never holds events of two years.
 *
 * Equal keys stand in the order of adding: a new event goes behind them, and nothing that is added later can have come
 * to a day before what had to wait in the heap.
 *
 * Lists that grow long, and days that stay empty, use up credit; when it is gone the calendar closes, and may open
 * again later with other days. So no pattern of events costs more than a heap for long.
 */
export class CalendarQueue {
  /** Holds all events while the calendar is closed, and those beyond the last day while it is open. */
  readonly #later: EventHeap;
  isOpen = false;
  /** Lists of events: each has a slot. */
  #keys = new Float64Array(256);
  #whats = new Int32Array(256);
  #next = new Int32Array(256);
  #slots = 0;
  #spare = NONE;
  /** By day: the slots of its first and its last event. */
  #heads = new Int32Array(0);
  #tails = new Int32Array(0);
  #mask = 0;
  /** Days begin here, and are `1 / inverse` long: a power of two, so that no day is in doubt. */
  #origin = 0.5;
  #inverse = 0.5;
  /** No event lies before this day, and none of the ring on or after `end`. */
  #day = 0;
  #end = 0;
  #count = 0;
  #credit = 0;
  /** Events to be taken from the heap before days are chosen again. */
  #pause = 0;
  #taken = 0;

  constructor(later: EventHeap) {
    this.#later = later;
  }

  /** Events on the days of the ring. */
  get count(): number {
    return this.#count;
  }

  /** The event of the last `take`. */
  get taken(): number {
    return this.#taken;
  }

  /** An event was taken from the heap: perhaps the others are many enough to be spread over days. */
  offer(): void {
    if (this.#pause > 0) this.#pause--;
    else if (this.#later.size >= MANY && this.#later.size <= TOO_MANY) this.#open();
  }

  add(key: number, what: number): void {
    const day = (key - this.#origin) * this.#inverse;
    if (day < this.#end && this.#credit >= 0) {
      this.#insert(day, key, what);
      return;
    }
    if (this.#credit < 0) this.#close();
    this.#credit -= LATER_STEPS;
    this.#later.add(key, what);
  }

  /** Goes on to the day of the first event, which must exist. @returns false = the calendar closed instead */
  find(): boolean {
    return (this.#credit >= 0 && this.#heads[this.#day & this.#mask]! !== NONE) || this.#goOn();
  }

  /** The key of the event that `find` went on to. */
  get firstKey(): number {
    return this.#keys[this.#heads[this.#day & this.#mask]!]!;
  }

  /** Takes the event out that `find` went on to; `taken` says which it was. @returns its key */
  take(): number {
    const place = this.#day & this.#mask;
    const slot = this.#heads[place]!;
    this.#heads[place] = this.#next[slot]!;
    this.#next[slot] = this.#spare;
    this.#spare = slot;
    this.#count--;
    this.#credit += STEPS;
    this.#taken = this.#whats[slot]!;
    return this.#keys[slot]!;
  }

  /** Spreads the events of the heap over days. */
  #open(): void {
    this.#chooseDays(this.#later.sample(SAMPLE), this.#later.size);
    this.#day = 0;
    this.#end = this.#heads.length;
    this.#credit = MOST_CREDIT;
    this.isOpen = true;
    this.#admitLater();
  }

  /** Puts all events back into the heap. */
  #close(): void {
    for (; this.#count > 0; this.#day++) {
      while (this.#heads[this.#day & this.#mask]! !== NONE) {
        const key = this.take();
        this.#later.add(key, this.#taken);
      }
    }
    this.isOpen = false;
    this.#pause = PAUSE + 2 * this.#later.size;
  }

  /**
   * A day is a quarter of what the next events are apart, for each brings others; the ring holds nine tenths of all.
   * @param keys of some events, in order @param events how many there are
   */
  #chooseDays(keys: Float64Array, events: number): void {
    const near = Math.min(keys.length, NEAR) - 1;
    const gap = ((keys[near]! - keys[0]!) / near) * (keys.length / events);
    const length = 2 ** Math.max(Math.log2(SHORTEST_DAY), Math.round(Math.log2(gap / 4)));
    const most = (keys[Math.floor(0.9 * (keys.length - 1))]! - keys[0]!) / length;
    const days = 2 ** Math.ceil(Math.log2(2 * most + 1));
    this.#origin = Math.floor(keys[0]! / length) * length;
    this.#inverse = 1 / length;
    this.#makeRing(Math.min(MOST_DAYS, Math.max(LEAST_DAYS, days)));
  }

  /** Of empty days; a ring that was there is empty already. */
  #makeRing(days: number): void {
    if (days === this.#heads.length) return;
    this.#heads = new Int32Array(days).fill(NONE);
    this.#tails = new Int32Array(days);
    this.#mask = days - 1;
  }

  /** @param day with its fraction */
  #insert(day: number, key: number, what: number): void {
    const slot = this.#spare === NONE ? this.#newSlot() : this.#spare;
    const next = this.#next;
    this.#spare = next[slot]!;
    this.#keys[slot] = key;
    this.#whats[slot] = what;
    // So many at once: the next event that comes or goes closes the calendar.
    if (++this.#count === TOO_MANY) this.#credit = -MOST_CREDIT;
    // The present day may have been gone on to before the clock is there.
    const place = (day > this.#day ? day : this.#day) & this.#mask;
    const head = this.#heads[place]!;
    if (head === NONE) {
      next[slot] = NONE;
      this.#heads[place] = slot;
      this.#tails[place] = slot;
    } else if (this.#keys[this.#tails[place]!]! <= key) {
      next[this.#tails[place]!] = slot;
      next[slot] = NONE;
      this.#tails[place] = slot;
    } else if (this.#keys[head]! > key) {
      next[slot] = head;
      this.#heads[place] = slot;
    } else this.#insertAmong(head, slot, key);
  }

  /** Behind the first event of its day, and before the last. */
  #insertAmong(head: number, slot: number, key: number): void {
    const keys = this.#keys;
    const next = this.#next;
    let before = head;
    let steps = 1;
    for (; keys[next[before]!]! <= key; steps++) before = next[before]!;
    next[slot] = next[before]!;
    next[before] = slot;
    this.#credit -= steps;
  }

  #newSlot(): number {
    if (this.#slots === this.#keys.length) {
      this.#keys = grown(this.#keys);
      this.#whats = grown(this.#whats);
      this.#next = grown(this.#next);
    }
    const slot = this.#slots++;
    this.#next[slot] = NONE;
    return slot;
  }

  /** To the next day with an event. @returns whether the calendar is still open */
  #goOn(): boolean {
    if (this.#count === 0 || this.#count + this.#later.size < FEW || this.#day > LAST_DAY || this.#credit < 0) {
      this.#close();
      return false;
    }
    let day = this.#day;
    while (this.#heads[day & this.#mask] === NONE) day++;
    this.#credit = Math.min(MOST_CREDIT, this.#credit + this.#day - day + 1);
    this.#day = day;
    this.#end = day + this.#heads.length;
    this.#admitLater();
    return true;
  }

  /** What lies on the days up to the end of the ring comes from the heap. */
  #admitLater(): void {
    const end = this.#origin + this.#end / this.#inverse;
    while (this.#later.hasBelow(end)) {
      const key = this.#later.take();
      this.#insert((key - this.#origin) * this.#inverse, key, this.#later.taken);
    }
  }
}
