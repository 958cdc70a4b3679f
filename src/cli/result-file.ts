/** A result.json that was written earlier, by this version of lsim or an older one. */
import { SCHEMA_VERSION, type ResultJson } from '../result/run-result.ts';
import { EXIT } from './exit-code.ts';
import { Failure, problem } from './failure.ts';
import { readScenarioFile } from './files.ts';

/**
 * Reads a result.json of any minor version. What an older one does not have is missing; nothing else is checked than
 * that it is a result.
 * @param path absolute @param shown as typed @param purpose such as `exported`
 * @throws Failure with E_FILE_MISSING or E_FILE_UNREADABLE (exit 4), or E_RESULT (exit 3) where it is no result of lsim
 */
export function readResultFile(path: string, shown: string, purpose: string): ResultJson {
  const json = jsonOf(readSavedText(path, shown), shown, purpose);
  if (!isResult(json)) throw noResult(shown, 'it is not a result.json of lsim', purpose);
  if (json.schemaVersion.split('.')[0] !== SCHEMA_VERSION.split('.')[0]) {
    const why = `its schemaVersion is ${json.schemaVersion.slice(0, 20)}; this lsim reads ${SCHEMA_VERSION} and older minor ones`;
    throw noResult(shown, why, purpose);
  }
  return json;
}

/** The text of a file that lsim wrote. @throws Failure with E_FILE_MISSING or E_FILE_UNREADABLE (exit 4) */
export function readSavedText(path: string, shown: string): string {
  const read = readScenarioFile(path);
  if ('text' in read) return read.text;
  const code = read.problem === 'missing' ? 'E_FILE_MISSING' : 'E_FILE_UNREADABLE';
  throw new Failure(EXIT.file, [problem(code, shown, `cannot be read: ${read.detail}`)]);
}

/** E_RESULT (exit 3). @param purpose such as `exported` */
export function noResult(shown: string, why: string, purpose: string): Failure {
  return new Failure(EXIT.invalid, [problem('E_RESULT', shown, `cannot be ${purpose}: ${why}`)]);
}

function jsonOf(text: string, shown: string, purpose: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw noResult(shown, 'it is not JSON, or cut off', purpose);
  }
}

const KINDS = {
  schemaVersion: 'string',
  complete: 'boolean',
  seed: 'string',
  duration_s: 'number',
  warmup_s: 'number',
  scenario: 'object',
  inputs: 'object',
  account: 'object',
  functions: 'object',
  sources: 'object',
  cost_usd: 'object',
  objectives: 'array',
  causes: 'array',
  warnings: 'array',
  perRun: 'array',
} as const;

function isResult(json: unknown): json is ResultJson {
  if (typeof json !== 'object' || json === null) return false;
  const members = json as Readonly<Record<string, unknown>>;
  const whole = Object.entries(KINDS).every(([key, kind]) => {
    const value = members[key];
    return kind === 'array' ? Array.isArray(value) : typeof value === kind && value !== null;
  });
  return whole && haveTexts(members['objectives'], ['on', 'expr']) && haveTexts(members['perRun'], ['seed']);
}

function haveTexts(items: unknown, keys: readonly string[]): boolean {
  return (items as readonly unknown[]).every((item) => {
    return typeof item === 'object' && item !== null && keys.every((key) => typeof Reflect.get(item, key) === 'string');
  });
}
