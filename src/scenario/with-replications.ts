/** The same scenario with another seed and number of runs. */
import { digestOf } from './digest.ts';
import type { Scenario } from './scenario.ts';

/** As if the file had said so: the digest is that of such a file. @param runs at least 1 */
export function withReplications(scenario: Scenario, seed: string, runs: number): Scenario {
  const { digest: _, warnings, variant, ...rest } = { ...scenario, seed, runs };
  return { ...rest, variant, warnings, digest: digestOf(rest) };
}
