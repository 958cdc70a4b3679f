/** Student's t distribution, as far as 95 % intervals need it. */

/** The 97.5 % point for 1 to 9 degrees of freedom: Abramowitz and Stegun, table 26.10, to twelve digits. */
const FEW_DEGREES: readonly number[] = [
  12.7062047362, 4.3026527297, 3.1824463053, 2.7764451052, 2.5705818356, 2.4469118511, 2.3646242516, 2.306004135,
  2.2621571628,
];

/** The 97.5 % point of the standard normal distribution. */
const NORMAL = 1.959963984540054;

/**
 * How many standard errors a 95 % interval reaches to either side. Right to five digits: tabulated below ten degrees
 * of freedom, from there on the expansion around the normal distribution (Abramowitz and Stegun 26.7.5).
 * @param degrees degrees of freedom, at least 1
 */
export function studentT95(degrees: number): number {
  const tabulated = FEW_DEGREES[degrees - 1];
  if (tabulated !== undefined) return tabulated;
  const z = NORMAL;
  const z2 = z * z;
  const terms = [
    (z2 + 1) / 4,
    ((5 * z2 + 16) * z2 + 3) / 96,
    (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384,
    ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160,
  ];
  return terms.reduceRight((sum, term) => (sum + z * term) / degrees, 0) + z;
}
