/** A comparison that was written earlier: its compare.json, which may come from anybody. */
import { comparisonSchema } from '../result/comparison-schema.ts';
import { COMPARISON_VERSION, type Comparison } from '../result/comparison.ts';
import { EXIT } from './exit-code.ts';
import { Failure, problem } from './failure.ts';
import { decode, readScenarioFile } from './files.ts';
import type { Io } from './io.ts';

/**
 * Reads and checks a compare.json; `-` is standard input.
 * @param path absolute @param shown as typed
 * @throws Failure with E_FILE_MISSING or E_FILE_UNREADABLE (exit 4), or E_RESULT (exit 3) where it is no comparison
 */
export async function readComparison(path: string, shown: string, io: Io): Promise<Comparison> {
  const read = shown === '-' ? decode(await io.readStdin(new AbortController().signal)) : readScenarioFile(path);
  if ('text' in read) return comparisonOf(read.text, shown === '-' ? '<stdin>' : shown);
  const code = read.problem === 'missing' ? 'E_FILE_MISSING' : 'E_FILE_UNREADABLE';
  throw new Failure(EXIT.file, [problem(code, shown, `cannot be read: ${read.detail}`)]);
}

function comparisonOf(text: string, shown: string): Comparison {
  const json = jsonOf(text, shown);
  const { kind, schemaVersion } = (typeof json === 'object' && json !== null ? json : {}) as Readonly<
    Record<string, unknown>
  >;
  if (Array.isArray(json)) throw refused(shown, 'it holds several; comment on each by a file of its own and an --id');
  if (kind !== 'comparison' || typeof schemaVersion !== 'string')
    throw refused(shown, 'it is not a compare.json of lsim; write one with lsim compare --json');
  if (schemaVersion.split('.')[0] !== COMPARISON_VERSION.split('.')[0])
    throw refused(
      shown,
      `its schemaVersion is ${schemaVersion.slice(0, 20)}; this lsim reads ${COMPARISON_VERSION} and older minor ones`,
    );
  const checked = comparisonSchema.safeParse(json);
  // A newer minor version may have keys that this lsim does not know.
  const wrong = checked.error?.issues.find((issue) => issue.code !== 'unrecognized_keys');
  if (wrong !== undefined) throw refused(shown, `${wrong.path.join('.') || 'it'}: ${wrong.message}`);
  return json as Comparison;
}

function jsonOf(text: string, shown: string): unknown {
  if (text.trim() === '') throw refused(shown, 'it is empty; the comparison may have failed before it wrote anything');
  try {
    return JSON.parse(text);
  } catch {
    throw refused(shown, 'it is not JSON, or cut off');
  }
}

function refused(shown: string, why: string): Failure {
  return new Failure(EXIT.invalid, [problem('E_RESULT', shown, `is no comparison to comment on: ${why}`)]);
}
