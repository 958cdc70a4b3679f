/** What a replication draws from. */

/** Seed text of run k: s + k − 1 where the seed is a whole number, else `s#k`; run 1 has the seed itself. */
export function seedOf(seed: string, run: number): string {
  if (run === 1) return seed;
  return /^-?\d+$/.test(seed) ? String(BigInt(seed) + BigInt(run - 1)) : `${seed}#${String(run)}`;
}
