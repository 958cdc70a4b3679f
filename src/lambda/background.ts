/** What the functions that are not modelled want of the unreserved pool, minute by minute. */
import { roundedSamplerOf } from '../des/sampler.ts';
import type { Stream } from '../des/random.ts';
import type { Background } from './config.ts';

/** The units wanted in minute k = 0, 1, …: a whole number of at least 0. */
export type BackgroundOfMinute = (minute: number) => number;

/** A law is drawn anew every minute, on draws that belong to the minute; of a trace the last value holds on. */
export function backgroundOf(background: Background, stream: Stream): BackgroundOfMinute {
  if (background.kind === 'minutes') {
    const { values } = background;
    return (minute) => values[Math.min(minute, values.length - 1)]!;
  }
  const law = roundedSamplerOf(background);
  return (minute) => law.sample(stream, minute, 0);
}
