/** Figures that the schema of result.json has in many places. */
import { z } from 'zod';

/** At least 0. */
export const amount = z.number().nonnegative();
/** A count over the window. */
export const counted = amount.describe('A count; the mean over runs, so not always whole');
/** From 0 to 1. */
export const share = z.number().min(0).max(1);
/** Of a function, a source or a holder. */
export const name = z.string().min(1);

/** A greatest value. */
export const maximum = amount.describe("The greatest value; over several runs the median of the runs' maxima");
/** The band of a greatest value. */
export const maxBand = z
  .tuple([amount, amount])
  .describe("5th and 95th percentile of the runs' maxima; from two runs up")
  .exactOptional();

/** Mean, percentiles and maximum of times. */
export const statistics = z
  .strictObject({
    mean_ms: amount,
    p50_ms: amount,
    p90_ms: amount,
    p95_ms: amount,
    p99_ms: amount,
    max_ms: maximum,
    maxBand,
  })
  .describe('Percentiles are at most 0.5 % too high; mean and maximum are exact. Zeros where nothing was measured')
  .meta({ id: 'statistics' });

/** A level over the window. */
export const level = z.strictObject({ max: maximum, mean: amount, maxBand }).meta({ id: 'level' });
/** A greatest level. */
export const peak = z.strictObject({ max: maximum, maxBand }).meta({ id: 'peak' });
