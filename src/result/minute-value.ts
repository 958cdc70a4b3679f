/** The value of a metric in each calendar minute. */

/** NaN where the minute has none. */
export type MinuteValue = (minute: number) => number;

/** A part of a whole, minute by minute. */
export function ratio(part: MinuteValue, whole: MinuteValue): MinuteValue {
  return (minute) => part(minute) / whole(minute);
}
