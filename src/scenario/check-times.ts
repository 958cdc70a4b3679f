/** Rules between the times of a scenario: horizon, warm-up, buckets, repeats. */
import { PERIODS } from '../result/month.ts';
import type { Draft } from './salvage.ts';
import { showTime } from './units.ts';
import type { Workbench } from './workbench.ts';

/** The warm-up leaves something of the horizon, and the buckets are not too many. */
export function checkTimes(bench: Workbench, { duration, warmup, bucket }: Draft): void {
  if (duration !== undefined && warmup !== undefined && warmup >= duration) {
    bench.error(
      'E_RANGE',
      ['warmup'],
      `${showTime(warmup)} leaves nothing of the duration of ${showTime(duration)}; make it shorter`,
    );
  }
  if (duration === undefined || bucket === undefined || bucket === 'auto') return;
  if (Math.ceil(duration / bucket) > MOST_BUCKETS) {
    const least = Math.ceil(duration / MOST_BUCKETS / 1_000) * 1_000;
    bench.error(
      'E_RANGE',
      ['bucket'],
      `${showTime(bucket)} makes more than a million buckets of ${showTime(duration)}; the smallest width that fits is ${showTime(least)}`,
    );
  }
}

/** Growth is about months, and what happens daily lasts no longer than a day. */
export function checkRepeat(bench: Workbench, { duration, warmup, repeat, growth }: Draft): void {
  if (growth !== undefined && repeat === undefined) {
    bench.warning(
      'W_GROWTH',
      ['growth'],
      'growth is about months; write how often the window happens, such as repeat: daily',
    );
  }
  if (duration === undefined || warmup === undefined || repeat === undefined) return;
  const { longest } = PERIODS[repeat];
  if (duration - warmup <= longest) return;
  bench.warning(
    'W_REPEAT',
    ['repeat'],
    `${showTime(duration - warmup)} without the warm-up cannot happen ${repeat} one after the other: that leaves ${showTime(longest)}; the month's cost counts them all the same; ${repeat === 'monthly' ? '' : 'repeat it less often or '}shorten duration`,
  );
}

const MOST_BUCKETS = 1_000_000;
