/** From what people know of a law (percentiles, mean and deviation) to its parameters. */
import type { Distribution } from '../des/distribution.ts';
import { normalQuantile } from '../des/normal-quantile.ts';
import type { Result } from './field.ts';

/** A law whose values may still be in a CSV file. */
export type LawSpec =
  | Exclude<Distribution, { readonly kind: 'mixture' }>
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly weight: number; readonly of: LawSpec }[] }
  | { readonly kind: 'csv'; readonly file: string; readonly column: string };

/** Above this a lognormal with that mean and p99 does not exist: ln(p99 / mean) would pass z² / 2. */
export const HIGHEST_P99_TO_MEAN = 14.9;

/** A lognormal wider than this spans more than ten orders of magnitude: a slip of the unit. */
const WIDEST_SIGMA = 5;

/** The lognormal through two percentiles, given as (percent, value) in ascending order of percent. */
export function lognormalThrough(
  low: readonly [number, number],
  high: readonly [number, number],
): Result<Distribution> {
  const [lowPercent, lowValue] = low;
  const [highPercent, highValue] = high;
  if (lowValue <= 0) return { code: 'E_RANGE', problem: `p${String(lowPercent)} must be above 0` };
  if (highValue < lowValue)
    return { code: 'E_RANGE', problem: `p${String(highPercent)} is below p${String(lowPercent)}; percentiles rise` };
  const lowZ = normalQuantile(lowPercent / 100);
  const highZ = normalQuantile(highPercent / 100);
  const sigma = Math.log(highValue / lowValue) / (highZ - lowZ);
  return lognormal(Math.log(lowValue) - lowZ * sigma, sigma, lowValue);
}

/** The lognormal with this mean and 99th percentile; of the two that exist the narrower one. */
export function lognormalWithMeanAndP99(mean: number, p99: number): Result<Distribution> {
  if (mean <= 0) return { code: 'E_RANGE', problem: 'mean must be above 0' };
  const ratio = p99 / mean;
  if (ratio < 1)
    return { code: 'E_RANGE', problem: 'p99 is below the mean; give p50 and p99, or an empirical distribution' };
  if (ratio > HIGHEST_P99_TO_MEAN) {
    return {
      code: 'E_RANGE',
      problem: `p99 is ${Number(ratio.toPrecision(3)).toLocaleString('en')} times the mean, and a lognormal reaches ${String(HIGHEST_P99_TO_MEAN)} times at most; give p50 and p99, or an empirical distribution`,
    };
  }
  const z = normalQuantile(0.99);
  const sigma = z - Math.sqrt(z * z - 2 * Math.log(ratio));
  return lognormal(Math.log(mean) - (sigma * sigma) / 2, sigma, mean);
}

/** The lognormal with this mean and standard deviation. */
export function lognormalWithMeanAndDeviation(mean: number, deviation: number): Result<Distribution> {
  const sigma = Math.sqrt(Math.log1p((deviation / mean) ** 2));
  return lognormal(Math.log(mean) - (sigma * sigma) / 2, sigma, mean);
}

/** The gamma law with this mean and standard deviation; a constant where the deviation is 0. */
export function gammaWithMeanAndDeviation(mean: number, deviation: number): Result<Distribution> {
  if (deviation === 0) return { value: { kind: 'constant', value: mean } };
  const shape = (mean / deviation) ** 2;
  if (shape < 1e-3) return { code: 'E_RANGE', problem: 'sd is more than 30 times the mean; check the units' };
  return { value: { kind: 'gamma', shape, scale: deviation ** 2 / mean } };
}

/** `centre` is the value where there is no spread at all. */
function lognormal(mu: number, sigma: number, centre: number): Result<Distribution> {
  if (sigma > WIDEST_SIGMA)
    return { code: 'E_RANGE', problem: 'spreads over more than ten orders of magnitude; check the units' };
  if (sigma === 0) return { value: { kind: 'constant', value: centre } };
  return { value: { kind: 'lognormal', mu, sigma, max: Infinity } };
}
