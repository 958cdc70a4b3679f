/** How often a scenario occurs in a month. */
import { DAY, type Micros } from '../des/time.ts';

/** `repeat` of the scenario: the window (the horizon without its warm-up) happens once in each of these. */
export type Repeat = 'daily' | 'weekly' | 'monthly';

/** Times a month; a month is a twelfth of 365 days, as in AWS's calculator (730 hours). */
export const TIMES_PER_MONTH: Readonly<Record<Repeat, number>> = {
  daily: 365 / 12,
  weekly: 365 / 12 / 7,
  monthly: 1,
};

/** From the shortest to the longest window that fills the time from one occurrence to the next. */
export const PERIODS: Readonly<Record<Repeat, { readonly shortest: Micros; readonly longest: Micros }>> = {
  daily: { shortest: DAY, longest: DAY },
  weekly: { shortest: 7 * DAY, longest: 7 * DAY },
  monthly: { shortest: 28 * DAY, longest: 31 * DAY },
};
