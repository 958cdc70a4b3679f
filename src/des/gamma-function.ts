/** Euler's gamma function, which the mean of a Weibull law needs. */

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * Γ(x) by the approximation of C. Lanczos, "A Precision Approximation of the Gamma Function", SIAM Journal on
 * Numerical Analysis B 1 (1964), 86-96, with g = 7 and nine terms; relative error about 1e-14.
 * @param x at least 0.5; beyond 171 the answer is Infinity
 */
export function gammaFunction(x: number): number {
  const t = x + 6.5;
  const series = LANCZOS.reduce((sum, coefficient, k) => sum + coefficient / (x + k), 0.99999999999980993);
  // In two halves, because t^(x - 0.5) overflows before the product does.
  const half = t ** ((x - 0.5) / 2);
  return Math.sqrt(2 * Math.PI) * half * Math.exp(-t) * half * series;
}
