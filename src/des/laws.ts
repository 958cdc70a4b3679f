/** The laws that draws are made from, one small class each; they keep nothing between calls and allocate nothing. */
import { normalProbability, normalQuantile } from './normal-quantile.ts';
import type { Stream } from './random.ts';

/**
 * Draws from one law. The value depends on (stream, subject, draw) and on nothing else: equal addresses give equal
 * values in whatever order they are asked for (common random numbers).
 */
export interface Sampler {
  /**
   * @param subject number of the request, environment … within its owner
   * @param draw the first of the subject's draws to use; most laws use this one alone
   */
  sample(stream: Stream, subject: number, draw: number): number;
}

/** Always the same value; uses no draw. */
export class Constant implements Sampler {
  readonly #value: number;

  constructor(value: number) {
    this.#value = value;
  }

  sample(): number {
    return this.#value;
  }
}

/** Every value between `min` and `max` as likely; uses one draw. */
export class Uniform implements Sampler {
  readonly #min: number;
  readonly #width: number;

  constructor(min: number, max: number) {
    this.#min = min;
    this.#width = max - min;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    return this.#min + this.#width * stream.uniform(subject, draw);
  }
}

/** −mean · ln(u); uses one draw. */
export class Exponential implements Sampler {
  readonly #mean: number;

  constructor(mean: number) {
    this.#mean = mean;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    return -this.#mean * Math.log(stream.uniform(subject, draw));
  }
}

/** exp(mu + sigma · z), under the condition that it does not exceed `max` (> 0, may be Infinity); uses one draw. */
export class Lognormal implements Sampler {
  readonly #mu: number;
  readonly #sigma: number;
  readonly #max: number;
  /** Share of the untruncated law that lies below `max`. */
  readonly #share: number;

  constructor(mu: number, sigma: number, max: number) {
    this.#mu = mu;
    this.#sigma = sigma;
    this.#max = max;
    this.#share = max === Infinity || sigma === 0 ? 1 : normalProbability((Math.log(max) - mu) / sigma);
  }

  sample(stream: Stream, subject: number, draw: number): number {
    const z = normalQuantile(this.#share * stream.uniform(subject, draw));
    return Math.min(this.#max, Math.exp(this.#mu + this.#sigma * z));
  }
}

/** Normal, 0 where it falls below 0; uses one draw. */
export class Normal implements Sampler {
  readonly #mean: number;
  readonly #sd: number;

  constructor(mean: number, sd: number) {
    this.#mean = mean;
    this.#sd = sd;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    return Math.max(0, this.#mean + this.#sd * normalQuantile(stream.uniform(subject, draw)));
  }
}

/**
 * G. Marsaglia and W. W. Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on Mathematical
 * Software 26 (2000), 363-372, with the normals by inverse. Uses two draws a try (19 of 20 succeed at once), and one
 * before them where shape < 1: such a law is the one of shape + 1 times u^(1/shape).
 */
export class Gamma implements Sampler {
  readonly #shape: number;
  readonly #scale: number;
  readonly #d: number;
  readonly #c: number;

  constructor(shape: number, scale: number) {
    this.#shape = shape;
    this.#scale = scale;
    this.#d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
    this.#c = 1 / Math.sqrt(9 * this.#d);
  }

  sample(stream: Stream, subject: number, draw: number): number {
    if (this.#shape >= 1) return this.#scale * this.#raised(stream, subject, draw);
    const boost = stream.uniform(subject, draw) ** (1 / this.#shape);
    return this.#scale * boost * this.#raised(stream, subject, draw + 1);
  }

  #raised(stream: Stream, subject: number, firstDraw: number): number {
    for (let draw = firstDraw; ; draw += 2) {
      const z = normalQuantile(stream.uniform(subject, draw));
      const root = 1 + this.#c * z;
      if (root <= 0) continue;
      const v = root * root * root;
      const bound = 0.5 * z * z + this.#d * (1 - v + Math.log(v));
      if (Math.log(stream.uniform(subject, draw + 1)) < bound) return this.#d * v;
    }
  }
}

/** scale · (−ln u)^(1/shape); uses one draw. */
export class Weibull implements Sampler {
  readonly #power: number;
  readonly #scale: number;

  constructor(shape: number, scale: number) {
    this.#power = 1 / shape;
    this.#scale = scale;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    return this.#scale * (-Math.log(stream.uniform(subject, draw))) ** this.#power;
  }
}

/** Pareto under the condition min <= x <= max; max may be Infinity; uses one draw. */
export class BoundedPareto implements Sampler {
  readonly #min: number;
  readonly #max: number;
  readonly #power: number;
  /** Share of the unbounded law that lies below `max`. */
  readonly #share: number;

  constructor(shape: number, min: number, max: number) {
    this.#min = min;
    this.#max = max;
    this.#power = -1 / shape;
    this.#share = 1 - (min / max) ** shape;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    const u = stream.uniform(subject, draw);
    return Math.min(this.#max, this.#min * (1 - u * this.#share) ** this.#power);
  }
}

/** One of the values, each as likely; uses one draw. */
export class Empirical implements Sampler {
  readonly #values: Float64Array;

  /** @param values at least one */
  constructor(values: Float64Array) {
    this.#values = values;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    // u is at most 1 − 2^-53, so that u · n never rounds up to n.
    return this.#values[Math.floor(stream.uniform(subject, draw) * this.#values.length)]!;
  }
}

/** One of the parts, by weight: chosen with the first draw; the part's draws begin at the second. */
export class Mixture implements Sampler {
  readonly #parts: readonly Sampler[];
  readonly #bounds: Float64Array;

  /** @param weights of the parts, in their order; at least one above 0; they need not add up to 1 */
  constructor(parts: readonly Sampler[], weights: readonly number[]) {
    this.#parts = parts;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let reached = 0;
    this.#bounds = Float64Array.from(weights, (weight) => (reached += weight) / total);
  }

  sample(stream: Stream, subject: number, draw: number): number {
    const bounds = this.#bounds;
    const u = stream.uniform(subject, draw);
    let part = 0;
    // Rounding may leave the last bound a hair below 1.
    while (part < bounds.length - 1 && u >= bounds[part]!) part++;
    return this.#parts[part]!.sample(stream, subject, draw + 1);
  }
}

/** Draws of a sum that are set aside for each part: more than a part of one to three uniforms ever needs. */
const DRAWS_PER_PART = 64;

/** The sum of independent draws: part k begins at draw + 64·k, so that part 0 draws exactly as it would alone. */
export class Sum implements Sampler {
  readonly #parts: readonly Sampler[];

  constructor(parts: readonly Sampler[]) {
    this.#parts = parts;
  }

  sample(stream: Stream, subject: number, draw: number): number {
    const parts = this.#parts;
    let sum = 0;
    for (let k = 0; k < parts.length; k++) sum += parts[k]!.sample(stream, subject, draw + DRAWS_PER_PART * k);
    return sum;
  }
}
