/** The greatest value of a level, and of an age, in each page of time. */
import type { Micros } from '../des/time.ts';
import type { Pages } from './present.ts';

/** Follows a level; its owner tells every change. */
export class PageMaxima {
  readonly #pages: Pages;
  readonly #maxima: number[] = [];
  #page = 0;
  #value = 0;
  #max = 0;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** The level is `value` from now on. */
  set(value: number): void {
    if (this.#pages.index !== this.#page) this.#turn();
    this.#value = value;
    if (value > this.#max) this.#max = value;
  }

  /** One value a page, up to the present instant: what was last told holds until then. */
  values(): Float64Array {
    this.#turn();
    const { clock, width } = this.#pages;
    const values = [...this.#maxima, this.#max];
    while (values.length < Math.ceil(clock.now / width)) values.push(this.#value);
    return Float64Array.from(values);
  }

  #turn(): void {
    for (; this.#page < this.#pages.index; this.#page++) {
      this.#maxima.push(this.#max);
      this.#max = this.#value;
    }
  }
}

/** Follows the age of the oldest thing there is. */
export class OldestAge {
  readonly #pages: Pages;
  readonly #maxima: number[] = [];
  /** When the oldest one came; NaN = there is none. */
  #since: Micros = NaN;
  /** Up to where it is written down. */
  #noted: Micros = 0;
  #max: Micros = 0;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /** Another one is the oldest from now on. @param since NaN = there is none */
  set(since: Micros): void {
    this.note(this.#pages.clock.now);
    this.#since = since;
  }

  /** Forgets the greatest age up to now; pages keep theirs. */
  restart(): void {
    this.note(this.#pages.clock.now);
    this.#max = 0;
  }

  /** The greatest age since the last `restart`, up to `until`. */
  maxAt(until: Micros): Micros {
    this.note(until);
    return this.#max;
  }

  /** One age a page in seconds, 0 where there was none. */
  values(): Float64Array {
    return Float64Array.from(this.#maxima, (age) => age / 1_000_000);
  }

  /** Writes down the age up to `now`. */
  note(now: Micros): void {
    const since = this.#since;
    const maxima = this.#maxima;
    if (!Number.isNaN(since)) {
      const { width } = this.#pages;
      if (now - since > this.#max) this.#max = now - since;
      const last = this.#pages.of(now);
      for (let page = this.#pages.of(this.#noted); page <= last; page++) {
        const age = Math.min(now, (page + 1) * width) - since;
        while (maxima.length <= page) maxima.push(0);
        if (age > maxima[page]!) maxima[page] = age;
      }
    }
    this.#noted = now;
  }
}
