/** What happened bucket by bucket, added up for each bar of a chart. */
import type { RunRecord } from '../../result/run-record.ts';
import { MOST_BARS, stepBuckets, type Steps } from './buckets.ts';

/** Sums by name, for as many bars as have room beside each other. */
export class BarSums {
  readonly #values = new Map<string, number[]>();
  /** Microseconds. */
  readonly #width: number;
  /** Of a bar. */
  readonly #buckets: number;
  readonly #bars: number;

  constructor({ series: { bucket }, until }: RunRecord) {
    this.#buckets = stepBuckets(bucket, until, MOST_BARS);
    this.#width = bucket * this.#buckets;
    this.#bars = Math.ceil(until / this.#width);
  }

  /** In the order in which they were first added to. */
  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** What lies after the last bar counts for nothing. */
  add(name: string, bucket: number, amount: number): void {
    let values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, (values = new Array<number>(this.#bars).fill(0)));
    const bar = Math.floor(bucket / this.#buckets);
    if (bar < this.#bars) values[bar]! += amount;
  }

  /** `null` where nothing was added. */
  of(name: string): Steps | null {
    const values = this.#values.get(name);
    return values === undefined ? null : { width: this.#width, values };
  }
}
