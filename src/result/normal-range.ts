/** The range that a metric had before a fault: what is no worse than it was, but for chance (docs/model.md, Recovery). */

/** So many standard errors are chance. */
const CHANCE = 4;
/** A time that is longer by less than this share, or by less than a millisecond, is none the worse. */
const IMMATERIAL = 0.05;
const IMMATERIAL_MS = 1;
const IMMATERIAL_AGE_MS = 1_000;
/** Events that could have been before, though none was seen (rule of three). */
const UNSEEN = 3;

/** Events of a window: how many, how many of them count, or the sum of their values and of their squares. */
export interface Sample {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** Whether a window lies outside. @param before all windows before the fault @param whole all of that time as one window */
export type IsOutside = (window: Sample, before: readonly Sample[], whole: Sample) => boolean;

/** A share: more than in any window before, and more than four standard errors above what was. */
export const shareIsOutside: IsOutside = (window, before, whole) => {
  if (whole.count === 0 || window.count === 0) return false;
  const expected = (window.count * (whole.sum + UNSEEN)) / whole.count;
  return meanOf(window) > greatest(before) && window.sum > expected + CHANCE * Math.sqrt(expected);
};

/** A mean time: longer than in any window before, by more than 5 % and 1 ms, and by more than four standard errors. */
export const timeIsOutside: IsOutside = (window, before, whole) => {
  if (whole.count === 0 || window.count === 0) return false;
  const difference = meanOf(window) - meanOf(whole);
  const error = Math.sqrt(varianceOf(window) / window.count + varianceOf(whole) / whole.count);
  const least = Math.max(IMMATERIAL * meanOf(whole), IMMATERIAL_MS, CHANCE * error);
  return meanOf(window) > greatest(before) && difference > least;
};

/**
 * A level: higher than in any window before, and more than four standard deviations above their mean. A standard
 * deviation is at least that of a Poisson law, for so few windows may not have shown what chance does.
 */
export const levelIsOutside: IsOutside = (window, before) => {
  const levels = before.map(({ sum }) => sum);
  const all: Sample = {
    count: levels.length,
    sum: levels.reduce((sum, level) => sum + level, 0),
    squares: levels.reduce((sum, level) => sum + level * level, 0),
  };
  const variance = Math.max(varianceOf(all), meanOf(all) + 1);
  return window.sum > Math.max(...levels) && window.sum > meanOf(all) + CHANCE * Math.sqrt(variance);
};

/** An age in milliseconds: a level, and older by more than 5 % and a second. */
export const ageIsOutside: IsOutside = (window, before, whole) => {
  return window.sum > greatest(before) * (1 + IMMATERIAL) + IMMATERIAL_AGE_MS && levelIsOutside(window, before, whole);
};

/** Mean value; NaN where there is none. */
export function meanOf({ count, sum }: Sample): number {
  return sum / count;
}

function varianceOf(sample: Sample): number {
  return Math.max(0, sample.squares / sample.count - meanOf(sample) ** 2);
}

function greatest(samples: readonly Sample[]): number {
  return Math.max(0, ...samples.filter(({ count }) => count > 0).map(meanOf));
}
