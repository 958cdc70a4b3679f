/** The account's concurrency over time on both sides of a comparison, in few steps. */
import { MINUTE, toSeconds, type Micros } from '../des/time.ts';
import type { ConcurrencyCourse } from './comparison.ts';

/** One side: the greatest concurrency in each bucket of run 1, from t = 0. */
export interface LevelSeries {
  readonly bucket: Micros;
  readonly values: ArrayLike<number>;
  /** The account's limit. */
  readonly limit: number;
}

const MOST_STEPS = 60;

/** Steps of whole minutes, as narrow as 60 of them allow; what a bucket lacks counts as nothing. */
export function concurrencyCourse(base: LevelSeries, head: LevelSeries): ConcurrencyCourse {
  const end = Math.max(...[base, head].map(({ bucket, values }) => bucket * values.length));
  const step = MINUTE * Math.max(1, Math.ceil(end / MINUTE / MOST_STEPS));
  return {
    step_s: toSeconds(step),
    base: greatest(base, step),
    head: greatest(head, step),
    baseLimit: base.limit,
    headLimit: head.limit,
  };
}

function greatest({ bucket, values }: LevelSeries, step: Micros): number[] {
  const course = new Array<number>(Math.ceil((values.length * bucket) / step)).fill(0);
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    const last = Math.min(course.length - 1, Math.floor(((k + 1) * bucket - 1) / step));
    // A bucket wider than a step fills all the steps that it covers.
    for (let at = Math.floor((k * bucket) / step); at <= last; at++) {
      if (value > course[at]!) course[at] = value;
    }
  }
  return course;
}
