/** Series of one source at one page width: requests by arrival, attempts by their own instant. */
import type { Micros } from '../des/time.ts';
import { Column } from './column.ts';
import { PercentileSeries, type Kept } from './percentile-series.ts';
import type { Pages } from './present.ts';

/** Requests of the present page are a plain number; they are written down when the next page begins. */
export class SourceBook {
  readonly requests = new Column(0);
  readonly failed = new Column(0);
  readonly unfinished = new Column(0);
  readonly throttled = new Column(0);
  readonly retries = new Column(0);
  readonly throttledAttempts = new Column(0);
  readonly latency: PercentileSeries;
  readonly #pages: Pages;
  #page = 0;
  #requests = 0;

  /** @param latency what to keep of it */
  constructor(pages: Pages, latency: Kept) {
    this.#pages = pages;
    this.latency = new PercentileSeries(pages, latency);
  }

  /** A request arrives now. */
  arrive(): void {
    if (this.#pages.index !== this.#page) this.#turn(this.#pages.index);
    this.#requests++;
  }

  /** A request arrives now, and is served after `latency`. */
  serve(latency: Micros): void {
    this.arrive();
    this.latency.add(latency);
  }

  /** A further attempt is made now. */
  retry(): void {
    this.retries.add(this.#pages.index, 1);
  }

  /** An attempt is throttled now. */
  refuse(): void {
    this.throttledAttempts.add(this.#pages.index, 1);
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn(this.#page);
    this.latency.finish();
  }

  /** First attempts and retries; NaN where there were none. Before `requests.occurrences`. */
  attempts(): Float64Array {
    const { requests, retries } = this;
    const attempts = new Float64Array(Math.max(requests.length, retries.length));
    for (let page = 0; page < attempts.length; page++) attempts[page] = requests.at(page) + retries.at(page) || NaN;
    return attempts;
  }

  /** Requests that neither failed nor were left unfinished, NaN where there were none. Before `occurrences`. */
  served(): Float64Array {
    const { requests, failed, unfinished } = this;
    const served = new Float64Array(requests.length);
    for (let page = 0; page < served.length; page++) {
      served[page] = requests.at(page) - failed.at(page) - unfinished.at(page) || NaN;
    }
    return served;
  }

  #turn(page: number): void {
    if (this.#requests > 0) this.requests.put(this.#page, this.#requests);
    this.#requests = 0;
    this.#page = page;
  }
}
