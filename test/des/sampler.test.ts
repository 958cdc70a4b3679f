import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/des/distribution.ts';
import { Streams } from '../../src/des/random.ts';
import { meanOf, roundedSamplerOf, samplerOf } from '../../src/des/sampler.ts';
import { LAWS } from './laws.ts';

const STREAM = new Streams('laws').stream('test');
const N = 20_000;

/** Beyond this many standard errors lies 1 of 150,000 honest samples. */
const STANDARD_ERRORS = 4.5;

/** Kolmogorov's bound that 1 of 1,000 honest samples passes. */
const KOLMOGOROV = 1.95;

describe.each(LAWS)('$title', ({ distribution, mean, sd, support, cumulative }) => {
  const sampler = samplerOf(distribution);
  const draws = Float64Array.from({ length: N }, (_, subject) => sampler.sample(STREAM, subject, 0));

  it('has the mean that is worked out by hand', () => {
    expect(meanOf(distribution)).toBeCloseTo(mean, 10);
  });

  it('draws with that mean, within the standard error', () => {
    expect(Math.abs(average(draws) - mean)).toBeLessThanOrEqual((STANDARD_ERRORS * sd) / Math.sqrt(N));
  });

  it('draws from its own law: Kolmogorov and Smirnov, over subjects', () => {
    expect(distance(draws, cumulative)).toBeLessThan(KOLMOGOROV / Math.sqrt(N));
  });

  it('draws from its own law: Kolmogorov and Smirnov, over the draws of one subject', () => {
    const own = Float64Array.from({ length: N }, (_, k) => sampler.sample(STREAM, 7, 256 * k));
    expect(distance(own, cumulative)).toBeLessThan(KOLMOGOROV / Math.sqrt(N));
  });

  it('draws independently for neighbours', () => {
    let covariance = 0;
    for (let k = 1; k < N; k++) covariance += ((draws[k]! - mean) * (draws[k - 1]! - mean)) / N;
    expect(Math.abs(covariance)).toBeLessThanOrEqual((STANDARD_ERRORS * sd * sd) / Math.sqrt(N));
  });

  it('stays within its bounds', () => {
    // NaN sorts last.
    const sorted = draws.toSorted();
    expect(sorted[0]).toBeGreaterThanOrEqual(support[0]);
    expect(sorted[N - 1]).toBeLessThanOrEqual(support[1]);
  });

  it('gives each address its value, in whatever order and by whichever sampler it is asked', () => {
    const other = samplerOf(distribution);
    for (let subject = 199; subject >= 0; subject--) {
      other.sample(STREAM, subject, 5);
      expect(other.sample(STREAM, subject, 0)).toBe(draws[subject]);
    }
  });

  it('rounds to whole numbers, once', () => {
    const rounded = roundedSamplerOf(distribution);
    for (let subject = 0; subject < 200; subject++) {
      expect(rounded.sample(STREAM, subject, 0)).toBe(Math.round(draws[subject]!));
    }
  });
});

