/** From a law as plain data to something that draws from it, and its mean. */
import type { Distribution } from './distribution.ts';
import { gammaFunction } from './gamma-function.ts';
import {
  BoundedPareto,
  Constant,
  Empirical,
  Exponential,
  Gamma,
  Lognormal,
  Mixture,
  Normal,
  Sum,
  Uniform,
  Weibull,
  type Sampler,
} from './laws.ts';
import { normalProbability } from './normal-quantile.ts';
import type { Stream } from './random.ts';

export type { Sampler } from './laws.ts';

/** Draws real numbers, in the unit of the law's parameters. */
export function samplerOf(distribution: Distribution): Sampler {
  switch (distribution.kind) {
    case 'constant':
      return new Constant(distribution.value);
    case 'uniform':
      return new Uniform(distribution.min, distribution.max);
    case 'exponential':
      return new Exponential(distribution.mean);
    case 'lognormal':
      return new Lognormal(distribution.mu, distribution.sigma, distribution.max);
    case 'normal':
      return new Normal(distribution.mean, distribution.sd);
    case 'gamma':
      return new Gamma(distribution.shape, distribution.scale);
    case 'weibull':
      return new Weibull(distribution.shape, distribution.scale);
    case 'pareto':
      return new BoundedPareto(distribution.shape, distribution.min, distribution.max);
    case 'empirical':
      return new Empirical(distribution.values);
    case 'mixture':
      return new Mixture(
        distribution.parts.map((part) => samplerOf(part.of)),
        distribution.parts.map((part) => part.weight),
      );
    case 'sum':
      return new Sum(distribution.parts.map(samplerOf));
  }
}

/**
 * Draws whole numbers from 0 to 2^49, rounded once: times in microseconds, counts.
 *
 * The bound (17 years) is for laws without one: a time below 2^49 plus such a draw is still an exact key of the
 * calendar.
 */
export function roundedSamplerOf(distribution: Distribution): Sampler {
  if (distribution.kind === 'constant') return new Constant(whole(distribution.value));
  return new Rounded(samplerOf(distribution));
}

/** Mean of the law, exact to rounding; Infinity where it has none. The mean of rounded draws differs by less than 1. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return (distribution.min + distribution.max) / 2;
    case 'exponential':
      return distribution.mean;
    case 'lognormal':
      return lognormalMean(distribution.mu, distribution.sigma, distribution.max);
    case 'normal':
      return cutNormalMean(distribution.mean, distribution.sd);
    case 'gamma':
      return distribution.shape * distribution.scale;
    case 'weibull':
      return distribution.scale * gammaFunction(1 + 1 / distribution.shape);
    case 'pareto':
      return boundedParetoMean(distribution.shape, distribution.min, distribution.max);
    case 'empirical':
      return distribution.values.reduce((sum, value) => sum + value, 0) / distribution.values.length;
    case 'mixture': {
      const weights = distribution.parts.reduce((sum, part) => sum + part.weight, 0);
      return distribution.parts.reduce((sum, part) => sum + (part.weight / weights) * meanOf(part.of), 0);
    }
    case 'sum':
      return distribution.parts.reduce((sum, part) => sum + meanOf(part), 0);
  }
}

class Rounded implements Sampler {
  readonly #law: Sampler;

  constructor(law: Sampler) {
    this.#law = law;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    return whole(this.#law.sample(stream, subject, draw));
  }
}

const LARGEST = 2 ** 49;

function whole(value: number): number {
  if (value >= LARGEST) return LARGEST;
  // Exactly Math.round, which takes longer than the draw itself.
  return value >= 0.5 ? Math.floor(value + 0.5) : 0;
}

function lognormalMean(mu: number, sigma: number, max: number): number {
  const mean = Math.exp(mu + (sigma * sigma) / 2);
  if (max === Infinity) return mean;
  if (sigma === 0) return Math.min(max, mean);
  const z = (Math.log(max) - mu) / sigma;
  return Math.min(max, (mean * normalProbability(z - sigma)) / normalProbability(z));
}

/** E[max(0, X)] of a normal X. */
function cutNormalMean(mean: number, sd: number): number {
  if (sd === 0) return Math.max(0, mean);
  const z = mean / sd;
  return mean * normalProbability(z) + (sd * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

function boundedParetoMean(shape: number, min: number, max: number): number {
  if (min === max) return min;
  const logRatio = Math.log(min / max);
  const share = 1 - (min / max) ** shape;
  // Without max, q^(shape − 1) / (shape − 1) would lose its digits where shape is close to 1.
  const integral = shape === 1 ? -logRatio : -Math.expm1((shape - 1) * logRatio) / (shape - 1);
  return (min * shape * integral) / share;
}
