/** Series of one source at one bucket width: requests by arrival, attempts by their own instant. */
import { Column } from './column.ts';
import { PercentileSeries } from './percentile-series.ts';

/** Requests of the present bucket are a plain number; they are written down when the next bucket begins. */
export class SourceBook {
  readonly requests = new Column(0);
  readonly failed = new Column(0);
  readonly unfinished = new Column(0);
  readonly throttled = new Column(0);
  readonly retries = new Column(0);
  readonly throttledAttempts = new Column(0);
  readonly latency: PercentileSeries;
  #bucket = 0;
  #requests = 0;

  /** @param percentiles of latency to keep */
  constructor(percentiles: readonly number[]) {
    this.latency = new PercentileSeries(percentiles);
  }

  /** A request arrives in the present bucket. */
  arrive(bucket: number): void {
    if (bucket !== this.#bucket) this.#turn(bucket);
    this.#requests++;
  }

  /** Writes down what is still open; nothing may be added after this. */
  finish(): void {
    this.#turn(this.#bucket);
    this.latency.finish();
  }

  /** First attempts and retries; NaN where there were none. Before `requests.occurrences`. */
  attempts(): Float64Array {
    const length = Math.max(this.requests.length, this.retries.length);
    return Float64Array.from({ length }, (_, bucket) => this.requests.at(bucket) + this.retries.at(bucket) || NaN);
  }

  /** Requests that neither failed nor were left unfinished, NaN where there were none. Before `occurrences`. */
  served(): Float64Array {
    return Float64Array.from({ length: this.requests.length }, (_, bucket) => {
      return this.requests.at(bucket) - this.failed.at(bucket) - this.unfinished.at(bucket) || NaN;
    });
  }

  #turn(bucket: number): void {
    if (this.#requests > 0) this.requests.put(this.#bucket, this.#requests);
    this.#requests = 0;
    this.#bucket = bucket;
  }
}
