/** How long functions were throttled for what causes. */
import { toSeconds } from '../des/time.ts';
import { REFUSALS, type ThrottleCause } from '../lambda/throttle.ts';
import { span } from './quantity.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';
import { throttleRows } from './throttle-rows.ts';

/** The time that functions were throttled after the warm-up of one run; the rows are gone through once for all of them. */
export class ThrottledTime {
  readonly #setup: Setup;
  readonly #record: RunRecord | undefined;
  /** By cause and function: the buckets with a throttle, in their order. */
  readonly #buckets = new Map<ThrottleCause, Map<string, number[]>>();

  /** @param record `undefined` = nothing is known */
  constructor(setup: Setup, record: RunRecord | undefined) {
    this.#setup = setup;
    this.#record = record;
    if (record === undefined) return;
    const { bucket: width, throttles } = record.series;
    for (const { bucket, function: name, throttle } of throttleRows(throttles)) {
      const cause = REFUSALS[throttle]?.cause;
      if (cause === undefined || (bucket + 1) * width <= setup.warmup) continue;
      const own = this.#bucketsOf(cause, name);
      if (own.at(-1) !== bucket) own.push(bucket);
    }
  }

  /** That of a function, or of one of several: `22 s`, to the bucket; an empty text where the record has no series. */
  of(name: string | readonly string[], cause: ThrottleCause): string {
    if (this.#record === undefined) return '';
    const { bucket } = this.#record.series;
    const buckets = new Set([name].flat().flatMap((each) => this.#buckets.get(cause)?.get(each) ?? []));
    return buckets.size === 0 ? '' : span(toSeconds(Math.min(buckets.size * bucket, this.#measured(this.#record))));
  }

  /** `, for 22 s of 15 min`: the same with what it is a part of. Of run 1 where there are several. */
  partOf(name: string | readonly string[], cause: ThrottleCause): string {
    const time = this.of(name, cause);
    if (this.#record === undefined || time === '') return '';
    const whole = span(toSeconds(this.#measured(this.#record)));
    return `,${this.#setup.runs > 1 ? ' in run 1' : ''} for ${time} of ${whole}`;
  }

  #bucketsOf(cause: ThrottleCause, name: string): number[] {
    let byName = this.#buckets.get(cause);
    if (byName === undefined) this.#buckets.set(cause, (byName = new Map<string, number[]>()));
    let buckets = byName.get(name);
    if (buckets === undefined) byName.set(name, (buckets = []));
    return buckets;
  }

  #measured({ until }: RunRecord): number {
    return until - this.#setup.warmup;
  }
}
