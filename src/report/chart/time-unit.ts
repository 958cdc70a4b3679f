/** The unit of a vertical axis of times. */

/** A unit of time. */
export interface TimeUnit {
  readonly name: string;
  readonly milliseconds: number;
}

/**
 * The coarsest unit that the greatest value makes use of, and in which the smallest still is a hundredth.
 * @param top the greatest value in milliseconds @param least the smallest
 */
export function timeUnit(top: number, least = top): TimeUnit {
  return UNITS.find(({ from, smallest }) => top >= from && least >= smallest)!;
}

const UNITS: readonly (TimeUnit & { readonly from: number; readonly smallest: number })[] = [
  { name: 'h', milliseconds: 3_600_000, from: 10_800_000, smallest: 36_000 },
  { name: 'min', milliseconds: 60_000, from: 600_000, smallest: 600 },
  { name: 's', milliseconds: 1000, from: 10_000, smallest: 10 },
  { name: 'ms', milliseconds: 1, from: 0, smallest: 0 },
];