describe('A sampler', () => {
  const uniform = (subject: number, draw: number): number => STREAM.uniform(subject, draw);

  it('draws an exponential as −mean · ln(u), so that a longer mean stretches every draw alike', () => {
    expect(samplerOf({ kind: 'exponential', mean: 2 }).sample(STREAM, 3, 4)).toBe(-2 * Math.log(uniform(3, 4)));
  });

  it('takes the value at floor(u · n) of an empirical law', () => {
    const values = Float64Array.from({ length: 10 }, (_, k) => 100 + k);
    const drawn = samplerOf({ kind: 'empirical', values }).sample(STREAM, 8, 0);
    expect(drawn).toBe(100 + Math.floor(uniform(8, 0) * 10));
  });

  it('chooses a part of a mixture with one draw, and lets it draw from the next', () => {
    const parts: Distribution[] = [
      { kind: 'uniform', min: 0, max: 1 },
      { kind: 'uniform', min: 10, max: 20 },
    ];
    const mixture = samplerOf({ kind: 'mixture', parts: parts.map((of) => ({ weight: 4, of })) });
    for (let subject = 0; subject < 50; subject++) {
      const part = samplerOf(parts[uniform(subject, 2) < 0.5 ? 0 : 1]!);
      expect(mixture.sample(STREAM, subject, 2)).toBe(part.sample(STREAM, subject, 3));
    }
  });

  it('never draws from a part of weight 0', () => {
    const mixture = samplerOf({
      kind: 'mixture',
      parts: [
        { weight: 0, of: { kind: 'constant', value: 1 } },
        { weight: 2, of: { kind: 'constant', value: 2 } },
        { weight: 0, of: { kind: 'constant', value: 3 } },
      ],
    });
    for (let subject = 0; subject < 1000; subject++) expect(mixture.sample(STREAM, subject, 0)).toBe(2);
  });

  it('gives part k of a sum the draws from 64 · k on, so that the first part draws as it would alone', () => {
    const part: Distribution = { kind: 'gamma', shape: 0.7, scale: 3 };
    const alone = samplerOf(part);
    const sum = samplerOf({ kind: 'sum', parts: [part, part, { kind: 'constant', value: 5 }] });
    expect(sum.sample(STREAM, 11, 1)).toBe(alone.sample(STREAM, 11, 1) + alone.sample(STREAM, 11, 65) + 5);
  });

  it('cuts a normal at 0: one draw in six is 0 where the mean is one deviation above it', () => {
    const sampler = samplerOf({ kind: 'normal', mean: 10, sd: 10 });
    let zeros = 0;
    for (let subject = 0; subject < N; subject++) if (sampler.sample(STREAM, subject, 0) === 0) zeros++;
    const share = 0.15865525393145707;
    expect(Math.abs(zeros / N - share)).toBeLessThan(STANDARD_ERRORS * Math.sqrt((share * (1 - share)) / N));
  });

  it('has its median where a truncated lognormal has it: at half of what is left', () => {
    // Φ(1) = 0.8413 is left; half of it, 0.4207, lies at z = −0.2002.
    const sampler = samplerOf({ kind: 'lognormal', mu: 0, sigma: 1, max: Math.E });
    const draws = Float64Array.from({ length: N }, (_, subject) => sampler.sample(STREAM, subject, 0)).sort();
    expect(draws[N / 2]).toBeGreaterThan(Math.exp(-0.2002 - 0.05));
    expect(draws[N / 2]).toBeLessThan(Math.exp(-0.2002 + 0.05));
    expect(draws[N - 1]).toBeLessThanOrEqual(Math.E);
  });

  it('is a constant where the law leaves no choice', () => {
    const constants: Distribution[] = [
      { kind: 'uniform', min: 4, max: 4 },
      { kind: 'lognormal', mu: Math.log(4), sigma: 0, max: Infinity },
      { kind: 'lognormal', mu: 9, sigma: 0, max: 4 },
      { kind: 'normal', mean: 4, sd: 0 },
      { kind: 'pareto', shape: 1.5, min: 4, max: 4 },
    ];
    for (const distribution of constants) {
      expect(samplerOf(distribution).sample(STREAM, 1, 0)).toBeCloseTo(4, 12);
      expect(meanOf(distribution)).toBeCloseTo(4, 12);
    }
  });
});

describe('A rounded sampler', () => {
  it('rounds a constant too', () => {
    expect(roundedSamplerOf({ kind: 'constant', value: 2.5 }).sample(STREAM, 0, 0)).toBe(3);
  });

  it('stays at or below 2^49, however heavy the tail', () => {
    const sampler = roundedSamplerOf({ kind: 'pareto', shape: 0.01, min: 1, max: Infinity });
    const draws = Array.from({ length: 100 }, (_, subject) => sampler.sample(STREAM, subject, 0));
    expect(Math.max(...draws)).toBe(2 ** 49);
    for (const draw of draws) expect(Number.isSafeInteger(draw)).toBe(true);
  });

  it('never gives minus zero', () => {
    expect(Object.is(roundedSamplerOf({ kind: 'uniform', min: -0.4, max: -0.3 }).sample(STREAM, 0, 0), 0)).toBe(true);
  });
});

describe('The mean', () => {
  it('of a Pareto without a cap is infinite up to shape 1', () => {
    for (const shape of [0.5, 1]) expect(meanOf({ kind: 'pareto', shape, min: 1, max: Infinity })).toBe(Infinity);
  });

  it('of a Pareto with a cap has no seam at shape 1: min · ln(max / min) / (1 − min / max)', () => {
    const mean = (Math.log(50) * 50) / 49;
    for (const shape of [1 - 1e-9, 1, 1 + 1e-9]) {
      expect(meanOf({ kind: 'pareto', shape, min: 1, max: 50 })).toBeCloseTo(mean, 6);
    }
  });
});

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Largest distance between the share of draws at or below x and the law's, over the drawn x. */
function distance(draws: Float64Array, cumulative: (x: number) => number): number {
  const sorted = draws.toSorted();
  let largest = 0;
  for (let k = 0; k < sorted.length; k++) {
    if (sorted[k] === sorted[k + 1]) continue;
    largest = Math.max(largest, Math.abs((k + 1) / sorted.length - cumulative(sorted[k]!)));
  }
  return largest;
}
