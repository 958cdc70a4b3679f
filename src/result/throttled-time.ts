/** How long a function was throttled for one cause. */
import { toSeconds } from '../des/time.ts';
import { REFUSALS, type ThrottleCause } from '../lambda/throttle.ts';
import { span } from './quantity.ts';
import type { RunRecord } from './run-record.ts';
import type { Setup } from './setup.ts';

/**
 * The time that a function, or one of several, was throttled for a cause after the warm-up of one run: `22 s`, to the bucket; an empty
 * text where the record has no series.
 */
export function throttledFor(
  setup: Setup,
  record: RunRecord,
  name: string | readonly string[],
  cause: ThrottleCause,
): string {
  const names = [name].flat();
  const { bucket, throttles } = record.series;
  const buckets = new Set<number>();
  for (const row of throttles) {
    const same = names.includes(row.function) && REFUSALS[row.throttle]?.cause === cause;
    if (same && (row.bucket + 1) * bucket > setup.warmup) buckets.add(row.bucket);
  }
  return buckets.size === 0 ? '' : span(toSeconds(Math.min(buckets.size * bucket, measured(setup, record))));
}

/** `, for 22 s of 15 min`: the same with what it is a part of. Of run 1 where there are several. */
export function throttledPart(
  setup: Setup,
  record: RunRecord | undefined,
  name: string | readonly string[],
  cause: ThrottleCause,
): string {
  const time = record === undefined ? '' : throttledFor(setup, record, name, cause);
  if (record === undefined || time === '') return '';
  return `,${setup.runs > 1 ? ' in run 1' : ''} for ${time} of ${span(toSeconds(measured(setup, record)))}`;
}

function measured(setup: Setup, record: RunRecord): number {
  return record.until - setup.warmup;
}
