/** What is wrong with a value that a flag puts in the place of a key, before any file is read. */
import { scenarioShape } from './schema.ts';

/** The keys of the top level that `run` has flags for, and that take text. */
export type FlagKey = 'seed' | 'duration' | 'warmup' | 'bucket';

/** What is wrong with the value by itself, or `null`; whether it suits a scenario is seen once that is read. */
export function flagProblem(key: FlagKey, value: string): string | null {
  const read = scenarioShape[key].safeParse(value);
  return read.success ? null : (read.error.issues[0]?.message ?? 'cannot be read');
}
