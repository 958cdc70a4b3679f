/** Which time before a fault is compared with which time after it, and in what steps. */
import { DAY, MINUTE, SECOND, type Micros } from '../des/time.ts';
import type { FaultConfig } from '../lambda/fault.ts';

/** A window is so many cells long. */
export const CELLS_A_WINDOW = 6;

/** Ten seconds; a minute in runs of more than three days. */
export function cellOf(duration: Micros): Micros {
  return duration > 3 * DAY ? MINUTE : 10 * SECOND;
}

/** Stretches of time that are compared. */
export interface Spans {
  readonly before: readonly [from: Micros, to: Micros];
  readonly after: readonly [from: Micros, to: Micros];
}

/** At most so long before a fault is looked at. */
const LONGEST_BEFORE = 10 * MINUTE;

/**
 * What is compared for a fault. Before: the last ten minutes without any fault, after the warm-up, that end where it, or
 * the first of those that overlap with it, begins. After: from its end to the next fault, or the end of the run.
 */
export function spansOf(faults: readonly FaultConfig[], fault: FaultConfig, warmup: Micros, until: Micros): Spans {
  let to = fault.at;
  for (let earlier = Infinity; earlier !== to;) {
    earlier = to;
    to = Math.min(to, ...faults.filter((one) => one.at < earlier && one.until > earlier).map(({ at }) => at));
  }
  const ends = faults.filter((one) => one.until <= to && one.at < to).map((one) => one.until);
  const next = faults.filter((one) => one.at >= fault.until && one.at > fault.at).map(({ at }) => at);
  return {
    before: [Math.max(warmup, to - LONGEST_BEFORE, ...ends), to],
    after: [fault.until, Math.min(until, ...next)],
  };
}
