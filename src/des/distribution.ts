/** Probability laws as plain data. `sampler.ts` draws from them. */

/**
 * A law of a non-negative quantity, in whatever unit its owner says (times: microseconds).
 * Plain data, so that a scenario can be cloned to a worker.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  /** ln(X) is normal(mu, sigma), truncated to X <= max (Infinity = not truncated). */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number; readonly max: number }
  /** Normal, cut at 0: what falls below becomes 0. */
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  /** shape k, scale theta; mean k·theta. */
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number }
  /** Bounded Pareto on [min, max]. */
  | { readonly kind: 'pareto'; readonly shape: number; readonly min: number; readonly max: number }
  /** One of the values, each as likely. */
  | { readonly kind: 'empirical'; readonly values: Float64Array }
  /** One of the parts, by weight. */
  | { readonly kind: 'mixture'; readonly parts: readonly { readonly weight: number; readonly of: Distribution }[] }
  /** The sum of independent draws. */
  | { readonly kind: 'sum'; readonly parts: readonly Distribution[] };
