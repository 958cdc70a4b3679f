/** Every law with figures worked out by hand, and the laws that all of them obey. */
import type { Distribution } from '../../src/des/distribution.ts';
import { normalProbability } from '../../src/des/normal-quantile.ts';

/** One law beside its closed forms. */
export interface LawCase {
  readonly title: string;
  readonly distribution: Distribution;
  readonly mean: number;
  readonly sd: number;
  /** Smallest and largest value that may ever come out. */
  readonly support: readonly [number, number];
  /** Probability of a value of at most x. */
  readonly cumulative: (x: number) => number;
}

const exponential =
  (mean: number) =>
  (x: number): number =>
    1 - Math.exp(-x / mean);

/** Pareto with shape 2 on [1, 10]: what lies below 10 of the unbounded one is 0.99. */
const PARETO_SHARE = 0.99;

export const LAWS: readonly LawCase[] = [
  {
    title: 'constant 7.25',
    distribution: { kind: 'constant', value: 7.25 },
    mean: 7.25,
    sd: 0,
    support: [7.25, 7.25],
    cumulative: (x) => (x < 7.25 ? 0 : 1),
  },
  {
    title: 'uniform on 2 to 6',
    distribution: { kind: 'uniform', min: 2, max: 6 },
    mean: 4,
    sd: 4 / Math.sqrt(12),
    support: [2, 6],
    cumulative: (x) => (x - 2) / 4,
  },
  {
    title: 'exponential of mean 3',
    distribution: { kind: 'exponential', mean: 3 },
    mean: 3,
    sd: 3,
    support: [0, Infinity],
    cumulative: exponential(3),
  },
  {
    // mean exp(1 + 0.125), variance (exp(0.25) − 1) · mean²
    title: 'lognormal of mu 1, sigma 0.5',
    distribution: { kind: 'lognormal', mu: 1, sigma: 0.5, max: Infinity },
    mean: 3.080216848918031,
    sd: 3.080216848918031 * Math.sqrt(Math.expm1(0.25)),
    support: [0, Infinity],
    cumulative: (x) => normalProbability((Math.log(x) - 1) / 0.5),
  },
  {
    // Truncated at its median: E[X; X <= 1] = exp(1/2) · Φ(−1), of which one half of the probability is left.
    title: 'lognormal of mu 0, sigma 1, truncated at its median',
    distribution: { kind: 'lognormal', mu: 0, sigma: 1, max: 1 },
    mean: 2 * Math.exp(0.5) * 0.15865525393145707,
    sd: Math.sqrt(2 * Math.exp(2) * 0.022750131948179195 - (2 * Math.exp(0.5) * 0.15865525393145707) ** 2),
    support: [0, 1],
    cumulative: (x) => 2 * normalProbability(Math.log(x)),
  },
  {
    // E[max(0, X)] = Φ(1) + φ(1); E[max(0, X)²] = 2 Φ(1) + φ(1)
    title: 'normal of mean 1, sd 1, cut at 0',
    distribution: { kind: 'normal', mean: 1, sd: 1 },
    mean: 0.8413447460685429 + 0.24197072451914337,
    sd: Math.sqrt(2 * 0.8413447460685429 + 0.24197072451914337 - (0.8413447460685429 + 0.24197072451914337) ** 2),
    support: [0, Infinity],
    cumulative: (x) => normalProbability(x - 1),
  },
  {
    title: 'gamma of shape 3, scale 2',
    distribution: { kind: 'gamma', shape: 3, scale: 2 },
    mean: 6,
    sd: 2 * Math.sqrt(3),
    support: [0, Infinity],
    cumulative: (x) => 1 - Math.exp(-x / 2) * (1 + x / 2 + (x * x) / 8),
  },
  {
    // Half a chi-square with one degree of freedom.
    title: 'gamma of shape 1/2, scale 1',
    distribution: { kind: 'gamma', shape: 0.5, scale: 1 },
    mean: 0.5,
    sd: Math.SQRT1_2,
    support: [0, Infinity],
    cumulative: (x) => 2 * normalProbability(Math.sqrt(2 * x)) - 1,
  },
  {
    // Rayleigh: mean 2 · Γ(3/2) = √π, variance 4 − π
    title: 'Weibull of shape 2, scale 2',
    distribution: { kind: 'weibull', shape: 2, scale: 2 },
    mean: Math.sqrt(Math.PI),
    sd: Math.sqrt(4 - Math.PI),
    support: [0, Infinity],
    cumulative: (x) => 1 - Math.exp(-(x * x) / 4),
  },
  {
    // ∫ 2 x^-2 dx from 1 to 10 = 1.8, and ∫ 2 x^-1 dx = 2 ln 10, each over 0.99
    title: 'Pareto of shape 2 on 1 to 10',
    distribution: { kind: 'pareto', shape: 2, min: 1, max: 10 },
    mean: 1.8 / PARETO_SHARE,
    sd: Math.sqrt((2 * Math.log(10)) / PARETO_SHARE - (1.8 / PARETO_SHARE) ** 2),
    support: [1, 10],
    cumulative: (x) => (1 - 1 / (x * x)) / PARETO_SHARE,
  },
  {
    title: 'Pareto of shape 5 from 2',
    distribution: { kind: 'pareto', shape: 5, min: 2, max: Infinity },
    mean: 2.5,
    sd: Math.sqrt(5 / (16 * 3)) * 2,
    support: [2, Infinity],
    cumulative: (x) => 1 - (2 / x) ** 5,
  },
  {
    title: 'empirical of 1, 2, 2 and 5',
    distribution: { kind: 'empirical', values: Float64Array.of(1, 2, 2, 5) },
    mean: 2.5,
    sd: 1.5,
    support: [1, 5],
    cumulative: (x) => (x < 1 ? 0 : x < 2 ? 0.25 : x < 5 ? 0.75 : 1),
  },
  {
    // Weights 3 to 1; E[X²] = (3 · 2 · 1 + 2 · 25) / 4 = 14
    title: 'mixture: three parts exponential of mean 1, one part of mean 5',
    distribution: {
      kind: 'mixture',
      parts: [
        { weight: 3, of: { kind: 'exponential', mean: 1 } },
        { weight: 1, of: { kind: 'exponential', mean: 5 } },
      ],
    },
    mean: 2,
    sd: Math.sqrt(14 - 4),
    support: [0, Infinity],
    cumulative: (x) => 0.75 * exponential(1)(x) + 0.25 * exponential(5)(x),
  },
  {
    title: 'sum of exponentials of mean 1 and 2',
    distribution: {
      kind: 'sum',
      parts: [
        { kind: 'exponential', mean: 1 },
        { kind: 'exponential', mean: 2 },
      ],
    },
    mean: 3,
    sd: Math.sqrt(5),
    support: [0, Infinity],
    cumulative: (x) => 1 - 2 * Math.exp(-x / 2) + Math.exp(-x),
  },
];
